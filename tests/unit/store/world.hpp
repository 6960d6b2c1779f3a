// Random small worlds over two months: few signers, ids, domains, hosts and policies, so that days meet, split and join all the time.
//
//     seed → mails, copies and revisions among them; every fifth world tells more kinds of failure apart than are named
#pragma once

#include <fmt/format.h>

#include <random>

#include "model.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::test {

class World {
public:
    explicit World(unsigned seed) : random_(seed), loud_(seed % 5 == 0) {}

    std::vector<Mail> mails(std::size_t count) {
        std::vector<Mail> all;
        while (all.size() < count) {
            const bool copy = !all.empty() && below(4) == 0;
            all.push_back(copy ? all.at(below(static_cast<unsigned>(all.size()))) : mail());
            all.back().received_at = noon + std::chrono::seconds{below(20)};
        }
        return all;
    }

private:
    // Neither a distribution of the standard library nor two of them in one expression, which compilers may take in any order: a stored file is compared with these mails.
    unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

    FailureDetails random_failure() {
        FailureDetails details = failure(below(2) == 0 ? "certificate-expired" : "starttls-not-supported", 0);
        details.failed_session_count = below(3);
        details.receiving_mx_hostname = below(2) == 0 ? "mx1" : "";
        details.sending_mta_ip = below(3) == 0 ? "" : below(2) == 0 ? "198.51.100.7" : "2001:db8::1";
        return details;
    }

    PolicyResult random_policy() {
        const std::vector<std::string> types{"sts", "tlsa", "no-policy-found"};
        PolicyResult result = policy(types[below(3)], "a.example", 0, 0);
        if (below(3) != 0) result.policy.policy_domain = "b.example";
        result.summary.total_successful_session_count = 1 + below(3);
        const std::vector<std::vector<std::string>> policies{{}, {"version: STSv1", "mode: testing"}, {"Mode:TESTING", "version: STSv1 "}, {"mode: enforce"}};
        result.policy.policy_string = policies[below(4)];
        for (unsigned i = below(3); i > 0; --i) result.failure_details.push_back(random_failure());
        if (loud_ && below(6) == 0)
            for (unsigned i = 80 + below(80); i > 0; --i) result.failure_details.push_back(failure("certificate-expired", 1, fmt::format("mx{:03}", below(300))));
        return result;
    }

    Mail mail() {
        std::vector<PolicyResult> policies;
        for (unsigned i = 1 + below(2); i > 0; --i) policies.push_back(random_policy());
        Report said = report(below(4) == 0 ? "id 1" : "id 2", std::move(policies));
        const std::chrono::days back{below(6) * 9};
        said.date_range.start_datetime -= back;
        said.date_range.end_datetime -= back;
        Mail mail{accepted(std::move(said), below(3) == 0 ? "one.example" : "two.example"), noon};
        mail.examination.json_sha256 = sha256_hex(report_key(*mail.examination.identity, *mail.examination.report).values_sha256);
        return mail;
    }

    std::mt19937 random_;
    bool loud_;
};

}  // namespace tlsrpt::test
