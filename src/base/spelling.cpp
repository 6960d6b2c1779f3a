#include "tlsrpt/spelling.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace tlsrpt {

std::size_t edits_between(std::string_view a, std::string_view b) {
    // Rows of the usual table: two_up[j], one_up[j] and row[j] are the edits from a's first i-2, i-1 and i letters to b's first j.
    std::vector<std::size_t> two_up(b.size() + 1);
    std::vector<std::size_t> one_up(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::swap(two_up, one_up);
        std::swap(one_up, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({one_up[j] + 1, row[j - 1] + 1, one_up[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], two_up[j - 2] + 1);
        }
    }
    return row[b.size()];
}

}  // namespace tlsrpt
