#include "cli/view.hpp"

namespace tlsrpt {

JsonWriter& text_or_null(JsonWriter& json, std::string_view text) { return text.empty() ? json.null() : json.value(text); }

JsonWriter& id_or_null(JsonWriter& json, std::int64_t id) { return id > 0 ? json.value(id) : json.null(); }

JsonWriter& texts(JsonWriter& json, std::span<const std::string> values) {
    json.begin_array();
    for (const std::string& value : values) json.value(value);
    return json.end_array();
}

std::string joined(std::span<const std::string> values, std::string_view separator) {
    std::string line;
    for (const std::string& value : values) {
        if (!line.empty()) line += separator;
        line += value;
    }
    return line;
}

}  // namespace tlsrpt
