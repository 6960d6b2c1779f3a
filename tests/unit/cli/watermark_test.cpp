#include "cli/mail/watermark.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tlsrpt/file.hpp"

using namespace tlsrpt;

namespace {

constexpr std::chrono::sys_seconds morning{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} + std::chrono::hours{7}};

class Folder {
public:
    Folder() {
        char name[] = "/tmp/tlsrpt-watermark-XXXXXX";
        path_ = mkdtemp(name);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    [[nodiscard]] std::string file() const { return path_ + "/mark"; }

private:
    std::string path_;
};

Watermark mark(std::string group, std::int64_t report, std::chrono::seconds later = {}) { return {std::move(group), {report, 10 * report}, morning + later}; }

}  // namespace

TEST_CASE("a line is read as it is written, and nothing else is") {
    const Watermark one = mark("all", 17);
    CHECK(to_line(one) == "all 17 170 2026-11-24T07:00:00Z");
    CHECK(parse_watermark(to_line(one)) == one);
    for (const char* wrong : {"", "all", "all 17 170", "all 17 170 2026-11-24T07:00:00Z x", "all -1 170 2026-11-24T07:00:00Z", "all 17 170 today",
                              "a/b 17 170 2026-11-24T07:00:00Z", "all 99999999999999999999 1 2026-11-24T07:00:00Z"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_watermark(wrong));
    }
}

TEST_CASE("the mark of a mail is in its header, once") {
    const std::string field = "X-TLSRPT-Covered: all 17 170 2026-11-24T07:00:00Z\n";
    CHECK(watermark_of_mail("From: a\n" + field + "\nbody") == mark("all", 17));
    CHECK(watermark_of_mail("From: a\r\nX-TLSRPT-Covered: all 17 170 2026-11-24T07:00:00Z\r\n\r\nbody") == mark("all", 17));
    CHECK_FALSE(watermark_of_mail("From: a\n\n" + field));
    CHECK_FALSE(watermark_of_mail(field + field + "\nbody"));
    CHECK_FALSE(watermark_of_mail("X-TLSRPT-Covered: all\n\nbody"));
    CHECK_FALSE(watermark_of_mail(""));
}

TEST_CASE("each group has its line, which only a later mail moves") {
    const Folder folder;
    const auto read = [&](const char* group) {
        const auto found = read_watermark(folder.file(), group);
        REQUIRE(found);
        return *found;
    };
    CHECK_FALSE(read("one"));    // no file yet
    REQUIRE(write_watermark(folder.file(), mark("one", 5)));
    REQUIRE(write_watermark(folder.file(), mark("two", 7)));
    CHECK(read("one") == mark("one", 5));
    CHECK(read("two") == mark("two", 7));
    CHECK_FALSE(read("three"));
    REQUIRE(write_watermark(folder.file(), mark("one", 9, std::chrono::hours{1})));
    REQUIRE(write_watermark(folder.file(), mark("one", 6, std::chrono::minutes{1})));    // handed over again
    CHECK(read("one") == mark("one", 9, std::chrono::hours{1}));
    REQUIRE(write_watermark(folder.file(), mark("one", 10, std::chrono::hours{1})));     // in the same second
    CHECK(read("one") == mark("one", 10, std::chrono::hours{1}));
    REQUIRE(write_watermark(folder.file(), mark("one", 2, std::chrono::hours{2})));      // the store was replaced
    CHECK(read("one")->mark.report == 2);
    CHECK(read("two") == mark("two", 7));
}

TEST_CASE("a file that is something else stays as it is") {
    const Folder folder;
    std::ofstream{folder.file()} << "my diary\n";
    CHECK_FALSE(read_watermark(folder.file(), "all"));
    CHECK_FALSE(write_watermark(folder.file(), mark("all", 1)));
    CHECK(*read_file(folder.file(), 100) == "my diary\n");
    CHECK_FALSE(write_watermark("/nowhere/at/all", mark("all", 1)));
}
