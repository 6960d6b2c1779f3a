#include <openssl/evp.h>

#include <array>
#include <new>

#include "tlsrpt/text.hpp"

namespace tlsrpt {

std::string sha256_hex(std::string_view octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    // It fails when memory has run out, or when OpenSSL has no SHA-256 at all: either way no mail can be judged here.
    if (EVP_Digest(octets.data(), octets.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw std::bad_alloc{};
    std::string hex;
    hex.reserve(std::size_t{2} * length);
    for (std::size_t i = 0; i < length; ++i) {
        hex += digits[digest.at(i) >> 4];
        hex += digits[digest.at(i) & 15];
    }
    return hex;
}

}  // namespace tlsrpt
