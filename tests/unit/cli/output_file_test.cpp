#include "cli/output_file.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tlsrpt/file.hpp"

using namespace tlsrpt;

TEST_CASE("a file is replaced when all is written, and stays when it is not") {
    char name[] = "/tmp/tlsrpt-output-XXXXXX";
    const std::filesystem::path folder = mkdtemp(name);
    const std::string path = (folder / "page.html").string();
    std::ofstream{path} << "old";
    const mode_t mask = umask(022);
    {
        auto file = OutputFile::create(path);
        REQUIRE(file);
        Stream out = file->stream();
        out.write("new");
        REQUIRE(out.flush());
        CHECK(*read_file(path, 100) == "old");
    }
    CHECK(*read_file(path, 100) == "old");
    CHECK(std::distance(std::filesystem::directory_iterator{folder}, std::filesystem::directory_iterator{}) == 1);
    {
        auto file = OutputFile::create(path);
        REQUIRE(file);
        Stream out = file->stream();
        out.write("new");
        REQUIRE(out.flush());
        REQUIRE(file->keep());
    }
    umask(mask);
    CHECK(*read_file(path, 100) == "new");
    struct stat status {};
    REQUIRE(stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777u) == 0644u);
    CHECK(std::distance(std::filesystem::directory_iterator{folder}, std::filesystem::directory_iterator{}) == 1);
    CHECK_FALSE(OutputFile::create((folder / "no" / "such" / "folder").string()));
    std::filesystem::remove_all(folder);
}
