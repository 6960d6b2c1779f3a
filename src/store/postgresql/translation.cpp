#include "store/postgresql/translation.hpp"

#include <algorithm>
#include <stdexcept>

namespace tlsrpt::postgresql {
namespace {

constexpr std::string_view cross_join = "CROSS JOIN";
constexpr std::string_view mark_begin = "/*pg ";
constexpr std::string_view mark_end = "*/";
constexpr std::string_view other_end = "/*|*/";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Translation {
public:
    explicit Translation(std::string_view sql) { append(sql); }
    std::string take() { return std::move(out_); }

private:
    void append(std::string_view sql) {
        while (!sql.empty()) {
            if (sql.starts_with(mark_begin)) {
                sql = append_mark(sql.substr(mark_begin.size()));
            } else if (sql.starts_with(cross_join)) {
                out_ += "JOIN";
                sql.remove_prefix(cross_join.size());
            } else if (sql.front() == '?') {
                sql = append_parameter(sql.substr(1));
            } else if (sql.front() == '\'') {
                const std::size_t end = need(sql.find('\'', 1));
                out_ += sql.substr(0, end + 1);
                sql.remove_prefix(end + 1);
            } else {
                out_ += sql.front();
                sql.remove_prefix(1);
            }
        }
    }

    std::string_view append_mark(std::string_view sql) {
        const std::size_t end = need(sql.find(mark_end));
        std::string_view text = sql.substr(0, end);
        sql.remove_prefix(end + mark_end.size());
        if (text.ends_with('|')) {
            text.remove_suffix(1);
            sql.remove_prefix(need(sql.find(other_end)) + other_end.size());
        }
        append(text);
        return sql;
    }

    std::string_view append_parameter(std::string_view sql) {
        const std::size_t digits = static_cast<std::size_t>(std::find_if_not(sql.begin(), sql.end(), is_digit) - sql.begin());
        const std::size_t number = digits == 0 ? highest_ + 1 : std::stoul(std::string{sql.substr(0, digits)});
        highest_ = std::max(highest_, number);
        out_ += '$' + std::to_string(number);
        return sql.substr(digits);
    }

    static std::size_t need(std::size_t position) {
        if (position == std::string_view::npos) throw std::logic_error("SQL that does not end what it begins");
        return position;
    }

    std::string out_;
    std::size_t highest_{0};
};

}  // namespace

std::string translate(std::string_view sql) { return Translation{sql}.take(); }

InsertWithId translate_insert(std::string_view sql, std::size_t count) {
    constexpr std::string_view insert = "INSERT INTO ";
    constexpr std::string_view values = "VALUES (";
    std::string text = translate(sql);
    const std::size_t open = text.find(" (");
    const std::size_t row = text.find(values);
    if (!text.starts_with(insert) || open == std::string::npos || row == std::string::npos) throw std::logic_error("not an INSERT of one row: " + text);
    std::string table = text.substr(insert.size(), open - insert.size());
    text.insert(row + values.size(), '$' + std::to_string(count + 1) + ", ");
    text.insert(open + 2, "id, ");
    return {std::move(table), std::move(text)};
}

}  // namespace tlsrpt::postgresql
