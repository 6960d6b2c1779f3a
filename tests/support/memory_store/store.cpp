// The Store port on the contents in memory.
#include <algorithm>

#include "support/memory_store/memory_store.hpp"
#include "support/memory_store/state.hpp"

namespace tlsrpt::test {
namespace {

class MemoryStore final : public Store {
public:
    explicit MemoryStore(std::shared_ptr<MemoryState> state) : state_(std::move(state)) {}

    Expected<std::vector<Expected<Recorded>>> record(std::span<const Submission> submissions) override {
        const std::lock_guard lock{state_->mutex};
        std::vector<Expected<Recorded>> recorded;
        for (const Submission& submission : submissions) recorded.push_back(record_one(*state_, submission));
        return recorded;
    }
    Expected<Recorded> record_again(std::int64_t message_id, const Examination& examination) override {
        const std::lock_guard lock{state_->mutex};
        return record_one_again(*state_, message_id, examination);
    }
    Expected<std::vector<std::int64_t>> quarantined(std::optional<Slug> slug) override {
        return with_body([slug](const KeptQuarantine& mail) { return !slug || mail.slug == *slug; });
    }
    Expected<std::vector<std::int64_t>> due(sys_seconds now) override {
        return with_body([now](const KeptQuarantine& mail) { return mail.next_attempt_at && *mail.next_attempt_at <= now; });
    }
    Expected<std::optional<MessageRow>> message(std::int64_t message_id) override { return reader_of(state_)->message(message_id); }

    Expected<Pruned> prune(const Retention& retention, sys_seconds now, bool dry_run, const Progress& progress) override {
        const std::lock_guard lock{state_->mutex};
        return prune_contents(state_->contents, retention, now, dry_run, progress);
    }

private:
    template <typename Wanted>
    std::vector<std::int64_t> with_body(Wanted wanted) const {
        const std::lock_guard lock{state_->mutex};
        std::vector<std::pair<sys_seconds, std::int64_t>> found;
        for (const auto& [id, mail] : state_->contents.mails)
            if (mail.quarantine && mail.quarantine->has_body && wanted(*mail.quarantine)) found.emplace_back(mail.received_at(), id);
        std::sort(found.begin(), found.end());
        std::vector<std::int64_t> ids;
        for (const auto& [received_at, id] : found) ids.push_back(id);
        return ids;
    }

    std::shared_ptr<MemoryState> state_;
};

}  // namespace

MemoryDatabase::MemoryDatabase(QuarantineBudget budget) : state_(std::make_shared<MemoryState>(budget)) {}

std::unique_ptr<Store> MemoryDatabase::store() const { return std::make_unique<MemoryStore>(state_); }

std::unique_ptr<StoreReader> MemoryDatabase::reader() const { return reader_of(state_); }

}  // namespace tlsrpt::test
