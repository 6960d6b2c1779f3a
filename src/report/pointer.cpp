#include "report/pointer.hpp"

#include <fmt/format.h>

namespace tlsrpt::report {

std::string Pointer::text() const {
    std::string text;
    for (const Pointer* step = this; step->up_ != nullptr; step = step->up_)
        text.insert(0, step->is_index_ ? fmt::format("/{}", step->index_) : pointer_token(step->member_));
    return text;
}

std::string pointer_token(std::string_view member) {
    std::string token = "/";
    for (const char c : member) {
        if (c == '~')
            token += "~0";
        else if (c == '/')
            token += "~1";
        else
            token += c;
    }
    return token;
}

}  // namespace tlsrpt::report
