// The half of the programs that examines mails, made from the configuration.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/settings.hpp"
#include "tlsrpt/dnssec_path.hpp"
#include "tlsrpt/intake.hpp"

namespace tlsrpt {

struct IntakeSetup {
    std::unique_ptr<KeySource> keys;    ///< borrowed by intake
    Intake intake;
};

/// Forks the cell: call it before a store is open.
/// @param keys_flag  else TLSRPT_KEYS, else DNS
/// @param watch      of the DNS
/// @return misconfigured, internal
Expected<IntakeSetup> set_up_intake(const Config& config, const std::optional<std::string>& keys_flag, const Environment& environment,
                                    PathWatch watch = {});

}  // namespace tlsrpt
