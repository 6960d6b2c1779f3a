// What the store in memory keeps, and the rules on it, each in its own file.
//
//     record.cpp  → groups.cpp, quarantine.cpp     mails come
//     prune.cpp                                    and go
//     sums.cpp    → seen.cpp → reader.cpp          what counts, added up afresh
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <tuple>
#include <vector>

#include "store/report_key.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::test {

using std::chrono::sys_days;
using std::chrono::sys_seconds;

struct KeptQuarantine {
    Slug slug{};
    bool report_like{false};
    bool junk{false};
    bool is_signed{false};
    std::uint64_t kept_bytes{0};
    std::int64_t attempts{0};
    std::optional<sys_seconds> next_attempt_at;
    bool has_body{true};
};

struct KeptMail {
    MessageDetail detail;    ///< its message.raw are the octets that are kept; report and report_row are left empty
    std::optional<std::int64_t> duplicate_of;
    std::optional<KeptQuarantine> quarantine;

    [[nodiscard]] sys_seconds received_at() const { return detail.message.received_at; }
};

struct KeptReport {
    std::int64_t id{0};
    std::int64_t message_id{0};    ///< 0: its details are pruned
    std::int64_t group{0};         ///< the id of the group's first report
    std::optional<std::int64_t> revision_of;
    bool current{false};
    bool counts{true};             ///< false: its sums are pruned
    sys_seconds first_received_at{};
    ReportKey key;
    std::string sdid;
    std::string organizational_domain;
    std::string from_address;
    std::string json_sha256;
    Report report;

    [[nodiscard]] bool pruned() const { return message_id == 0; }
    [[nodiscard]] auto age() const { return std::tie(first_received_at, key.values_sha256); }
};

struct SignerDay {
    std::uint64_t reports{0};
    std::uint64_t duplicates{0};
};

struct KeptPolicy {
    std::int64_t id{0};
    sys_days last_day{};
    std::string lines;    ///< JSON array
};

/// One failure as one signer tells it; result type "" is "too many kinds".
using Symptom = std::tuple<std::string, std::string, std::string, std::string>;    // policy domain, receiving MX, result type, sdid

struct Contents {
    std::map<std::int64_t, KeptMail> mails;
    std::map<std::int64_t, KeptReport> reports;
    std::vector<KeptReport> forgotten;    // reports whose keys are pruned; their sums are kept longer
    std::map<std::tuple<sys_days, std::string, std::string>, std::int64_t> group_of_domain;    // day, report key, policy domain
    std::map<std::pair<std::string, sys_days>, bool> reporter_days;                            // sdid, day; whether a report covers a day only
    std::map<std::pair<sys_days, std::string>, SignerDay> signer_days;                         // day of receipt, organizational domain
    std::map<std::string, KeptPolicy> policies;                                                // by canonical text
    std::map<Symptom, std::int64_t> symptom_ids;
    std::int64_t last_message{0};
    std::int64_t last_report{0};
    std::int64_t last_policy{0};
    std::int64_t last_symptom{0};
    sys_days pruned_until{sys_days::min()};    // sums before it are gone
    bool may_overflow{false};                  // somebody said large numbers
};

struct MemoryState {
    explicit MemoryState(QuarantineBudget the_budget) : budget(the_budget) {}
    std::mutex mutex;
    QuarantineBudget budget;
    Contents contents;
};

/// What the store made of a mail.
struct Made {
    Slug slug{};
    std::string detail;
    std::optional<std::int64_t> duplicate_of;
};

/// A sum is beyond all bounds: nothing of the mail may be kept.
struct Overflow {};

// ---- record.cpp ----
Expected<Recorded> record_one(MemoryState& state, const Submission& submission);
Expected<Recorded> record_one_again(MemoryState& state, std::int64_t message_id, const Examination& examination);
/// @param octets  those that are kept
std::int64_t add_mail(Contents& contents, const Submission& submission, const Made& made, std::string_view octets, bool with_deviations);

// ---- groups.cpp ----
KeptReport* duplicate_in(Contents& contents, const ReportKey& key, const Examination& examination);
void note_copy(Contents& contents, KeptReport& report, sys_seconds received_at, const ReportKey& key, const Examination& examination);
/// Groups under this key that share a policy domain with the report.
std::set<std::int64_t> groups_of(const Contents& contents, const ReportKey& key, const Report& report);
std::int64_t add_report(Contents& contents, std::int64_t message_id, sys_seconds received_at, const ReportKey& key, const Examination& examination);

// ---- quarantine.cpp ----
std::int64_t add_to_quarantine(MemoryState& state, const Submission& submission, const Made& made);
void judge_again(KeptMail& mail, const Examination& examination, Slug slug);

// ---- prune.cpp ----
Pruned prune_contents(Contents& contents, const Retention& retention, sys_seconds now, bool dry_run, const Progress& progress);

// ---- sums.cpp ----
using DayOf = std::tuple<std::string, sys_days, std::string>;    // policy domain, day, sdid
struct Sums {
    std::map<DayOf, DailyRow> daily;
    std::map<std::tuple<std::string, sys_days, std::string, std::string, std::int64_t>, DailyPolicyRow> policies;
    std::map<std::tuple<std::string, sys_days, std::string, std::string, std::string, std::string>, std::uint64_t> failures;
};
Sums sums_of(const Contents& contents);
/// @throws Overflow
void require_bounded(const Contents& contents);
std::map<Symptom, std::map<sys_days, SightingRow>> sightings_of(const Contents& contents);
/// Gives new policies and symptoms their numbers.
void name_what_counts(Contents& contents, const KeptReport& report);

// ---- seen.cpp ----
bool in_days(const Selection& selection, sys_days day);
bool by_wanted(const Selection& selection, std::string_view sdid);
bool is_named(const Selection& selection, std::string_view domain);
/// Names that are no patterns are taken as they are; all others are names of current reports.
std::set<std::string> domains_of(const Sums& sums, const Selection& selection);
std::vector<SpellRow> spells_in(Contents& contents, const Selection& selection, sys_days as_of);
std::vector<SightingRow> sightings_in(const Contents& contents, std::int64_t symptom_id, sys_days since, sys_days until);
/// The days that each signer's reports speak of, and whether one of that day covers it alone.
std::map<std::string, std::map<sys_days, bool>> days_of_signers(const Contents& contents, sys_days as_of);
std::vector<ReporterRow> reporters_in(const Contents& contents, sys_days as_of);

// ---- reader.cpp ----
std::unique_ptr<StoreReader> reader_of(std::shared_ptr<MemoryState> state);

}  // namespace tlsrpt::test
