#include "doctor/report_record.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "doctor/characters.hpp"
#include "doctor/text_record.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::doctor {
namespace {

constexpr std::size_t max_uris = 20;

void read_rua(std::string_view value, ReportRecord& record) {
    for (;;) {
        const std::size_t comma = value.find(',');
        if (record.rua.size() == max_uris) {
            record.violations.push_back(fmt::format("more than {} addresses in rua; the rest was not read", max_uris));
            return;
        }
        record.rua.push_back(read_report_uri(trim(value.substr(0, comma))));
        if (comma == std::string_view::npos) return;
        value.remove_prefix(comma + 1);
    }
}

}  // namespace

ReportRecord read_report_record(std::string_view text) {
    ReportRecord record;
    Fields fields = fields_of(text);
    record.violations = std::move(fields.violations);
    for (const Field& field : fields.fields) {
        if (field.name == "rua") {  // case-sensitive: %s"rua="
            if (record.has_rua)
                record.violations.emplace_back("rua twice; several addresses belong into one, with commas between");
            else
                read_rua(field.value, record);
            record.has_rua = true;
            continue;
        }
        if (equal_ignoring_case(field.name, "rua"))
            record.violations.emplace_back("\"rua\" must be in lower case");
        else if (field.name == "v")
            record.violations.emplace_back("the version twice");
        else if (const auto wrong = wrong_extension(field))
            record.violations.push_back(*wrong);
        else
            record.unknown_fields.push_back(cut_text(field.name, 32));
    }
    return record;
}

}  // namespace tlsrpt::doctor
