#include "dkim/public_key.hpp"

#include <doctest/doctest.h>

#include "support/keys.hpp"

using namespace tlsrpt;
using dkim::PublicKey;
using test::KeyKind;
using test::public_key_octets;

TEST_CASE("bits") {
    CHECK(PublicKey::rsa(public_key_octets(KeyKind::Rsa1023))->bits() == 1023);
    CHECK(PublicKey::rsa(public_key_octets(KeyKind::Rsa4096))->bits() == 4096);
    CHECK(PublicKey::ed25519(public_key_octets(KeyKind::Ed25519))->bits() == 256);
}

TEST_CASE("a key of one type is no key of the other, cached or not") {
    const std::string rsa = public_key_octets(KeyKind::Rsa1024);
    const std::string ed25519 = public_key_octets(KeyKind::Ed25519);
    for (int round = 0; round < 2; ++round) {
        CHECK(PublicKey::rsa(rsa));
        CHECK_FALSE(PublicKey::ed25519(rsa));
        CHECK(PublicKey::ed25519(ed25519));
        CHECK_FALSE(PublicKey::rsa(ed25519));
    }
}

TEST_CASE("signatures of a wrong length are refused, not read") {
    const auto rsa = PublicKey::rsa(public_key_octets(KeyKind::Rsa1024));
    const auto ed25519 = PublicKey::ed25519(public_key_octets(KeyKind::Ed25519));
    REQUIRE(rsa);
    REQUIRE(ed25519);
    const std::string hash(32, 'h');
    for (const std::size_t length : {0, 1, 63, 64, 65, 127, 128, 129, 256, 5000}) {
        CAPTURE(length);
        CHECK_FALSE(rsa->verifies(hash, std::string(length, '\x01')));
        CHECK_FALSE(ed25519->verifies(hash, std::string(length, '\x01')));
    }
}

TEST_CASE("more keys than the cache holds: each is found by its own octets") {
    const std::string small = public_key_octets(KeyKind::Rsa1024, test::PublicForm::RsaPublicKey);
    const std::string large = public_key_octets(KeyKind::Rsa2048, test::PublicForm::RsaPublicKey);
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < 300; ++i) {
            std::string other = i % 2 == 0 ? small : large;
            other[20] = static_cast<char>(i);  // inside the modulus
            other[21] = static_cast<char>(i >> 4);
            const auto key = PublicKey::rsa(other);
            REQUIRE(key);
            CHECK(key->bits() == (i % 2 == 0 ? 1024 : 2048));
        }
    CHECK(PublicKey::rsa(small));
}
