#include "dkim/public_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <array>
#include <new>
#include <string>

#include "dkim/openssl_ready.hpp"
#include "dkim/recent.hpp"
#include "dkim/rsa_key.hpp"

namespace tlsrpt::dkim {

namespace {

constexpr std::size_t ed25519_key_bytes = 32;

template <auto free_function>
struct Freed {
    template <typename T>
    void operator()(T* handle) const noexcept {
        free_function(handle);
    }
};
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;

const unsigned char* octets_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Number number_of(std::string_view big_endian) {
    return Number(BN_bin2bn(octets_of(big_endian), static_cast<int>(big_endian.size()), nullptr));
}

/// For what does not depend on the mail's octets: it fails only when memory has run out, which says nothing about a key or a signature.
void must(bool done) {
    if (done) return;
    ERR_clear_error();
    throw std::bad_alloc{};
}

/// OpenSSL queues its errors per thread; ours are answers, not errors, but for memory.
void forget_errors() {
    bool no_memory = false;
    while (const unsigned long error = ERR_get_error()) {
        const int reason = ERR_GET_REASON(error);
        no_memory = no_memory || reason == ERR_R_MALLOC_FAILURE || reason == ERR_R_INTERNAL_ERROR ||
                    (ERR_GET_LIB(error) == ERR_LIB_BN && reason == BN_R_TOO_MANY_TEMPORARY_VARIABLES);
    }
    must(!no_memory);
}

Error unusable() {
    forget_errors();
    return Error{Slug::SignatureFailed, "OpenSSL does not take the public key"};
}

bool fits_ed25519(EVP_PKEY* key, std::string_view sha256, std::string_view signature) {
    const DigestContext context(EVP_MD_CTX_new());
    must(context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1);
    return EVP_DigestVerify(context.get(), octets_of(signature), signature.size(), octets_of(sha256), sha256.size()) == 1;
}

}  // namespace

struct PublicKey::Opaque {
    Key key;
    KeyContext pkcs1_sha256;    // set up to verify with an RSA key; none for the other kind
};

Expected<PublicKey> PublicKey::make_rsa(std::string_view der) {
    const auto numbers = parse_rsa_key(der);
    if (!numbers) return numbers.error();
    const Number modulus = number_of(numbers->modulus);
    const Number exponent = number_of(numbers->exponent);
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    must(modulus && exponent && builder);
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
        return unusable();
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const KeyContext context(EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nullptr));
    must(parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1);
    EVP_PKEY* made = nullptr;
    if (EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) return unusable();
    Key key(made);
    KeyContext pkcs1_sha256(EVP_PKEY_CTX_new(key.get(), nullptr));
    must(pkcs1_sha256 && EVP_PKEY_verify_init(pkcs1_sha256.get()) == 1 && EVP_PKEY_CTX_set_rsa_padding(pkcs1_sha256.get(), RSA_PKCS1_PADDING) == 1 &&
         EVP_PKEY_CTX_set_signature_md(pkcs1_sha256.get(), EVP_sha256()) == 1);
    return PublicKey(std::make_shared<const Opaque>(Opaque{std::move(key), std::move(pkcs1_sha256)}), numbers->modulus_bits);
}

Expected<PublicKey> PublicKey::make_ed25519(std::string_view octets) {
    if (octets.size() != ed25519_key_bytes) return Error{Slug::SignatureFailed, "malformed ed25519 key: not 32 octets"};
    Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets_of(octets), octets.size()));
    must(key != nullptr);    // any 32 octets make a key
    return PublicKey(std::make_shared<const Opaque>(Opaque{std::move(key), nullptr}), 256);
}

template <typename Make>
Expected<PublicKey> PublicKey::cached(char type, std::string_view octets, Make make) {
    thread_local Recent<PublicKey> recent;
    std::string exact(1, type);
    exact.append(octets);
    if (const PublicKey* known = recent.find(exact)) return *known;
    prepare_openssl();
    Expected<PublicKey> made = make(octets);
    if (made) recent.keep(exact, *made);
    return made;
}

Expected<PublicKey> PublicKey::rsa(std::string_view der) { return cached('r', der, make_rsa); }

Expected<PublicKey> PublicKey::ed25519(std::string_view octets) { return cached('e', octets, make_ed25519); }

bool PublicKey::verifies(std::string_view sha256, std::string_view signature) const {
    bool good = false;
    if (key_->pkcs1_sha256) {
        // EVP_PKEY_verify(3): it may be called again with the same parameters.
        good = EVP_PKEY_verify(key_->pkcs1_sha256.get(), octets_of(signature), signature.size(), octets_of(sha256), sha256.size()) == 1;
    } else {
        good = fits_ed25519(key_->key.get(), sha256, signature);
        // OpenSSL says "bad signature" too when it had no memory for the SHA-512 within: that is asked for by itself, and then the question again.
        if (!good) {
            std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
            must(EVP_Digest(sha256.data(), sha256.size(), digest.data(), nullptr, EVP_sha512(), nullptr) == 1);
            good = fits_ed25519(key_->key.get(), sha256, signature);
        }
    }
    if (!good) forget_errors();
    return good;
}

}  // namespace tlsrpt::dkim
