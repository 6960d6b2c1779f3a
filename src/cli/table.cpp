#include "cli/table.hpp"

#include <algorithm>

#include "cli/width.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 12;

std::string shown(const Value& value) {
    if (const auto* number = std::get_if<std::uint64_t>(&value)) return std::to_string(*number);
    const std::string& text = std::get<std::string>(value);
    return text.empty() ? "-" : escape_terminal(text);
}

bool says_nothing(const Table& table, std::size_t column) {
    return std::all_of(table.rows.begin(), table.rows.end(), [column](const std::vector<Value>& row) {
        const auto* text = std::get_if<std::string>(&row[column]);
        return text != nullptr && text->empty();
    });
}

void shrink(std::vector<std::size_t>& widths, const std::vector<Column>& columns, std::size_t available) {
    std::size_t total = gap * (widths.size() - 1);
    for (const std::size_t width : widths) total += width;
    while (total > available) {
        std::size_t* widest = nullptr;
        for (std::size_t i = 0; i < widths.size(); ++i)
            if (columns[i].align == Column::Align::Left && widths[i] > narrowest && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
        if (widest == nullptr) return;    // the terminal will wrap
        --*widest;
        --total;
    }
}

void append_line(std::string& out, const std::vector<std::string>& texts, const std::vector<std::size_t>& widths, const std::vector<Column>& columns) {
    std::string line;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0) line.append(gap, ' ');
        const std::string text = columns[i].align == Column::Align::Left ? fit(texts[i], widths[i]) : texts[i];
        const std::size_t width = display_width(text);
        const std::size_t padding = width < widths[i] ? widths[i] - width : 0;
        if (columns[i].align == Column::Align::Right) line.append(padding, ' ');
        line += text;
        if (columns[i].align == Column::Align::Left) line.append(padding, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line;
}

}  // namespace

std::string to_text(const Table& table, std::size_t columns, bool colour) {
    std::vector<Column> shown_columns;
    std::vector<std::size_t> places;    // of these in the table
    std::vector<std::string> heading;
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Column& column = table.columns[i];
        if (column.title.empty() || (!table.rows.empty() && says_nothing(table, i))) continue;
        shown_columns.push_back(column);
        places.push_back(i);
        heading.emplace_back(column.title);
        widths.push_back(display_width(column.title));
    }
    if (shown_columns.empty()) return {};
    std::vector<std::vector<std::string>> lines;
    lines.reserve(table.rows.size());
    for (const auto& row : table.rows) {
        std::vector<std::string>& line = lines.emplace_back();
        for (std::size_t i = 0; i < places.size(); ++i) {
            line.push_back(shown(row[places[i]]));
            widths[i] = std::max(widths[i], display_width(line.back()));
        }
    }
    if (columns > 0) shrink(widths, shown_columns, columns);

    std::string out;
    if (colour) out += "\x1B[1m";
    append_line(out, heading, widths, shown_columns);
    if (colour) out += "\x1B[0m";
    out += '\n';
    for (const auto& line : lines) {
        append_line(out, line, widths, shown_columns);
        out += '\n';
    }
    return out;
}

std::string csv_line(const std::vector<Column>& columns, const std::vector<Value>& values) {
    std::string line;
    bool first = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (columns[i].name.empty()) continue;
        if (!first) line += ',';
        first = false;
        if (const auto* number = std::get_if<std::uint64_t>(&values[i])) line += std::to_string(*number);
        else line += escape_csv(std::get<std::string>(values[i]));
    }
    return line += '\n';
}

std::string to_csv(const Table& table) {
    std::vector<Value> names;
    for (const Column& column : table.columns) names.emplace_back(std::string{column.name});
    std::string out = csv_line(table.columns, names);
    for (const auto& row : table.rows) out += csv_line(table.columns, row);
    return out;
}

}  // namespace tlsrpt
