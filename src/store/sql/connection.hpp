// All that the store's logic asks of a database engine.
//
//     SQL + values → rows, changes, a new id
//
// The logic is written once, over this. Its SQL is what SQLite and PostgreSQL both understand:
//   - parameters ? and ?N; an upsert names its target and qualifies the columns of the row that is there
//   - truths are compared with TRUE and FALSE, never with 0 and 1; where they are counted, CASE makes numbers of them
//   - no two-argument min() and max(): CASE; where the order of rows matters, ORDER BY says it
//   - CROSS JOIN … ON fixes the order of tables for SQLite; the other engine reads JOIN there
//   - what only PostgreSQL needs stands in a comment that only it reads: /*pg … */
//
// SQL text lives as long as the connection: a literal. Not to be used by two threads at once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "store/sql/recording.hpp"
#include "store/sql/rows.hpp"
#include "store/sql/value.hpp"
#include "tlsrpt/report.hpp"

namespace tlsrpt::sql {

class Connection {
public:
    virtual ~Connection() = default;

    /// Writes, with no answer wanted. The engine may put it off until the next question or commit(), which then throws its error.
    template <typename... Values>
    void run(std::string_view sql, const Values&... values) {
        do_run(sql, std::array<Value, sizeof...(Values)>{Value{values}...});
    }
    /// Writes. @return the number of rows it changed
    template <typename... Values>
    std::int64_t change(std::string_view sql, const Values&... values) {
        return do_change(sql, std::array<Value, sizeof...(Values)>{Value{values}...});
    }
    /// INSERT INTO a table (…) VALUES (…) of one row. @return the id it got
    template <typename... Values>
    std::int64_t insert(std::string_view sql, const Values&... values) {
        return do_insert(sql, std::array<Value, sizeof...(Values)>{Value{values}...});
    }
    /// @param values  live as long as the Rows
    template <typename... Values>
    [[nodiscard]] Rows query(std::string_view sql, const Values&... values) {
        return Rows{do_query(sql, std::array<Value, sizeof...(Values)>{Value{values}...})};
    }
    /// The same where values are counted by a program.
    void run_with(std::string_view sql, std::span<const Value> values) { do_run(sql, values); }
    [[nodiscard]] Rows query_with(std::string_view sql, std::span<const Value> values) { return Rows{do_query(sql, values)}; }
    /// The one integer of the one row; 0 when there is none.
    template <typename... Values>
    [[nodiscard]] std::int64_t integer(std::string_view sql, const Values&... values) {
        Rows rows = query(sql, values...);
        return rows.next() ? rows.integer(0) : 0;
    }

    // For transaction.hpp.
    virtual void begin_to_write() = 0;  ///< alone: nobody else writes meanwhile
    /// To record a batch beside other writers, of which none touches the same scope at the same time.
    virtual void begin_to_record(const RecordingBatch& batch) = 0;
    virtual void begin_to_read() = 0;  ///< a snapshot
    virtual void begin_to_mark() = 0;  ///< to read when no writer is under way: whatever is recorded later gets higher numbers
    virtual void commit() = 0;
    virtual void roll_back() noexcept = 0;
    virtual void set_savepoint() = 0;
    virtual void release_savepoint() = 0;
    virtual void roll_back_to_savepoint() noexcept = 0;
    [[nodiscard]] virtual bool in_transaction() const = 0;

    /// Whether begin_to_record() with that batch was followed by a commit() that lost its connection and yet took place.
    virtual bool was_recorded(const RecordingBatch& batch) = 0;
    /// Before rows of a signer and a policy domain are changed that the batch did not name. @throws Conflict  then the same again gets the store alone
    virtual void require_scope(std::string_view sdid, std::string_view policy_domain) = 0;
    /// Before a report of that day is inserted by a transaction that begin_to_record() knows nothing of.
    virtual void prepare_day(std::chrono::sys_days day) = 0;
    /// A report as it can be stored: with texts that the engine gives back as they are.
    [[nodiscard]] virtual std::optional<Report> storable(const Report& report) const = 0;  ///< none: it is so already
    /// Policies and failures of pruned reports go by months, with drop_pruned_months(), in place of by rows.
    [[nodiscard]] virtual bool prunes_by_month() const = 0;
    virtual void drop_pruned_months() = 0;

    /// What was opened is no longer there: this connection would lose what it writes.
    [[nodiscard]] virtual bool is_lost() const = 0;
    /// @throws store-full  writing could end badly
    virtual void require_space() = 0;
    /// Whether that much can be kept and the wanted share of the file system stays free; true where nobody can say.
    [[nodiscard]] virtual bool has_room_for(std::uint64_t bytes, std::uint64_t min_free_percent) = 0;

protected:
    Connection() = default;
    Connection(Connection&&) = default;
    Connection& operator=(Connection&&) = default;

    virtual void do_run(std::string_view sql, std::span<const Value> values) = 0;
    virtual std::int64_t do_change(std::string_view sql, std::span<const Value> values) = 0;
    virtual std::int64_t do_insert(std::string_view sql, std::span<const Value> values) = 0;
    virtual Cursor& do_query(std::string_view sql, std::span<const Value> values) = 0;
};

}  // namespace tlsrpt::sql
