#include "cli/fields.hpp"

#include "cli/view.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

void write_time(JsonWriter& json, std::string_view key, const std::optional<std::chrono::sys_seconds>& time) {
    json.key(key);
    if (time) json.value(to_rfc3339(*time));
    else json.null();
}

}  // namespace

std::string_view dnssec_name(KeyAnswer::Dnssec dnssec) {
    switch (dnssec) {
        case KeyAnswer::Dnssec::Secure: return "secure";
        case KeyAnswer::Dnssec::Insecure: return "insecure";
        case KeyAnswer::Dnssec::Unavailable: break;
    }
    return "unavailable";
}

void write_verdict_members(JsonWriter& json, const SignatureVerdict& verdict) {
    text_or_null(json.key("sdid"), verdict.sdid);
    text_or_null(json.key("auid"), verdict.auid);
    text_or_null(json.key("selector"), verdict.selector);
    text_or_null(json.key("algorithm"), verdict.algorithm);
    text_or_null(json.key("canonicalization"), verdict.canonicalization);
    json.key("key_bits");
    if (verdict.key_bits > 0) json.value(verdict.key_bits);
    else json.null();
    text_or_null(json.key("services"), verdict.services);
    json.key("testing").value(verdict.testing);
    json.key("aligned").value(verdict.aligned);
    json.key("dnssec").value(dnssec_name(verdict.dnssec));
    write_time(json, "signed_at", verdict.signed_at);
    write_time(json, "expires_at", verdict.expires_at);
    texts(json.key("signed_fields"), verdict.signed_fields);
}

void write_signatures(JsonWriter& json, std::span<const SignatureVerdict> verdicts) {
    json.begin_array();
    for (const SignatureVerdict& verdict : verdicts) {
        json.begin_object();
        json.key("slug").value(outcome_of(verdict.slug).name);
        json.key("detail").value(verdict.detail);
        write_verdict_members(json, verdict);
        json.end_object();
    }
    json.end_array();
}

void write_identity(JsonWriter& json, const Identity& identity) {
    json.begin_object();
    write_verdict_members(json, identity.signature);
    text_or_null(json.key("from_address"), identity.from_address);
    text_or_null(json.key("from_domain"), identity.from_domain);
    text_or_null(json.key("organizational_domain"), identity.organizational_domain);
    json.end_object();
}

void write_deviations(JsonWriter& json, std::span<const Deviation> deviations) {
    json.begin_array();
    for (const Deviation& deviation : deviations) {
        json.begin_object();
        json.key("name").value(deviation.name);
        json.key("pointer").value(deviation.pointer);
        json.key("detail").value(deviation.detail);
        json.end_object();
    }
    json.end_array();
}

}  // namespace tlsrpt
