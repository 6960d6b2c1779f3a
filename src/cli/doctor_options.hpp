// The flags of `tlsrpt-query doctor`.
//
// CLI11 is seen by the option parsers only.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>

#include "cli/options.hpp"

namespace tlsrpt {

/// What the command line says before it is understood.
struct RawDoctor {
    std::int64_t https_port{443};
    std::int64_t smtp_port{25};
    std::optional<double> timeout;
    std::optional<double> check_time;
};

void add_doctor(CLI::App& command, DoctorFlags& flags, RawDoctor& raw);
/// Notes what is wrong in `wrong`.
void settle_doctor(DoctorFlags& flags, const RawDoctor& raw, std::optional<UsageError>& wrong);

}  // namespace tlsrpt
