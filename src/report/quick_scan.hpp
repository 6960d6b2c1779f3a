// Plain JSON, read fast: what nearly every report is.
//
//     text  →  the events that nlohmann's sax_parse gives, with strings as views, and true; or false
//
// False means "not plain", never "not JSON": an escape by number, a number that is not a short non-negative integer, an error, octets after the
// document, and whatever the handler refuses. Then the caller starts over with the library, which has the last word and says what is wrong. So
// nothing is accepted here that the library does not accept, and nothing is lost but time.
//
// @pre The text is UTF-8 without NUL.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tlsrpt::report {

template <typename Handler>
class QuickScan {
public:
    /// Both borrowed.
    QuickScan(std::string_view text, Handler& handler) : at_(text.data()), end_(text.data() + text.size()), handler_(handler) {}

    bool run() {
        for (;;) {
            bool opened = false;
            if (!value(opened)) return false;
            if (opened) continue;
            for (;;) {    // behind a value
                skip_white();
                if (depth_ == 0) return at_ == end_;
                if (take(',')) {
                    if (in_object() && !name()) return false;
                    break;
                }
                if (!take(in_object() ? '}' : ']') || !leave()) return false;
            }
        }
    }

private:
    static constexpr std::size_t unknown_size = static_cast<std::size_t>(-1);
    static constexpr unsigned most_depth = 64;    // bits of kinds_
    static constexpr unsigned most_digits = 15;   // below 2^53 whatever they are

    /// @param opened  it was an object or array that has something in it, which comes next
    bool value(bool& opened) {
        skip_white();
        if (at_ == end_) return false;
        switch (*at_) {
            case '{':
                ++at_;
                if (!enter(1) || !handler_.start_object(unknown_size)) return false;
                skip_white();
                if (take('}')) return leave();
                opened = true;
                return name();
            case '[':
                ++at_;
                if (!enter(0) || !handler_.start_array(unknown_size)) return false;
                skip_white();
                if (take(']')) return leave();
                opened = true;
                return true;
            case '"':
                return string() && handler_.string(text_);
            case 't':
                return word("true") && handler_.boolean(true);
            case 'f':
                return word("false") && handler_.boolean(false);
            case 'n':
                return word("null") && handler_.null();
            default:
                return count();
        }
    }

    /// A member's name and its colon.
    bool name() {
        skip_white();
        if (!string() || !handler_.key(text_)) return false;
        skip_white();
        return take(':');
    }

    /// Into text_.
    bool string() {
        if (!take('"')) return false;
        const char* const start = at_;
        skip_plain();
        text_ = {start, at_};
        if (at_ != end_ && *at_ == '\\' && !unescaped()) return false;
        return take('"');    // else a control character, or the end
    }

    /// The rest of a string in which the first escape comes next.
    bool unescaped() {
        unescaped_ = text_;
        while (at_ != end_ && *at_ == '\\') {
            if (!escape()) return false;
            const char* const rest = at_;
            skip_plain();
            unescaped_.append(rest, at_);
        }
        text_ = unescaped_;
        return true;
    }

    /// RFC 8259 section 7, but for \uXXXX.
    bool escape() {
        constexpr std::string_view written = "\"\\/bfnrt";
        constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
        ++at_;
        if (at_ == end_) return false;
        const std::size_t which = written.find(*at_);
        if (which == std::string_view::npos) return false;
        unescaped_ += meant[which];
        ++at_;
        return true;
    }

    bool count() {
        std::uint64_t number = 0;
        const char* const start = at_;
        for (; at_ != end_ && *at_ >= '0' && *at_ <= '9'; ++at_) {
            if (at_ - start == most_digits) return false;
            number = number * 10 + static_cast<std::uint64_t>(*at_ - '0');
        }
        if (at_ == start || (*start == '0' && at_ - start > 1)) return false;
        if (at_ != end_ && (*at_ == '.' || *at_ == 'e' || *at_ == 'E')) return false;
        return handler_.number_unsigned(number);
    }

    bool word(std::string_view word) {
        if (!std::string_view{at_, end_}.starts_with(word)) return false;
        at_ += word.size();
        return true;
    }

    void skip_plain() {
        // Eight octets at once, as far as none of them is special: less than a blank, a quotation mark or a backslash.
        constexpr std::uint64_t each = 0x0101010101010101U;
        const auto has_zero = [](std::uint64_t octets) { return (octets - each) & ~octets; };
        for (std::uint64_t octets = 0; static_cast<std::size_t>(end_ - at_) >= sizeof octets; at_ += sizeof octets) {
            std::memcpy(&octets, at_, sizeof octets);
            const std::uint64_t special = has_zero(octets ^ each * '"') | has_zero(octets ^ each * '\\') | ((octets - each * ' ') & ~octets);
            if ((special & each * 0x80) != 0) break;
        }
        while (at_ != end_ && *at_ != '"' && *at_ != '\\' && static_cast<unsigned char>(*at_) >= ' ') ++at_;
    }
    void skip_white() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    }
    bool take(char wanted) {
        if (at_ == end_ || *at_ != wanted) return false;
        ++at_;
        return true;
    }

    bool enter(std::uint64_t kind) {
        kinds_ = kinds_ << 1 | kind;
        return ++depth_ <= most_depth;
    }
    bool leave() {
        const bool left = in_object() ? handler_.end_object() : handler_.end_array();
        kinds_ >>= 1;
        --depth_;
        return left;
    }
    [[nodiscard]] bool in_object() const { return (kinds_ & 1) != 0; }

    const char* at_;
    const char* end_;
    Handler& handler_;
    std::string_view text_;      // the string just read: its place in the document, or unescaped_
    std::string unescaped_;
    std::uint64_t kinds_{0};     // 1 for an object, the innermost last
    unsigned depth_{0};
};

}  // namespace tlsrpt::report
