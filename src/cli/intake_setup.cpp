#include "cli/intake_setup.hpp"

#include <utility>

namespace tlsrpt {

Expected<IntakeSetup> set_up_intake(const Config& config, const std::optional<std::string>& keys_flag, const Environment& environment, PathWatch watch) {
    auto domains = PolicyDomains::create(config.policy_domains);
    if (!domains) return domains.error();
    const auto file = flag_or_variable(keys_flag, environment, "TLSRPT_KEYS");
    auto keys = file ? open_key_file(*file) : open_resolver(config.resolver, std::move(watch));
    if (!keys) return keys.error();
    IntakeRules rules;
    rules.policy_domains = *std::move(domains);
    auto intake = Intake::start(config.limits, std::move(rules), **keys);
    if (!intake) return intake.error();
    return IntakeSetup{*std::move(keys), *std::move(intake)};
}

}  // namespace tlsrpt
