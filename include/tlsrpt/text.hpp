// Text that came by mail, made safe for where it is shown; and the small comparisons that protocols need.
//
// One function for each medium. Nothing else in the project escapes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tlsrpt {

/// For terminals and logs: control characters (C0, C1, DEL), bidi controls, zero-width and line separators and invalid UTF-8 become \xNN or \u{NNNN};
/// a backslash becomes \\.
std::string escape_terminal(std::string_view text);
/// A CSV field (RFC 4180), quoted where needed, whether it goes to a terminal or into a file: escaped as for terminals, so that it is one line and
/// acts on nobody; one that a spreadsheet would run (= + - @ first) gets a leading '. Numbers are not passed here.
std::string escape_csv(std::string_view text);
/// Text or attribute value in HTML.
std::string escape_html(std::string_view text);
/// A label value of the Prometheus text format, without its quotes: backslash, quote and line feed escaped; other controls, bidi and invalid UTF-8 become U+FFFD.
std::string escape_prometheus(std::string_view text);
/// For the text part of a mail: as for terminals, and what mail programs would turn into a link is broken ("http[:]//", "www[.]"), since nobody
/// should be led anywhere by a text that came by mail. For its HTML part: escape_html(unlink_text(text)).
std::string escape_mail(std::string_view text);
std::string unlink_text(std::string_view text);
/// A JSON string with its quotes; invalid UTF-8 becomes U+FFFD; controls, bidi and U+2028/9 become \uNNNN.
std::string quote_json(std::string_view text);

/// At most `most` bytes, cut at a UTF-8 character, "…" appended when cut.
std::string cut_text(std::string_view text, std::size_t most);
bool is_valid_utf8(std::string_view text);

/// ASCII only, locale never asked.
std::string lower_ascii(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);    ///< blanks, tabs, CR and LF at both ends
/// Decimal digits only, no sign, no blanks; none when empty or over 2^64-1.
std::optional<std::uint64_t> parse_count(std::string_view text);

/// 64 lower-case hex digits (FIPS 180-4).
std::string sha256_hex(std::string_view octets);

/// The same of octets that come one after another, and of those that came so far.
class Sha256 {
public:
    Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    ~Sha256();
    void add(std::string_view octets);
    [[nodiscard]] std::string hex_so_far() const;

private:
    struct State;    // OpenSSL's
    std::unique_ptr<State> state_;
};

}  // namespace tlsrpt
