#include "report/deviation_log.hpp"

#include <algorithm>

#include "tlsrpt/text.hpp"

namespace tlsrpt::report {

void DeviationLog::add(std::string_view name, std::string pointer, std::string_view detail) {
    if (is_full()) return leave_out();
    std::string value;
    const auto last_elsewhere =
        std::find_if(deviations_.rbegin(), deviations_.rend(), [&](const Deviation& d) { return d.pointer != pointer; });
    const auto here = last_elsewhere.base();
    if (pointer.empty() || here == deviations_.end()) {
        value = cut_text(detail, max_detail_bytes);
    } else {
        if (std::any_of(here, deviations_.end(), [&](const Deviation& d) { return d.name == name; })) return;
        value = here->detail;
    }
    deviations_.push_back({std::string{name}, std::move(pointer), std::move(value)});
}

void DeviationLog::close() {
    if (left_out_ > 0) deviations_.push_back({std::string{left_out_name}, "", std::to_string(left_out_)});
    left_out_ = 0;
}

}  // namespace tlsrpt::report
