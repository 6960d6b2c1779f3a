// Every bound on what a mail may make us do, with its unit and its reason.
//
// The values are defaults; those that an administrator may have a reason to change are reachable from the
// configuration file (docs/tlsrpt.toml.5). A limit is part of the input of examine(), so that a verdict can be
// repeated: same bytes, same answers, same time, same limits, same Examination.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace tlsrpt {

struct Limits {
    // ---- the mail (src/mail) ----
    std::size_t max_mail_bytes = 25u << 20;             ///< whole mail; what large MX hosts take
    std::size_t max_header_block_bytes = 128u << 10;    ///< all header fields together
    std::size_t max_header_line_bytes = 8u << 10;       ///< one physical line; RFC 5322 says 998, Google's Subjects stay below
    std::size_t max_folded_field_bytes = 16u << 10;     ///< one field with its folds; GMime's address parser recurses over longer ones
    std::size_t max_header_fields = 1000;               ///< number of fields; real mails have under 60
    std::size_t max_boundary_lines = 200;               ///< lines that start "--"; a million empty parts cost GMime 1.3 GB
    std::size_t max_content_type_parameters = 64;       ///< ";" in one structured field; 20,000 parameters cost GMime 9 s
    std::size_t max_parts = 100;                        ///< MIME parts visited
    std::size_t max_part_depth = 10;                    ///< nested multiparts

    // ---- DKIM (src/dkim) ----
    std::size_t max_signatures = 8;                     ///< candidates tried per mail, the most promising first
    std::size_t max_signature_field_bytes = 16u << 10;  ///< one DKIM-Signature field
    std::size_t max_signed_field_names = 128;           ///< names in h=
    std::size_t max_auid_bytes = 255;                   ///< i=; libopendkim is unsafe on longer ones
    std::size_t max_key_record_bytes = 4096;            ///< one TXT record, joined
    unsigned min_rsa_bits = 1024;                       ///< RFC 8301 section 3.2; Microsoft signs with 1024
    std::chrono::seconds clock_drift{300};              ///< allowed on x= and t=
    bool require_tlsrpt_service = false;                ///< demand the explicit word tlsrpt in s=

    // ---- the report (src/report) ----
    std::size_t max_inflated_bytes = 20u << 20;         ///< the JSON text; absolute, since a ratio would refuse legal reports
    std::size_t max_json_depth = 16;                    ///< RFC 8460 needs 6
    std::size_t max_json_nodes = 1u << 20;              ///< values and keys; a giant of 20,000 failures has 180,000
    std::size_t max_json_string_bytes = 16u << 10;      ///< one string or key
    std::size_t max_policies = 10'000;                  ///< per report
    std::size_t max_failures = 100'000;                 ///< failure-details per report, all policies together
    std::size_t max_policy_strings = 1000;              ///< lines of one policy-string, hosts of one mx-host
    std::size_t max_violations = 100;                   ///< schema violations kept for a person to read
    std::size_t max_deviations = 1000;                  ///< recorded per mail; one more entry says how many were left out
    std::uint64_t max_session_count = (std::uint64_t{1} << 53) - 1;  ///< I-JSON's exact integers, RFC 7493 section 2.2
    std::chrono::hours max_range{8 * 24};               ///< longest date range that is plausible
    std::chrono::hours max_future{24};                  ///< a range may start this long after receipt
    std::chrono::hours max_past{366 * 24};              ///< a range must not have ended longer ago than this

    // ---- the cell (src/examine) ----
    std::size_t max_cell_memory_bytes = 512u << 20;     ///< RLIMIT_AS above what the program maps at start
    std::chrono::seconds max_cell_cpu{10};              ///< RLIMIT_CPU; the largest legal mail needs well under one second
    std::chrono::seconds max_cell_wait{20};             ///< wall clock for one answer
    std::size_t max_answer_bytes = 96u << 20;           ///< one encoded Examination
};

/// Headers kept when the body of a mail is not.
inline constexpr std::size_t max_kept_header_bytes = 16u << 10;

}  // namespace tlsrpt
