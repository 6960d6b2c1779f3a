// One element of a policy-string, taken apart.
#include <string>

#include "report/policy_lines.hpp"
#include "target.hpp"
#include "tlsrpt/text.hpp"

using namespace tlsrpt;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    const Limits limits = input.octet() % 2 == 0 ? Limits{} : fuzz::small_limits();
    const std::string_view text = input.rest();
    if (const auto strings = report::strings_in_json(text, limits)) {
        require(!strings->empty() && strings->size() <= limits.max_policy_strings + 1, "an array has elements, and no more than the limit");
        std::size_t together = 0;
        for (const std::string& string : *strings) {
            require(is_valid_utf8(string) && string.size() <= limits.max_json_string_bytes, "an element is text within the limit");
            together += string.size();
        }
        require(together <= text.size(), "elements do not grow");
    }
    if (const auto lines = report::trimmed_lines(text)) {
        for (const std::string& line : *lines) {
            require(trim(line) == line, "a line has no white space at its ends");
            require(line.find_first_of("\r\n") == std::string::npos, "a line is one line");
            require(lines->size() == 1 || !line.empty(), "no line is empty among others");
            require(!report::trimmed_lines(line), "trimming twice is trimming once");
        }
    } else {
        require(trim(text) == text && text.find_first_of("\r\n") == std::string_view::npos, "nothing is left to trim");
    }
    return 0;
}
