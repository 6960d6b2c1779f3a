#include "cli/table.hpp"

#include <algorithm>
#include <utility>

#include "cli/width.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 12;
constexpr std::string_view bold = "\x1B[1m";
constexpr std::string_view normal = "\x1B[0m";

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

/// @return false  even the narrowest columns do not fit
bool shrink(std::vector<std::size_t>& widths, const std::vector<Column>& columns, std::size_t available) {
    std::size_t total = gap * (widths.size() - 1);
    for (const std::size_t width : widths) total += width;
    while (total > available) {
        std::size_t* widest = nullptr;
        for (std::size_t i = 0; i < widths.size(); ++i)
            if (columns[i].align == Column::Align::Left && widths[i] > narrowest && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
        if (widest == nullptr) return false;
        --*widest;
        --total;
    }
    return true;
}

// Where a text may go on in the next line: behind a blank or what separates the parts of names.
bool breaks_after(char c) { return c == ' ' || c == '.' || c == '-' || c == '/' || c == ',' || c == '_' || c == ':' || c == '@'; }

/// The text in lines of at most `width` columns. A hostile text does not fill the screen: what is left after some lines is cut.
std::vector<std::string> wrapped_cell(std::string_view text, std::size_t width) {
    constexpr std::size_t most_lines = 6;
    std::vector<std::string> lines;
    while (display_width(text) > width && lines.size() + 1 < most_lines) {
        std::size_t end = columns_prefix(text, width);
        for (std::size_t at = end; at > end / 2; --at)
            if (breaks_after(text[at - 1])) {
                end = at;
                break;
            }
        lines.emplace_back(text.substr(0, end));
        lines.back().erase(lines.back().find_last_not_of(' ') + 1);
        text.remove_prefix(end);
    }
    lines.push_back(fit(text, width));
    return lines;
}

std::string_view sgr_of(const Value& value, Column::Tone tone) {
    constexpr std::string_view red = "\x1B[31m";
    constexpr std::string_view green = "\x1B[32m";
    if (tone == Column::Tone::Alarm) {
        const auto* number = std::get_if<std::uint64_t>(&value);
        return number != nullptr && *number > 0 ? red : std::string_view{};
    }
    const auto* text = std::get_if<std::string>(&value);
    if (tone != Column::Tone::State || text == nullptr) return {};
    for (const std::string_view bad : {"new", "ongoing", "silent", "not-ready"})
        if (*text == bad) return red;
    for (const std::string_view good : {"resolved", "ready", "enforcing"})
        if (*text == good) return green;
    return {};
}

struct Cell {
    std::vector<std::string> lines;
    std::string_view sgr;
};

/// One row, over as many lines as its longest cell needs.
void append_row(std::string& out, const std::vector<Cell>& cells, const std::vector<std::size_t>& widths, const std::vector<Column>& columns) {
    std::size_t height = 1;
    for (const Cell& cell : cells) height = std::max(height, cell.lines.size());
    for (std::size_t row = 0; row < height; ++row) {
        std::string line;
        std::size_t owed = 0;    // blanks, printed only when something follows
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) owed += gap;
            const std::string_view text = row < cells[i].lines.size() ? std::string_view{cells[i].lines[row]} : std::string_view{};
            const std::size_t width = display_width(text);
            const std::size_t padding = width < widths[i] ? widths[i] - width : 0;
            if (columns[i].align == Column::Align::Right) owed += padding;
            if (!text.empty()) {
                line.append(std::exchange(owed, 0), ' ');
                line += cells[i].sgr;
                line += text;
                if (!cells[i].sgr.empty()) line += normal;
            }
            if (columns[i].align == Column::Align::Left) owed += padding;
        }
        out.append(line).append("\n");
    }
}

/// A row as a block, for a terminal on which its columns do not fit side by side.
void append_block(std::string& out, const std::vector<Cell>& cells, const std::vector<Column>& columns, std::size_t width_of_titles, bool colour) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (colour) out += bold;
        out += columns[i].title;
        if (colour) out += normal;
        out.append(width_of_titles - display_width(columns[i].title) + gap, ' ');
        for (std::size_t line = 0; line < cells[i].lines.size(); ++line) {
            if (line > 0) out.append(width_of_titles + gap, ' ');
            out += cells[i].sgr;
            out += cells[i].lines[line];
            if (!cells[i].sgr.empty()) out += normal;
            out += '\n';
        }
    }
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
    std::vector<std::vector<std::string>> texts;
    texts.reserve(table.rows.size());
    for (const auto& row : table.rows) {
        std::vector<std::string>& line = texts.emplace_back();
        for (std::size_t i = 0; i < places.size(); ++i) {
            line.push_back(shown(row[places[i]]));
            widths[i] = std::max(widths[i], display_width(line.back()));
        }
    }
    const bool side_by_side = columns == 0 || shrink(widths, shown_columns, columns);
    std::size_t width_of_titles = 0;
    for (const Column& column : shown_columns) width_of_titles = std::max(width_of_titles, display_width(column.title));
    const std::size_t width_of_values = side_by_side ? 0 : std::max(narrowest, columns - std::min(columns, width_of_titles + gap));

    std::string out;
    if (side_by_side) {
        std::vector<Cell> heads;
        for (std::size_t i = 0; i < heading.size(); ++i) heads.push_back({wrapped_cell(heading[i], widths[i]), colour ? bold : std::string_view{}});
        append_row(out, heads, widths, shown_columns);
    }
    for (std::size_t row = 0; row < texts.size(); ++row) {
        std::vector<Cell> cells;
        for (std::size_t i = 0; i < places.size(); ++i)
            cells.push_back({wrapped_cell(texts[row][i], side_by_side ? widths[i] : width_of_values),
                             colour ? sgr_of(table.rows[row][places[i]], shown_columns[i].tone) : std::string_view{}});
        if (side_by_side) {
            append_row(out, cells, widths, shown_columns);
            continue;
        }
        if (row > 0) out += '\n';
        append_block(out, cells, shown_columns, width_of_titles, colour);
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
