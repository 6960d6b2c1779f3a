#include <fmt/format.h>

#include <exception>
#include <new>

#include "report/checks.hpp"
#include "report/deviation_log.hpp"
#include "report/guard.hpp"
#include "report/inflate.hpp"
#include "report/map.hpp"
#include "report/normalise.hpp"
#include "report/schema.hpp"
#include "tlsrpt/report.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

using namespace report;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool ends_with(std::string_view text, std::string_view end) { return lower_ascii(text).ends_with(end); }

// RFC 8460 sections 5.1 and 5.3: ".json.gz" and application/tlsrpt+gzip, ".json" and application/tlsrpt+json.
bool is_called_gzip(const ReportSource& source) {
    return ends_with(source.media_type, "gzip") || ends_with(source.file_name, ".gz") || ends_with(source.file_name, ".gzip");
}
bool is_called_json(const ReportSource& source) { return ends_with(source.media_type, "json") || ends_with(source.file_name, ".json"); }

std::string name_of(const ReportSource& source) { return fmt::format("{} {}", source.media_type, source.file_name); }

void record_packing(const ReportSource& source, const Inflated& inflated, DeviationLog& log) {
    const bool is_gzip = inflated.members > 0;
    if (is_gzip && is_called_json(source)) log.add("gzip-under-json-name", "", name_of(source));
    if (!is_gzip && is_called_gzip(source)) log.add("json-under-gzip-name", "", name_of(source));
    if (inflated.members > 1) log.add("gzip-members", "", fmt::format("{} members", inflated.members));
    if (inflated.trailing_octets > 0) log.add("gzip-trailing-octets", "", fmt::format("{} octets", inflated.trailing_octets));
}

void refuse(ReportReading& reading, const Error& error) {
    reading.slug = error.slug;
    reading.detail = error.detail;
}

/// True when there is none.
bool has_no_violations(ReportReading& reading, std::vector<Violation> violations) {
    reading.violations = std::move(violations);
    if (reading.violations.empty()) return true;
    const Violation& first = reading.violations.front();
    const std::size_t more = reading.violations.size() - 1;
    reading.detail = fmt::format("{}: {}", first.pointer.empty() ? "the document" : first.pointer, first.text);
    if (more > 0) reading.detail += fmt::format(" (and {} more)", more);
    return false;
}

void read_text(std::string_view text, const ReportSource& source, const Limits& limits, DeviationLog& log, ReportReading& reading) {
    if (text.starts_with(byte_order_mark)) {  // RFC 8259 section 8.1: MUST NOT be sent, MAY be ignored
        log.add("byte-order-mark", "", "");
        text.remove_prefix(byte_order_mark.size());
    }
    auto document = read_json(text, limits);
    if (!document) return refuse(reading, document.error());
    if (!has_no_violations(reading, check_sizes(*document, limits))) return;
    normalise(*document, Sender{source.signed_report_domain, source.submitter}, limits, log);
    if (!has_no_violations(reading, check_sizes(*document, limits))) return;
    if (!has_no_violations(reading, violations_of(*document, limits.max_violations))) return;
    if (!has_no_violations(reading, check_values(*document, limits))) return;
    reading.report = map_report(std::move(*document));
    reading.slug = Slug::Acceptable;
}

}  // namespace

ReportReading read_report(const ReportSource& source, const Limits& limits) {
    ReportReading reading;
    DeviationLog log{reading.deviations, limits.max_deviations};
    try {
        const auto inflated = inflate_report(source.octets, limits.max_inflated_bytes);
        if (!inflated) {
            refuse(reading, inflated.error());
        } else {
            reading.inflated_bytes = inflated->text.size();
            reading.json_sha256 = sha256_hex(inflated->text);
            record_packing(source, *inflated, log);
            read_text(inflated->text, source, limits, log, reading);
        }
        log.close();
    } catch (const std::bad_alloc&) {
        throw;    // not the report's fault: the cell ends, and the mail is tried again and kept as examiner-failed
    } catch (const std::exception& error) {  // of nlohmann/json or valijson, at the library's edge: no stage above lets one arise
        reading.report.reset();
        refuse(reading, {Slug::ReportInvalid, fmt::format("cannot be read: {}", error.what())});
    }
    return reading;
}

}  // namespace tlsrpt
