// The daemon from start to end.
//
//     fork server ─► store ─► examiner, writer ─► listeners ─► "READY=1" ─► event loop … SIGTERM ─► finish ─► exit 0
//
// The order is for safety: cells are forked by a process that started before any thread, listener or store, so that nothing of these is in them.
//
// SIGTERM, SIGINT: no new sessions; mails whose final dot has come are finished and answered, the rest is told 421. SIGHUP: the configuration is
// read again; limits of sessions, idle time, and the policy domains change at once, everything else needs a restart.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "tlsrpt/config.hpp"

namespace tlsrpt {

struct DaemonSettings {
    Config config;
    std::optional<std::string> keys_file;              ///< in place of DNS
    std::function<Expected<Config>()> read_config;     ///< again, at SIGHUP
};

/// Whether a daemon could start with these, as far as that can be said without starting one. @return misconfigured
Expected<void> check_settings(const DaemonSettings& settings);

/// Runs until it is told to stop. @return exit status: 0, 71 cannot listen or no cells, 78 misconfigured
int run_daemon(const DaemonSettings& settings);

}  // namespace tlsrpt
