// How an engine finds the statement it has prepared: by where its text is, which for a literal says what it is.
//
// Hashing the text itself, some hundred octets, was a fiftieth of the work for a mail. Two literals of one text are two statements, and do no harm.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace tlsrpt::sql {

struct StatementKeyHash {
    std::size_t operator()(std::string_view sql) const noexcept { return std::hash<const void*>{}(sql.data()) ^ sql.size(); }
};
struct StatementKeyEqual {
    bool operator()(std::string_view a, std::string_view b) const noexcept { return a.data() == b.data() && a.size() == b.size(); }
};

}  // namespace tlsrpt::sql
