#include "tlsrpt/doctor.hpp"

#include <fmt/format.h>

#include <exception>

#include "doctor/gather.hpp"
#include "doctor/judge.hpp"
#include "doctor/suggestion.hpp"

namespace tlsrpt {

std::vector<Finding> examine_domain(const std::string& domain, DnsSource& dns, const DoctorOptions& options, const Expectations& expected) {
    try {
        return doctor::judge(doctor::gather(domain, dns, options, expected.now), expected);
    } catch (const std::exception& e) {
        doctor::Findings findings{domain};
        findings.add(Finding::Level::Error, "doctor", fmt::format("the examination broke off: {}", e.what()),
                     "Nothing is known of this domain.", "Try again; if it lasts, please report it.", "");
        return findings.all();
    }
}

Suggestion suggest(const std::string& domain, DnsSource& dns, const DoctorOptions& options, const Expectations& expected) {
    try {
        return doctor::suggestion_for(doctor::gather_dns(domain, dns, options), expected);
    } catch (const std::exception& e) {
        Suggestion suggestion;
        suggestion.policy_domain = domain;
        suggestion.trouble = e.what();
        return suggestion;
    }
}

}  // namespace tlsrpt
