// Not by EVP_Digest(): that sets all of OpenSSL up, with its configuration file and some hundred algorithms, which costs a process that takes one
// mail more than the rest of its cryptography.
#define OPENSSL_SUPPRESS_DEPRECATED    // in favour of EVP_Digest()
#include <openssl/sha.h>

#include <array>
#include <new>

#include "tlsrpt/text.hpp"

namespace tlsrpt {

std::string sha256_hex(std::string_view octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256_CTX state;
    // They take no memory and cannot fail; if one does, no mail can be judged here.
    if (SHA256_Init(&state) != 1 || SHA256_Update(&state, octets.data(), octets.size()) != 1 || SHA256_Final(digest.data(), &state) != 1)
        throw std::bad_alloc{};
    std::string hex;
    hex.reserve(2 * digest.size());
    for (const unsigned char octet : digest) {
        hex += digits[octet >> 4];
        hex += digits[octet & 15];
    }
    return hex;
}

}  // namespace tlsrpt
