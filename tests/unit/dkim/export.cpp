// Writes the matrix as files: dkim_matrix_export DIRECTORY
//
//     NAME.eml, and index.tsv: name, slug, section; keys.tsv: name, key name, kind, hex of the record
#include <filesystem>
#include <fstream>
#include <iostream>

#include "matrix.hpp"

namespace {

const char* name_of(tlsrpt::KeyAnswer::Kind kind) {
    switch (kind) {
        case tlsrpt::KeyAnswer::Kind::Found:
            return "found";
        case tlsrpt::KeyAnswer::Kind::None:
            return "none";
        case tlsrpt::KeyAnswer::Kind::Multiple:
            return "multiple";
        case tlsrpt::KeyAnswer::Kind::Unavailable:
            return "unavailable";
    }
    return "";
}

std::string hex(const std::string& octets) {
    constexpr const char* digits = "0123456789abcdef";
    std::string text;
    for (const char c : octets) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: dkim_matrix_export DIRECTORY\n";
        return 64;
    }
    const std::filesystem::path directory(argv[1]);
    std::ofstream index(directory / "index.tsv");
    std::ofstream keys(directory / "keys.tsv");
    for (const tlsrpt::test::Case& each : tlsrpt::test::matrix()) {
        std::ofstream(directory / (each.name + ".eml"), std::ios::binary) << each.mail;
        index << each.name << '\t' << tlsrpt::outcome_of(each.slug).name << '\t' << each.section << '\n';
        for (const auto& [name, answer] : each.keys)
            keys << each.name << '\t' << name << '\t' << name_of(answer.kind) << '\t' << hex(answer.text) << '\n';
    }
    return index && keys ? 0 : 74;
}
