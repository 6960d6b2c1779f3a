// Signed mails and key records, each bent in one way, and what must become of it.
//
// The table serves verify_test.cpp and, exported as files, the comparison with an independent verifier (cross_check.py).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "support/report_mail.hpp"
#include "support/signer.hpp"
#include "tlsrpt/dkim.hpp"

namespace tlsrpt::test {

/// One minute after the signature's t=.
inline constexpr std::chrono::sys_seconds matrix_time{std::chrono::seconds{1'795'000'060}};
inline constexpr std::string_view matrix_key_name = "s1._domainkey.reporter.example";

struct Case {
    std::string name;     ///< a file name
    std::string section;  ///< where it is decided
    std::string mail;
    KeyAnswers keys;
    Slug slug{Slug::Acceptable};
    std::string detail;  ///< must be part of the verdict's detail
};

KeyAnswer found(std::string text);
/// The record of the RSA-2048 key at matrix_key_name.
KeyAnswers usual_keys();
KeyAnswers keys_with(std::string record);

/// A mail signed with those options and the keys that fit them.
Case signed_case(std::string name, std::string section, Slug slug, std::string detail, SignOptions options = {});
/// The usual signature with its tags bent before hashing.
Case bent_case(std::string name, std::string section, Slug slug, std::string detail, std::function<void(SignatureTags&)> bend);
/// The usual mail, the usual signature, another key record.
Case record_case(std::string name, std::string section, Slug slug, std::string detail, std::string record);

/// Replaces the first occurrence; throws when there is none, so that a case cannot silently test nothing.
std::string replaced(std::string text, std::string_view word, std::string_view by);

std::vector<Case> signature_field_cases();
std::vector<Case> key_record_cases();
std::vector<Case> mail_cases();
std::vector<Case> several_signature_cases();
/// All of them, made once; every name occurs once.
const std::vector<Case>& matrix();

}  // namespace tlsrpt::test
