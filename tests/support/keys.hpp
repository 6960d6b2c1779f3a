// Throw-away private keys for tests. They are public by being here; nothing may ever trust them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tlsrpt::test {

enum class KeyKind : std::uint8_t { Rsa512, Rsa1023, Rsa1024, Rsa2048, Rsa4096, Ed25519 };

std::string_view private_key_pem(KeyKind kind);

/// How p= spells an RSA key: RFC 6376 section 3.6.1 says RSAPublicKey, its examples and everyone use SubjectPublicKeyInfo.
enum class PublicForm : std::uint8_t { SubjectPublicKeyInfo, RsaPublicKey };

/// DER, or the 32 octets of an ed25519 key, whose form is always RFC 8463's.
std::string public_key_octets(KeyKind kind, PublicForm form = PublicForm::SubjectPublicKeyInfo);
/// The same in base64: the value of p=.
std::string public_key(KeyKind kind, PublicForm form = PublicForm::SubjectPublicKeyInfo);
/// "v=DKIM1; k=…; p=…", with the tags given in between: "s=tlsrpt; ".
std::string key_record(KeyKind kind, std::string_view tags = "");

std::string encode_base64(std::string_view octets);

}  // namespace tlsrpt::test
