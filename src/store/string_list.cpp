#include "store/string_list.hpp"

#include <cstdint>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

void append_utf8(std::string& out, std::uint32_t code) {
    const auto octet = [&out](std::uint32_t value) { out += static_cast<char>(value); };
    if (code < 0x80) {
        octet(code);
    } else if (code < 0x800) {
        octet(0xC0u | (code >> 6));
        octet(0x80u | (code & 0x3Fu));
    } else if (code < 0x10000) {
        octet(0xE0u | (code >> 12));
        octet(0x80u | ((code >> 6) & 0x3Fu));
        octet(0x80u | (code & 0x3Fu));
    } else {
        octet(0xF0u | (code >> 18));
        octet(0x80u | ((code >> 12) & 0x3Fu));
        octet(0x80u | ((code >> 6) & 0x3Fu));
        octet(0x80u | (code & 0x3Fu));
    }
}

class ArrayReader {
public:
    explicit ArrayReader(std::string_view json) : rest_(json) {}

    std::optional<std::vector<std::string>> read() {
        std::vector<std::string> list;
        if (!take('[')) return std::nullopt;
        if (take(']')) return ended(list);
        do {
            auto text = read_string();
            if (!text) return std::nullopt;
            list.push_back(std::move(*text));
        } while (take(','));
        if (!take(']')) return std::nullopt;
        return ended(list);
    }

private:
    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    std::optional<std::vector<std::string>> ended(std::vector<std::string>& list) const {
        if (!rest_.empty()) return std::nullopt;
        return std::move(list);
    }

    std::optional<std::string> read_string() {
        if (!take('"')) return std::nullopt;
        std::string text;
        while (!rest_.empty()) {
            const std::size_t plain = std::min(rest_.find_first_of("\"\\"), rest_.size());
            text += rest_.substr(0, plain);
            rest_.remove_prefix(plain);
            if (take('"')) return text;
            if (!take('\\') || !read_escape(text)) return std::nullopt;
        }
        return std::nullopt;
    }

    bool read_escape(std::string& text) {
        if (take('n'))
            text += '\n';
        else if (take('r'))
            text += '\r';
        else if (take('t'))
            text += '\t';
        else if (take('"'))
            text += '"';
        else if (take('\\'))
            text += '\\';
        else if (take('u'))
            return read_code(text);
        else
            return false;
        return true;
    }

    // RFC 8259 section 7: four hex digits, and a pair of surrogates above U+FFFF.
    bool read_code(std::string& text) {
        auto code = read_hex();
        if (!code) return false;
        if (*code >= 0xD800 && *code < 0xDC00) {
            if (!take('\\') || !take('u')) return false;
            const auto low = read_hex();
            if (!low || *low < 0xDC00 || *low > 0xDFFF) return false;
            code = 0x10000u + ((*code - 0xD800u) << 10) + (*low - 0xDC00u);
        }
        append_utf8(text, *code);
        return true;
    }

    std::optional<std::uint32_t> read_hex() {
        if (rest_.size() < 4) return std::nullopt;
        std::uint32_t code = 0;
        for (const char c : rest_.substr(0, 4)) {
            const std::size_t digit = std::string_view{"0123456789abcdef"}.find(c);
            if (digit == std::string_view::npos) return std::nullopt;
            code = code * 16 + static_cast<std::uint32_t>(digit);
        }
        rest_.remove_prefix(4);
        return code;
    }

    std::string_view rest_;
};

}  // namespace

std::string to_json_array(std::span<const std::string> list) {
    std::string json = "[";
    for (const std::string& text : list) {
        if (json.size() > 1) json += ',';
        json += quote_json(text);
    }
    return json += ']';
}

std::optional<std::vector<std::string>> from_json_array(std::string_view json) { return ArrayReader{json}.read(); }

}  // namespace tlsrpt
