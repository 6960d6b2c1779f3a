// A store in a temporary directory, and mails for it that need no DKIM and no MIME: the store sees examinations only.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tlsrpt/store.hpp"

namespace tlsrpt::test {

inline constexpr std::chrono::sys_seconds noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours{12}};
inline constexpr std::chrono::sys_days yesterday{std::chrono::year{2026} / 11 / 19};

class TemporaryDirectory {
public:
    TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory();
    [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// The value; the test ends with the error's text when there is none.
template <typename T>
T must(Expected<T> expected) {
    if (!expected) FAIL(std::string{outcome_of(expected.error().slug).name}, ": ", expected.error().detail);
    return std::move(*expected);
}

FailureDetails failure(std::string result_type, std::uint64_t sessions, std::string mx = "mx.example.net");
PolicyResult policy(std::string type, std::string domain, std::uint64_t successful, std::uint64_t failed,
                    std::vector<FailureDetails> failures = {});
/// Of yesterday, the whole day.
Report report(std::string id, std::vector<PolicyResult> policies);

/// Acceptable. json_sha256 is made of the report's values.
Examination accepted(Report report, const std::string& sdid = "sender.example");
Examination refused(Slug slug, bool report_like = true);

/// Borrows the examination and the bytes.
Submission submission_of(const Examination& examination, std::chrono::sys_seconds received_at = noon, std::string_view bytes = "mail");

class StoreFixture {
public:
    explicit StoreFixture(QuarantineBudget budget = {});
    Expected<Recorded> record(const Examination& examination, std::chrono::sys_seconds received_at = noon,
                              std::string_view bytes = "From: a\r\n\r\nbody\r\n");
    Recorded must_record(const Examination& examination, std::chrono::sys_seconds received_at = noon) {
        return must(record(examination, received_at));
    }
    [[nodiscard]] std::unique_ptr<StoreReader> reader() const { return must(open_store_reader(options)); }
    /// One number of the database, asked beside the store.
    [[nodiscard]] std::int64_t number(const std::string& sql) const;
    void execute(const std::string& sql) const;

    TemporaryDirectory directory;
    StoreOptions options;
    std::unique_ptr<Store> store;
};

inline constexpr std::chrono::sys_days far_future{std::chrono::year{2100} / 1 / 1};

/// Every day of every domain.
Selection everything();
std::string daily_text(StoreReader& reader, const Selection& selection = everything());
/// All three rollups as text, for comparison.
std::string rollups_text(StoreReader& reader);

}  // namespace tlsrpt::test
