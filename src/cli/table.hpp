// Rows and columns, printed for a person or as CSV.
//
//     Table → aligned text | CSV (RFC 4180, LF line ends)
//
// Values are kept as they came; each printer escapes for its medium and is the only place that does so for tables.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tlsrpt {

struct Column {
    enum class Align : std::uint8_t { Left, Right };
    /// How a value is coloured on a terminal that has colour. Alarm: a number above 0 is red. State: words such as "new" and "ready" have theirs.
    enum class Tone : std::uint8_t { Plain, Alarm, State };
    std::string_view name;     ///< in CSV, as in JSON: "policy_domain"; "" leaves it out there
    std::string_view title;    ///< above the column for a person: "POLICY DOMAIN"; "" leaves it out there
    Align align{Align::Left};
    Tone tone{Tone::Plain};
};

using Value = std::variant<std::string, std::uint64_t>;

struct Table {
    std::vector<Column> columns;
    std::vector<std::vector<Value>> rows;    ///< each as long as columns
};

/// Two blanks between columns, "-" for empty text, no trailing blanks; columns where every text is empty are left out.
/// @param columns  the terminal's width: left-aligned columns shrink until a row fits, the widest first, never below 12, and their texts go on in the
///                 next line; where that is not enough, each row becomes a block with a line for each value. 0: no limit
/// @param colour   the heading in bold, values by their column's tone
std::string to_text(const Table& table, std::size_t columns, bool colour);

/// Text is escaped, whoever reads it.
std::string to_csv(const Table& table);

/// One line of it, for tables too long to hold.
std::string csv_line(const std::vector<Column>& columns, const std::vector<Value>& values);

}  // namespace tlsrpt
