// What every fuzz target has in common: the entry that libFuzzer or replay.cpp calls, and how a broken property ends the process.
//
//     octets  →  nothing, or abort() with the name of the property
//
// A target checks more than that nothing crashes: each `require` is a sentence that a header of ours promises for all octets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tlsrpt/limits.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace tlsrpt::fuzz {

inline void require(bool holds, const char* property) {
    if (holds) return;
    std::fprintf(stderr, "property broken: %s\n", property);
    std::abort();
}

/// The input, taken apart from its front.
class Input {
public:
    Input(const std::uint8_t* data, std::size_t size) : left_(reinterpret_cast<const char*>(data), size) {}

    /// 0 when there is none left.
    std::uint8_t octet() { return static_cast<std::uint8_t>(take(1).empty() ? '\0' : taken_.front()); }
    std::string_view take(std::size_t size) {
        taken_ = left_.substr(0, size);
        left_.remove_prefix(taken_.size());
        return taken_;
    }
    /// A text whose length is in the octet before it.
    std::string_view text() { return take(octet()); }
    std::string_view rest() { return take(left_.size()); }
    [[nodiscard]] bool empty() const { return left_.empty(); }

private:
    std::string_view left_;
    std::string_view taken_;
};

/// Bounds that a small input can reach.
inline Limits small_limits() {
    Limits limits;
    limits.max_mail_bytes = 4096;
    limits.max_header_block_bytes = 1024;
    limits.max_header_line_bytes = 200;
    limits.max_folded_field_bytes = 400;
    limits.max_header_fields = 12;
    limits.max_boundary_lines = 8;
    limits.max_content_type_parameters = 4;
    limits.max_parts = 6;
    limits.max_part_depth = 2;
    limits.max_signatures = 2;
    limits.max_signature_field_bytes = 600;
    limits.max_signed_field_names = 8;
    limits.max_auid_bytes = 40;
    limits.max_inflated_bytes = 2048;
    limits.max_json_depth = 8;
    limits.max_json_nodes = 100;
    limits.max_json_string_bytes = 80;
    limits.max_policies = 2;
    limits.max_failures = 3;
    limits.max_policy_strings = 4;
    limits.max_violations = 3;
    limits.max_deviations = 4;
    return limits;
}

}  // namespace tlsrpt::fuzz
