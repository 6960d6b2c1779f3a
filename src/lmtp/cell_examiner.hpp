// The examiner of the daemon: cells from the fork server, keys from the DNS, rules from the intake.
//
//     mail ─► CellPool ─Preview─► Inquiry ─names─► KeyLookups ─answers─► CellPool ─Examination─► Inquiry ─► Judgement or deferral
//
// Where the answers of a moment ago (recent_keys.hpp) suffice, the first exchange with a cell gives both, and there is no second.
//
// This file is the way between the four and decides nothing itself: which cell comes next is the pool's matter (cell_pool.hpp), what a preview, an
// examination or a failure means is that of inquiry.hpp, which the pipe handler asks too.
//
// One thread: the event loop's.
#pragma once

#include <asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "lmtp/cell_pool.hpp"
#include "lmtp/examiner.hpp"
#include "lmtp/key_lookups.hpp"
#include "lmtp/recent_keys.hpp"
#include "tlsrpt/dns.hpp"
#include "tlsrpt/fork_server.hpp"
#include "tlsrpt/inquiry.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt {

class CellExaminer final : public Examiner {
public:
    /// What may change while the daemon runs.
    struct Settings {
        Limits limits;
        IntakeRules rules;
        std::unique_ptr<AsyncKeySource> keys;
    };
    using Now = std::function<std::chrono::sys_seconds()>;

    /// @param loop    borrowed; must outlive this, and run no more once this is gone
    /// @param server  started before any thread, listener or store
    /// @param lost    called once when there can be no cells any more; the daemon then has to end. Mails that come later get `internal`.
    CellExaminer(asio::io_context& loop, ForkServer server, Settings settings, PoolSize size, CellPool::Lost lost, Now now);

    CellExaminer(const CellExaminer&) = delete;
    CellExaminer& operator=(const CellExaminer&) = delete;
    ~CellExaminer() override;    ///< whoever waits is not called any more

    void judge(std::string_view bytes, Done done) override;
    [[nodiscard]] std::size_t at_hand() const override { return pool_.asked_alone(); }

    /// For mails that come from now on; those on their way go on under the settings that they began with.
    void apply(Settings settings);

private:
    struct Matter;
    using Held = std::shared_ptr<Matter>;
    void attempt(const Held& matter);
    void preview(const Held& matter);
    void look_up(const Held& matter, Preview preview);
    void examine(const Held& matter);
    void failed(const Held& matter, const Error& error);
    void close(const Held& matter, Expected<Judgement> judgement);

    asio::io_context& loop_;
    Now now_;
    std::shared_ptr<const IntakeRules> rules_;
    std::shared_ptr<KeyLookups> keys_;                       // held by the mails that use them, too
    std::shared_ptr<RecentKeys> recent_keys_{std::make_shared<RecentKeys>()};
    std::vector<std::weak_ptr<KeyLookups>> earlier_keys_;    // of mails that began before apply()
    CellPool pool_;
};

}  // namespace tlsrpt
