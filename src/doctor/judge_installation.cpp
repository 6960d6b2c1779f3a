// The local side, judged: would a report that arrives now be kept, counted and seen.
#include <fmt/format.h>

#include <algorithm>

#include "doctor/judge.hpp"
#include "tlsrpt/doctor.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

using Level = Finding::Level;
using Integrity = StoreHealth::Integrity;

constexpr std::chrono::days slack{2};    // prune runs once a day
constexpr std::chrono::days silence{3};  // RFC 8460 section 4.1: reports come daily
constexpr std::uint64_t mebibyte = 1u << 20;

std::string days_text(std::chrono::seconds age) {
    const auto days = std::chrono::floor<std::chrono::days>(age).count();
    return days == 1 ? "1 day" : fmt::format("{} days", days);
}

void judge_resolver(const DnsPath& dns, doctor::Findings& findings) {
    if (!dns.works)
        findings.add(Level::Error, "resolver", fmt::format("the resolver does not answer: {}", dns.detail),
                     "Without DNS no signature can be verified: reports wait in quarantine as key-unavailable.",
                     "Check /etc/resolv.conf or dns.forwarders.", "");
    else if (!dns.validates)
        findings.add(Level::Note, "resolver", "the resolver answers, but DNSSEC cannot be validated through it",
                     "Whether keys and TLSA records are signed is unknown here; verdicts say so.",
                     "Ask a resolver that passes signatures on (dns.forwarders), such as a local unbound.", "");
    else
        findings.ok("resolver", "the resolver answers, and DNSSEC is validated", "");
}

void judge_store(const StoreHealth& store, doctor::Findings& findings) {
    if (store.schema_version != 0 && store.schema_version < store.current_schema_version)
        findings.add(Level::Error, "store-schema",
                     fmt::format("{} has schema {}, this program's is {}", store.path, store.schema_version, store.current_schema_version),
                     "Reports are put off until it is brought up to date.", "Run tlsrpt-ingest migrate as the store's owner.", "");
    else if (store.schema_version > store.current_schema_version)
        findings.add(
            Level::Error, "store-schema",
            fmt::format("{} has schema {}, newer than this program's {}", store.path, store.schema_version, store.current_schema_version),
            "This program leaves it alone, and reports are put off.", "Upgrade the programs.", "");
    else if (!store.trouble.empty())
        findings.add(Level::Error, "store", fmt::format("the store cannot be read: {}", store.trouble),
                     "Nothing that was reported can be shown; a missing one is made by the first report.",
                     "Run doctor as a member of the store's group; see that database names the right file.", "");
    else
        findings.ok("store",
                    fmt::format("{} can be read: {} MiB, schema {}{}", store.path, store.file_bytes / mebibyte, store.schema_version,
                                store.server.empty() ? "" : ", " + store.server),
                    "");
    if (!store.is_durable)
        findings.add(Level::Warning, "store-durability", "the server is set up to lose what it has acknowledged (fsync or full_page_writes is off)",
                     "After a crash of its machine, reports that were taken from the MTA may be gone, or the whole store.",
                     "Turn both on in postgresql.conf.", "");
}

void judge_integrity(const StoreHealth& store, doctor::Findings& findings) {
    constexpr const char* check = "store-integrity";
    switch (store.integrity) {
        case Integrity::Sound:
            findings.ok(check, "SQLite's quick_check finds nothing wrong", "");
            return;
        case Integrity::Damaged:
            findings.add(Level::Error, check, fmt::format("the store is damaged: {}", store.integrity_detail),
                         "More may be lost with each report that comes.",
                         "Stop the programs, keep a copy of the file with its -wal and -shm, and run sqlite3 FILE .recover into a new one.",
                         "");
            return;
        case Integrity::NotFinished:
            findings.add(Level::Note, check, "SQLite's quick_check was stopped when its time was over, before it found anything",
                         "A large store takes longer.",
                         fmt::format("At a quiet hour: sqlite3 {} 'PRAGMA quick_check', or doctor --check-time 600.", store.path), "");
            return;
        case Integrity::Unknown:
            if (!store.integrity_detail.empty())
                findings.add(Level::Note, check, fmt::format("the store was not checked: {}", store.integrity_detail), "", "", "");
            return;
    }
}

void judge_retention(const Installation& installation, std::chrono::sys_seconds now, doctor::Findings& findings) {
    constexpr const char* check = "retention";
    const auto late = [&](const std::optional<std::chrono::sys_seconds>& oldest, std::chrono::days kept, const char* what) {
        if (!oldest || now - *oldest <= kept + slack) return false;
        findings.add(Level::Warning, check,
                     fmt::format("the oldest {} is {} old, but is to be kept for {}", what, days_text(now - *oldest), days_text(kept)),
                     "The store grows without bound, and holds mail longer than you meant.", "See that tlsrpt-ingest prune runs daily.",
                     "");
        return true;
    };
    const bool raw = late(installation.store.oldest_raw_at, installation.retention.raw, "raw mail of a stored report");
    const bool quarantine = late(installation.store.oldest_quarantined_at, installation.retention.quarantine, "mail in quarantine");
    if (!raw && !quarantine) findings.ok(check, fmt::format("no raw mail is older than its {}", days_text(installation.retention.raw)), "");
}

void judge_last_report(const StoreHealth& store, std::chrono::sys_seconds now, doctor::Findings& findings) {
    constexpr const char* check = "last-report";
    const char* fix = "See what became of the last mails: the MTA's log, and tlsrpt-query quarantine.";
    if (!store.last_report_at)
        findings.add(Level::Warning, check, "no report has come yet",
                     "Large senders report once a day when they have sent you mail; the first one comes within two days.", fix,
                     "RFC 8460 section 4.1");
    else if (now - *store.last_report_at > silence)
        findings.add(
            Level::Warning, check,
            fmt::format("the last report came {} ago, on {}", days_text(now - *store.last_report_at), to_rfc3339(*store.last_report_at)),
            "Reports come daily from whoever sent mail.", fix, "RFC 8460 section 4.1");
    else
        findings.ok(check, fmt::format("the last report came on {}", to_rfc3339(*store.last_report_at)), "RFC 8460 section 4.1");
}

void judge_listener(const Installation::Listener& listener, doctor::Findings& findings) {
    using State = Installation::Listener::State;
    constexpr const char* check = "daemon";
    switch (listener.state) {
        case State::Answers:
            findings.ok(check, fmt::format("tlsrpt-lmtpd answers at {}", listener.address), "");
            return;
        case State::Missing:
            findings.add(Level::Note, check, fmt::format("no daemon at {}", listener.address),
                         "It is needed only where the MTA speaks LMTP or uses tlsrpt-deliver; a pipe to tlsrpt-ingest works without.", "",
                         "");
            return;
        case State::Forbidden:
            findings.add(Level::Note, check, fmt::format("the socket {} may not be used by this user", listener.address),
                         "Whether the daemon answers is not known.", "Run doctor as a member of the socket's group.", "");
            return;
        case State::Refused:
        case State::Silent:
            findings.add(
                Level::Error, check,
                fmt::format("the daemon at {} does not answer{}", listener.address, listener.detail.empty() ? "" : ": " + listener.detail),
                "The MTA keeps the reports in its queue.", "systemctl status tlsrpt-lmtpd", "");
            return;
    }
}

void judge_space(const Installation& installation, doctor::Findings& findings) {
    constexpr const char* check = "disk";
    const StoreHealth& store = installation.store;
    if (store.total_bytes == 0) return;
    const std::uint64_t percent =
        static_cast<std::uint64_t>(static_cast<double>(store.free_bytes) / static_cast<double>(store.total_bytes) * 100.0);
    const std::string room = fmt::format("{} MiB ({} %) of the store's file system are free", store.free_bytes / mebibyte, percent);
    if (store.free_bytes < 16 * mebibyte)
        findings.add(Level::Error, check, room, "When it is full, reports are put off.", "Make room.", "");
    else if (percent < installation.min_free_percent)
        findings.add(Level::Warning, check, room, fmt::format("Under {} % no body is kept in quarantine.", installation.min_free_percent),
                     "Make room, or lower quarantine.min_free_percent.", "");
    else
        findings.ok(check, room, "");
}

void judge_mta(const Installation& installation, std::chrono::sys_seconds now, doctor::Findings& findings) {
    constexpr const char* check = "mta";
    if (installation.mta_files.empty()) {
        findings.add(Level::Note, check, "no configuration of Postfix or Exim can be read here",
                     "Whether the MTA hands reports over was not looked at.", "", "");
        return;
    }
    if (installation.report_addresses.empty()) {
        findings.add(Level::Note, check, "no report address is known to look for in the MTA's configuration", "",
                     "Set report_addresses in the configuration.", "");
        return;
    }
    const bool reports_come = installation.store.last_report_at && now - *installation.store.last_report_at <= silence;
    for (const std::string& address : installation.report_addresses) {
        const auto mention = std::ranges::find(installation.mentions, address, &Installation::Mention::address);
        if (mention != installation.mentions.end())
            findings.ok(check, fmt::format("{} stands in {}: {}", address, mention->file, doctor::quote(mention->line)), "");
        else
            findings.add(reports_come ? Level::Note : Level::Warning, check,
                         fmt::format("{} stands in none of the MTA's files that can be read ({})", address,
                                     doctor::listed(installation.mta_files, 4)),
                         reports_come ? "Reports come all the same, perhaps through an alias or a database."
                                      : "Its mail may go to a mailbox, or bounce.",
                         "See README, \"Set it up\".", "");
    }
}

}  // namespace

std::vector<Finding> judge_installation(const Installation& installation, std::chrono::sys_seconds now) {
    doctor::Findings findings{""};
    judge_resolver(installation.dns, findings);
    judge_store(installation.store, findings);
    judge_integrity(installation.store, findings);
    if (installation.store.trouble.empty()) {
        judge_retention(installation, now, findings);
        judge_last_report(installation.store, now, findings);
    }
    for (const Installation::Listener& listener : installation.listeners) judge_listener(listener, findings);
    judge_space(installation, findings);
    judge_mta(installation, now, findings);
    return findings.all();
}

}  // namespace tlsrpt
