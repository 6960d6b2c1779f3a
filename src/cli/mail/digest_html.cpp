// The mail's HTML: the same in plain markup, with a style sheet that a mail program may ignore.
#include <fmt/format.h>

#include <algorithm>

#include "cli/figures.hpp"
#include "cli/html/markup.hpp"
#include "cli/mail/digest.hpp"
#include "cli/meaning.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

using html::Literal;
using html::Markup;

constexpr Literal style = R"css(
body { font: 15px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 1rem; }
h2 { font-size: 17px; margin: 1.5rem 0 .4rem; }
table { border-collapse: collapse; margin: .5rem 0; }
caption { text-align: left; color: #667; }
th, td { text-align: left; vertical-align: top; padding: .2rem .9rem .2rem 0; border-bottom: 1px solid #ccd; }
.n { text-align: right; }
.bad { color: #b3261e; }
.good { color: #1e7a4d; }
.soft { color: #667; }
)css";

/// A text that came by mail: no link is made of it.
Markup& foreign(Markup& out, std::string_view text) { return out.text(unlink_text(text)); }

void append_incident(const Incident& incident, Markup& out) {
    const bool is_new = incident.state == Incident::State::New;
    const bool is_resolved = incident.state == Incident::State::Resolved;
    out.raw("<li>").raw(is_resolved ? Literal{"<b class=\"good\">Resolved</b> "} : is_new ? Literal{"<b class=\"bad\">New</b> "} : Literal{"<b class=\"bad\">Ongoing</b> "});
    foreign(out, incident.policy_domain).raw(": ");
    foreign(out, what_of(incident)).text(is_resolved ? fmt::format(", from {} to {}; ", to_date(incident.first_day), to_date(incident.last_day)) : fmt::format(", since {}; ", to_date(incident.first_day)));
    out.text(counted(incident.failed_session_count, "failed session", "failed sessions")).raw(", seen by ");
    constexpr std::size_t most = 5;
    for (std::size_t i = 0; i < incident.reporters.size() && i < most; ++i) foreign(out.raw(i == 0 ? Literal{""} : Literal{", "}), incident.reporters[i]);
    if (incident.reporters.size() > most) out.text(fmt::format(" and {} more", incident.reporters.size() - most));
    if (!is_resolved) {
        if (const Meaning* meaning = meaning_of(incident.result_type)) out.raw("<br>").text(meaning->meaning);
        if (incident.hint) foreign(out.raw("<br><em>Hint:</em> "), *incident.hint);
        if (const std::string cure = first_cure(incident); is_new && !cure.empty()) out.raw("<br><em>Try first:</em> ").text(cure);
    }
    out.raw("</li>\n");
}

std::size_t append_incidents(const Digest& digest, Incident::State state, Markup& out) {
    std::size_t listed = 0;
    for (const Incident& incident : digest.incidents)
        if (incident.state == state && listed++ < most_listed) append_incident(incident, out);
    if (listed > most_listed) out.raw("<li>and ").number(listed - most_listed).raw(" more: <code>tlsrpt-query incidents</code></li>\n");
    return listed;
}

void append_changes(const Digest& digest, Markup& out) {
    Markup list;
    (void)append_incidents(digest, Incident::State::New, list);
    std::size_t shown = 0;
    for (const ReporterConduct& reporter : digest.silent)
        if (shown++ < most_listed) foreign(list.raw("<li><b class=\"bad\">Silent</b> "), reporter.sdid).raw(": its last report speaks of ").text(to_date(reporter.last_day)).raw("</li>\n");
    for (const auto& [slug, mails] : digest.quarantined)
        list.raw("<li><b class=\"bad\">Quarantine</b> ").text(counted(mails, "mail that looks like a report", "mails that look like reports")).raw(": <code>").text(slug).raw("</code></li>\n");
    (void)append_incidents(digest, Incident::State::Resolved, list);
    for (const ReporterConduct& reporter : digest.fresh)
        if (shown++ < most_listed)
            foreign(list.raw("<li>New reporter "), reporter.sdid).raw(", since ").text(to_date(reporter.first_day)).raw(reporter.established ? Literal{"</li>\n"} : Literal{", not established yet</li>\n"});
    out.raw("<h2>What changed</h2>\n");
    if (list.empty()) out.raw("<p>Nothing.</p>\n");
    else out.raw("<ul>\n").add(list).raw("</ul>\n");
}

std::string name_of(const DomainSummary& domain) { return domain.policy_domain.empty() ? "(domain not stated)" : domain.policy_domain; }

void append_reports(const Digest& digest, Markup& out) {
    out.raw("<h2>What the reports say</h2>\n<p>").text(coverage_sentence(digest)).raw(" ").text(days_sentence(digest)).raw("</p>\n");
    if (digest.domains.empty()) return;
    const auto number = html::Head::Kind::Number;
    html::TableMarkup totals{"Policy domains", {{"Policy domain"}, {"Sessions", number}, {"Failed", number}, {"Rate", number}, {"Reporters", number}}};
    html::TableMarkup failures{"Most frequent failures", {{"Policy domain"}, {"Sessions", number}, {"Result"}, {"MX host"}}};
    std::size_t shown = 0;
    std::size_t lines = 0;
    for (const DomainSummary& domain : digest.domains) {
        if (shown++ < most_listed) {
            foreign(totals.cell(), name_of(domain));
            totals.cell(sessions_text(domain.sessions, domain.at_least));
            totals.cell(domain.failures);
            totals.cell(rate_text(domain.failures, domain.sessions));
            totals.cell(domain.reporters.size());
        }
        for (const TopFailureRow& failure : domain.top_failures) {
            if (lines++ >= most_listed) break;
            foreign(failures.cell(), name_of(domain));
            failures.cell(failure.failed_session_count);
            foreign(failures.cell(), failure.result_type);
            foreign(failures.cell(), failure.receiving_mx_hostname.empty() ? "not named" : failure.receiving_mx_hostname);
        }
    }
    out.add(totals.finished());
    if (digest.domains.size() > most_listed) out.raw("<p class=\"soft\">And ").number(digest.domains.size() - most_listed).raw(" more: <code>tlsrpt-query summary</code></p>\n");
    if (!failures.empty()) out.add(failures.finished());
}

}  // namespace

std::string html_of(const Digest& digest) {
    Markup out;
    out.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").text(subject_of(digest)).raw("</title><style>").raw(style).raw("</style></head>\n<body>\n");
    for (const std::string& note : digest.notes) out.element("p", note);
    append_changes(digest, out);
    Markup ongoing;
    if (append_incidents(digest, Incident::State::Ongoing, ongoing) > 0) out.raw("<h2>What goes on</h2>\n<ul>\n").add(ongoing).raw("</ul>\n");
    append_reports(digest, out);
    out.raw("<p class=\"soft\"><code>tlsrpt-query explain WORD</code> says what a result means and how to mend it.</p>\n</body></html>\n");
    return out.str();
}

}  // namespace tlsrpt
