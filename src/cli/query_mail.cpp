// `tlsrpt-query summary --format mail`: one message about what was received since the last one that was handed over.
//
//     store, group, watermark  →  message on standard output     (nothing when --quiet-if-clean and all is well)
//     message that sendmail took  →  watermark                   (--handed-over)
//
// Composing moves nothing, so that a mail can be looked at, refused or lost on its way: the next one covers the same again. What a mail
// covers is told by numbers that the store gives in the order of recording, never by times: a mail that waited for days in a queue, or
// one that left the quarantine, has a late number and an early time.
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "cli/insights.hpp"
#include "cli/mail/digest.hpp"
#include "cli/mail/watermark.hpp"
#include "cli/mail_input.hpp"
#include "cli/query.hpp"
#include "tlsrpt/compose.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

using std::chrono::days;

constexpr days first_mail_covers{7};
constexpr days incidents_looked_at{30};
constexpr days resolved_lately{3};          // before the last mail: an incident is resolved some days after its last failure
constexpr days new_lately{7};
constexpr std::size_t most_top_failures = 5;    // of one domain
constexpr std::size_t most_mail_bytes = 64u << 20;
constexpr const char* everything_group = "all";

/// Reports one after the other, added up as the store's rollups would.
class Tally {
public:
    explicit Tally(const Selection& selection) : selection_(&selection) {}

    void add(const ReportRow& row, const Report& report) {
        const auto day = report_day(row.range);
        std::map<std::string, Counts> domains;
        for (const PolicyResult& result : report.policies) {
            const std::string& domain = result.policy.policy_domain;
            if (!is_wanted(domain)) continue;
            if (!domains.contains(domain)) domains.emplace(domain, count_sessions(report, domain));
            types_.push_back({day, domain, row.sdid, result.policy.policy_type, result.summary.total_successful_session_count, result.summary.total_failure_session_count});
            for (const FailureDetails& failure : result.failure_details)
                failures_[domain][{failure.result_type, failure.receiving_mx_hostname}] += failure.failed_session_count;
        }
        if (domains.empty()) return;
        ++reports_;
        ++days_[day];
        for (const auto& [domain, counts] : domains) daily_.push_back({day, domain, row.sdid, 1, counts.sessions, counts.failures, counts.sessions_at_most});
    }

    void move_into(Digest& digest, const std::vector<std::string>& established) {
        std::vector<TopFailureRow> top;
        for (const auto& [domain, kinds] : failures_) {
            std::vector<TopFailureRow> rows;
            for (const auto& [kind, sessions] : kinds) rows.push_back({domain, kind.first, kind.second, "", sessions});
            std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.failed_session_count > b.failed_session_count; });
            rows.resize(std::min(rows.size(), most_top_failures));
            std::move(rows.begin(), rows.end(), std::back_inserter(top));
        }
        const auto by_domain = [](const auto& a, const auto& b) { return std::tie(a.policy_domain, a.day, a.sdid) < std::tie(b.policy_domain, b.day, b.sdid); };
        std::sort(daily_.begin(), daily_.end(), by_domain);
        std::sort(types_.begin(), types_.end(), by_domain);
        digest.domains = summarise(daily_, types_, top, established);
        std::stable_sort(digest.domains.begin(), digest.domains.end(), [](const auto& a, const auto& b) { return a.failures > b.failures; });
        digest.days = std::move(days_);
        digest.reports = reports_;
    }

private:
    [[nodiscard]] bool is_wanted(const std::string& domain) const {
        const auto& wanted = selection_->policy_domains;
        return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const std::string& name) { return domain_matches(name, domain); });
    }

    const Selection* selection_;
    std::vector<DailyRow> daily_;
    std::vector<DailyTypeRow> types_;
    std::map<std::string, std::map<std::pair<std::string, std::string>, std::uint64_t>> failures_;
    std::map<std::chrono::sys_days, std::uint64_t> days_;
    std::uint64_t reports_{0};
};

/// The group that is asked for: named, the only one, or everything.
Expected<SummaryGroup> group_of(const Query& query) {
    const auto& groups = query.config.summary_groups;
    const std::string& name = query.options.mail.group;
    if (!name.empty()) {
        const auto found = std::ranges::find(groups, name, &SummaryGroup::name);
        if (found != groups.end()) return *found;
        if (groups.empty() && name == everything_group) return SummaryGroup{.name = everything_group, .policy_domains = {}, .to = {}, .from = {}};
        return Error{Slug::Misconfigured, "--group: no [[summary]] of the configuration is named \"" + name + "\""};
    }
    if (groups.size() == 1) return groups.front();
    if (groups.empty()) return SummaryGroup{.name = everything_group, .policy_domains = {}, .to = {}, .from = {}};
    std::string names;
    for (const SummaryGroup& group : groups) names += (names.empty() ? "" : ", ") + group.name;
    return Error{Slug::Misconfigured, "the configuration has several [[summary]]: name one with --group (" + names + ")"};
}

struct Scope {
    SummaryGroup group;
    Selection selection;     ///< of reports
    StoreMark after;         ///< covered by mails that were handed over
    StoreMark upto;          ///< what this mail reaches to
    bool moves_mark{false};
    Digest digest;           ///< coverage and notes so far
};

Expected<Scope> scope_of(const Query& query) {
    Scope scope;
    auto group = group_of(query);
    if (!group) return group.error();
    scope.group = *std::move(group);
    scope.digest.group = scope.group.name;
    const auto selection = selection_of(query);
    if (!selection) return selection.error();
    scope.selection = *selection;
    if (scope.selection.policy_domains.empty()) scope.selection.policy_domains = scope.group.policy_domains;
    const auto upto = query.store.mark();
    if (!upto) return upto.error();
    scope.upto = *upto;

    Digest::Coverage& coverage = scope.digest.coverage;
    if (query.options.mail.since_last.empty() || query.options.period.given()) {
        coverage = {Digest::Coverage::Kind::Days, {}, scope.selection.since, scope.selection.until};
        return scope;
    }
    scope.moves_mark = true;
    const auto watermark = read_watermark(query.options.mail.since_last, scope.group.name);
    if (!watermark) return watermark.error();
    const bool known = watermark->has_value();
    if (known && (*watermark)->mark.report <= upto->report && (*watermark)->mark.message <= upto->message) {
        scope.after = (*watermark)->mark;
        coverage = {Digest::Coverage::Kind::SinceLast, (*watermark)->at, {}, {}};
        scope.selection.since = std::chrono::sys_days{};
        scope.selection.until = std::chrono::floor<days>(query.now) + days{366};
        return scope;
    }
    if (known) scope.digest.notes.emplace_back("The store is younger than the last mail: it was replaced or restored. This mail begins anew.");
    scope.selection.since = std::chrono::floor<days>(query.now) - first_mail_covers;
    scope.selection.until = std::chrono::floor<days>(query.now) + days{1};
    coverage = {Digest::Coverage::Kind::First, {}, scope.selection.since, scope.selection.until};
    return scope;
}

Expected<void> add_reports(const Query& query, Scope& scope) {
    const auto established = established_reporters(query);
    if (!established) return established.error();
    Tally tally{scope.selection};
    const auto visited = query.store.each_report(
        scope.selection, scope.after,
        [&](const ReportRow& row, const Report& report) {
            if (row.id <= scope.upto.report) tally.add(row, report);    // what came while we read is the next mail's
            return true;
        },
        [](std::uint64_t, std::uint64_t) {});
    if (!visited) return visited.error();
    tally.move_into(scope.digest, *established);
    return {};
}

Expected<void> add_insights(const Query& query, Scope& scope) {
    Selection lately = scope.selection;
    lately.until = std::chrono::floor<days>(query.now) + days{1};
    lately.since = lately.until - incidents_looked_at;
    auto incidents = incidents_of(query, lately);
    if (!incidents) return incidents.error();
    const auto last_mail = scope.digest.coverage.kind == Digest::Coverage::Kind::SinceLast ? std::chrono::floor<days>(scope.digest.coverage.last_mail) : lately.until - new_lately;
    for (Incident& incident : *incidents)
        if (incident.state != Incident::State::Resolved || incident.last_day >= last_mail - resolved_lately) scope.digest.incidents.push_back(std::move(incident));

    auto reporters = reporters_of(query, OrganizationNames::Left);
    if (!reporters) return reporters.error();
    for (ReporterConduct& reporter : *reporters) {
        if (reporter.silent && reporter.established) scope.digest.silent.push_back(std::move(reporter));
        else if (reporter.is_new && reporter.first_day >= last_mail - days{2}) scope.digest.fresh.push_back(std::move(reporter));
    }

    const auto quarantine = query.store.quarantine(std::nullopt);
    if (!quarantine) return quarantine.error();
    for (const QuarantineRow& mail : *quarantine)
        if (mail.report_like && mail.id > scope.after.message && mail.id <= scope.upto.message) ++scope.digest.quarantined[std::string{outcome_of(mail.slug).name}];
    return {};
}

OutgoingMail mail_of(const Query& query, const Scope& scope, const std::string& host) {
    OutgoingMail mail;
    mail.from = !query.options.mail.from.empty() ? query.options.mail.from : scope.group.from.empty() ? "tlsrpt" : scope.group.from;
    mail.to = !query.options.mail.to.empty() ? query.options.mail.to : scope.group.to.empty() ? std::vector<std::string>{"postmaster"} : scope.group.to;
    mail.subject = subject_of(scope.digest);
    mail.date = query.now;
    const Watermark reached{scope.group.name, scope.upto, query.now};
    const std::string time = std::to_string(query.now.time_since_epoch().count());
    mail.message_id = "tlsrpt." + scope.group.name + "." + time + "." + std::to_string(scope.upto.report) + "." + std::to_string(getpid()) + "@" + host;
    mail.fields = {{"Auto-Submitted", "auto-generated"},    // RFC 3834 section 5: no auto-reply to it
                   {"List-Id", "TLS report summary <" + scope.group.name + ".tlsrpt-summary." + host + ">"}};
    if (scope.moves_mark) mail.fields.emplace_back(watermark_field, to_line(reached));
    mail.text = text_of(scope.digest);
    mail.html = html_of(scope.digest);
    return mail;
}

/// This machine's name, as far as it fits a header field.
std::string host_name() {
    char name[256] = {};
    if (gethostname(name, sizeof name - 1) != 0) return "localhost";
    return canonical_domain(name).value_or("localhost");
}

}  // namespace

int query_mail(const Query& query) {
    auto scope = scope_of(query);
    if (!scope) return failed(query, scope.error());
    if (const auto added = add_reports(query, *scope); !added) return failed(query, added.error());
    if (const auto added = add_insights(query, *scope); !added) return failed(query, added.error());
    for (const std::string& note : scope->digest.notes) query.console.note(note);
    if (query.options.mail.quiet_if_clean && scope->digest.is_clean()) return exit_ok;
    const auto message = compose(mail_of(query, *scope, host_name()));
    if (!message) return failed(query, message.error());
    query.console.out.write(*message);
    return exit_ok;
}

int list_groups(const Config& config, Console& console) {
    if (config.summary_groups.empty()) console.out.write(std::string{everything_group} + "\n");
    for (const SummaryGroup& group : config.summary_groups) console.out.write(group.name + "\n");
    return exit_ok;
}

int hand_over(const QueryOptions& options, Console& console) {
    const auto mail = read_mail_file(options.mail.handed_over, most_mail_bytes);
    if (!mail) return console.note(mail.error()), exit_error;
    const auto watermark = watermark_of_mail(*mail);
    if (!watermark) return console.note(Error{Slug::Misconfigured, options.mail.handed_over + ": no mail of tlsrpt-query summary --since-last"}), exit_error;
    const auto written = write_watermark(options.mail.since_last, *watermark);
    if (!written) return console.note(written.error()), exit_error;
    return exit_ok;
}

}  // namespace tlsrpt
