// quarantine_flood: records a flood of mails that nobody should keep, with a few real reports among them, and says what is left.
//
//   quarantine_flood [--mails N] [--days D] [DIR]     a line for each tenth of the flood, then what is kept; default 1,000,000 mails, 1 day
//
// One mail in four looks like a report (unsigned), the others are spam; each has 4 KB. 200 real reports are spread over the flood. The
// budget is the default one. Exit 1 when a mail was not answered 250 or a report is missing.
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/store.hpp"

namespace {

using namespace tlsrpt;
using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr std::size_t batch_size = 64;    // as large as a group commit of the daemon under load
constexpr std::size_t real_reports = 200;
constexpr sys_days first_day{std::chrono::year{2026} / 11 / 20};

Examination refused(Slug slug, bool report_like) {
    Examination examination;
    examination.slug = slug;
    examination.detail = "signature 1 of 1: no such key";
    examination.report_like = report_like;
    examination.from_domain = "forged.example";
    examination.subject = "Report Domain: example.com Submitter: forged.example Report-ID: <1@forged.example>";
    return examination;
}

Examination real_report(std::size_t number) {
    Report report{.organization_name = "Sender",
                  .date_range = {first_day - days{1}, first_day - seconds{1}},
                  .contact_info = "tls@sender.example",
                  .report_id = fmt::format("{}", number),
                  .policies = {{.policy = {"sts", {"version: STSv1"}, fmt::format("d{}.example", number), {"mx.example"}}, .summary = {10, 0}, .failure_details = {}}}};
    Examination examination;
    examination.slug = Slug::Acceptable;
    examination.report_like = true;
    SignatureVerdict verdict;
    verdict.slug = Slug::Acceptable;
    verdict.sdid = "sender.example";
    examination.signatures = {verdict};
    examination.identity = Identity{verdict, "tls@sender.example", "sender.example", "sender.example"};
    examination.json_sha256 = fmt::format("{:064}", number);
    examination.report = std::move(report);
    return examination;
}

std::uintmax_t bytes_on_disk(const std::string& database) {
    std::uintmax_t bytes = 0;
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::error_code missing;
        const auto size = std::filesystem::file_size(database + suffix, missing);
        if (!missing) bytes += size;
    }
    return bytes;
}

[[noreturn]] void die(const Error& error) {
    fmt::print(stderr, "quarantine_flood: {}\n", error.detail);
    std::exit(2);
}

struct Flood {
    std::size_t mails{1'000'000};
    std::size_t days{1};
    std::string directory{"."};
};

// Answers by slug.
std::map<std::string, std::size_t> record_all(Store& store, const Flood& flood, const std::string& database) {
    const Examination forged = refused(Slug::SignatureFailed, true);
    const Examination spam = refused(Slug::NoSignature, false);
    const Envelope envelope{"bounce@forged.example", {"tlsrpt@example.com"}};
    const std::string bytes = "From: a@forged.example\r\nSubject: Report Domain: example.com\r\n\r\n" + std::string(4000, 'x');
    std::map<std::string, std::size_t> answers;
    std::size_t reports = 0;
    for (std::size_t sent = 0; sent < flood.mails; sent += batch_size) {
        const auto received_at = first_day + days{sent * flood.days / flood.mails} + seconds{sent % 86'400};
        std::vector<Examination> reals;
        while (reports < real_reports && reports * flood.mails <= sent * real_reports) reals.push_back(real_report(reports++));
        std::vector<Submission> batch;
        for (std::size_t i = 0; i < batch_size; ++i)
            batch.push_back({bytes, &envelope, "lmtp", received_at, false, i % 4 == 0 ? &forged : &spam});
        for (const Examination& real : reals) batch.push_back({bytes, &envelope, "lmtp", received_at, false, &real});
        const auto recorded = store.record(batch);
        if (!recorded) die(recorded.error());
        for (const auto& one : *recorded) ++answers[std::string{outcome_of(one ? one->slug : one.error().slug).name}];
        if ((sent / batch_size) % (flood.mails / batch_size / 10) == 0)
            fmt::print("{:>9} mails  {:>6.1f} MB  {:.1f} s CPU\n", sent + batch_size, static_cast<double>(bytes_on_disk(database)) / 1e6,
                       static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
    }
    return answers;
}

}  // namespace

int main(int count, char** words) {
    Flood flood;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        if (word == "--mails" && i + 1 < count) flood.mails = std::max(std::strtoul(words[++i], nullptr, 10), 10 * batch_size);
        else if (word == "--days" && i + 1 < count) flood.days = std::max(std::strtoul(words[++i], nullptr, 10), 1ul);
        else flood.directory = word;
    }
    StoreOptions options;
    options.database = flood.directory + "/flood.db";
    options.budget.min_free_percent = 0;    // the bound shall hold by itself
    auto store = open_store(options);
    if (!store) die(store.error());
    const auto answers = record_all(**store, flood, options.database);

    auto reader = open_store_reader(options);
    if (!reader) die(reader.error());
    Selection everything;
    everything.until = first_day + days{1000};
    const auto reports = (*reader)->reports(everything);
    const auto mails = (*reader)->quarantine(std::nullopt);
    if (!reports || !mails) die(reports ? mails.error() : reports.error());
    std::size_t bodies = 0;
    for (const QuarantineRow& mail : *mails) bodies += mail.has_body ? 1 : 0;
    std::size_t put_off = 0;
    for (const auto& [slug, number] : answers) {
        fmt::print("answered {}: {}\n", slug, number);
        if (outcome_of(*slug_named(slug)).exit_status != 0) put_off += number;
    }
    fmt::print("kept: {} of {} reports, {} mails in quarantine, {} of them with body; {:.1f} MB on disk\n", reports->size(), real_reports,
               mails->size(), bodies, static_cast<double>(bytes_on_disk(options.database)) / 1e6);
    return put_off == 0 && reports->size() == real_reports ? 0 : 1;
}
