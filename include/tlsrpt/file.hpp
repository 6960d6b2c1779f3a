// A small text file as one string: configuration, key records, resolv.conf.
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "tlsrpt/expected.hpp"

namespace tlsrpt {

/// @param most  octets; a longer file is an error, so that a wrong path cannot fill the memory
/// @return misconfigured  "cannot read PATH: reason"
inline Expected<std::string> read_file(const std::string& path, std::size_t most) {
    const auto failed = [&path](const char* reason) { return Error{Slug::Misconfigured, "cannot read " + path + ": " + reason}; };
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "re"), std::fclose};
    if (!file) return failed(std::strerror(errno));
    std::string text;
    char block[4096];
    for (std::size_t got = sizeof block; got == sizeof block;) {
        got = std::fread(block, 1, sizeof block, file.get());
        text.append(block, got);
        if (text.size() > most) return failed("too long");
    }
    if (std::ferror(file.get())) return failed(std::strerror(errno));
    return text;
}

}  // namespace tlsrpt
