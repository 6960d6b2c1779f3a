#include "lmtp/daemon.hpp"

#include <malloc.h>
#include <sysexits.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <utility>

#include "lmtp/cell_examiner.hpp"
#include "lmtp/event_log.hpp"
#include "lmtp/listener.hpp"
#include "lmtp/notify.hpp"
#include "lmtp/server.hpp"
#include "lmtp/writer.hpp"
#include "tlsrpt/dnssec_path.hpp"
#include "tlsrpt/fork_server.hpp"
#include "tlsrpt/inquiry.hpp"
#include "tlsrpt/database_url.hpp"

namespace tlsrpt {
namespace {

std::string host_name() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0 || name.front() == '\0') return "localhost";
    return name.data();
}

Expected<std::vector<ListenAddress>> listen_addresses(const LmtpOptions& options) {
    std::vector<ListenAddress> addresses;
    for (const std::string& text : options.listen) {
        auto address = parse_listen_address(text, options.allow_remote);
        if (!address) return address.error();
        addresses.push_back(*std::move(address));
    }
    return addresses;
}

std::chrono::sys_seconds now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

/// @param log  where the resolver's path is told of; none: nobody asks it anything
Expected<CellExaminer::Settings> examiner_settings_of(const Config& config, const std::optional<std::string>& keys_file, const EventLog* log) {
    auto domains = PolicyDomains::create(config.policy_domains);
    if (!domains) return domains.error();
    const auto told = [log](const DnssecPath& path) {
        if (log == nullptr) return;
        if (path.validates) log->write(Event::DnssecAvailable);
        else log->write(Event::DnssecUnavailable, {{"detail", path.detail}});
    };
    auto keys = keys_file ? open_async_key_file(*keys_file) : open_async_resolver(config.resolver, {.told = told, .without_questions = log != nullptr});
    if (!keys) return keys.error();
    return CellExaminer::Settings{config.limits, IntakeRules{.policy_domains = *std::move(domains)}, *std::move(keys)};
}

std::array<EventField, 2> fields_of(const Error& error) {
    return {EventField{"reason", outcome_of(error.slug).name}, EventField{"detail", error.detail}};
}

mode_t mode_of(const std::string& octal) { return static_cast<mode_t>(std::strtoul(octal.c_str(), nullptr, 8)); }

// Sockets of systemd come in place of configured ones: the unit says then where we listen.
Expected<std::vector<Listener>> open_listeners(const LmtpOptions& options) {
    auto listeners = inherited_listeners();
    if (!listeners || !listeners->empty()) return listeners;
    const auto addresses = listen_addresses(options);
    if (!addresses) return addresses.error();
    if (addresses->empty()) return Error{Slug::Misconfigured, "lmtp.listen is empty, and systemd hands over no socket"};
    for (const ListenAddress& address : *addresses) {
        auto listener = open_listener(address, {mode_of(options.socket_mode), options.socket_group});
        if (!listener) return listener.error();
        listeners->push_back(*std::move(listener));
    }
    return listeners;
}

/// The store's thread opens it; an older schema is brought up to date, whenever it appears.
Expected<std::unique_ptr<Store>> open_current_store(const StoreOptions& options) {
    const auto migrated = migrate_store(options);
    if (!migrated) return migrated.error();
    return open_store(options);
}

std::int64_t microseconds_since_boot() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string seconds_of(const std::chrono::seconds& time) { return std::to_string(time.count()); }

/// What runs from READY to the last session's end.
class Daemon {
public:
    Daemon(asio::io_context& loop, const DaemonSettings& settings, const EventLog& log, const Notifier& notifier, CellExaminer& examiner, Server& server,
           asio::signal_set& signals)
        : loop_(loop), settings_(settings), log_(log), notifier_(notifier), examiner_(examiner), server_(server), signals_(signals), watchdog_(loop) {}

    /// @return why it had to end, when nobody told it to
    Expected<void> run() {
        wait_for_signal();
        if (notifier_.watchdog()) feed_watchdog();
        notifier_.tell("READY=1");
        log_.write(Event::Ready);
        loop_.run();
        return failure_ ? Expected<void>{*failure_} : Expected<void>{};
    }

    void fail(const Error& error) {
        log_.write(Event::ExaminerFailed, fields_of(error));
        failure_ = error;
        stop();
    }

private:
    void wait_for_signal() {
        signals_.async_wait([this](const std::error_code& error, int signal) {
            if (error) return;
            if (signal == SIGHUP) {
                reload();
                wait_for_signal();
            } else {
                stop();
            }
        });
    }

    void reload() {
        notifier_.tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds_since_boot()));    // which Type=notify-reload wants, sd_notify(3)
        const auto config = settings_.read_config();
        auto examiner = config ? examiner_settings_of(*config, settings_.keys_file, &log_) : config.error();
        if (config && examiner) {
            examiner_.apply(*std::move(examiner));
            server_.apply(config->lmtp, config->limits.max_mail_bytes);
            log_.write(Event::Reloaded, {{"max_sessions", std::to_string(config->lmtp.max_sessions)}, {"idle_timeout_seconds", seconds_of(config->lmtp.idle_timeout)}});
        } else {
            log_.write(Event::ReloadFailed, {{"detail", config ? examiner.error().detail : config.error().detail}});    // the old configuration goes on
        }
        notifier_.tell("READY=1");
    }

    void stop() {
        notifier_.tell("STOPPING=1");
        log_.write(Event::Stopping);
        server_.stop([this] {
            watchdog_.cancel();
            loop_.stop();
        });
    }

    // The event loop turns, so that everything goes on: that is what the watchdog wants to know.
    void feed_watchdog() {
        notifier_.tell("WATCHDOG=1");
        watchdog_.expires_after(*notifier_.watchdog() / 2);
        watchdog_.async_wait([this](const std::error_code& error) {
            if (!error) feed_watchdog();
        });
    }

    asio::io_context& loop_;
    const DaemonSettings& settings_;
    const EventLog& log_;
    const Notifier& notifier_;
    CellExaminer& examiner_;
    Server& server_;
    asio::signal_set& signals_;
    asio::steady_timer watchdog_;
    std::optional<Error> failure_;
};

/// @return misconfigured, internal; else how it ended
Expected<void> serve(const DaemonSettings& settings, const EventLog& log, const Notifier& notifier) {
    auto fork_server = ForkServer::start();    // before any thread, listener or store
    if (!fork_server) return fork_server.error();
    auto examiner_settings = examiner_settings_of(settings.config, settings.keys_file, &log);
    if (!examiner_settings) return examiner_settings.error();

    (void)migrate_store(settings.config.store);    // before anybody is told that we are ready; what is wrong with it the writer says

    asio::io_context loop{1};
    asio::signal_set signals{loop, SIGTERM, SIGINT, SIGHUP};    // here, so that a second SIGTERM does not end the end
    std::function<void(const Error&)> lost;    // set before the loop runs
    CellExaminer examiner{loop, *std::move(fork_server), *std::move(examiner_settings), PoolSize::of_this_machine(),
                          [&lost](const Error& error) { lost(error); }, now};
    Writer writer{{.open = [&settings] { return open_current_store(settings.config.store); },
                   .post = [&loop](std::function<void()> work) { asio::post(loop, std::move(work)); },
                   .failed = [&log](const Error& error) { log.write(Event::StoreFailed, fields_of(error)); },
                   .opened = [&] { log.write(Event::StoreOpened, {{"database", shown_database(settings.config.store.database)}}); }}};
    Server server{loop, examiner, writer, log, host_name()};
    server.apply(settings.config.lmtp, settings.config.limits.max_mail_bytes);
    auto listeners = open_listeners(settings.config.lmtp);
    if (!listeners) return listeners.error();
    for (Listener& listener : *listeners) server.serve(std::move(listener));
    Daemon daemon{loop, settings, log, notifier, examiner, server, signals};
    lost = [&daemon](const Error& error) { daemon.fail(error); };
    return daemon.run();
}

}  // namespace

Expected<void> check_settings(const DaemonSettings& settings) {
    const auto addresses = listen_addresses(settings.config.lmtp);
    if (!addresses) return addresses.error();
    const auto examiner = examiner_settings_of(settings.config, settings.keys_file, nullptr);
    if (!examiner) return examiner.error();
    return {};
}

int run_daemon(const DaemonSettings& settings) {
    const EventLog log{STDERR_FILENO, std::getenv("JOURNAL_STREAM") != nullptr};
    // One for the event loop and one for the writer: in a common one they would wait for each other twice a mail.
    (void)::mallopt(M_ARENA_MAX, 2);
    (void)std::signal(SIGPIPE, SIG_IGN);
    (void)std::signal(SIGXFSZ, SIG_IGN);    // a write fails with EFBIG, and the mail is put off
    const auto failed = [&log](const Error& error, int status) {
        log.write(Event::StartFailed, fields_of(error));
        return status;
    };
    const Notifier notifier = Notifier::from_environment();
    log.write(Event::Started, {{"pid", std::to_string(getpid())}});
    if (const auto checked = check_settings(settings); !checked) return failed(checked.error(), EX_CONFIG);
    try {
        if (const auto served = serve(settings, log, notifier); !served) return failed(served.error(), EX_OSERR);
    } catch (const std::exception& exception) {
        return failed({Slug::Internal, exception.what()}, EX_OSERR);
    }
    log.write(Event::Stopped);
    return EX_OK;
}

}  // namespace tlsrpt
