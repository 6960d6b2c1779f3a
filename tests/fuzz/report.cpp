// The JSON text of a report: quick scan beside the library, guard, normalise, validate, map.
#include <nlohmann/json.hpp>
#include <string>

#include "report/checks.hpp"
#include "report/deviation_log.hpp"
#include "report/guard.hpp"
#include "report/normalise.hpp"
#include "report/quick_scan.hpp"
#include "report/schema.hpp"
#include "target.hpp"
#include "tlsrpt/report.hpp"
#include "tlsrpt/text.hpp"

using namespace tlsrpt;
using fuzz::require;

namespace {

constexpr report::Sender sender{"example.net", "sender.example"};

std::vector<Deviation> normalise(report::Json& document, const Limits& limits) {
    std::vector<Deviation> deviations;
    report::DeviationLog log{deviations, limits.max_deviations};
    report::normalise(document, sender, limits, log);
    log.close();
    return deviations;
}

// The library's, for strings as views.
struct Builder : nlohmann::detail::json_sax_dom_parser<nlohmann::json> {
    using json_sax_dom_parser::json_sax_dom_parser;
    bool key(std::string_view text) {
        std::string name{text};
        return json_sax_dom_parser::key(name);
    }
    bool string(std::string_view text) {
        std::string value{text};
        return json_sax_dom_parser::string(value);
    }
};

// Its callers have made sure that the text is UTF-8 without NUL.
void check_quick_scan(std::string_view text) {
    if (!is_valid_utf8(text) || text.find('\0') != std::string_view::npos) return;
    nlohmann::json quick;
    Builder builder{quick, false};
    if (!report::QuickScan{text, builder}.run()) return;
    const nlohmann::json full = nlohmann::json::parse(text, nullptr, false);
    require(!full.is_discarded() && full == quick, "what the quick scan takes, the library takes as the same document");
}

void check_normalise(std::string_view text, const Limits& limits) {
    auto document = report::read_json(text, limits);
    if (!document) {
        require(document.error().slug == Slug::ReportInvalid, "what is no JSON is an invalid report");
        return;
    }
    if (!report::check_sizes(*document, limits).empty()) return;
    (void)normalise(*document, limits);
    report::Json again = *document;
    (void)normalise(again, limits);
    require(again == *document, "normalising twice is normalising once");
    (void)report::violations_of(again, limits.max_violations);
    require(again == *document, "validating changes nothing");
}

void check_reading(std::string_view text, const Limits& limits) {
    const ReportSource source{.octets = text,
                              .media_type = "application/tlsrpt+json",
                              .file_name = "r.json",
                              .signed_report_domain = sender.signed_report_domain,
                              .submitter = sender.submitter};
    const ReportReading reading = read_report(source, limits);
    require(reading.report.has_value() == (reading.slug == Slug::Acceptable), "a report is there when it is acceptable");
    require(reading.deviations.size() <= limits.max_deviations + 1, "no more deviations than the limit");
    require(reading.violations.size() <= limits.max_violations + 1, "no more violations than the limit");
    for (const Deviation& deviation : reading.deviations) require(!deviation.name.empty(), "a deviation has a name");
    if (!reading.report) return;
    require(reading.violations.empty(), "an acceptable report has no violations");

    const std::string written = to_json(*reading.report);
    Limits wide = limits;    // the domain and the counts that were missing are written now
    wide.max_json_nodes += 100 + reading.report->policies.size() * 20;
    const ReportReading again = read_report({.octets = written, .media_type = source.media_type, .file_name = source.file_name, .signed_report_domain = {}}, wide);
    require(again.slug == Slug::Acceptable && again.report == reading.report, "a report that is written reads as the same report");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    const Limits limits = input.octet() % 2 == 0 ? Limits{} : fuzz::small_limits();
    const std::string_view text = input.rest();
    check_quick_scan(text);
    check_normalise(text, limits);
    check_reading(text, limits);
    return 0;
}
