#include "doctor/suggestion.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "doctor/report_record.hpp"
#include "doctor/sts_policy.hpp"
#include "doctor/sts_record.hpp"
#include "evidence.hpp"

using namespace tlsrpt;
using namespace tlsrpt::doctor;

namespace {

// The text of a zone file line's TXT record.
std::string text_of(const std::string& line) {
    const std::size_t begin = line.find('"');
    return line.substr(begin + 1, line.rfind('"') - begin - 1);
}

}  // namespace

TEST_CASE("what is suggested is right by our own judgement, and begins with testing") {
    const Suggestion suggestion = suggestion_for(healthy(), expectations());
    REQUIRE(suggestion.dns.size() == 2);
    CHECK(suggestion.dns[0] == "_smtp._tls.example.com. 3600 IN TXT \"v=TLSRPTv1; rua=mailto:tlsrpt@example.com\"");
    CHECK(suggestion.dns[1] == "_mta-sts.example.com. 3600 IN TXT \"v=STSv1; id=20261124T000000Z\"");
    CHECK(read_sts_record(text_of(suggestion.dns[1])).id == "20261124T000000Z");
    CHECK(suggestion.policy == "version: STSv1\r\nmode: testing\r\nmx: mx1.example.com\r\nmx: mx2.example.com\r\nmax_age: 86400\r\n");
    const StsPolicy policy = read_sts_policy(suggestion.policy);
    CHECK(policy.problems.empty());
    CHECK(policy.mode == StsPolicy::Mode::Testing);
    CHECK(suggestion.trouble.empty());
    CHECK(std::ranges::any_of(suggestion.next_steps, [](const std::string& step) { return step.find("tlsrpt-query advise example.com") != std::string::npos; }));
}

TEST_CASE("an address with odd characters is encoded, so that it is read as it is") {
    Expectations expected = expectations();
    for (const char* address : {"a!b@example.com", "50%@example.com", "tls+rpt@example.com", "a&b?c#d@example.com"}) {
        CAPTURE(address);
        expected.report_addresses = {address};
        const ReportRecord record = read_report_record(text_of(suggestion_for(healthy(), expected).dns[0]));
        REQUIRE(record.rua.size() == 1);
        CHECK(record.rua.front().address == address);
        CHECK(record.violations.empty());
    }
}

TEST_CASE("what is missing is said") {
    Evidence evidence = healthy();
    evidence.policy_host_a = nothing();
    CHECK(suggestion_for(evidence, expectations()).dns.size() == 3);
    evidence.hosts.clear();
    CHECK(suggestion_for(evidence, expectations()).trouble == "the domain has no MX hosts: a policy needs at least one mx line");
    evidence.has_null_mx = true;
    CHECK(suggestion_for(evidence, expectations()).trouble == "the domain takes no mail (null MX): no policy is needed");
    evidence = healthy();
    evidence.hosts_left_out = 2;
    CHECK(suggestion_for(evidence, expectations()).trouble == "2 more MX hosts must be added");
}
