// A file that is either the old one or the whole new one, for readers that come at any time: --output.
//
//     text → FILE.XXXXXX, flushed to disk → renamed to FILE
#pragma once

#include <string>

#include "cli/stream.hpp"

namespace tlsrpt {

class OutputFile {
public:
    /// @return misconfigured  the folder cannot be written
    static Expected<OutputFile> create(std::string path);
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&&) = delete;
    /// Without keep() nothing is left behind.
    ~OutputFile();

    /// Where the text goes; borrows the descriptor.
    [[nodiscard]] Stream stream() const { return Stream::of(fd_); }
    /// The stream must be flushed. @return internal  not written, disk full for example
    Expected<void> keep();

private:
    OutputFile(std::string path, std::string temporary, int fd) : path_(std::move(path)), temporary_(std::move(temporary)), fd_(fd) {}
    std::string path_;
    std::string temporary_;    // "": kept
    int fd_;
};

}  // namespace tlsrpt
