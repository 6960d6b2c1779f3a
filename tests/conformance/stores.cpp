#include "stores.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "answers.hpp"
#include "postgresql_place.hpp"
#include "support/memory_store/memory_store.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::test {
namespace {

class SqlitePlace final : public Place {
public:
    explicit SqlitePlace(const QuarantineBudget& budget) {
        options_.database = directory_.file("tlsrpt.db");
        options_.budget = budget;
    }
    [[nodiscard]] std::string_view kind() const override { return "SQLite"; }
    std::unique_ptr<Store> open_store() override { return must(tlsrpt::open_store(options_)); }
    std::unique_ptr<StoreReader> open_reader() override { return must(open_store_reader(options_)); }
    [[nodiscard]] std::optional<StoreOptions> options() const override { return options_; }

private:
    TemporaryDirectory directory_;
    StoreOptions options_;
};

class MemoryPlace final : public Place {
public:
    explicit MemoryPlace(const QuarantineBudget& budget) : database_(budget) {}
    [[nodiscard]] std::string_view kind() const override { return "memory"; }
    std::unique_ptr<Store> open_store() override { return database_.store(); }
    std::unique_ptr<StoreReader> open_reader() override { return database_.reader(); }

private:
    MemoryDatabase database_;
};

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return lines;
}

}  // namespace

Store& Place::store() {
    if (!store_) store_ = open_store();
    return *store_;
}

StoreReader& Place::reader() {
    store();    // makes it when it is missing
    if (!reader_) reader_ = open_reader();
    return *reader_;
}

std::string Place::with_number(std::string_view detail) {
    constexpr std::string_view word = " report ";
    const std::size_t at = detail.rfind(word);
    if (at == std::string_view::npos) return std::string{detail};
    const std::string_view digits = detail.substr(at + word.size());
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::string{detail};
    return std::string{detail.substr(0, at + word.size())} + "#" + reports.of(std::stoll(std::string{digits}));
}

std::string Place::text_of(const Expected<Recorded>& recorded) {
    if (!recorded) return fmt::format("error {}: {}", outcome_of(recorded.error().slug).name, recorded.error().detail);
    return fmt::format("mail {} {} {}", mails.of(recorded->message_id), outcome_of(recorded->slug).name, with_number(recorded->detail));
}

std::vector<Recorded> Place::record(const std::vector<Submission>& submissions) {
    std::vector<Recorded> all;
    for (auto& recorded : must(store().record(submissions))) {
        log(text_of(recorded));
        all.push_back(recorded ? std::move(*recorded) : Recorded{recorded.error().slug, recorded.error().detail, 0});
        if (recorded) messages_.push_back(all.back().message_id);
    }
    return all;
}

Recorded Place::record(const Examination& examination, std::chrono::sys_seconds received_at, std::string_view bytes) {
    return record({submission_of(examination, received_at, bytes)}).front();
}

Recorded Place::record_again(std::int64_t message_id, const Examination& examination) {
    auto recorded = store().record_again(message_id, examination);
    log("again " + text_of(recorded));
    return recorded ? std::move(*recorded) : Recorded{recorded.error().slug, recorded.error().detail, 0};
}

Pruned Place::prune(std::chrono::sys_seconds now, const Retention& retention) {
    const auto text_of = [](const Pruned& pruned) {
        return fmt::format("{} raw, {} quarantined, {} reports, {} rollup rows", pruned.raw_mails, pruned.quarantined, pruned.reports, pruned.rollup_rows);
    };
    const std::string before = answers_of(*this);
    const Pruned counted = must(store().prune(retention, now, true, nullptr));
    CHECK(difference(answers_of(*this), before).empty());    // a dry run changes nothing
    std::uint64_t done = 0;
    const std::uint64_t all = counted.raw_mails + counted.quarantined + counted.reports + counted.rollup_rows;
    const Pruned pruned = must(store().prune(retention, now, false, [&](std::uint64_t so_far, std::uint64_t total) {
        CHECK(so_far >= done);
        CHECK(total == all);
        done = so_far;
    }));
    CHECK(done == all);
    CHECK(text_of(pruned) == text_of(counted));
    CHECK(text_of(must(store().prune(retention, now, false, nullptr))) == "0 raw, 0 quarantined, 0 reports, 0 rollup rows");
    log("pruned " + text_of(pruned));
    return pruned;
}

std::vector<std::unique_ptr<Place>> new_places(const QuarantineBudget& budget) {
    std::vector<std::unique_ptr<Place>> places;
    places.push_back(std::make_unique<MemoryPlace>(budget));
    places.push_back(std::make_unique<SqlitePlace>(budget));
    if (const char* url = std::getenv("TLSRPT_TEST_POSTGRESQL")) places.push_back(new_postgresql_place(url, budget));
    return places;
}

void each_store(const Body& body, QuarantineBudget budget) {
    budget.min_free_percent = 0;    // how full the machine is that runs the tests is no part of them
    std::string first;
    std::string_view first_kind;
    for (const auto& place : new_places(budget)) {
        CAPTURE(place->kind());
        body(*place);
        const std::string all = place->log() + answers_of(*place);
        if (first_kind.empty()) {
            first = all;
            first_kind = place->kind();
        }
        CAPTURE(first_kind);
        CHECK(difference(first, all) == "");
    }
}

std::string difference(std::string_view a, std::string_view b) {
    const auto left = lines_of(a);
    const auto right = lines_of(b);
    const auto [l, r] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
    if (l == left.end() && r == right.end()) return {};
    std::string text = "\n";
    const auto context = std::min<std::ptrdiff_t>(l - left.begin(), 6);
    for (auto line = l - context; line != l; ++line) text += "  " + escape_terminal(*line) + '\n';
    text += "- " + (l == left.end() ? std::string{"(end)"} : escape_terminal(*l)) + '\n';
    text += "+ " + (r == right.end() ? std::string{"(end)"} : escape_terminal(*r)) + '\n';
    return text;
}

}  // namespace tlsrpt::test
