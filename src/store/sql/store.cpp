#include "store/sql/store.hpp"

#include "store/sql/message_rows.hpp"
#include "store/sql/prune.hpp"
#include "store/sql/record.hpp"
#include "store/sql/transaction.hpp"

namespace tlsrpt::sql {
namespace {

// One mail in its savepoint. An error that took the whole transaction with it, or the connection, is thrown on.
template <typename Write>
Expected<Recorded> alone(Connection& db, Write write) {
    try {
        Savepoint savepoint{db};
        Recorded recorded = write();
        savepoint.release();
        return recorded;
    } catch (const DatabaseError& error) {
        if (!db.in_transaction() || error.kind() != DatabaseError::Kind::Statement || error.ends_transaction()) throw;
        return error.error();
    } catch (const std::exception& error) {
        if (!db.in_transaction()) throw;
        return Error{Slug::Internal, error.what()};
    }
}

// `otherwise` writes a mail whose counts are beyond all bounds.
template <typename Write, typename Otherwise>
Expected<Recorded> alone(Connection& db, Write write, Otherwise otherwise) {
    try {
        return alone(db, write);
    } catch (const DatabaseError& error) {
        if (error.kind() != DatabaseError::Kind::Bound || !db.in_transaction()) throw;
    }
    return alone(db, otherwise);
}

using Batch = std::vector<Expected<Recorded>>;

// @param uncertain  becomes what the COMMIT makes true, in case that its answer never comes
Batch committed(Transaction& transaction, Batch recorded, std::optional<Batch>& uncertain) {
    uncertain = std::move(recorded);
    transaction.commit();
    return *std::exchange(uncertain, std::nullopt);
}

// A savepoint copies each page before it is changed, which is a fifth of the work for a mail. As almost no mail fails, all are tried
// without one first; @return none when one failed, and then nothing is kept.
std::optional<Batch> record_together(Connection& db, const RecordingBatch& batch, const QuarantineBudget& budget, std::optional<Batch>& uncertain) {
    try {
        Batch recorded;
        recorded.reserve(batch.submissions.size());
        Transaction transaction{db, batch};
        for (const Submission& submission : batch.submissions) recorded.emplace_back(record_mail(db, submission, budget));
        return committed(transaction, std::move(recorded), uncertain);
    } catch (const DatabaseError& error) {
        if (error.ends_transaction()) throw;
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): it comes again when the mail is tried alone
    }
    return std::nullopt;
}

Batch record_each(Connection& db, const RecordingBatch& batch, const QuarantineBudget& budget, std::optional<Batch>& uncertain) {
    Batch recorded;
    recorded.reserve(batch.submissions.size());
    Transaction transaction{db, batch};
    for (const Submission& submission : batch.submissions)
        recorded.push_back(alone(
            db, [&] { return record_mail(db, submission, budget); }, [&] { return record_beyond_bounds(db, submission, budget); }));
    return committed(transaction, std::move(recorded), uncertain);
}

Expected<Recorded> record_again_in_transaction(Connection& db, std::int64_t message_id, const Examination& examination,
                                               const QuarantineBudget& budget) {
    Transaction transaction{db};
    auto recorded = alone(
        db, [&] { return record_mail_again(db, message_id, examination, budget); },
        [&] {
            Examination refused = examination;
            refused.slug = Slug::ReportImplausible;
            refused.detail = beyond_bounds_text;
            return record_mail_again(db, message_id, refused, budget);
        });
    transaction.commit();
    return recorded;
}

class SqlStore final : public Store {
public:
    SqlStore(Guard guard, const QuarantineBudget& budget) : guard_(std::move(guard)), budget_(budget) {}

    Expected<std::vector<Expected<Recorded>>> record(std::span<const Submission> submissions) override {
        const RecordingBatch batch{submissions, ++batches_};
        std::optional<Batch> uncertain;
        return guard_([&](Connection& db) {
            db.require_space();
            if (uncertain && db.was_recorded(batch)) return std::move(*uncertain);
            if (auto recorded = record_together(db, batch, budget_, uncertain)) return std::move(*recorded);
            return record_each(db, batch, budget_, uncertain);
        });
    }

    Expected<Recorded> record_again(std::int64_t message_id, const Examination& examination) override {
        const auto recorded = guard_([&](Connection& db) {
            db.require_space();
            return Batch{record_again_in_transaction(db, message_id, examination, budget_)};
        });
        if (!recorded) return recorded.error();
        return recorded->front();
    }

    Expected<std::vector<std::int64_t>> quarantined(std::optional<Slug> slug) override {
        return guard_([&](Connection& db) {
            const std::string_view name = slug ? outcome_of(*slug).name : std::string_view{};
            std::vector<std::int64_t> ids;
            Rows row = db.query(
                "SELECT message_id FROM quarantine WHERE has_body AND (?1 = '' OR slug = ?1) ORDER BY received_at, message_id", name);
            while (row.next()) ids.push_back(row.integer(0));
            return ids;
        });
    }

    Expected<std::vector<std::int64_t>> due(std::chrono::sys_seconds now) override {
        return guard_([&](Connection& db) {
            std::vector<std::int64_t> ids;
            Rows row = db.query("SELECT message_id FROM quarantine WHERE has_body AND next_attempt_at <= ? ORDER BY received_at, message_id", now);
            while (row.next()) ids.push_back(row.integer(0));
            return ids;
        });
    }

    Expected<std::optional<MessageRow>> message(std::int64_t message_id) override {
        return guard_([&](Connection& db) { return read_message(db, message_id, Raw::Read); });
    }

    Expected<Pruned> prune(const Retention& retention, std::chrono::sys_seconds now, bool dry_run, const Progress& progress) override {
        return guard_.once([&](Connection& db) { return sql::prune(db, retention, now, dry_run, progress); });
    }

private:
    Guard guard_;
    QuarantineBudget budget_;
    std::int64_t batches_{0};
};

}  // namespace

std::unique_ptr<Store> make_store(Guard guard, const QuarantineBudget& budget) { return std::make_unique<SqlStore>(std::move(guard), budget); }

}  // namespace tlsrpt::sql
