// Every kind of store, asked to do the same things.
//
//     body (what is recorded, pruned, asked)  →  one log for each kind of store; the logs must be equal
//
// A Place is one empty store of one kind. Whatever is done through it is written into its log with numbers of its own for mails and reports, as ids
// may have gaps. each_store() runs a body on a Place of each kind and then asks everything that can be asked (answers.hpp).
//
// PostgreSQL takes part when TLSRPT_TEST_POSTGRESQL has the URL of a superuser (tests/support/with_postgresql); each Place is a database of its own.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "../unit/store/fixture.hpp"

namespace tlsrpt::test {

/// 1, 2, … for ids in the order in which they are seen.
class Numbers {
public:
    std::string of(std::int64_t id) {
        if (id == 0) return "none";
        return std::to_string(seen_.try_emplace(id, seen_.size() + 1).first->second);
    }

private:
    std::map<std::int64_t, std::size_t> seen_;
};

class Place {
public:
    virtual ~Place() = default;
    [[nodiscard]] virtual std::string_view kind() const = 0;
    virtual std::unique_ptr<Store> open_store() = 0;
    virtual std::unique_ptr<StoreReader> open_reader() = 0;
    /// Where it is; none: in this process only.
    [[nodiscard]] virtual std::optional<StoreOptions> options() const { return std::nullopt; }
    /// What comes back of a text that is no UTF-8, or has a NUL in it.
    [[nodiscard]] virtual std::string kept(std::string_view text) const { return std::string{text}; }

    Store& store();
    StoreReader& reader();

    std::vector<Recorded> record(const std::vector<Submission>& submissions);
    Recorded record(const Examination& examination, std::chrono::sys_seconds received_at = noon, std::string_view bytes = "From: a\r\n\r\nbody\r\n");
    Recorded record_again(std::int64_t message_id, const Examination& examination);
    Pruned prune(std::chrono::sys_seconds now, const Retention& retention = {});

    void log(std::string_view line) { log_ += std::string{line} + '\n'; }
    [[nodiscard]] const std::string& log() const { return log_; }
    /// For a copy of it: the same numbers for the same ids, and the same log so far.
    void take_over(const Place& other) {
        mails = other.mails;
        reports = other.reports;
        messages_ = other.messages_;
        log_ = other.log_;
    }
    [[nodiscard]] const std::vector<std::int64_t>& messages() const { return messages_; }    ///< all that were recorded, in that order

    std::string text_of(const Expected<Recorded>& recorded);
    /// Ends of "google.com 2026-11-19 report 17" name a report.
    std::string with_number(std::string_view detail);
    Numbers mails;
    Numbers reports;

    void close() { reader_.reset(), store_.reset(); }

private:
    std::unique_ptr<Store> store_;
    std::unique_ptr<StoreReader> reader_;
    std::string log_;
    std::vector<std::int64_t> messages_;
};

/// An empty Place of each kind that this machine has.
std::vector<std::unique_ptr<Place>> new_places(const QuarantineBudget& budget);

using Body = std::function<void(Place&)>;
void each_store(const Body& body, QuarantineBudget budget = {});

/// "" or the first lines that differ, with what comes before them.
std::string difference(std::string_view a, std::string_view b);

}  // namespace tlsrpt::test
