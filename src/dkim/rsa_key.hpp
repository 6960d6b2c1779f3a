// An RSA public key out of the p= of a key record, and its true size.
//
//     DER octets  →  modulus and exponent
//
// A strict reader of the two forms that senders publish: SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7, what RFC 6376 means) and the
// bare RSAPublicKey (RFC 8017 appendix A.1.1, what RFC 6376 section 3.6.1 says). The modulus whose bits are counted here is the very number
// that public_key.cpp hands to OpenSSL, so no second parser can see another key. DER only: one spelling for each key.
#pragma once

#include <string>
#include <string_view>

#include "tlsrpt/expected.hpp"

namespace tlsrpt::dkim {

struct RsaKey {
    std::string modulus;   ///< big-endian, no leading zero octet
    std::string exponent;  ///< likewise
    unsigned modulus_bits{0};
};

/// @return signature-failed   not one of the two forms, trailing octets, or an exponent under 3 or even or over 64 bits, with which
///                            signatures mean nothing or verifying takes too long
///         algorithm-refused  a modulus over 8192 bits
Expected<RsaKey> parse_rsa_key(std::string_view der);

}  // namespace tlsrpt::dkim
