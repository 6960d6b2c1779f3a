#include "cli/html/chart.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tlsrpt/time.hpp"

namespace tlsrpt::html {
namespace {

constexpr std::uint64_t height = 120;
constexpr std::uint64_t width_of_day = 10;
constexpr std::uint64_t gap = 2;

struct Series {
    Literal id;
    Literal title;
    Literal bar_class;
    std::uint64_t DayFigures::*value;
};

/// A bar is at least one unit high when there is anything: one failed session among millions must be seen.
std::uint64_t bar_height(std::uint64_t value, std::uint64_t most) {
    if (value == 0 || most == 0) return 0;
    const double share = static_cast<double>(value) / static_cast<double>(most);
    return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(share * static_cast<double>(height)));
}

void append_chart(const std::vector<DayFigures>& days, const Series& series, Markup& out) {
    std::uint64_t most = 0;
    std::uint64_t sum = 0;
    for (const DayFigures& day : days) {
        most = std::max(most, day.*series.value);
        sum += day.*series.value;
    }
    out.raw("<figure>\n<figcaption id=\"").raw(series.id).raw("-caption\">").raw(series.title).raw("</figcaption>\n<svg role=\"img\" viewBox=\"0 0 ");
    out.number(days.size() * width_of_day).raw(" ").number(height).raw("\" preserveAspectRatio=\"none\" aria-labelledby=\"").raw(series.id).raw("-title\" aria-describedby=\"");
    out.raw(series.id).raw("-desc\">\n<title id=\"").raw(series.id).raw("-title\">").raw(series.title).raw("</title>\n<desc id=\"").raw(series.id).raw("-desc\">");
    out.text(fmt::format("A bar for each day from {} to {}; {} in all, at most {} on one day.", to_date(days.front().day), to_date(days.back().day), sum, most));
    out.raw("</desc>\n");
    for (std::size_t i = 0; i < days.size(); ++i) {
        const std::uint64_t value = days[i].*series.value;
        const std::uint64_t bar = bar_height(value, most);
        out.raw("<rect class=\"").raw(series.bar_class).raw("\" x=\"").number(i * width_of_day + gap / 2).raw("\" y=\"").number(height - bar).raw("\" width=\"");
        out.number(width_of_day - gap).raw("\" height=\"").number(bar).raw("\"><title>").text(to_date(days[i].day) + ": " + std::to_string(value)).raw("</title></rect>\n");
    }
    out.raw("</svg>\n<p class=\"axis\"><span>").text(to_date(days.front().day)).raw("</span><span>most on one day: ").number(most);
    out.raw("</span><span>").text(to_date(days.back().day)).raw("</span></p>\n</figure>\n");
}

}  // namespace

Markup daily_charts(const std::vector<DayFigures>& days) {
    Markup out;
    if (days.empty()) return out;
    append_chart(days, {"chart-sessions", "Sessions per day", "good", &DayFigures::sessions}, out);
    append_chart(days, {"chart-failures", "Failed sessions per day", "bad", &DayFigures::failures}, out);
    out.raw("<details><summary>The same in figures</summary>\n");
    TableMarkup table{"Sessions and failed sessions of each day", {{"Day"}, {"Sessions", Head::Kind::Number}, {"Failed", Head::Kind::Number}}};
    for (const DayFigures& day : days) {
        table.cell(to_date(day.day));
        table.cell(day.sessions);
        table.cell(day.failures);
    }
    return out.add(table.finished()).raw("</details>\n");
}

}  // namespace tlsrpt::html
