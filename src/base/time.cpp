#include "tlsrpt/time.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <ratio>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

using namespace std::chrono;

// Reads a text from the left; a read that does not fit leaves the position where it was.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    std::optional<int> digits(std::size_t least, std::size_t most) {
        std::size_t n = 0;
        int number = 0;
        while (n < most && n < rest_.size() && rest_[n] >= '0' && rest_[n] <= '9') number = number * 10 + (rest_[n++] - '0');
        if (n < least) return std::nullopt;
        rest_.remove_prefix(n);
        return number;
    }

    bool accept(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    std::string_view letters() {
        std::size_t n = 0;
        while (n < rest_.size() && ((rest_[n] >= 'a' && rest_[n] <= 'z') || (rest_[n] >= 'A' && rest_[n] <= 'Z'))) ++n;
        const std::string_view word = rest_.substr(0, n);
        rest_.remove_prefix(n);
        return word;
    }

    // Folding white space and comments, RFC 5322 section 3.2.2. Comments nest; an unclosed one is not skipped.
    void skip_cfws() {
        for (;;) {
            const std::size_t n = std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size());
            rest_.remove_prefix(n);
            if (!rest_.starts_with('(')) return;
            std::size_t depth = 0;
            std::size_t i = 0;
            for (; i < rest_.size(); ++i) {
                if (rest_[i] == '\\') ++i;
                else if (rest_[i] == '(') ++depth;
                else if (rest_[i] == ')' && --depth == 0) break;
            }
            if (i >= rest_.size()) return;
            rest_.remove_prefix(i + 1);
        }
    }

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

std::optional<sys_days> calendar_day(int y, int m, int d) {
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (y < 1970 || y > 9999 || !date.ok()) return std::nullopt;
    return sys_days{date};
}

std::optional<seconds> time_of_day(int h, int m, int s) {
    if (h > 23 || m > 59 || s > 60) return std::nullopt;
    return hours{h} + minutes{m} + seconds{s};
}

std::optional<sys_days> date_at(Cursor& in) {
    const auto y = in.digits(4, 4);
    if (!y || !in.accept('-')) return std::nullopt;
    const auto m = in.digits(2, 2);
    if (!m || !in.accept('-')) return std::nullopt;
    const auto d = in.digits(2, 2);
    if (!d) return std::nullopt;
    return calendar_day(*y, *m, *d);
}

std::optional<int> month_named(std::string_view name) {
    constexpr std::array<std::string_view, 12> names{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (equal_ignoring_case(name, names.at(i))) return static_cast<int>(i) + 1;
    return std::nullopt;
}

// RFC 5322 section 4.3. Military and unknown zones carry no information: "-0000", UTC.
minutes obsolete_zone(std::string_view name) {
    struct Zone { std::string_view name; int hours; };
    constexpr std::array<Zone, 8> zones{{{"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}}};
    for (const Zone& zone : zones)
        if (equal_ignoring_case(name, zone.name)) return hours{zone.hours};
    return minutes{0};
}

// Two digits of a date or a time of day. fmt would take most of the time of writing one, and every report has several.
void put_two(std::string& text, unsigned number) {
    text += static_cast<char>('0' + number / 10 % 10);
    text += static_cast<char>('0' + number % 10);
}

// A year of the library has 16 bits, and a signature's t= and x= go beyond: the calendar repeats every 400 years.
void put_date(std::string& text, sys_days date) {
    constexpr days cycle{146'097};
    const auto cycles = floor<duration<std::int64_t, std::ratio_multiply<days::period, std::ratio<cycle.count()>>>>(date.time_since_epoch());
    const year_month_day ymd{date - cycles};
    const std::int64_t y = static_cast<int>(ymd.year()) + 400 * cycles.count();
    if (y < 0 || y > 9999) {
        fmt::format_to(std::back_inserter(text), "{:04}", y);
    } else {
        put_two(text, static_cast<unsigned>(y / 100));
        put_two(text, static_cast<unsigned>(y % 100));
    }
    text += '-';
    put_two(text, static_cast<unsigned>(ymd.month()));
    text += '-';
    put_two(text, static_cast<unsigned>(ymd.day()));
}

}  // namespace

std::string to_rfc3339(sys_seconds time) {
    const auto days_part = floor<days>(time);
    const hh_mm_ss clock{time - days_part};
    std::string text;
    text.reserve(std::string_view{"2026-01-02T03:04:05Z"}.size());
    put_date(text, days_part);
    text += 'T';
    put_two(text, static_cast<unsigned>(clock.hours().count()));
    text += ':';
    put_two(text, static_cast<unsigned>(clock.minutes().count()));
    text += ':';
    put_two(text, static_cast<unsigned>(clock.seconds().count()));
    text += 'Z';
    return text;
}

std::string to_date(sys_days date) {
    std::string text;
    put_date(text, date);
    return text;
}

std::optional<sys_days> parse_date(std::string_view text) {
    Cursor in{text};
    const auto date = date_at(in);
    return in.at_end() ? date : std::nullopt;
}

// RFC 3339 section 5.6.
std::optional<ParsedTime> parse_rfc3339(std::string_view text) {
    ParsedTime parsed;
    Cursor in{text};
    const auto date = date_at(in);
    if (!date) return std::nullopt;
    if (in.accept('t') || in.accept(' ')) parsed.lower_case = true;
    else if (!in.accept('T')) return std::nullopt;
    const auto h = in.digits(2, 2);
    if (!h || !in.accept(':')) return std::nullopt;
    const auto m = in.digits(2, 2);
    if (!m || !in.accept(':')) return std::nullopt;
    const auto s = in.digits(2, 2);
    if (!s) return std::nullopt;
    const auto clock = time_of_day(*h, *m, *s);
    if (!clock) return std::nullopt;
    parsed.time = *date + *clock;
    if (in.accept('.')) {
        if (!in.digits(1, 9)) return std::nullopt;
        parsed.has_fraction = true;
    }
    if (in.at_end()) {
        parsed.zone_missing = true;
        return parsed;
    }
    if (in.accept('z')) parsed.lower_case = true;
    else if (!in.accept('Z')) {
        const bool east = in.accept('+');
        if (!east && !in.accept('-')) return std::nullopt;
        const auto zone_hours = in.digits(2, 2);
        if (!zone_hours || *zone_hours > 23 || !in.accept(':')) return std::nullopt;
        const auto zone_minutes = in.digits(2, 2);
        if (!zone_minutes || *zone_minutes > 59) return std::nullopt;
        const minutes offset = hours{*zone_hours} + minutes{*zone_minutes};
        parsed.time -= east ? offset : -offset;
        parsed.has_offset = true;
    }
    if (!in.at_end()) return std::nullopt;
    return parsed;
}

std::optional<sys_seconds> parse_rfc5322(std::string_view text) {
    Cursor in{text};
    in.skip_cfws();
    if (!in.letters().empty()) {    // the day of the week is not checked: it proves nothing
        in.skip_cfws();
        if (!in.accept(',')) return std::nullopt;
        in.skip_cfws();
    }
    const auto d = in.digits(1, 2);
    in.skip_cfws();
    const auto m = month_named(in.letters());
    in.skip_cfws();
    auto y = in.digits(2, 4);
    if (!d || !m || !y) return std::nullopt;
    if (*y < 50) *y += 2000;             // RFC 5322 section 4.3: two or three digits
    else if (*y < 1000) *y += 1900;
    const auto date = calendar_day(*y, *m, *d);
    in.skip_cfws();
    const auto hour = in.digits(2, 2);
    in.skip_cfws();
    if (!date || !hour || !in.accept(':')) return std::nullopt;
    in.skip_cfws();
    const auto minute = in.digits(2, 2);
    in.skip_cfws();
    if (!minute) return std::nullopt;
    int second = 0;
    if (in.accept(':')) {
        in.skip_cfws();
        const auto s = in.digits(2, 2);
        if (!s) return std::nullopt;
        second = *s;
        in.skip_cfws();
    }
    const auto clock = time_of_day(*hour, *minute, second);
    if (!clock) return std::nullopt;
    minutes offset{0};
    const bool east = in.accept('+');
    if (east || in.accept('-')) {
        const auto zone = in.digits(4, 4);
        if (!zone || *zone % 100 > 59) return std::nullopt;
        offset = hours{*zone / 100} + minutes{*zone % 100};
        if (!east) offset = -offset;
    } else {
        const std::string_view name = in.letters();
        if (name.empty()) return std::nullopt;
        offset = obsolete_zone(name);
    }
    in.skip_cfws();
    if (!in.at_end()) return std::nullopt;
    return *date + *clock - offset;
}

std::optional<sys_seconds> parse_time_flag(std::string_view text) {
    text = trim(text);
    if (const auto date = parse_date(text)) return sys_seconds{*date};
    if (const auto parsed = parse_rfc3339(text)) return parsed->time;
    return parse_rfc5322(text);
}

}  // namespace tlsrpt
