// `tlsrpt-query reporters`: who reports, since when, how regularly and how well, and who fell silent.
#include <fmt/format.h>

#include "cli/insights.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

std::string standing(const ReporterConduct& reporter) {
    std::vector<std::string> words;
    if (reporter.silent) words.emplace_back("silent");
    if (reporter.is_new) words.emplace_back("new");
    if (!reporter.established) words.emplace_back("unproven");
    return joined(words, ", ");
}

std::string deviations_text(const ReporterConduct& reporter) {
    std::vector<std::string> texts;
    for (const auto& deviation : reporter.deviations) texts.push_back(fmt::format("{} ({})", deviation.name, deviation.mails));
    return joined(texts);
}

std::vector<Value> values(const ReporterConduct& reporter) {
    const auto truth = [](bool value) { return std::string{value ? "true" : "false"}; };
    return {reporter.sdid, reporter.organization_name, to_date(reporter.first_day), to_date(reporter.last_day), reporter.report_days, standing(reporter),
            truth(reporter.silent), truth(reporter.is_new), truth(reporter.established), deviations_text(reporter)};
}

void object(const ReporterConduct& reporter, JsonWriter& json) {
    json.key("sdid").value(reporter.sdid);
    text_or_null(json.key("organization_name"), reporter.organization_name);
    json.key("first_day").value(to_date(reporter.first_day));
    json.key("last_day").value(to_date(reporter.last_day));
    json.key("report_days").value(reporter.report_days);
    json.key("silent").value(reporter.silent);
    json.key("new").value(reporter.is_new);
    json.key("established").value(reporter.established);
    json.key("deviations").begin_array();
    for (const auto& deviation : reporter.deviations) {
        json.begin_object();
        json.key("name").value(deviation.name);
        json.key("mails").value(deviation.mails);
        json.end_object();
    }
    json.end_array();
}

View<ReporterConduct> view() {
    return {"reporters",
            {{"sdid", "REPORTER"},
             {"organization_name", "ORGANIZATION (CLAIM)"},
             {"first_day", "FIRST DAY"},
             {"last_day", "LAST DAY"},
             {"report_days", "DAYS", Column::Align::Right},
             {"", "NOTE"},
             {"silent", ""},
             {"new", ""},
             {"established", ""},
             {"deviations", "DEVIATIONS"}},
            values,
            object};
}

}  // namespace

int query_reporters(const Query& query) {
    auto reporters = reporters_of(query, OrganizationNames::Read);
    if (!reporters) return failed(query, reporters.error());
    if (const auto added = add_deviations(query, *reporters); !added) return failed(query, added.error());
    print(view(), std::span<const ReporterConduct>{*reporters}, query.options.format, query.console.out);
    return conclude(query, reporters->empty(), "no report is stored. What was not accepted: tlsrpt-query quarantine");
}

}  // namespace tlsrpt
