#include "store/sql/rows.hpp"

#include "store/sql/database_error.hpp"
#include "store/string_list.hpp"

namespace tlsrpt::sql {

std::vector<std::string> Rows::list(int column) const {
    auto list = from_json_array(view(column));
    if (!list) throw_unavailable("a list of text in the database is damaged");
    return std::move(*list);
}

}  // namespace tlsrpt::sql
