#include "store/report_key.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

// Octets that are equal only for equal values: text carries its length before it, lists their count.
class DigestInput {
public:
    void add(std::uint64_t number) {
        std::array<char, 8> octets{};
        for (char& octet : octets) {
            octet = static_cast<char>(number & 0xFFu);
            number >>= 8;
        }
        put({octets.data(), octets.size()});
    }
    void add(std::chrono::sys_seconds time) { add(static_cast<std::uint64_t>(time.time_since_epoch().count())); }
    void add(std::string_view text) {
        add(std::uint64_t{text.size()});
        put(text);
    }
    void add(const std::vector<std::string>& list) {
        add(std::uint64_t{list.size()});
        for (const std::string& text : list) add(std::string_view{text});
    }
    /// Of all that was added so far.
    [[nodiscard]] std::string digest() {
        hash_waiting();
        return hash_.hex_so_far();
    }

private:
    // Many are hashed at once, and never all of a large report: the pages for them would cost as much as their hash.
    void put(std::string_view octets) {
        constexpr std::size_t most_waiting = 16u << 10;
        waiting_ += octets;
        if (waiting_.size() >= most_waiting) hash_waiting();
    }
    void hash_waiting() {
        hash_.add(waiting_);
        waiting_.clear();
    }

    Sha256 hash_;
    std::string waiting_;
};

void add(DigestInput& input, const FailureDetails& details) {
    input.add(std::string_view{details.result_type});
    input.add(std::string_view{details.sending_mta_ip});
    input.add(std::string_view{details.receiving_mx_hostname});
    input.add(std::string_view{details.receiving_mx_helo});
    input.add(std::string_view{details.receiving_ip});
    input.add(details.failed_session_count);
    input.add(std::string_view{details.additional_information});
    input.add(std::string_view{details.failure_reason_code});
}

void add(DigestInput& input, const PolicyResult& result) {
    input.add(std::string_view{result.policy.policy_type});
    input.add(result.policy.policy_string);
    input.add(std::string_view{result.policy.policy_domain});
    input.add(result.policy.mx_host);
    input.add(result.summary.total_successful_session_count);
    input.add(result.summary.total_failure_session_count);
    input.add(std::uint64_t{result.failure_details.size()});
    for (const FailureDetails& details : result.failure_details) add(input, details);
}

}  // namespace

ReportKey report_key(const Identity& identity, const Report& report) {
    DigestInput input;
    input.add(std::string_view{identity.signature.sdid});
    input.add(std::string_view{identity.from_address});
    input.add(std::string_view{report.report_id});
    input.add(report.date_range.start_datetime);
    input.add(report.date_range.end_datetime);
    ReportKey key{.day = report_day(report.date_range), .key_sha256 = input.digest(), .values_sha256 = {}};

    input.add(std::string_view{report.organization_name});
    input.add(std::string_view{report.contact_info});
    input.add(std::uint64_t{report.policies.size()});
    for (const PolicyResult& result : report.policies) add(input, result);
    key.values_sha256 = input.digest();
    return key;
}

}  // namespace tlsrpt
