#include "answers.hpp"

#include <fmt/chrono.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "tlsrpt/text.hpp"

namespace tlsrpt::test {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

// Days and times as numbers, so that any can be printed.
auto number_of(sys_days day) { return day.time_since_epoch().count(); }
auto number_of(sys_seconds time) { return time.time_since_epoch().count(); }
template <typename T>
std::string maybe(const std::optional<T>& value) {
    return value ? std::to_string(number_of(*value)) : std::string{"-"};
}
std::string joined(const std::vector<std::string>& list) { return fmt::format("[{}]", fmt::join(list, "|")); }

class Answers {
public:
    explicit Answers(Place& place) : place_(place), reader_(place.reader()) {}

    std::string all() {
        const auto last = must(reader_.last_day());
        say("last day {}", maybe(last));
        const sys_days day = last.value_or(yesterday);
        for (const Selection& selection : selections(day)) about(selection, day);
        for (const sys_days as_of : {far_future, day - days{1}, day - days{20}}) who(as_of);
        reports_one_by_one();
        quarantine();
        for (const std::int64_t id : place_.messages()) mail(id);
        mail(1'000'000'000);
        CHECK_FALSE(must(reader_.message_of_report(1'000'000'000)).has_value());
        return std::move(text_);
    }

private:
    template <typename... Values>
    void say(fmt::format_string<Values...> format, Values&&... values) {
        text_ += fmt::format(format, std::forward<Values>(values)...) + '\n';
    }

    std::vector<Selection> selections(sys_days day) {
        const Selection all = everything();
        std::vector<Selection> selections{all};
        const auto add = [&](auto change) {
            selections.push_back(all);
            change(selections.back());
        };
        add([&](Selection& s) { s.since = day - days{3}, s.until = day; });
        add([&](Selection& s) { s.policy_domains = {"a.example"}; });
        add([&](Selection& s) { s.policy_domains = {"*.example", "unknown.test"}; });
        add([&](Selection& s) { s.policy_domains = {"b.example", "a.example", "b.example", ""}; });
        const auto signers = must(reader_.reporters(far_future, OrganizationNames::Left));
        if (signers.size() > 1) {
            add([&](Selection& s) { s.reporters = {signers.front().sdid, "nobody.test"}, s.since = day - days{15}; });
            add([&](Selection& s) { s.ignored_reporters = {signers.back().sdid}; });
        }
        return selections;
    }

    void about(const Selection& selection, sys_days day) {
        say("== {} to {} of {} by {} without {}", number_of(selection.since), number_of(selection.until), joined(selection.policy_domains),
            joined(selection.reporters), joined(selection.ignored_reporters));
        for (const auto& r : must(reader_.daily(selection)))
            say("daily {} {} {}: {} {} {} {}", number_of(r.day), r.policy_domain, r.sdid, r.reports, r.sessions, r.failures, r.sessions_at_most);
        for (const auto& r : must(reader_.daily_types(selection)))
            say("type {} {} {} {}: {} {}", number_of(r.day), r.policy_domain, r.sdid, r.policy_type, r.total_successful_session_count, r.total_failure_session_count);
        for (const std::size_t most : {std::size_t{0}, std::size_t{2}, std::size_t{1000}})
            for (const auto& r : must(reader_.top_failures(selection, most)))
                say("top {} {} {} {} {}: {}", most, r.policy_domain, r.result_type, r.receiving_mx_hostname, r.failure_reason_code, r.failed_session_count);
        for (const auto& r : must(reader_.failures(selection)))
            say("failure {} {} {} {} {} {} {} {} {}: {}", number_of(r.day), r.policy_domain, r.policy_type, r.sdid, r.result_type, r.receiving_mx_hostname,
                r.receiving_ip, r.sending_mta_ip, r.failure_reason_code, r.failed_session_count);
        for (const auto& r : must(reader_.failure_sums(selection)))
            say("failures {} {} {} {} {}: {}", r.policy_domain, r.policy_type, r.sdid, r.result_type, r.receiving_mx_hostname, r.failed_session_count);
        for (const auto& r : must(reader_.domain_sums(selection)))
            say("domain {} {} {} {}: {} {}", r.policy_domain, r.sdid, number_of(r.first_day), number_of(r.last_day), r.sessions, r.failures);
        policies(selection);
        for (const auto& r : must(reader_.reports(selection))) report(r);
        for (const auto& r : must(reader_.deviation_counts(selection))) say("deviation {} {}: {}", r.sdid, r.name, r.mails);
        for (const sys_days as_of : {far_future, day - days{1}, day - days{20}}) spells(selection, as_of);
    }

    void policies(const Selection& selection) {
        std::vector<std::string> seen;
        for (const auto& r : must(reader_.policies(selection)))
            seen.push_back(fmt::format("policy {} {} {} {} {}", number_of(r.day), r.sdid, r.policy_type, joined(r.policy_string), joined(r.mx_host)));
        std::sort(seen.begin(), seen.end());    // by domain and day, and then as it comes
        for (const std::string& line : seen) say("{}", line);
        std::vector<std::int64_t> ids;
        std::vector<std::string> counted;
        for (const auto& r : must(reader_.daily_policies(selection))) {
            ids.push_back(r.policy_id);
            counted.push_back(fmt::format("counted {} {} {} {}: {} {}", number_of(r.day), r.policy_domain, r.sdid, r.policy_type, r.total_successful_session_count,
                                          r.total_failure_session_count));
        }
        const auto strings = must(reader_.policy_strings(ids));
        REQUIRE(strings.size() == ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i) counted[i] += " under " + joined(strings[i]) + (ids[i] == 0 ? " none" : "");
        std::sort(counted.begin(), counted.end());    // policies of one type by their ids, which nobody knows
        for (const std::string& line : counted) say("{}", line);
    }

    void spells(const Selection& selection, sys_days as_of) {
        for (const auto& r : must(reader_.spells(selection, as_of))) {
            say("spell until {} {} {} {} by {}: {} to {}, {}", number_of(as_of), r.policy_domain, r.receiving_mx_hostname, r.result_type, r.sdid,
                number_of(r.first_day), number_of(r.last_day), r.failed_session_count);
            for (const auto& s : must(reader_.sightings(r.symptom_id, r.first_day, r.last_day + days{1})))
                say("  seen {}: {} from {}", number_of(s.day), s.failed_session_count, s.sending_network);
            CHECK(must(reader_.sightings(r.symptom_id, r.first_day, r.first_day)).empty());
        }
    }

    void report(const ReportRow& r) {
        say("report {} of mail {} {} {} {} {} {} {} {}: {} {} {} deviations, revises {}, {}", place_.reports.of(r.id), place_.mails.of(r.message_id),
            number_of(r.received_at), r.sdid, r.organization_name, r.report_id, number_of(r.range.start_datetime), number_of(r.range.end_datetime),
            joined(r.policy_domains), r.sessions, r.failures, r.deviations, place_.reports.of(r.revision_of.value_or(0)), r.current ? "current" : "superseded");
        CHECK(must(reader_.message_of_report(r.id)) == r.message_id);
    }

    void who(sys_days as_of) {
        for (const auto names : {OrganizationNames::Read, OrganizationNames::Left})
            for (const auto& r : must(reader_.reporters(as_of, names)))
                say("reporter until {} {} {} {} {} {} {} {}", number_of(as_of), r.sdid, r.organization_name, number_of(r.first_day), number_of(r.last_day), r.report_days,
                    maybe(r.last_daily_day), r.recent_daily_days);
        std::vector<std::string> signers;
        for (const unsigned count : {0u, 1u, 2u, 3u}) {
            const auto established = must(reader_.established_signers(count, as_of));
            say("established by {} until {}: {}", count, number_of(as_of), joined(established));
            if (count == 1) signers = established;
        }
        for (const std::size_t most : {std::size_t{0}, std::size_t{1}, std::size_t{5}}) {
            std::vector<std::string> last;
            for (const sys_days day : must(reader_.last_report_days(signers, as_of, most))) last.push_back(std::to_string(number_of(day)));
            say("last {} days until {}: {}", most, number_of(as_of), joined(last));
        }
    }

    void visit(const StoreMark& after, std::size_t at_most, std::vector<std::int64_t>& ids) {
        must_visit(reader_.each_report(
            everything(), after,
            [&](const ReportRow& row, const Report& said) {
                ids.push_back(row.id);
                say("visited after {}: {} says {}", place_.reports.of(after.report), place_.reports.of(row.id), text_of(said));
                return ids.size() < at_most;
            },
            nullptr));
    }

    void reports_one_by_one() {
        std::vector<std::int64_t> ids;
        visit({}, 1'000'000, ids);
        CHECK(std::is_sorted(ids.begin(), ids.end()));
        if (ids.empty()) return;
        std::vector<std::int64_t> later;
        visit({ids[ids.size() / 2], 0}, 1'000'000, later);
        std::vector<std::int64_t> few;
        visit({}, 2, few);
        const StoreMark mark = must(reader_.mark());
        std::vector<std::int64_t> none;
        visit(mark, 1'000'000, none);
        CHECK(none.empty());
        say("mark {} {}", place_.reports.of(mark.report), place_.mails.of(mark.message));
    }

    static void must_visit(const Expected<void>& visited) {
        if (!visited) FAIL(visited.error().detail);
    }

    static std::string text_of(const Report& said) {
        std::string text = fmt::format("{} {} {}", said.organization_name, said.contact_info, said.report_id);
        for (const PolicyResult& p : said.policies) {
            text += fmt::format(" / {} {} {} {} {} {}", p.policy.policy_type, joined(p.policy.policy_string), p.policy.policy_domain, joined(p.policy.mx_host),
                                p.summary.total_successful_session_count, p.summary.total_failure_session_count);
            for (const FailureDetails& f : p.failure_details)
                text += fmt::format(" // {} {} {} {} {} {} {} {}", f.result_type, f.sending_mta_ip, f.receiving_mx_hostname, f.receiving_mx_helo, f.receiving_ip,
                                    f.failed_session_count, f.additional_information, f.failure_reason_code);
        }
        return text;
    }

    void quarantine() {
        for (const std::optional<Slug> slug : {std::optional<Slug>{}, std::optional{Slug::NoSignature}, std::optional{Slug::KeyUnavailable}, std::optional{Slug::Stored}}) {
            const std::string_view name = slug ? outcome_of(*slug).name : "all";
            for (const auto& r : must(reader_.quarantine(slug)))
                say("quarantine {} {} {} {} {} {} {} {} {} {} {}", name, place_.mails.of(r.id), number_of(r.received_at), outcome_of(r.slug).name,
                    place_.with_number(r.detail), r.sdid, r.from_domain, r.size, r.report_like, r.has_body, joined(r.forward_paths));
            numbers(fmt::format("quarantined {}", name), must(place_.store().quarantined(slug)));
        }
        for (const sys_seconds until : {sys_seconds{far_future}, noon, noon + std::chrono::seconds{1}})
            for (const auto& r : must(reader_.quarantine_counts(sys_seconds{}, until)))
                say("count {} {} {} {}", number_of(until), outcome_of(r.slug).name, r.mails, r.report_like);
        for (const int hours : {0, 5, 24, 24 * 3, 24 * 8}) numbers(fmt::format("due after {} h", hours), must(place_.store().due(noon + std::chrono::hours{hours})));
    }

    void numbers(std::string_view what, const std::vector<std::int64_t>& ids) {
        std::vector<std::string> texts;
        for (const std::int64_t id : ids) texts.push_back(place_.mails.of(id));
        say("{}: {}", what, joined(texts));
    }

    std::string text_of(const MessageRow& m) {
        return fmt::format("{} {} {} {} {} {} {} {} {}", number_of(m.received_at), m.transport, m.reverse_path, joined(m.forward_paths), m.sha256, m.size,
                           outcome_of(m.slug).name, place_.with_number(m.detail), m.has_body);
    }

    void mail(std::int64_t id) {
        const auto message = must(reader_.message(id));
        const auto detail = must(reader_.detail(id));
        REQUIRE(message.has_value() == detail.has_value());
        if (!message) return say("mail {}: gone", place_.mails.of(id));
        const auto by_writer = must(place_.store().message(id));
        REQUIRE(by_writer.has_value());
        CHECK(text_of(*message) == text_of(*by_writer));
        CHECK(message->raw == by_writer->raw);
        CHECK(text_of(*message) == text_of(detail->message));
        CHECK(detail->message.raw.empty());
        say("mail {}: {} [{}]", place_.mails.of(id), text_of(*message), escape_terminal(message->raw));
        say("  {} {} {} {} {}", detail->subject, detail->from_domain, detail->from_address, detail->submitter, detail->report_domain);
        for (const auto& s : detail->signatures)
            say("  signature {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}", outcome_of(s.slug).name, s.detail, s.sdid, s.auid, s.selector, s.algorithm,
                s.canonicalization, s.key_bits, s.services, s.testing, s.aligned, static_cast<int>(s.dnssec), maybe(s.signed_at), maybe(s.expires_at),
                joined(s.signed_fields));
        say("  accepted {}", detail->identity ? std::to_string(*detail->identity) : "none");
        for (const auto& d : detail->deviations) say("  deviation {} {} {}", d.name, d.pointer, d.detail);
        REQUIRE(detail->report.has_value() == detail->report_row.has_value());
        if (detail->report) {
            report(*detail->report_row);
            say("  says {}", text_of(*detail->report));
        }
    }

    Place& place_;
    StoreReader& reader_;
    std::string text_;
};

}  // namespace

std::string answers_of(Place& place) { return Answers{place}.all(); }

}  // namespace tlsrpt::test
