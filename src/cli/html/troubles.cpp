// What is wrong and what to do: attention, incidents, advice, and what the words mean.
#include <algorithm>
#include <set>

#include "cli/figures.hpp"
#include "cli/html/page.hpp"
#include "cli/meaning.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::html {
namespace {

bool is_open(const Incident& incident) { return incident.state != Incident::State::Resolved; }

Literal state_word(Incident::State state) {
    switch (state) {
        case Incident::State::New: return "new";
        case Incident::State::Ongoing: return "ongoing";
        case Incident::State::Resolved: return "resolved";
    }
    return "";
}

void append_list(const std::vector<std::string>& texts, std::size_t most, Markup& out) {
    for (std::size_t i = 0; i < texts.size() && i < most; ++i) {
        if (i > 0) out.raw(", ");
        out.text(texts[i]);
    }
    if (texts.size() > most) out.raw(" and ").number(texts.size() - most).raw(" more");
}

constexpr std::size_t most_names = 8;    // in one cell
constexpr std::size_t most_attention = 20;    // of new incidents, and of silent reporters

struct VerdictWords {
    Literal word;
    Literal look;
};

VerdictWords words_of(Advice::Verdict verdict) {
    switch (verdict) {
        case Advice::Verdict::Enforcing: return {"enforcing", "is-good"};
        case Advice::Verdict::Ready: return {"ready", "is-good"};
        case Advice::Verdict::NotReady: return {"not ready", "is-bad"};
        case Advice::Verdict::NotEnoughEvidence: return {"not enough evidence", "soft"};
    }
    return {"", ""};
}

void append_causes(const Advice& advice, Markup& out) {
    if (advice.causes.empty()) {
        out.raw("none");
        return;
    }
    std::size_t shown = 0;
    for (const Advice::Cause& cause : advice.causes) {
        if (shown++ == most_names) {
            out.raw("<br>and ").number(advice.causes.size() - most_names).raw(" more");
            return;
        }
        if (shown > 1) out.raw("<br>");
        out.number(cause.failed_session_count).raw(" × ");
        append_result_type(cause.result_type, out);
        if (!cause.receiving_mx_hostname.empty()) out.raw(" at ").text(cause.receiving_mx_hostname);
        if (cause.resolved) out.raw(" (resolved)");
        else if (!cause.would_refuse) out.raw(" (refuses nothing)");
    }
}

void append_meaning(const Meaning& meaning, Markup& out) {
    out.raw("<h3 id=\"means-").text(meaning.word).raw("\">").text(meaning.word).raw("</h3>\n");
    out.element("p", meaning.meaning).raw("<details><summary>Causes, cures and how to check</summary>\n<ul>\n");
    for (const std::string_view cause : meaning.causes) out.element("li", cause);
    out.raw("</ul>\n<ul>\n");
    for (const Meaning::Fix& fix : meaning.fixes) out.raw("<li><strong>").text(fix.where).raw(":</strong> ").text(fix.what).raw("</li>\n");
    out.raw("</ul>\n<pre>").text(meaning.verify).raw("</pre></details>\n");
}

}  // namespace

Markup attention_section(const PageData& data) {
    Markup list;
    std::size_t fresh = 0;
    for (const Incident& incident : data.incidents) {
        if (incident.state != Incident::State::New || ++fresh > most_attention) continue;
        list.raw("<li>New: ").text(incident.policy_domain).raw(", ");
        append_result_type(incident.result_type, list);
        if (!incident.receiving_mx_hostname.empty()) list.raw(" at ").text(incident.receiving_mx_hostname);
        list.raw(", since ").text(to_date(incident.first_day)).raw("</li>\n");
    }
    if (fresh > most_attention) list.raw("<li>And ").number(fresh - most_attention).raw(" more <a href=\"#incidents\">new incidents</a></li>\n");
    const auto ongoing = static_cast<std::size_t>(std::count_if(data.incidents.begin(), data.incidents.end(), [](const Incident& incident) { return incident.state == Incident::State::Ongoing; }));
    if (ongoing > 0) list.raw("<li><a href=\"#incidents\">").text(counted(ongoing, "incident goes on", "incidents go on")).raw("</a></li>\n");
    std::size_t silent = 0;
    for (const ReporterConduct& reporter : data.reporters)
        if (reporter.silent && reporter.established && ++silent <= most_attention) list.raw("<li>").text(reporter.sdid).raw(" fell silent: its last report speaks of ").text(to_date(reporter.last_day)).raw("</li>\n");
    if (silent > most_attention) list.raw("<li>And ").number(silent - most_attention).raw(" more <a href=\"#reporters\">reporters</a> that fell silent</li>\n");
    if (data.quarantined_reports > 0)
        list.raw("<li>").text(counted(data.quarantined_reports, "mail that looks like a report is", "mails that look like reports are")).raw(" in quarantine: <code>tlsrpt-query quarantine</code></li>\n");
    Markup out;
    out.raw("<section aria-labelledby=\"attention\"><h2 id=\"attention\">What needs attention</h2>\n");
    if (list.empty()) out.raw(data.domains.empty() ? Literal{"<p>Nothing was reported in these days.</p>\n"} : Literal{"<p class=\"is-good\">Nothing: no open incident, no reporter that fell silent, no report in quarantine.</p>\n"});
    else out.raw("<ul>\n").add(list).raw("</ul>\n");
    return out.raw("</section>\n");
}

Markup incidents_section(const PageData& data) {
    Markup out;
    out.raw("<section aria-labelledby=\"incidents\"><h2 id=\"incidents\">Incidents</h2>\n");
    if (data.incidents.empty()) return out.raw("<p>None in these days.</p></section>\n");
    std::vector<const Incident*> order;
    for (const Incident& incident : data.incidents) order.push_back(&incident);
    std::stable_sort(order.begin(), order.end(), [](const Incident* a, const Incident* b) { return is_open(*a) && !is_open(*b); });
    TableMarkup table{"Incidents, open ones first",
                      {{"Policy domain"}, {"State"}, {"What"}, {"MX host", Head::Kind::Text, false}, {"Days"}, {"Sessions", Head::Kind::Number}, {"Seen by", Head::Kind::Text, false}, {"Hint", Head::Kind::Text, false}}};
    const std::size_t shown = std::min(order.size(), most_incidents);
    for (std::size_t i = 0; i < shown; ++i) {
        const Incident& incident = *order[i];
        table.cell(incident.policy_domain);
        table.cell().raw(is_open(incident) ? Literal{"<span class=\"state is-bad\">"} : Literal{"<span class=\"state is-good\">"}).raw(state_word(incident.state)).raw("</span>");
        append_result_type(incident.result_type, table.cell());
        table.cell(incident.receiving_mx_hostname.empty() ? "not named" : incident.receiving_mx_hostname);
        Markup& days = table.cell().text(to_date(incident.first_day));
        if (incident.last_day != incident.first_day) days.raw(" to ").text(to_date(incident.last_day));
        table.cell(incident.failed_session_count);
        append_list(incident.reporters, most_names, table.cell());
        table.cell(incident.hint.value_or("–"));
    }
    out.add(table.finished()).add(left_out(order.size(), shown, "incidents"));
    return out.raw("</section>\n");
}

Markup advice_section(const PageData& data) {
    Markup out;
    out.raw("<section aria-labelledby=\"advice\"><h2 id=\"advice\">May you enforce?</h2>\n");
    if (data.advice.empty()) return out.raw("<p>No MTA-STS policy and no TLSA record was seen.</p></section>\n");
    TableMarkup table{"Advice for each policy domain and policy type",
                      {{"Policy domain"}, {"Type"}, {"Verdict"}, {"Days", Head::Kind::Number, false}, {"Sessions", Head::Kind::Number, false}, {"Would fail", Head::Kind::Number}, {"Causes", Head::Kind::Text, false}, {"Do first"}}};
    const std::size_t shown = std::min(data.advice.size(), most_advice);
    for (std::size_t i = 0; i < shown; ++i) {
        const Advice& advice = data.advice[i];
        const VerdictWords words = words_of(advice.verdict);
        table.cell(advice.policy_domain);
        table.cell(advice.mode.empty() ? advice.policy_type : advice.policy_type + " (" + advice.mode + ")");
        table.cell().raw("<span class=\"state ").raw(words.look).raw("\">").raw(words.word).raw("</span>");
        table.cell(advice.days);
        table.cell(advice.sessions);
        table.cell(advice.would_fail);
        append_causes(advice, table.cell());
        table.cell(advice.next_step);
    }
    out.add(table.finished()).add(left_out(data.advice.size(), shown, "advise"));
    return out.raw("</section>\n");
}

Markup meanings_section(const PageData& data) {
    std::set<const Meaning*> met;
    const auto meet = [&met](std::string_view word) {
        if (const Meaning* meaning = meaning_of(word)) met.insert(meaning);
    };
    for (const Incident& incident : data.incidents) meet(incident.result_type);
    for (const Advice& advice : data.advice)
        for (const Advice::Cause& cause : advice.causes) meet(cause.result_type);
    for (const DomainSummary& domain : data.domains)
        for (const TopFailureRow& failure : domain.top_failures) {
            meet(failure.result_type);
            meet(failure.failure_reason_code);
        }
    Markup out;
    if (met.empty()) return out;
    out.raw("<section aria-labelledby=\"meanings\"><h2 id=\"meanings\">What the words mean</h2>\n");
    for (const Meaning& meaning : meanings())
        if (met.contains(&meaning)) append_meaning(meaning, out);
    return out.raw("</section>\n");
}

}  // namespace tlsrpt::html
