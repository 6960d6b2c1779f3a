#include "mail/part_headers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t read_ahead = 4096;    // of a part's header, to tell a report from junk

Error unreadable(std::string detail) { return {Slug::MessageUnreadable, std::move(detail)}; }

// Where the first line starts with "--" whose line before ends at `position` or later.
std::size_t next_boundary_line(std::string_view body, std::size_t position) {
    const std::size_t line_end = body.find("\n--", position);
    return line_end == npos ? npos : line_end + 1;
}

// What follows the line.
std::string_view behind_line(std::string_view body, std::size_t line) {
    const std::size_t line_end = body.find('\n', line);
    return body.substr(line_end == npos ? body.size() : line_end + 1);
}

bool begins_with_line_end(std::string_view text) { return text.starts_with('\n') || text.starts_with("\r\n"); }

// A part's header: up to the empty line, its own line end included; or all of it when there is none.
std::string_view header_at(std::string_view text) {
    if (begins_with_line_end(text)) return {};
    for (std::size_t end = text.find('\n'); end != npos; end = text.find('\n', end + 1))
        if (begins_with_line_end(text.substr(end + 1))) return text.substr(0, end + 1);
    return text;
}

std::optional<Error> check_field(std::string_view raw, const Limits& limits) {
    if (raw.size() > limits.max_folded_field_bytes)
        return unreadable(fmt::format("a field in the header of a part is longer than {} octets", limits.max_folded_field_bytes));
    const std::size_t colon = raw.find(':');
    if (colon == npos) return std::nullopt;
    if (has_too_many_parameters({trim(raw.substr(0, colon)), raw.substr(colon + 1), raw}, limits))
        return unreadable(fmt::format("a field in the header of a part has more than {} parameters", limits.max_content_type_parameters));
    return std::nullopt;
}

std::optional<Error> check_header(std::string_view header, const Limits& limits) {
    if (header.size() > limits.max_header_block_bytes)
        return unreadable(fmt::format("the header of a part is longer than {} octets", limits.max_header_block_bytes));
    if (header.find('\0') != npos) return unreadable("NUL in the header of a part");
    std::size_t fields = 0;
    while (!header.empty()) {
        std::size_t end = header.find('\n');
        while (end != npos && (header.substr(end + 1).starts_with(' ') || header.substr(end + 1).starts_with('\t')))
            end = header.find('\n', end + 1);
        const std::string_view raw = header.substr(0, end);
        if (++fields > limits.max_header_fields)
            return unreadable(fmt::format("the header of a part has more than {} fields", limits.max_header_fields));
        if (auto refusal = check_field(raw, limits)) return refusal;
        header.remove_prefix(end == npos ? header.size() : end + 1);
    }
    return std::nullopt;
}

}  // namespace

bool scan_boundary_lines(Prescan& mail, const Limits& limits) {
    mail.boundary_lines.reserve(8);    // most mails have three
    std::size_t line = mail.body.starts_with("--") ? 0 : next_boundary_line(mail.body, 0);
    for (; line != npos; line = next_boundary_line(mail.body, line)) {
        if (mail.boundary_lines.size() == limits.max_boundary_lines) {
            mail.boundary_lines.clear();
            return false;
        }
        mail.boundary_lines.push_back(line);
        if (mail.report_like) continue;
        const std::string header = lower_ascii(header_at(behind_line(mail.body, line).substr(0, read_ahead)));
        mail.report_like = header.find("application/tlsrpt") != npos;
    }
    return true;
}

std::optional<Error> check_part_headers(const Prescan& mail, const Limits& limits) {
    for (const std::size_t line : mail.boundary_lines) {
        // One octet over the limit is enough to see that it is broken, and bounds the work of a mail without empty lines.
        const std::string_view header = header_at(behind_line(mail.body, line).substr(0, limits.max_header_block_bytes + 1));
        if (auto refusal = check_header(header, limits)) return refusal;
    }
    return std::nullopt;
}

bool has_too_many_parameters(const Field& field, const Limits& limits) {
    if (!equal_ignoring_case(field.name.substr(0, 8), "Content-")) return false;
    const auto separators = std::count(field.value.begin(), field.value.end(), ';');
    return static_cast<std::size_t>(separators) > limits.max_content_type_parameters;
}

}  // namespace tlsrpt
