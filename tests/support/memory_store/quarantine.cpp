// What is kept of a mail that was not accepted, within the budget.
#include <algorithm>

#include "support/memory_store/state.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt::test {
namespace {

using namespace std::chrono_literals;
using Entry = std::map<std::int64_t, KeptMail>::value_type;

std::string headers_of(std::string_view octets) {
    std::size_t end = std::min(octets.size(), max_kept_header_bytes);
    if (const auto at = octets.find("\r\n\r\n"); at != std::string_view::npos) end = std::min(end, at + 2);
    if (const auto at = octets.find("\n\n"); at != std::string_view::npos) end = std::min(end, at + 1);
    return std::string{octets.substr(0, end)};
}

std::uint64_t bytes_of(const std::vector<Deviation>& deviations) {
    std::uint64_t bytes = 0;
    for (const Deviation& deviation : deviations) bytes += deviation.name.size() + deviation.pointer.size() + deviation.detail.size();
    return bytes;
}

class Quarantine {
public:
    Quarantine(Contents& contents, const QuarantineBudget& budget) : contents_(contents), budget_(budget) {}

    bool has_room_for_body(const Submission& submission, std::uint64_t bytes) {
        const bool is_signed = submission.examination->identity.has_value();
        const sys_days day = std::chrono::floor<std::chrono::days>(submission.received_at);
        const auto received_then = [day](const Entry& entry) { return std::chrono::floor<std::chrono::days>(entry.second.received_at()) == day; };
        if (submission.is_cut || budget_.max_mails_per_day == 0) return false;
        while (bodies(received_then) >= budget_.max_mails_per_day)
            if (!make_room(received_then, is_signed)) return false;
        if (bytes > budget_.max_bytes) return false;
        while (kept_bytes() + bytes > budget_.max_bytes)
            if (!make_room([](const Entry&) { return true; }, is_signed)) return false;
        return true;
    }

    bool has_room_for_headers(std::uint64_t bytes) const { return kept_bytes() + bytes <= budget_.max_bytes + budget_.max_bytes / 8; }

    void bound_those_without_body() {
        const std::uint64_t most = std::max<std::uint64_t>(budget_.max_mails_per_day * 10, 1000);
        for (;;) {
            std::vector<Entry*> all = those([](const Entry& entry) { return !entry.second.quarantine->has_body; });
            if (all.size() <= most) return;
            std::stable_sort(all.begin(), all.end(), [](const Entry* a, const Entry* b) { return a->second.quarantine->is_signed < b->second.quarantine->is_signed; });
            contents_.mails.erase(all.front()->first);
        }
    }

private:
    // Oldest first.
    template <typename Wanted>
    std::vector<Entry*> those(Wanted wanted) const {
        std::vector<Entry*> found;
        for (Entry& entry : contents_.mails)
            if (entry.second.quarantine && wanted(entry)) found.push_back(&entry);
        std::stable_sort(found.begin(), found.end(), [](const Entry* a, const Entry* b) { return a->second.received_at() < b->second.received_at(); });
        return found;
    }

    template <typename Wanted>
    std::uint64_t bodies(Wanted wanted) const {
        return those([&](const Entry& entry) { return entry.second.quarantine->has_body && wanted(entry); }).size();
    }

    std::uint64_t kept_bytes() const {
        std::uint64_t bytes = 0;
        for (const Entry* entry : those([](const Entry&) { return true; })) bytes += entry->second.quarantine->kept_bytes;
        return bytes;
    }

    // The oldest junk goes; for a signed mail, then the body of the oldest unsigned one.
    template <typename Wanted>
    bool make_room(Wanted wanted, bool is_signed) {
        const auto junk = those([&](const Entry& entry) { return entry.second.quarantine->junk && wanted(entry); });
        if (!junk.empty()) return contents_.mails.erase(junk.front()->first) == 1;
        if (!is_signed) return false;
        const auto bodies = those([&](const Entry& entry) { return entry.second.quarantine->has_body && !entry.second.quarantine->is_signed && wanted(entry); });
        if (bodies.empty()) return false;
        drop_body(bodies.front()->second);
        return true;
    }

    void drop_body(KeptMail& mail) const {
        mail.quarantine->has_body = mail.detail.message.has_body = false;
        mail.quarantine->kept_bytes = 0;
        mail.quarantine->next_attempt_at.reset();
        mail.detail.deviations.clear();
        std::string headers = headers_of(mail.detail.message.raw);
        if (!has_room_for_headers(headers.size())) headers.clear();
        mail.quarantine->kept_bytes = headers.size();
        mail.detail.message.raw = std::move(headers);
    }

    Contents& contents_;
    const QuarantineBudget& budget_;
};

// Of a key that DNS did not give: a quarter of an hour after the MTA's 4 h, then after twice the pause each time, at most a day, for 7 days.
std::optional<sys_seconds> next_attempt(Slug slug, sys_seconds received_at, std::int64_t attempts) {
    if (slug != Slug::KeyUnavailable) return std::nullopt;
    std::chrono::seconds pause = 15min;
    sys_seconds at = received_at + 4h + pause;
    for (std::int64_t i = 0; i < attempts && at <= received_at + std::chrono::days{7}; ++i) {
        pause = std::min<std::chrono::seconds>(pause * 2, 24h);
        at += pause;
    }
    if (at > received_at + std::chrono::days{7}) return std::nullopt;
    return at;
}

}  // namespace

std::int64_t add_to_quarantine(MemoryState& state, const Submission& submission, const Made& made) {
    const Examination& examination = *submission.examination;
    Quarantine quarantine{state.contents, state.budget};
    const std::uint64_t bytes = submission.bytes.size() + bytes_of(examination.deviations);
    const bool has_body = quarantine.has_room_for_body(submission, bytes);
    std::string octets{submission.bytes};
    if (!has_body) octets = headers_of(octets);
    if (!has_body && !quarantine.has_room_for_headers(octets.size())) octets.clear();
    const std::int64_t id = add_mail(state.contents, submission, made, octets, has_body);
    KeptMail& mail = state.contents.mails.at(id);
    mail.detail.message.has_body = has_body;
    mail.quarantine = KeptQuarantine{.slug = made.slug, .report_like = examination.report_like, .junk = !examination.report_like && !examination.identity,
                                     .is_signed = examination.identity.has_value(), .kept_bytes = has_body ? bytes : octets.size(), .attempts = 0,
                                     .next_attempt_at = next_attempt(made.slug, submission.received_at, 0), .has_body = has_body};
    if (!has_body) quarantine.bound_those_without_body();
    return id;
}

void judge_again(KeptMail& mail, const Examination& examination, Slug slug) {
    KeptQuarantine& quarantine = *mail.quarantine;
    quarantine.slug = slug;
    quarantine.attempts += 1;
    quarantine.next_attempt_at = next_attempt(slug, mail.received_at(), quarantine.attempts);
    quarantine.is_signed = examination.identity.has_value();
    if (quarantine.is_signed) quarantine.junk = false;
}

}  // namespace tlsrpt::test
