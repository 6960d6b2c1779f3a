// The members that several commands' JSON has in common: who signed, what was forgiven.
//
// Names are those of the C++ values. Text that is absent is null. Documented in schemas/query-output-v1.schema.json.
#pragma once

#include <span>

#include "tlsrpt/deviation.hpp"
#include "tlsrpt/dkim.hpp"
#include "tlsrpt/json_writer.hpp"

namespace tlsrpt {

/// The members of one verdict, into an object that the caller opened.
void write_verdict_members(JsonWriter& json, const SignatureVerdict& verdict);

/// An array of verdicts, each with its slug and detail.
void write_signatures(JsonWriter& json, std::span<const SignatureVerdict> verdicts);

/// The accepted signature and who is behind it.
void write_identity(JsonWriter& json, const Identity& identity);

/// An array of {name, pointer, detail}.
void write_deviations(JsonWriter& json, std::span<const Deviation> deviations);

/// "secure", "insecure" or "unavailable".
std::string_view dnssec_name(KeyAnswer::Dnssec dnssec);

}  // namespace tlsrpt
