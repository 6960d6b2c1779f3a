// What the last mail that was handed over covered: --since-last FILE.
//
//     file, group  →  the newest report and mail that somebody was told about, and when
//
// A line for each group: name, report, message, time. A mail carries in a header field the mark that it reaches to; after sendmail took it,
// `--handed-over MAIL` writes that mark here. So nothing moves while a mail is composed, looked at or refused, a mail that was sent twice
// moves it once, and whatever is recorded later, however late, is in the next mail. The mark never goes back, but for a store that is
// younger than it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "tlsrpt/expected.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt {

struct Watermark {
    std::string group;
    StoreMark mark;
    std::chrono::sys_seconds at{};    ///< when the mail was composed
    bool operator==(const Watermark&) const = default;
};

/// The header field of a mail that carries its mark.
inline constexpr const char* watermark_field = "X-TLSRPT-Covered";

/// "all 17 41 2026-11-24T06:30:00Z", in the file and in the field.
std::string to_line(const Watermark& watermark);
std::optional<Watermark> parse_watermark(std::string_view line);

/// The field of a composed mail. None when it has none, or more than one.
std::optional<Watermark> watermark_of_mail(std::string_view mail);

/// None when the file is missing or says nothing of the group. @return misconfigured  not such a file
Expected<std::optional<Watermark>> read_watermark(const std::string& path, std::string_view group);

/// Replaces the group's line under a lock (PATH.lock), in one step and durably; an older mark changes nothing.
/// @return misconfigured, internal  the file cannot be read or written
Expected<void> write_watermark(const std::string& path, const Watermark& watermark);

}  // namespace tlsrpt
