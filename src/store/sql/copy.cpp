#include "store/sql/copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "store/sql/copy_digest.hpp"
#include "store/sql/database_error.hpp"
#include "store/sql/transaction.hpp"

namespace tlsrpt::sql {
namespace {

[[noreturn]] void refuse(std::string detail) { throw DatabaseError({Slug::Misconfigured, std::move(detail)}, DatabaseError::Kind::Statement); }

// As it is in its row; lives as long as that.
Value value_at(const Rows& row, int column, Value::Kind kind) {
    switch (kind) {
        case Value::Kind::Integer:
            return Value{row.maybe_integer(column)};
        case Value::Kind::Truth:
            return Value{row.truth(column)};
        case Value::Kind::Text:
            return Value{row.view(column)};
        case Value::Kind::Octets:
            break;
    }
    return Value{Blob{row.view(column)}};
}

// One part of a key, which outlives its row. Keys have neither truths nor NULL.
struct Kept {
    Value::Kind kind{Value::Kind::Integer};
    std::int64_t integer{0};
    std::string octets;

    void take(const Rows& row, int column) {
        if (kind == Value::Kind::Integer)
            integer = row.integer(column);
        else
            octets.assign(row.view(column));
    }
    [[nodiscard]] Value value() const {
        if (kind == Value::Kind::Integer) return Value{integer};
        return kind == Value::Kind::Text ? Value{std::string_view{octets}} : Value{Blob{octets}};
    }
};

// A key in one line of text, whatever octets are in it.
std::string to_line(const std::vector<Kept>& key) {
    std::string line;
    for (const Kept& value : key) {
        if (!line.empty()) line += ' ';
        if (value.kind == Value::Kind::Integer) {
            line += fmt::format("{}", value.integer);
            continue;
        }
        line += value.kind == Value::Kind::Text ? 't' : 'o';
        for (const char octet : value.octets) line += fmt::format("{:02x}", static_cast<unsigned char>(octet));
    }
    return line;
}

std::vector<Kept> from_line(std::string_view line) {
    std::vector<Kept> key;
    while (!line.empty()) {
        std::string_view word = line.substr(0, line.find(' '));
        line.remove_prefix(std::min(word.size() + 1, line.size()));
        Kept value;
        if (word.starts_with('t') || word.starts_with('o')) {
            value.kind = word.front() == 't' ? Value::Kind::Text : Value::Kind::Octets;
            for (word.remove_prefix(1); word.size() >= 2; word.remove_prefix(2)) {
                unsigned octet = 0;
                std::from_chars(word.data(), word.data() + 2, octet, 16);  // NOLINT(bugprone-suspicious-stringview-data-usage): two are there
                value.octets += static_cast<char>(octet);
            }
        } else {
            std::from_chars(word.data(), word.data() + word.size(), value.integer);
        }
        key.push_back(std::move(value));
    }
    return key;
}

// SQL texts must live as long as the connections that know them: they are as many as there are tables.
std::string_view kept_text(std::string text) {
    static std::mutex mutex;
    static std::set<std::string> texts;
    const std::lock_guard lock{mutex};
    return *texts.insert(std::move(text)).first;
}

/// A table's rows on one side, batch by batch.
class TableReader {
public:
    TableReader(const CopySide& side, const CopyTable& table, const CopyBatch& most, std::vector<Kept> after) : db_(side.db), table_(table), most_(most), key_(table.key(side.engine)), after_(std::move(after)) {
        const CopyQuery rows = rows_query(table, side.engine);
        for (const CopyColumn& column : key_) last_.push_back({column.kind, 0, {}});
        first_ = kept_text(rows.first);
        next_ = kept_text(rows.next);
        if (!table.has_octets) return;
        const CopyQuery sizes = sizes_query(table, side.engine);
        first_sizes_ = kept_text(sizes.first);
        next_sizes_ = kept_text(sizes.next);
    }

    /// @return how many rows were visited; 0 at the end
    std::int64_t batch(const std::function<void(const Rows&)>& visit) {
        if (is_over_) return 0;
        const std::int64_t most = table_.has_octets ? rows_that_fit() : most_.rows;
        std::int64_t count = 0;
        {
            Rows row = ask(first_, next_, most);
            while (row.next()) {
                visit(row);
                ++count;
                for (std::size_t i = 0; i < key_.size(); ++i) last_[i].take(row, static_cast<int>(table_.columns.size() + i));
            }
        }
        is_over_ = key_.empty() || count < most;
        if (count > 0) after_ = last_;
        return count;
    }
    [[nodiscard]] const std::vector<Kept>& after() const { return after_; }

private:
    Rows ask(std::string_view first, std::string_view next, std::int64_t most) {
        values_.clear();
        for (const Kept& value : after_) values_.push_back(value.value());
        values_.emplace_back(most);
        return db_.query_with(after_.empty() ? first : next, values_);
    }

    std::int64_t rows_that_fit() {
        std::int64_t rows = 0;
        std::int64_t bytes = 0;
        Rows size = ask(first_sizes_, next_sizes_, most_.rows);
        while (size.next()) {
            bytes += size.integer(0);
            if (rows > 0 && bytes > most_.bytes) break;
            ++rows;
        }
        return std::max<std::int64_t>(rows, 1);
    }

    Connection& db_;
    const CopyTable& table_;
    CopyBatch most_;
    const std::vector<CopyColumn>& key_;
    std::vector<Kept> after_;
    std::vector<Kept> last_;
    std::vector<Value> values_;    // of the question that is asked
    std::string_view first_, next_, first_sizes_, next_sizes_;
    bool is_over_{false};
};

class Copier {
public:
    Copier(const CopySide& source, const CopySide& target, const Progress& progress, const CopyBatch& batch) : source_(source), target_(target), progress_(progress), batch_(batch) {}

    Copied run() {
        const ReadTransaction snapshot{source_.db};
        for (const CopyTable& table : copy_tables()) total_ += 3 * rows_of(source_, table);    // copied, read, read
        Copied copied;
        copied.resumed = is_half_copied(target_.db);
        std::string at;
        std::vector<Kept> after;
        const std::string source = description(source_);
        const std::optional<std::string_view> rows = copied.resumed ? std::nullopt : table_with_rows();
        copied.was_there = rows && description(target_) == source;    // it was told to nobody that it was complete
        if (rows && !copied.was_there) refuse(fmt::format("the target is not empty: its table {} has rows", *rows));
        if (copied.was_there) {
            compare_all(copied);
            return copied;
        }
        if (copied.resumed) {
            if (state("source") != source) refuse("the copy that was begun is of a source that was otherwise than this one is now: begin again with an empty target");
            at = state("table");
            after = from_line(state("after"));
        } else {
            begin(source);
        }
        for (const CopyTable& table : copy_tables()) {
            if (!at.empty() && at != table.name) {
                done_ += rows_of(source_, table);
                continue;
            }
            if (!at.empty()) done_ += rows_of(target_, table);
            copy(table, std::exchange(after, {}), !at.empty());
            at.clear();
        }
        take_over_sequences();
        compare_all(copied);
        Transaction transaction{target_.db};
        target_.db.run("DROP TABLE copying");
        transaction.commit();
        return copied;
    }

private:
    static std::uint64_t rows_of(const CopySide& side, const CopyTable& table) {
        return static_cast<std::uint64_t>(side.db.integer(kept_text(count_query(table, side.engine))));
    }

    // What a source looked like. The digests at the end are what proves it; this only finds out early.
    static std::string description(const CopySide& side) {
        std::string text;
        for (const CopyTable& table : copy_tables()) {
            text += fmt::format("{} {} ", table.name, rows_of(side, table));
            if (table.name == "message" || table.name == "report") text += fmt::format("{} ", last_id(side, table));
        }
        return text + fmt::format("{} {}", side.db.integer("SELECT CAST(sum(received_at - id * length(outcome)) AS bigint) FROM message"),
                                  side.db.integer("SELECT CAST(sum(first_received_at) AS bigint) FROM report"));
    }

    static std::int64_t last_id(const CopySide& side, const CopyTable& table) { return side.db.integer(kept_text(last_id_query(table, side.engine))); }

    std::optional<std::string_view> table_with_rows() const {
        for (const CopyTable& table : copy_tables())
            if (table.way == CopyTable::Way::Written && rows_of(target_, table) > 0) return table.name;
        return std::nullopt;
    }

    std::string state(std::string_view name) const {
        Rows row = target_.db.query("SELECT value FROM copying WHERE name = ?", name);
        return row.next() ? row.text(0) : std::string{};
    }
    void set_state(std::string_view name, std::string_view value) const {
        target_.db.run("INSERT INTO copying (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);
    }

    void begin(const std::string& source) const {
        Transaction transaction{target_.db};
        target_.db.run("CREATE TABLE copying (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
        set_state("source", source);
        set_state("table", copy_tables().front().name);
        set_state("after", "");
        transaction.commit();
    }

    void copy(const CopyTable& table, std::vector<Kept> after, bool is_resumed) {
        if (table.way == CopyTable::Way::Compared) return void(done_ += rows_of(source_, table));
        const bool is_new = after.empty() && (table.way == CopyTable::Way::Replaced || !is_resumed);
        if (is_new && table.way == CopyTable::Way::Replaced) {
            Transaction transaction{target_.db};
            target_.db.run(kept_text(fmt::format("DELETE FROM {}", table.name)));
            set_state("table", table.name);
            set_state("after", "");
            transaction.commit();
        }
        TableReader reader{source_, table, batch_, std::move(after)};
        const std::string_view insert = kept_text(insert_statement(table, target_.engine));
        const auto written = written_columns(table, target_.engine);
        for (;;) {
            Transaction transaction{target_.db};
            target_.db.require_space();
            const std::int64_t count = reader.batch([&](const Rows& row) { write(table, insert, written, row); });
            set_state("table", table.name);
            set_state("after", to_line(reader.after()));
            transaction.commit();
            advance(count);
            if (count == 0) return;
        }
    }

    void write(const CopyTable& table, std::string_view insert, const std::vector<std::size_t>& written, const Rows& row) {
        if (target_.engine == Engine::Postgresql && (table.name == "policy" || table.name == "failure")) ensure_month(table, row);
        std::vector<Value> values;
        values.reserve(written.size());
        for (const std::size_t i : written) values.push_back(value_at(row, static_cast<int>(i), table.columns[i].kind));
        target_.db.run_with(insert, values);
    }

    void ensure_month(const CopyTable& table, const Rows& row) {
        const auto day = std::find_if(table.columns.begin(), table.columns.end(), [](const CopyColumn& column) { return column.name == "day"; });
        const std::int64_t days = row.integer(static_cast<int>(day - table.columns.begin()));
        if (days == month_of_day_) return;    // most rows are of the same day as the one before
        month_of_day_ = days;
        target_.db.run("SELECT ensure_month(CAST(? AS integer))", days);
    }

    // Numbers that were given out are not given out again, though what had them may be gone.
    void take_over_sequences() const {
        Transaction transaction{target_.db};
        for (const CopyTable& table : copy_tables()) {
            const std::int64_t last = table.has_sequence ? last_id(source_, table) : 0;
            if (last == 0) continue;
            for (std::string& statement : set_last_id_statements(table, target_.engine)) target_.db.run(kept_text(std::move(statement)), last);
        }
        transaction.commit();
    }

    CopyDigest digest(const CopySide& side, const CopyTable& table) {
        CopyDigest digest;
        TableReader reader{side, table, batch_, {}};
        for (;;) {
            const std::int64_t count = reader.batch([&](const Rows& row) { digest.add(row, table); });
            advance(count);
            if (count == 0) return digest;
        }
    }

    CopiedTable compare(const CopyTable& table) {
        const CopyDigest here = digest(source_, table);
        const ReadTransaction snapshot{target_.db};
        const CopyDigest there = digest(target_, table);
        if (here.rows() != there.rows() || here.hex() != there.hex())
            throw_unavailable(fmt::format("the copy is not the same: table {} has {} rows of digest {} there, and {} of {} here", table.name, there.rows(), there.hex(),
                                          here.rows(), here.hex()));
        return {std::string{table.name}, here.rows(), here.hex()};
    }

    void compare_all(Copied& copied) {
        for (const CopyTable& table : copy_tables()) copied.tables.push_back(compare(table));
    }

    void advance(std::int64_t rows) {
        done_ += static_cast<std::uint64_t>(rows);
        if (progress_ && total_ > 0) progress_(std::min(done_, total_), total_);
    }

    CopySide source_;
    CopySide target_;
    const Progress& progress_;
    CopyBatch batch_;
    std::uint64_t done_{0};
    std::uint64_t total_{0};
    std::int64_t month_of_day_{-1'000'000'000};
};

}  // namespace

bool is_half_copied(Connection& db) {
    return db.integer(
               "SELECT count(*) FROM /*pg pg_tables WHERE tablename = 'copying' AND schemaname = current_schema() |*/"
               " sqlite_schema WHERE name = 'copying' /*|*/") > 0;
}

Copied copy_rows(const CopySide& source, const CopySide& target, const Progress& progress, const CopyBatch& batch) {
    return Copier{source, target, progress, batch}.run();
}

}  // namespace tlsrpt::sql
