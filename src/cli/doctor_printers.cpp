// Findings and suggestions, for a person and for programs.
#include <fmt/format.h>

#include "cli/doctor.hpp"
#include "cli/explanation.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

using Level = Finding::Level;

constexpr std::size_t check_columns = 16;
constexpr std::size_t most_reported = 5;

std::string_view level_name(Level level) {
    switch (level) {
        case Level::Ok:
            return "ok";
        case Level::Note:
            return "note";
        case Level::Warning:
            return "warning";
        case Level::Error:
            break;
    }
    return "error";
}

std::string_view colour_of(Level level) {
    switch (level) {
        case Level::Ok:
            return "\x1B[32m";
        case Level::Note:
            return "\x1B[36m";
        case Level::Warning:
            return "\x1B[33m";
        case Level::Error:
            break;
    }
    return "\x1B[31m";
}

// ---- for programs ----

std::string reported_text(const Finding::Reported& reported) {
    std::string text = fmt::format("{} {}", reported.failed_session_count, reported.result_type);
    if (!reported.receiving_mx_hostname.empty()) text += " at " + reported.receiving_mx_hostname;
    return text + fmt::format(", {} to {}", to_date(reported.first_day), to_date(reported.last_day));
}

std::vector<Value> values(const Finding& finding) {
    std::vector<std::string> reported;
    for (const auto& one : finding.reported) reported.push_back(reported_text(one));
    return {finding.policy_domain,
            finding.check,
            std::string{level_name(finding.level)},
            finding.mx_host,
            finding.what,
            finding.why,
            finding.fix,
            finding.rfc,
            joined(finding.explains),
            finding.since ? to_date(*finding.since) : std::string{},
            joined(reported, "; ")};
}

void object(const Finding& finding, JsonWriter& json) {
    text_or_null(json.key("policy_domain"), finding.policy_domain);
    json.key("check").value(finding.check);
    json.key("level").value(level_name(finding.level));
    text_or_null(json.key("mx_host"), finding.mx_host);
    json.key("what").value(finding.what);
    text_or_null(json.key("why"), finding.why);
    text_or_null(json.key("fix"), finding.fix);
    text_or_null(json.key("rfc"), finding.rfc);
    texts(json.key("explains"), finding.explains);
    text_or_null(json.key("since"), finding.since ? to_date(*finding.since) : std::string{});
    json.key("reported").begin_array();
    for (const Finding::Reported& reported : finding.reported) {
        json.begin_object();
        json.key("result_type").value(reported.result_type);
        text_or_null(json.key("receiving_mx_hostname"), reported.receiving_mx_hostname);
        json.key("first_day").value(to_date(reported.first_day));
        json.key("last_day").value(to_date(reported.last_day));
        json.key("failed_session_count").value(reported.failed_session_count);
        json.end_object();
    }
    json.end_array();
}

View<Finding> findings_view() {
    return {"findings",
            {{"policy_domain", ""},
             {"check", ""},
             {"level", ""},
             {"mx_host", ""},
             {"what", ""},
             {"why", ""},
             {"fix", ""},
             {"rfc", ""},
             {"explains", ""},
             {"since", ""},
             {"reported", ""}},
            values,
            object};
}

std::vector<Value> suggestion_values(const Suggestion& suggestion) {
    return {suggestion.policy_domain,    joined(suggestion.dns, "\n"),        suggestion.policy_url, suggestion.policy,
            joined(suggestion.mx_hosts), joined(suggestion.next_steps, "\n"), suggestion.trouble};
}

void suggestion_object(const Suggestion& suggestion, JsonWriter& json) {
    json.key("policy_domain").value(suggestion.policy_domain);
    texts(json.key("dns"), suggestion.dns);
    json.key("policy_url").value(suggestion.policy_url);
    json.key("policy").value(suggestion.policy);
    texts(json.key("mx_hosts"), suggestion.mx_hosts);
    texts(json.key("next_steps"), suggestion.next_steps);
    text_or_null(json.key("trouble"), suggestion.trouble);
}

View<Suggestion> suggestions_view() {
    return {"suggestions",
            {{"policy_domain", ""}, {"dns", ""}, {"policy_url", ""}, {"policy", ""}, {"mx_hosts", ""}, {"next_steps", ""}, {"trouble", ""}},
            suggestion_values,
            suggestion_object};
}

// ---- for a person ----

class Text {
public:
    explicit Text(Stream& out) : out_(out), line_columns_(out.columns() > 40 ? out.columns() : 120) {}

    void finding(const Finding& finding) {
        const std::string level = fmt::format("  {:<8}", level_name(finding.level));
        out_.write(out_.has_colour() ? fmt::format("{}{}\x1B[0m", colour_of(finding.level), level) : level);
        paragraph(fmt::format("{:<{}}", finding.check, check_columns), escape_terminal(finding.what), 10);
        if (finding.level == Level::Ok) return;
        labelled("why", finding.why);
        labelled("fix", finding.fix);
        for (std::size_t i = 0; i < std::min(finding.reported.size(), most_reported); ++i)
            if (finding.check != "reported")
                labelled("reported",
                         reported_text(finding.reported[i]) + " (tlsrpt-query explain " + finding.reported[i].result_type + ")");
        labelled("see", finding.rfc);
    }

    void heading(const std::string& name) {
        if (!first_) out_.write("\n");
        first_ = false;
        out_.write(out_.has_colour() ? "\x1B[1m" + escape_terminal(name) + "\x1B[0m\n" : escape_terminal(name) + "\n");
    }

private:
    void labelled(std::string_view label, std::string_view words) {
        if (words.empty()) return;
        out_.write(std::string(10 + check_columns, ' '));
        paragraph(fmt::format("{:<9}", label), escape_terminal(words), 10 + check_columns);
    }

    /// @param at  the column where the label begins
    void paragraph(std::string_view label, std::string_view words, std::size_t at) {
        out_.write(label);
        const std::size_t indent = at + label.size();
        const std::size_t room = line_columns_ > indent + 20 ? line_columns_ - indent : 20;
        while (words.size() > room) {
            const std::size_t blank = words.rfind(' ', room);
            if (blank == std::string_view::npos || blank == 0) break;
            out_.write(words.substr(0, blank));
            out_.write("\n" + std::string(indent, ' '));
            words.remove_prefix(blank + 1);
        }
        out_.write(words);
        out_.write("\n");
    }

    Stream& out_;
    std::size_t line_columns_;
    bool first_{true};
};

void print_words(std::span<const Finding> findings, Stream& out) {
    Text text{out};
    const std::string* before = nullptr;
    std::size_t counts[4] = {};
    for (const Finding& finding : findings) {
        if (before == nullptr || *before != finding.policy_domain)
            text.heading(finding.policy_domain.empty() ? "This installation" : finding.policy_domain);
        before = &finding.policy_domain;
        text.finding(finding);
        ++counts[static_cast<std::size_t>(finding.level)];
    }
    out.write(fmt::format("\nErrors: {}, warnings: {}, notes: {}, ok: {}\n", counts[3], counts[2], counts[1], counts[0]));
}

void print_words(std::span<const Suggestion> suggestions, Stream& out) {
    for (const Suggestion& suggestion : suggestions) {
        out.write("; DNS, for " + escape_terminal(suggestion.policy_domain) + "\n");
        for (const std::string& line : suggestion.dns) out.write(escape_terminal(line) + "\n");
        out.write("\n; " + escape_terminal(suggestion.policy_url) + " (text/plain)\n");
        std::string_view policy = suggestion.policy;
        while (!policy.empty()) {
            const std::size_t end = policy.find('\n');
            out.write(escape_terminal(trim(policy.substr(0, end))) + "\n");
            policy.remove_prefix(end == std::string_view::npos ? policy.size() : end + 1);
        }
        if (!suggestion.trouble.empty()) out.write("\n; Not complete: " + escape_terminal(suggestion.trouble) + "\n");
        out.write("\n; What comes next\n");
        std::size_t number = 0;
        for (const std::string& step : suggestion.next_steps) out.write(fmt::format("; {}. {}\n", ++number, escape_terminal(step)));
        out.write("\n");
    }
}

}  // namespace

void print_findings(std::span<const Finding> findings, Format format, Stream& out) {
    if (format == Format::Table)
        print_words(findings, out);
    else
        print(findings_view(), findings, format, out);
}

void print_suggestions(std::span<const Suggestion> suggestions, Format format, Stream& out) {
    if (format == Format::Table)
        print_words(suggestions, out);
    else
        print(suggestions_view(), suggestions, format, out);
}

}  // namespace tlsrpt
