#include "cli/mail/watermark.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>
#include <tuple>
#include <vector>

#include "cli/output_file.hpp"
#include "tlsrpt/config.hpp"
#include "tlsrpt/file.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t max_file_bytes = 1u << 20;    // ten thousand groups
constexpr std::string_view heading = "# What the last summary mail of each group covered: group, report, message, time. Written by tlsrpt-query.\n";

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::optional<std::int64_t> number_of(std::string_view text) {
    const auto number = parse_count(text);
    if (!number || *number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

/// @return misconfigured  a line that is none of ours: better no mail than all reports of years again
Expected<std::vector<Watermark>> read_all(const std::string& path) {
    std::vector<Watermark> all;
    if (access(path.c_str(), F_OK) != 0 && errno == ENOENT) return all;    // the first time
    const auto text = read_file(path, max_file_bytes);
    if (!text) return Error{Slug::Misconfigured, text.error().detail};
    for (const std::string_view line : lines_of(*text)) {
        if (line.empty() || line.starts_with('#')) continue;
        auto watermark = parse_watermark(line);
        if (!watermark) return Error{Slug::Misconfigured, path + ": not a file of tlsrpt-query: \"" + cut_text(line, 80) + "\""};
        all.push_back(*std::move(watermark));
    }
    return all;
}

/// Held as long as this lives.
class FileLock {
public:
    explicit FileLock(const std::string& path) : fd_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0660)) {
        while (fd_ >= 0 && flock(fd_, LOCK_EX) != 0)
            if (errno != EINTR) break;
    }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock() {
        if (fd_ >= 0) close(fd_);
    }
    [[nodiscard]] bool is_open() const { return fd_ >= 0; }

private:
    int fd_;
};

}  // namespace

std::string to_line(const Watermark& watermark) {
    return watermark.group + ' ' + std::to_string(watermark.mark.report) + ' ' + std::to_string(watermark.mark.message) + ' ' + to_rfc3339(watermark.at);
}

std::optional<Watermark> parse_watermark(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    if (words.size() != 4 || !is_group_name(words[0])) return std::nullopt;
    const auto report = number_of(words[1]);
    const auto message = number_of(words[2]);
    const auto at = parse_time_flag(words[3]);
    if (!report || !message || !at) return std::nullopt;
    return Watermark{std::string{words[0]}, {*report, *message}, *at};
}

std::optional<Watermark> watermark_of_mail(std::string_view mail) {
    const std::string start = std::string{watermark_field} + ": ";
    std::optional<Watermark> found;
    for (std::string_view line : lines_of(mail)) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) break;    // the body
        if (!line.starts_with(start)) continue;
        if (found) return std::nullopt;
        found = parse_watermark(line.substr(start.size()));
        if (!found) return std::nullopt;
    }
    return found;
}

Expected<std::optional<Watermark>> read_watermark(const std::string& path, std::string_view group) {
    auto all = read_all(path);
    if (!all) return all.error();
    const auto found = std::ranges::find(*all, group, &Watermark::group);
    if (found == all->end()) return std::optional<Watermark>{};
    return std::optional<Watermark>{std::move(*found)};
}

Expected<void> write_watermark(const std::string& path, const Watermark& watermark) {
    const FileLock lock{path + ".lock"};
    if (!lock.is_open()) return Error{Slug::Misconfigured, path + ".lock: " + std::generic_category().message(errno)};
    auto all = read_all(path);
    if (!all) return all.error();
    const auto found = std::ranges::find(*all, watermark.group, &Watermark::group);
    if (found == all->end()) all->push_back(watermark);
    else if (std::tie(watermark.at, watermark.mark) > std::tie(found->at, found->mark)) *found = watermark;
    else return {};

    auto file = OutputFile::create(path);
    if (!file) return file.error();
    Stream out = file->stream();
    out.write(heading);
    for (const Watermark& one : *all) out.write(to_line(one) + "\n");
    if (const auto flushed = out.flush(); !flushed) return flushed.error();
    return file->keep();
}

}  // namespace tlsrpt
