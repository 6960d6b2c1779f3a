// Writes JSON, strictly escaped, one value after another: our own output never needs a JSON library.
//
//     JsonWriter json;  json.begin_object().key("slug").value("stored").end_object();  json.text()
//
// Commas are its own business. Unbalanced use is a bug and asserts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt {

class JsonWriter {
public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view{text}); }
    JsonWriter& value(const std::string& text) { return value(std::string_view{text}); }
    JsonWriter& value(bool truth);
    JsonWriter& value(std::uint64_t number);
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(unsigned number) { return value(std::uint64_t{number}); }
    JsonWriter& null();
    /// Text that is JSON already.
    JsonWriter& raw(std::string_view json);

    [[nodiscard]] const std::string& text() const { return text_; }
    void clear();

private:
    void separate();
    std::string text_;
    std::vector<bool> has_members_;    // one for each open object or array
    bool after_key_{false};
};

}  // namespace tlsrpt
