// Gives a target the files of its corpus, one after another: what the fuzzers found worth keeping, in the ordinary tests and with any compiler.
//
//     replay_NAME FILE|FOLDER…    exit 0 and the number of files; 1 when there is none
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "target.hpp"

namespace {

std::vector<std::filesystem::path> files_of(const std::vector<std::filesystem::path>& arguments) {
    std::vector<std::filesystem::path> files;
    for (const auto& argument : arguments) {
        if (!std::filesystem::is_directory(argument)) {
            files.push_back(argument);
            continue;
        }
        for (const auto& entry : std::filesystem::directory_iterator(argument)) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

int main(int count, char** arguments) {
    const auto files = files_of({arguments + 1, arguments + count});
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        const std::string octets{std::istreambuf_iterator<char>(stream), {}};
        if (!stream.is_open() || stream.bad()) {
            std::fprintf(stderr, "cannot read %s\n", file.c_str());
            return 1;
        }
        std::printf("%s\n", file.c_str());
        std::fflush(stdout);    // the last line names the file that a crash is about
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size());
    }
    std::printf("%zu files\n", files.size());
    return files.empty() ? 1 : 0;
}
