// The mail cut into header fields and body by own code, before anybody vouched for it.
//
//     bytes  →  Prescan
//
//   1. a leading mbox line "From …" is dropped                     Exim's pipe transport writes one by default
//   2. line ends become CRLF once                                  RFC 5322 section 2.1; a pipe hands over LF
//   3. lines up to the empty one are fields and their folds        RFC 5322 sections 2.2, 4.5
//   4. what makes a header ambiguous is refused                    NUL, bare CR, lone LF, no field name, doubled fields
//   5. what would be expensive later is refused                    limits.hpp
//   6. report or junk: decides what a full quarantine evicts first, nothing else
//
// The end of the first line decides about line ends. CRLF: the mail came over LMTP, and a lone LF is data of the body,
// or in the header an attempt to smuggle a field past somebody. LF: the mail came through a pipe, each LF is a line end.
//
// Linear in the size of the mail, and memchr does most of it. No recursion, no library.
#include "tlsrpt/mail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "mail/part_headers.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr auto npos = std::string_view::npos;

Error unreadable(std::string detail) { return {Slug::MessageUnreadable, std::move(detail)}; }

// RFC 4155: "From " address date. In the obsolete syntax of RFC 5322 section 4.5 "From : a@b" is a field.
std::string_view without_mbox_line(std::string_view bytes) {
    if (!bytes.starts_with("From ")) return bytes;
    const std::size_t after_blanks = bytes.find_first_not_of(" \t", 4);
    if (after_blanks != npos && bytes[after_blanks] == ':') return bytes;
    const std::size_t line_end = bytes.find('\n');
    return line_end == npos ? bytes : bytes.substr(line_end + 1);
}

bool first_line_ends_with_lone_lf(std::string_view bytes) {
    const std::size_t line_end = bytes.find('\n');
    return line_end != npos && (line_end == 0 || bytes[line_end - 1] != '\r');
}

// Every lone LF becomes CRLF; a CRLF stays.
std::string with_crlf(std::string_view bytes) {
    std::string converted;
    converted.reserve(bytes.size() + static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n')));
    std::size_t line_start = 0;
    for (std::size_t line_end = bytes.find('\n'); line_end != npos; line_end = bytes.find('\n', line_start)) {
        const bool lone = line_end == 0 || bytes[line_end - 1] != '\r';
        converted.append(bytes, line_start, line_end - line_start);
        converted.append(lone ? "\r\n" : "\n");
        line_start = line_end + 1;
    }
    converted.append(bytes, line_start);
    return converted;
}

// field-name = 1*ftext (RFC 5322 section 3.6.8); white space before the colon is the obsolete syntax of section 4.5.
std::optional<Field> parse_field(std::string_view raw) {
    const std::size_t colon = raw.find(':');
    if (colon == npos) return std::nullopt;
    const std::size_t name_size = raw.find_last_not_of(" \t", colon == 0 ? 0 : colon - 1) + 1;
    const std::string_view name = raw.substr(0, std::min(name_size, colon));
    const auto is_ftext = [](char c) { return c > ' ' && c < '\x7F'; };
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_ftext)) return std::nullopt;
    return Field{name, raw.substr(colon + 1), raw};
}

// Takes the header off the mail, field by field. Stops at the first refusal; the fields before it are kept.
class HeaderSplitter {
public:
    HeaderSplitter(Prescan& mail, const Limits& limits) : mail_(mail), limits_(limits) {}

    std::optional<Error> split() {
        const std::string_view octets = mail_.octets;
        for (std::size_t line_start = 0; line_start < octets.size();) {
            const std::size_t lf = octets.find('\n', line_start);
            const std::size_t next = lf == npos ? octets.size() : lf + 1;
            const std::string_view line = octets.substr(line_start, next - line_start);
            if (line == "\r\n") {    // RFC 5322 section 2.1: the empty line ends the header
                mail_.body = octets.substr(next);
                break;
            }
            if (auto refusal = take_line(line_start, line)) return refusal;
            line_start = next;
        }
        return end_field();
    }

private:
    // `line` has its line end, but for the last one of a mail without body.
    std::optional<Error> take_line(std::size_t line_start, std::string_view line) {
        const bool fold = line.front() == ' ' || line.front() == '\t';    // RFC 5322 section 2.2.3
        if (!fold)
            if (auto refusal = end_field()) return refusal;
        if (line_start + line.size() > limits_.max_header_block_bytes)
            return refuse_line(fmt::format("the header is longer than {} octets", limits_.max_header_block_bytes));
        if (line.ends_with("\r\n")) line.remove_suffix(2);
        else if (line.ends_with('\n')) return refuse_line("a lone LF in the header");
        if (line.size() > limits_.max_header_line_bytes)
            return refuse_line(fmt::format("a header line is longer than {} octets", limits_.max_header_line_bytes));
        if (line.find('\0') != npos) return refuse_line("NUL in the header");
        if (line.find('\r') != npos) return refuse_line("a bare CR in the header");
        if (fold && field_size_ == 0) return refuse_line("the header starts with a folded line");
        if (!fold) field_start_ = line_start;
        field_size_ = line_start + line.size() - field_start_;
        return std::nullopt;
    }

    std::optional<Error> end_field() {
        if (field_size_ == 0) return std::nullopt;
        const std::string_view raw = mail_.octets.substr(field_start_, field_size_);
        field_size_ = 0;
        const auto field = parse_field(raw);
        if (!field) return refuse_line("a header line that is no field");
        if (raw.size() > limits_.max_folded_field_bytes)
            return unreadable(fmt::format("the field {} is longer than {} octets", field->name, limits_.max_folded_field_bytes));
        if (mail_.fields.size() == limits_.max_header_fields)
            return unreadable(fmt::format("the header has more than {} fields", limits_.max_header_fields));
        if (has_too_many_parameters(*field, limits_))
            return unreadable(fmt::format("the field {} has more than {} parameters", field->name, limits_.max_content_type_parameters));
        mail_.fields.push_back(*field);
        return std::nullopt;
    }

    [[nodiscard]] Error refuse_line(std::string what) const {
        if (mail_.fields.empty()) return unreadable(std::move(what));
        return unreadable(fmt::format("{}, after the field {}", what, mail_.fields.back().name));
    }

    Prescan& mail_;
    const Limits& limits_;
    std::size_t field_start_{0};
    std::size_t field_size_{0};    // without the final CRLF; 0: no field begun
};

// RFC 5322 section 3.6 and RFC 2045 section 4: at most once each. With two of them a signature may cover one and a
// reader see the other.
std::optional<Error> find_doubled_field(const std::vector<Field>& fields) {
    constexpr std::array single{"From", "Subject", "Date", "To", "Content-Type", "MIME-Version"};
    for (const std::string_view name : single) {
        const auto is_it = [&](const Field& field) { return equal_ignoring_case(field.name, name); };
        if (std::count_if(fields.begin(), fields.end(), is_it) > 1) return unreadable(fmt::format("more than one {} field", name));
    }
    return std::nullopt;
}

bool mentions_tlsrpt(std::string_view text) { return lower_ascii(text).find("tlsrpt") != npos; }

// RFC 8460 sections 5.3 and 5.4: by media type or report-type, TLS-Report-* fields, or the Subject.
bool header_is_report_like(const std::vector<Field>& fields) {
    return std::any_of(fields.begin(), fields.end(), [](const Field& field) {
        const std::string name = lower_ascii(field.name);
        if (name.starts_with("tls-report-")) return true;
        if (name == "content-type") return mentions_tlsrpt(field.value);
        return name == "subject" && lower_ascii(decode_words(field.value)).starts_with("report domain:");
    });
}

}  // namespace

Prescan prescan(std::string_view bytes, const Limits& limits) {
    Prescan mail;
    if (bytes.size() > limits.max_mail_bytes) {
        mail.refusal = unreadable(fmt::format("the mail has {} octets, the limit is {}", bytes.size(), limits.max_mail_bytes));
        bytes = bytes.substr(0, limits.max_header_block_bytes);    // enough for its fields
    }
    mail.octets = without_mbox_line(bytes);
    if (first_line_ends_with_lone_lf(mail.octets)) {
        mail.owned = std::make_shared<const std::string>(with_crlf(mail.octets));
        mail.octets = *mail.owned;
    }

    mail.fields.reserve(std::min<std::size_t>(limits.max_header_fields, 24));    // most mails have fewer
    auto refusal = HeaderSplitter{mail, limits}.split();
    if (!refusal && mail.fields.empty()) refusal = unreadable("the mail has no header");
    if (!refusal) refusal = find_doubled_field(mail.fields);
    mail.report_like = header_is_report_like(mail.fields);
    if (mail.refusal) {
        mail.body = {};    // cut off above
        return mail;
    }

    const bool within_limit = scan_boundary_lines(mail, limits);
    if (!refusal && !within_limit) refusal = unreadable(fmt::format("more than {} lines start with \"--\"", limits.max_boundary_lines));
    mail.refusal = std::move(refusal);
    return mail;
}

const Field* find_field(const Prescan& mail, std::string_view name) {
    const auto is_it = [&](const Field& field) { return equal_ignoring_case(field.name, name); };
    const auto found = std::find_if(mail.fields.begin(), mail.fields.end(), is_it);
    return found == mail.fields.end() ? nullptr : &*found;
}

}  // namespace tlsrpt
