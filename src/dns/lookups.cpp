#include "dns/lookups.hpp"

#include <fmt/format.h>
#include <unbound.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dns/key_answer.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr int rcode_noerror = 0;  // RFC 1035 section 4.1.1
constexpr int rcode_servfail = 2;
constexpr int rcode_nxdomain = 3;

std::vector<std::string> texts_in(const ub_result& result) {
    std::vector<std::string> texts;
    if (!result.havedata) return texts;
    for (std::size_t i = 0; result.data[i] != nullptr; ++i) {
        auto text = join_character_strings({result.data[i], static_cast<std::size_t>(result.len[i])});
        if (text) texts.push_back(*std::move(text));
    }
    return texts;
}

/// A retry may help where the DNS failed, and where a validating path shows that somebody meddled; not where it said that there is no key.
KeyAnswer answer_in(const ub_result& result, bool validates) {
    if (validates && result.bogus)
        return key_unavailable("bogus: " + cut_text(result.why_bogus == nullptr ? "DNSSEC validation failed" : result.why_bogus, 200));
    KeyAnswer answer;
    if (result.nxdomain || result.rcode == rcode_nxdomain)
        answer = no_key("NXDOMAIN");
    else if (result.rcode == rcode_noerror)
        answer = answer_from_texts(texts_in(result));
    else
        return key_unavailable(result.rcode == rcode_servfail ? "SERVFAIL" : fmt::format("DNS response code {}", result.rcode));
    if (validates) answer.dnssec = result.secure ? KeyAnswer::Dnssec::Secure : KeyAnswer::Dnssec::Insecure;
    return answer;
}

/// Who runs the zone: selectors are his to choose, and so are the names below his domain.
std::string group_of(const KeyName& name) {
    constexpr std::string_view mark = "._domainkey.";
    const std::string_view sdid = std::string_view{name}.substr(name.find(mark) + mark.size());
    return organizational_domain(lower_ascii(sdid));
}

}  // namespace

void Lookups::ask(const KeyName& name, Clock::time_point until, Answered answered) {
    const Ticket ticket = next_ticket_++;
    lookups_.emplace(ticket, Lookup{name, until, std::move(answered), std::nullopt});
    turns_.wait(ticket, group_of(name));
}

void Lookups::advance(Clock::time_point now) {
    context_->process();

    std::vector<Ticket> late;
    for (const auto& [ticket, lookup] : lookups_)
        if (lookup.late_at <= now) late.push_back(ticket);
    for (const Ticket ticket : late) finish(ticket, key_unavailable("deadline"));

    while (const auto ticket = turns_.next()) start(*ticket, now);
}

std::optional<Clock::time_point> Lookups::wake_at() const {
    if (lookups_.empty()) return std::nullopt;
    const auto first = std::ranges::min_element(lookups_, {}, [](const auto& entry) { return entry.second.late_at; });
    return first->second.late_at;
}

void Lookups::start(Ticket ticket, Clock::time_point now) {
    Lookup& lookup = lookups_.at(ticket);
    lookup.late_at = std::min(lookup.late_at, now + lookup_deadline_);
    auto question = context_->ask(lookup.name, RecordType::Txt, [this, ticket](const std::string& error, const ub_result* result) {
        const auto asked = lookups_.find(ticket);
        asked->second.question.reset();
        finish(ticket, result == nullptr ? key_unavailable(error) : answer_in(*result, validates_));
    });
    if (!question) return finish(ticket, key_unavailable(question.error().detail));
    lookup.question = *question;
}

void Lookups::finish(Ticket ticket, KeyAnswer answer) {
    auto ended = lookups_.extract(ticket);
    turns_.leave(ticket);
    if (ended.mapped().question) context_->give_up(*ended.mapped().question);
    ended.mapped().answered(std::move(answer));
}

}  // namespace tlsrpt
