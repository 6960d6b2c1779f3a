// Where something stands in a JSON document: a JSON pointer (RFC 6901) that costs nothing until it is written out.
//
//     Pointer{}.member("policies") … → "/policies/0/policy"
//
// A chain of objects on the stack, one for each step down: a Pointer borrows its parent and its name, which must outlive it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tlsrpt::report {

class Pointer {
public:
    Pointer() = default;  ///< the whole document, ""
    Pointer(const Pointer& up, std::string_view member) : up_(&up), member_(member) {}
    Pointer(const Pointer& up, std::size_t index) : up_(&up), index_(index), is_index_(true) {}

    [[nodiscard]] std::string text() const;

private:
    const Pointer* up_{nullptr};
    std::string_view member_;
    std::size_t index_{0};
    bool is_index_{false};
};

/// "/" and the token, "~" and "/" in it escaped (RFC 6901 section 3).
std::string pointer_token(std::string_view member);

}  // namespace tlsrpt::report
