#include "model.hpp"

#include <algorithm>

namespace tlsrpt::test {

std::vector<Content> contents_of(const std::vector<Mail>& mails) {
    std::map<std::string, Content> by_values;
    for (const Mail& mail : mails) {
        const Examination& examination = mail.examination;
        const ReportKey key = report_key(*examination.identity, *examination.report);
        const auto [entry, added] = by_values.try_emplace(
            key.values_sha256, Content{&*examination.report, examination.identity->signature.sdid, key, mail.received_at, {}});
        entry->second.first_received_at = std::min(entry->second.first_received_at, mail.received_at);
        for (const PolicyResult& result : examination.report->policies) entry->second.domains.insert(result.policy.policy_domain);
        if (examination.report->policies.empty()) entry->second.domains.insert("");
    }
    std::vector<Content> contents;
    for (auto& [values, content] : by_values) contents.push_back(std::move(content));
    return contents;
}

static bool overlap(const Content& a, const Content& b) {
    return a.key.key_sha256 == b.key.key_sha256 &&
           std::any_of(a.domains.begin(), a.domains.end(), [&](const std::string& domain) { return b.domains.contains(domain); });
}

// Relabel until nothing changes.
std::vector<Content> current_ones(const std::vector<Content>& contents) {
    std::vector<std::size_t> label(contents.size());
    for (std::size_t i = 0; i < label.size(); ++i) label[i] = i;
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < contents.size(); ++i)
            for (std::size_t j = 0; j < contents.size(); ++j)
                if (overlap(contents[i], contents[j]) && label[j] < label[i]) {
                    label[i] = label[j];
                    changed = true;
                }
    }
    std::map<std::size_t, const Content*> newest;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        const Content*& best = newest[label[i]];
        const auto age = [](const Content& content) { return std::tie(content.first_received_at, content.key.values_sha256); };
        if (best == nullptr || age(*best) < age(contents[i])) best = &contents[i];
    }
    std::vector<Content> current;
    for (const auto& [component, content] : newest) current.push_back(*content);
    return current;
}

std::uint64_t overlap_safe(const std::map<std::string, std::uint64_t>& by_type) {
    std::uint64_t apart = 0;
    std::uint64_t largest = 0;
    for (const auto& [type, sum] : by_type)
        (type == "no-policy-found" ? apart : largest) = type == "no-policy-found" ? sum : std::max(largest, sum);
    return apart + largest;
}

std::vector<Slug> record_all(StoreFixture& fixture, const std::vector<Mail>& mails) {
    std::vector<Submission> batch;
    for (const Mail& mail : mails) batch.push_back(submission_of(mail.examination, mail.received_at));
    std::vector<Slug> slugs;
    for (const auto& recorded : must(fixture.store->record(batch))) slugs.push_back(must(recorded).slug);
    return slugs;
}

}  // namespace tlsrpt::test
