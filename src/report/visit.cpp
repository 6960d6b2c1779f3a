#include "report/visit.hpp"

#include "report/deviations.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::report {
namespace {

/// For the record; never large, whatever the value is.
std::string brief(const Json* value) {
    if (value == nullptr) return "";
    if (const std::string* const text = text_of(value)) return cut_text(*text, max_detail_bytes);
    if (value->is_array()) return value->empty() ? "[]" : "[…]";
    if (value->is_object()) return value->empty() ? "{}" : "{…}";
    return value->dump();
}

}  // namespace

void Visit::forgive() const { forgive(*pointer, value); }

void Visit::forgive(const Pointer& where, const Json* original) const {
    if (log->is_full()) return log->leave_out();
    log->add(rule->name, where.text(), brief(original));
}

}  // namespace tlsrpt::report
