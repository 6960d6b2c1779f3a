// Where mails and reports are kept, and how they are counted.
//
//     Submission (mail + Examination) → one transaction → Recorded
//     Selection → rows
//
// Rules:
//   - Everything of one mail is in one transaction, durable before record() returns.
//   - Key of a report: sdid, From address, report-id, range; under one key, reports whose sets of policy domains are
//     disjoint are different reports. Same key and same content is a duplicate; other content is a revision: kept,
//     flagged, and the newest (by time of receipt, then by content hash) counts. No order of arrival changes the result.
//   - The same JSON octets under another d= of the same organizational domain are a duplicate.
//   - Totals never count a session twice: see Counts below.
//   - A newer schema than ours is refused and never touched. A missing SQLite file is created in an existing directory.
//
// One Store per thread. SQLite lets one writer in at a time; over PostgreSQL several write at once, also from several hosts (docs/scaling.md).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/examination.hpp"
#include "tlsrpt/expected.hpp"
#include "tlsrpt/rows.hpp"

namespace tlsrpt {

/// Who carried the mail (RFC 5321). Claims of the MTA, kept for people.
struct Envelope {
    std::string reverse_path;                   ///< without < >; "" is the null sender
    std::vector<std::string> forward_paths;     ///< without < >
};

/// One examined mail, ready to be recorded. Borrowed; must outlive the call.
struct Submission {
    std::string_view bytes;                     ///< as received
    const Envelope* envelope{nullptr};
    std::string_view transport;                 ///< "pipe", "lmtp"
    std::chrono::sys_seconds received_at{};
    bool is_cut{false};                         ///< bytes are only the beginning of the mail: of these no body is kept
    const Examination* examination{nullptr};    ///< Acceptable is stored; a quarantine slug, or key-unavailable past its time, is quarantined
};

struct Recorded {
    Slug slug{Slug::Internal};      ///< stored, duplicate, revision, or the slug of the quarantine (quota-exceeded may replace Acceptable)
    std::string detail;             ///< "google.com 2026-11-22 report 17" …
    std::int64_t message_id{0};
};

struct QuarantineBudget {
    std::uint64_t max_bytes = 1u << 30;           ///< raw mails in quarantine
    std::uint64_t max_mails_per_day = 10'000;
    std::uint64_t quota_per_signer = 20'000;      ///< reports a day per organizational domain of the signer
    std::uint64_t min_free_percent = 10;          ///< of the file system: below it no body is kept in quarantine
};

struct Retention {
    std::chrono::days raw{30};            ///< raw mail of a stored report
    std::chrono::days quarantine{90};     ///< a quarantined mail that looks like a report
    std::chrono::days junk{7};            ///< one that does not
    std::chrono::days details{400};       ///< report, policy, failure, deviation rows; never under 366: keys and hashes keep duplicates out
    std::chrono::days rollup{3650};       ///< daily, daily_type
};

struct Pruned {
    std::uint64_t raw_mails{0};           ///< raw bytes dropped, rows kept
    std::uint64_t quarantined{0};
    std::uint64_t reports{0};
    std::uint64_t rollup_rows{0};
};

/// done, total; called often, must be cheap
using Progress = std::function<void(std::uint64_t, std::uint64_t)>;

using ReportVisitor = std::function<bool(const ReportRow&, const Report&)>;

/// How far a store has come. What is recorded later has higher numbers, whatever its time of receipt: a late mail, or one that leaves the quarantine.
struct StoreMark {
    std::int64_t report{0};     ///< the newest report
    std::int64_t message{0};    ///< the newest mail
    auto operator<=>(const StoreMark&) const = default;
};

struct StoreOptions {
    std::string database = "/var/lib/tlsrpt/tlsrpt.db";    ///< a path: SQLite; postgresql://…: PostgreSQL
    std::chrono::milliseconds busy_timeout{30'000};
    QuarantineBudget budget;
};

/// For programs that write. Every call returns store-busy, store-full or store-unavailable when the database fails.
class Store {
public:
    virtual ~Store() = default;

    /// One transaction for all of them, a SAVEPOINT for each: a failing one is rolled back and answered alone. An error of
    /// the whole means that nothing was kept. Returned values are durable (fsync).
    virtual Expected<std::vector<Expected<Recorded>>> record(std::span<const Submission> submissions) = 0;

    /// Records a mail of the quarantine again: when its new Examination is Acceptable the message leaves the quarantine and the report is
    /// stored; otherwise its slug, detail and verdicts are replaced. The raw bytes and the time of receipt stay.
    virtual Expected<Recorded> record_again(std::int64_t message_id, const Examination& examination) = 0;

    /// Messages in quarantine that still have their body, oldest first. Empty slug: all.
    virtual Expected<std::vector<std::int64_t>> quarantined(std::optional<Slug> slug) = 0;
    /// Those among them whose key DNS did not give and whose next attempt is due. Each attempt puts the next one further off.
    virtual Expected<std::vector<std::int64_t>> due(std::chrono::sys_seconds now) = 0;
    virtual Expected<std::optional<MessageRow>> message(std::int64_t message_id) = 0;

    /// @param now  what the ages are counted from
    virtual Expected<Pruned> prune(const Retention& retention, std::chrono::sys_seconds now, bool dry_run, const Progress& progress) = 0;
};

/// For programs that only look. Works beside writers, and for a member of the group while nobody writes.
class StoreReader {
public:
    virtual ~StoreReader() = default;
    virtual Expected<std::vector<DailyRow>> daily(const Selection& selection) = 0;
    virtual Expected<std::vector<DailyTypeRow>> daily_types(const Selection& selection) = 0;
    /// Failures grouped over the selection, most sessions first, at most `most` per policy domain.
    virtual Expected<std::vector<TopFailureRow>> top_failures(const Selection& selection, std::size_t most) = 0;
    virtual Expected<std::vector<FailureRow>> failures(const Selection& selection) = 0;
    /// Spells of the selected policy domains and signers, by policy domain, receiving MX, result type and first day. All spells of each failure
    /// that somebody saw on one of the selection's days, whenever they were.
    /// @param as_of  as if nothing later had been reported: spells that go on are cut there
    virtual Expected<std::vector<SpellRow>> spells(const Selection& selection, std::chrono::sys_days as_of) = 0;
    /// The days of a spell within the selection's days.
    virtual Expected<std::vector<SightingRow>> sightings(std::int64_t symptom_id, std::chrono::sys_days since, std::chrono::sys_days until) = 0;
    virtual Expected<std::vector<ReportRow>> reports(const Selection& selection) = 0;
    /// Deviations of the selected reports' mails by reporter, each mail once for a name; for each reporter the most mails first.
    virtual Expected<std::vector<DeviationCountRow>> deviation_counts(const Selection& selection) = 0;
    /// What was seen published, by policy domain and day; a policy that several reports of a signer's day show is there once.
    virtual Expected<std::vector<PolicyRow>> policies(const Selection& selection) = 0;
    /// What each signer counted under which policy.
    virtual Expected<std::vector<DailyPolicyRow>> daily_policies(const Selection& selection) = 0;
    /// The policy-string of each of those policies, in their order; empty for 0 and for what is pruned.
    virtual Expected<std::vector<std::vector<std::string>>> policy_strings(std::span<const std::int64_t> policy_ids) = 0;
    virtual Expected<std::vector<FailureSumRow>> failure_sums(const Selection& selection) = 0;
    virtual Expected<std::vector<DomainSumRow>> domain_sums(const Selection& selection) = 0;
    /// Signers whose stored reports speak of at least that many different report days, sorted.
    /// @param as_of  later days do not count
    virtual Expected<std::vector<std::string>> established_signers(unsigned days, std::chrono::sys_days as_of) = 0;
    /// Every signer, sorted. @param as_of  later days do not count
    /// @param names  what they call themselves costs reading all reports of their last days
    virtual Expected<std::vector<ReporterRow>> reporters(std::chrono::sys_days as_of, OrganizationNames names) = 0;
    /// The last `most` days up to `as_of` that reports of any of these signers speak of, newest first.
    virtual Expected<std::vector<std::chrono::sys_days>> last_report_days(std::span<const std::string> sdids, std::chrono::sys_days as_of,
                                                                          std::size_t most) = 0;
    /// Mails in quarantine by reason. @param since, until  the time of receipt
    virtual Expected<std::vector<QuarantineCountRow>> quarantine_counts(std::chrono::sys_seconds since, std::chrono::sys_seconds until) = 0;
    virtual Expected<std::vector<QuarantineRow>> quarantine(std::optional<Slug> slug) = 0;
    virtual Expected<std::optional<MessageRow>> message(std::int64_t message_id) = 0;
    /// All that is known of one mail: verdicts, deviations, and its report if it has one.
    virtual Expected<std::optional<MessageDetail>> detail(std::int64_t message_id) = 0;
    /// Of the report with that id (`reports` prints it), for `show`.
    virtual Expected<std::optional<std::int64_t>> message_of_report(std::int64_t report_id) = 0;
    /// The last day any report speaks of; none in an empty store.
    virtual Expected<std::optional<std::chrono::sys_days>> last_day() = 0;
    /// Each current report of the selection that was stored after the one of mark `after.report` (0: all), in the order of storing, with all that it
    /// says. One at a time: memory does not grow with what they say. `visit` gives false to end early.
    virtual Expected<void> each_report(const Selection& selection, const StoreMark& after, const ReportVisitor& visit, const Progress& progress) = 0;
    virtual Expected<StoreMark> mark() = 0;
};

/// Opens for writing; creates the file when it is missing and brings a new file to the current schema.
/// @return store-unavailable  no such directory, damaged, newer schema, or an older schema (run `tlsrpt-ingest migrate`)
Expected<std::unique_ptr<Store>> open_store(const StoreOptions& options);

/// Opens read-only. @return store-unavailable also when the file is missing
Expected<std::unique_ptr<StoreReader>> open_store_reader(const StoreOptions& options);

struct Migrated {
    unsigned from{0};
    unsigned to{0};
};
/// Brings a store to the current schema, creating it when missing; each step is atomic.
Expected<Migrated> migrate_store(const StoreOptions& options);

/// Sessions of one report and one policy domain, counted so that a session reported under sts and again under tlsa counts once:
/// Σ no-policy-found + max(Σ sts, Σ tlsa, each other type); failures likewise. `at_most` is the plain sum.
struct Counts {
    std::uint64_t sessions{0};
    std::uint64_t failures{0};
    std::uint64_t sessions_at_most{0};
    bool operator==(const Counts&) const = default;
};
Counts count_sessions(const Report& report, std::string_view policy_domain);

}  // namespace tlsrpt
