#include "mail/part_headers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t read_ahead = 4096;    // of a part's header, to tell a report from junk

Error unreadable(std::string detail) { return {Slug::MessageUnreadable, std::move(detail)}; }

// Walks over the lines of a body that start with "--".
class BoundaryLineWalk {
public:
    explicit BoundaryLineWalk(std::string_view body) : body_(body) {}

    /// What follows the next such line, or none.
    std::optional<std::string_view> next() {
        const std::size_t line = at_start_ && body_.starts_with("--") ? 0 : body_.find("\n--", position_);
        at_start_ = false;
        if (line == npos) return std::nullopt;
        const std::size_t line_end = body_.find('\n', line + 1);
        position_ = line_end == npos ? body_.size() : line_end;    // the LF may begin the next match
        return body_.substr(std::min(position_ + 1, body_.size()));
    }

private:
    std::string_view body_;
    std::size_t position_{0};
    bool at_start_{true};
};

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

BoundaryLines scan_boundary_lines(const Prescan& mail, const Limits& limits) {
    BoundaryLines lines;
    std::size_t count = 0;
    BoundaryLineWalk walk{mail.body};
    while (const auto after = walk.next()) {
        if (++count > limits.max_boundary_lines) {
            lines.too_many = true;
            return lines;
        }
        const std::string header = lower_ascii(header_at(after->substr(0, read_ahead)));
        lines.mention_report = lines.mention_report || header.find("application/tlsrpt") != npos;
    }
    return lines;
}

std::optional<Error> check_part_headers(const Prescan& mail, const Limits& limits) {
    BoundaryLineWalk walk{mail.body};
    while (const auto after = walk.next())
        // One octet over the limit is enough to see that it is broken, and bounds the work of a mail without empty lines.
        if (auto refusal = check_header(header_at(after->substr(0, limits.max_header_block_bytes + 1)), limits)) return refusal;
    return std::nullopt;
}

bool has_too_many_parameters(const Field& field, const Limits& limits) {
    if (!equal_ignoring_case(field.name.substr(0, 8), "Content-")) return false;
    const auto separators = std::count(field.value.begin(), field.value.end(), ';');
    return static_cast<std::size_t>(separators) > limits.max_content_type_parameters;
}

}  // namespace tlsrpt
