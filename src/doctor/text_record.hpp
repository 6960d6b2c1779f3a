// TXT records of the form `v=NAME; field; field`, as TLSRPT and MTA-STS have them.
//
//     the TXT records under a name → which one counts, and why the others do not          one record → its fields
//
//   1. Records that do not begin with the version and ";" are discarded             RFC 8460 section 3, RFC 8461 section 3.1
//   2. Exactly one must be left, else the domain has none                            likewise
//   3. Fields are `name=value` between ";", blanks around the ";" only; one final ";" is allowed
//   4. Names of unknown fields are letters, digits and _-. up to 32; their values have no blank, "=", ";" or control character
//
// Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt::doctor {

struct Selected {
    std::vector<std::string> counting;     ///< records that begin with "version;"
    std::vector<std::string> near_misses;  ///< meant to be one, by the look of it
    std::vector<std::string> others;
};

/// @param version  "v=TLSRPTv1"
Selected select(std::span<const std::string> texts, std::string_view version);

/// Why a near miss does not begin with the version: "has a blank before …".
std::string why_missed(std::string_view text, std::string_view version);

struct Field {
    std::string_view name;
    std::string_view value;
};

struct Fields {
    std::vector<Field> fields;            ///< without the version; borrowed from the text
    std::vector<std::string> violations;  ///< of rule 3, one phrase each
};
Fields fields_of(std::string_view text);

/// Rule 4. @return what is wrong with it
std::optional<std::string> wrong_extension(const Field& field);

}  // namespace tlsrpt::doctor
