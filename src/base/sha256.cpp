// Not by EVP_Digest(): that sets all of OpenSSL up, with its configuration file and some hundred algorithms, which costs a process that takes one
// mail more than the rest of its cryptography.
#define OPENSSL_SUPPRESS_DEPRECATED    // in favour of EVP_Digest()
#include <openssl/sha.h>

#include <array>
#include <memory>
#include <new>

#include "tlsrpt/text.hpp"

namespace tlsrpt {

struct Sha256::State {
    SHA256_CTX context;
};

namespace {

// They take no memory and cannot fail; if one does, no mail can be judged here.
void require(int status) {
    if (status != 1) throw std::bad_alloc{};
}

std::string hex_of(SHA256_CTX& state) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    require(SHA256_Final(digest.data(), &state));
    std::string hex;
    hex.reserve(2 * digest.size());
    for (const unsigned char octet : digest) {
        hex += digits[octet >> 4];
        hex += digits[octet & 15];
    }
    return hex;
}

}  // namespace

std::string sha256_hex(std::string_view octets) {
    SHA256_CTX state;
    require(SHA256_Init(&state));
    require(SHA256_Update(&state, octets.data(), octets.size()));
    return hex_of(state);
}

Sha256::Sha256() : state_(std::make_unique<State>()) { require(SHA256_Init(&state_->context)); }
Sha256::~Sha256() = default;

void Sha256::add(std::string_view octets) { require(SHA256_Update(&state_->context, octets.data(), octets.size())); }

std::string Sha256::hex_so_far() const {
    SHA256_CTX copy = state_->context;
    return hex_of(copy);
}

}  // namespace tlsrpt
