// Whether a signature is good under a public key: the one question that OpenSSL answers.
//
//     key octets, SHA-256 of the canonicalised header, signature octets  →  good or not
//
// OpenSSL 3 spends 100 to 180 µs on decoding an RSA key out of DER, so the key is made of the two numbers that rsa_key.cpp has read anyway.
// That, and what OpenSSL prepares at a key's first use and for each context, still costs 20 µs beside the 20 of verifying at 2048 bits; so each
// thread keeps 64 keys with their contexts, found by their exact octets, and a key of the same slot replaces the one before. No verdict
// depends on it. A key stays in the thread that made it.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "tlsrpt/expected.hpp"

namespace tlsrpt::dkim {

class PublicKey {
public:
    /// @param der  SubjectPublicKeyInfo or RSAPublicKey
    /// @return signature-failed, algorithm-refused  as parse_rsa_key()
    static Expected<PublicKey> rsa(std::string_view der);
    /// @param octets  the 32 of RFC 8463 section 4
    /// @return signature-failed  another length
    static Expected<PublicKey> ed25519(std::string_view octets);

    /// Of the RSA modulus; 256 for ed25519.
    [[nodiscard]] unsigned bits() const { return bits_; }

    /// RSASSA-PKCS1-v1_5 with SHA-256 over the hashed data (RFC 6376 section 3.3.2), or PureEd25519 over the hash itself
    /// (RFC 8463 section 3).
    [[nodiscard]] bool verifies(std::string_view sha256, std::string_view signature) const;

private:
    struct Opaque;
    PublicKey(std::shared_ptr<const Opaque> key, unsigned bits) : key_(std::move(key)), bits_(bits) {}
    static Expected<PublicKey> make_rsa(std::string_view der);
    static Expected<PublicKey> make_ed25519(std::string_view octets);
    template <typename Make>
    static Expected<PublicKey> cached(char type, std::string_view octets, Make make);

    std::shared_ptr<const Opaque> key_;
    unsigned bits_{0};
};

}  // namespace tlsrpt::dkim
