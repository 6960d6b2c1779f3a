// What a result type or a reason code means, why it happens, how to mend it, and how to see that it is mended.
//
//     "certificate-expired" | "X509_V_ERR_CERT_HAS_EXPIRED" | "certificate has expired (10)"  →  Meaning
//
// The result types are those of RFC 8460 section 4.3. Reason codes are free text (section 4.4); known are those of OpenSSL, Microsoft
// and others that are seen in the field. `explain`, `summary`, the mail and the page all take their words from here.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt {

struct Meaning {
    struct Fix {
        std::string_view where;    ///< "Postfix", "Exim", "DNS", "Web server", …
        std::string_view what;
    };
    enum class Kind : std::uint8_t { ResultType, Reason, PolicyType };

    std::string_view word;                      ///< as RFC 8460 or its sender spells it
    Kind kind{Kind::ResultType};
    std::string_view meaning;                   ///< one sentence
    std::vector<std::string_view> causes;       ///< the likeliest first
    std::vector<Fix> fixes;
    std::string_view verify;                    ///< commands, one a line; MX and DOMAIN stand for the names
    std::vector<std::string_view> also;         ///< other spellings, and texts in which it is recognised
};

/// In the order of RFC 8460, reasons behind.
std::span<const Meaning> meanings();

/// Of a result type or reason code as it came by mail: case, blanks, "_" and "-" do not matter, and a known phrase inside a longer reason is found.
/// @return null when nothing is known of it
const Meaning* meaning_of(std::string_view word);

/// The word that a misspelt one was probably meant to be; "" when nothing is near.
std::string_view nearest_word(std::string_view word);

/// "Web server: …", for lists of texts.
std::string text_of(const Meaning::Fix& fix);

}  // namespace tlsrpt
