#include "cli/html/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/figures.hpp"
#include "cli/html/style.hpp"
#include "cli/meaning.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::html {
namespace {

/// A digest in hex as a CSP source wants it (RFC 4648 section 4).
std::string base64_of_hex(std::string_view hex) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const auto digit = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 6) {    // three octets
        unsigned bits = 0;
        for (std::size_t j = 0; j < 6; ++j) bits = (bits << 4) | (i + j < hex.size() ? digit(hex[i + j]) : 0u);
        for (std::size_t j = 0; j < 4; ++j) out += i + j * 6 / 4 < hex.size() ? alphabet[(bits >> (18 - 6 * j)) & 63u] : '=';
    }
    return out;
}

void append_tile(Markup& out, const std::string& figure, Literal what) { out.raw("<li><b>").text(figure).raw("</b>").raw(what).raw("</li>\n"); }

void append_tiles(const PageData& data, Markup& out) {
    DomainSummary total;
    for (const DomainSummary& domain : data.domains) {
        total.sessions += domain.sessions;
        total.failures += domain.failures;
        total.at_least = total.at_least || domain.at_least;
    }
    const auto open = static_cast<std::size_t>(std::count_if(data.incidents.begin(), data.incidents.end(), [](const Incident& incident) { return incident.state != Incident::State::Resolved; }));
    out.raw("<ul class=\"tiles\">\n");
    append_tile(out, sessions_text(total.sessions, total.at_least), "TLS sessions");
    append_tile(out, std::to_string(total.failures), "of them failed");
    append_tile(out, total.failures == 0 && total.sessions == 0 ? "–" : rate_text(total.failures, total.sessions), "failure rate");
    append_tile(out, std::to_string(open), "open incidents");
    append_tile(out, std::to_string(data.domains.size()), "policy domains");
    out.raw("</ul>\n");
}

}  // namespace

std::string page(const PageData& data) {
    const std::string title = fmt::format("TLS reports from {} to {}", to_date(data.since), to_date(data.until - std::chrono::days{1}));
    Markup out;
    out.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    out.text(base64_of_hex(sha256_hex(style.text()))).raw("'; base-uri 'none'; form-action 'none'\">\n");
    out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n");
    out.element("title", title).raw("<style>").raw(style).raw("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the content</a>\n<header>\n");
    out.element("h1", title);
    out.raw("<p class=\"soft\">SMTP TLS reports (RFC 8460), as known on ").text(to_rfc3339(data.made_at)).raw(". Days are UTC.</p>\n</header>\n");
    out.raw("<nav aria-label=\"Sections\"><ul><li><a href=\"#attention\">Attention</a></li><li><a href=\"#incidents\">Incidents</a></li><li><a href=\"#advice\">May you enforce?</a></li>"
            "<li><a href=\"#days\">Days</a></li><li><a href=\"#domains\">Domains</a></li><li><a href=\"#failures\">Failures</a></li><li><a href=\"#reporters\">Reporters</a></li>"
            "<li><a href=\"#drift\">Policies seen</a></li></ul></nav>\n<main id=\"main\">\n");
    append_tiles(data, out);
    for (const auto section : {attention_section, incidents_section, advice_section, days_section, domains_section, failures_section, reporters_section, drift_section, meanings_section})
        out.add(section(data));
    out.raw("</main>\n<footer><p>Made by tlsrpt-inbox " TLSRPT_VERSION ". A reporter is the domain that signed the mail; what reports say is what their senders say.</p></footer>\n</body>\n</html>\n");
    return out.str();
}

Markup left_out(std::size_t total, std::size_t shown, Literal command) {
    Markup out;
    if (total <= shown) return out;
    out.raw("<p class=\"soft\">And ").number(total - shown).raw(" more that are not shown here: <code>tlsrpt-query ").raw(command).raw("</code> has them all.</p>\n");
    return out;
}

void append_result_type(std::string_view result_type, Markup& out) {
    const Meaning* meaning = meaning_of(result_type);
    if (meaning == nullptr) {
        out.text(result_type);
        return;
    }
    out.raw("<a href=\"#means-").text(meaning->word).raw("\">").text(result_type).raw("</a>");
}

}  // namespace tlsrpt::html
