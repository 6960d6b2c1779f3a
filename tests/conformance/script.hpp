// What somebody may do with a store: batches of any size, mails that are refused and come back, pruning in between.
//
//     seed → the same steps for every Place
#pragma once

#include <algorithm>
#include <random>

#include "../unit/store/world.hpp"
#include "stores.hpp"

namespace tlsrpt::test {

class Script {
public:
    explicit Script(unsigned seed) : random_(seed), mails_(World{seed}.mails(10 + seed % 30)) {
        std::shuffle(mails_.begin(), mails_.end(), random_);
        for (Mail& mail : mails_) mail.received_at += std::chrono::days{below(3)};
    }

    void play(Place& place) {
        for (std::size_t next = 0; next < mails_.size();) {
            const std::size_t end = std::min<std::size_t>(next + 1 + below(5), mails_.size());
            std::vector<Examination> examinations;
            for (std::size_t i = next; i < end; ++i) examinations.push_back(changed(mails_[i].examination));
            std::vector<Submission> batch;
            for (std::size_t i = next; i < end; ++i) batch.push_back(submission_of(examinations[i - next], mails_[i].received_at, octets_[below(3)]));
            for (const Recorded& recorded : place.record(batch)) CHECK(recorded.slug != Slug::Internal);
            if (below(6) == 0) reprocess(place);
            if (below(10) == 0)
                place.prune(noon + std::chrono::days{days_on_[below(4)]},
                            {std::chrono::days{30}, std::chrono::days{90}, std::chrono::days{7}, std::chrono::days{366}, std::chrono::days{3650}});
            next = end;
        }
        reprocess(place);
    }

private:
    unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

    Examination changed(Examination examination) {
        if (below(3) == 0) examination.deviations = {{"bare-lf", "/x", "y"}, {below(2) == 0 ? "bare-lf" : "extra-report-part", "", ""}};
        if (below(4) != 0) return examination;
        examination.slug = refusals_[below(4)];
        examination.detail = "for a test";
        if (below(2) == 0) examination.identity.reset();
        examination.report_like = below(3) != 0;
        return examination;
    }

    // Some are acceptable now.
    void reprocess(Place& place) {
        for (const std::int64_t id : must(place.store().quarantined(std::nullopt)))
            if (below(2) == 0) {
                const Examination& again = mails_[below(static_cast<unsigned>(mails_.size()))].examination;
                CHECK(place.record_again(id, below(3) == 0 ? changed(again) : again).slug != Slug::Internal);
            }
    }

    std::mt19937 random_;
    std::vector<Mail> mails_;
    const std::vector<std::string> octets_{"From: a\r\n\r\nbody", "From: b\n\n" + std::string(200, 'x'), ""};
    const std::vector<int> days_on_{8, 31, 100, 420};
    const std::vector<Slug> refusals_{Slug::KeyUnavailable, Slug::ReportInvalid, Slug::NoSignature, Slug::PolicyDomainNotOurs};
};

}  // namespace tlsrpt::test
