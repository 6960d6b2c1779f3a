#include "report/inflate.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace tlsrpt::report {
namespace {

constexpr std::string_view gzip_magic = "\x1f\x8b";  // RFC 1952 section 2.3.1
constexpr int gzip_only = 16 + MAX_WBITS;
constexpr std::size_t least_step_bytes = 16u << 10;
constexpr std::size_t largest_step_bytes = 128u << 10;

Error too_large(std::size_t max_bytes) { return {Slug::ReportTooLarge, fmt::format("the report has over {} bytes", max_bytes)}; }

// Memory that ran out says nothing about the report.
int with_memory(int status) {
    if (status == Z_MEM_ERROR) throw std::bad_alloc{};
    return status;
}

// One z_stream that reads gzip members from `octets` one after another.
class Inflater {
public:
    explicit Inflater(std::string_view octets) {
        // zlib does not write to next_in; its type is older than const.
        stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(octets.data()));
        stream_.avail_in = static_cast<uInt>(octets.size());
        ready_ = with_memory(inflateInit2(&stream_, gzip_only)) == Z_OK;
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() {
        if (ready_) inflateEnd(&stream_);
    }

    [[nodiscard]] bool ready() const { return ready_; }
    [[nodiscard]] std::string_view rest() const { return {reinterpret_cast<const char*>(stream_.next_in), stream_.avail_in}; }
    [[nodiscard]] bool begins_member() const { return rest().starts_with(gzip_magic); }
    bool next_member() { return inflateReset(&stream_) == Z_OK; }

    /// Appends one member to `text`.
    Expected<void> read_member(std::string& text, std::size_t max_bytes) {
        for (;;) {
            // By steps: what resize() zeroes is still in the cache when zlib writes there.
            const std::size_t before = text.size();
            const std::size_t room = text.capacity() - before;
            const std::size_t step = room == 0 ? least_step_bytes : std::min(room, largest_step_bytes);
            text.resize(before + step);
            stream_.next_out = reinterpret_cast<Bytef*>(text.data() + before);
            stream_.avail_out = static_cast<uInt>(step);
            // All input there is, is here: told so, zlib keeps no window of 32 KiB for a member that fits into one step.
            const int status = with_memory(::inflate(&stream_, Z_FINISH));
            const std::size_t got = step - stream_.avail_out;
            if (got > max_bytes - before) return too_large(max_bytes);
            text.resize(before + got);
            if (status == Z_STREAM_END) return {};
            if (status == Z_OK || status == Z_BUF_ERROR) {
                if (stream_.avail_out == 0) continue;    // a full step, and perhaps more
                return Error{Slug::ReportInvalid,
                             stream_.total_out == 0 ? "gzip: ends before any data" : "gzip: truncated, its end is missing"};
            }
            // "incorrect header check", "invalid distance too far back", "incorrect data check", "incorrect length check" …
            return Error{Slug::ReportInvalid, fmt::format("gzip: {}", stream_.msg != nullptr ? stream_.msg : zError(status))};
        }
    }

private:
    z_stream stream_{};
    bool ready_{false};
};

/// What the text's own end says of its size (RFC 1952 section 2.3.1), as far as it can be true, and a little: inflating is fast where there is
/// room. Only reserved: memory that nobody writes to costs nothing.
std::size_t likely_room(std::string_view octets, std::size_t max_bytes) {
    constexpr std::size_t size_octets = 4;
    constexpr std::size_t most_ratio = 1032;    // of deflate
    constexpr std::size_t slack_bytes = 512;
    std::size_t size = 0;
    for (std::size_t i = 0; i < size_octets && i < octets.size(); ++i) size = size << 8 | static_cast<unsigned char>(octets[octets.size() - 1 - i]);
    if (size > max_bytes || size / most_ratio > octets.size()) return least_step_bytes;
    return size + slack_bytes;
}

}  // namespace

Expected<Inflated> inflate_report(std::string_view octets, std::size_t max_bytes) {
    if (octets.empty()) return Error{Slug::ReportInvalid, "the report part is empty"};
    if (!octets.starts_with(gzip_magic)) {
        if (octets.size() > max_bytes) return too_large(max_bytes);
        return Inflated{std::string{octets}, 0, 0};
    }
    if (octets.size() > std::numeric_limits<uInt>::max()) return too_large(max_bytes);
    Inflater inflater{octets};
    if (!inflater.ready()) return Error{Slug::Internal, "zlib cannot be set up"};
    Inflated inflated;
    inflated.text.reserve(likely_room(octets, max_bytes));
    do {
        if (inflated.members > 0 && !inflater.next_member()) return Error{Slug::Internal, "zlib cannot be reset"};
        if (auto done = inflater.read_member(inflated.text, max_bytes); !done) {
            if (inflated.members == 0 || done.error().slug == Slug::ReportTooLarge) return done.error();
            return Error{done.error().slug, fmt::format("{} (member {})", done.error().detail, inflated.members + 1)};
        }
        ++inflated.members;
    } while (inflater.begins_member());
    inflated.trailing_octets = inflater.rest().size();
    return inflated;
}

}  // namespace tlsrpt::report
