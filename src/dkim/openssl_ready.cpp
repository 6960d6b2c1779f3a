#include "dkim/openssl_ready.hpp"

#include <openssl/crypto.h>

namespace tlsrpt::dkim {

void prepare_openssl() {
    [[maybe_unused]] static const bool ready = [] {
        constexpr auto nothing = OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS;
        return OPENSSL_init_crypto(nothing, nullptr) == 1;    // what is missing then its users see, and say
    }();
}

}  // namespace tlsrpt::dkim
