// libunbound, held so that it cannot leak, print or throw.
//
//     name, record type → ub_result, later
//
// Surprises of libunbound:
//   - It prints its troubles on stderr unless told not to; the first line of a pipe handler's output must be ours.
//   - A server that is silent for a dozen seconds is written off for 15 minutes, and every question to it is SERVFAIL at once.
//     A forwarder is often the only server, and somebody's tar pit makes it look dead: time-outs are forgotten after 5 s.
//   - It has 16 sockets unless told otherwise, one for each question that waits, given up or not; the others queue behind them.
//   - It works in a thread that the first question starts. That thread must not take signals meant for the program.
//   - A question given up goes on inside libunbound until its own time-outs end it; only its callback is gone.
//
// One thread at a time. Answers are handed out in process() only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tlsrpt/expected.hpp"

struct ub_ctx;
struct ub_result;

namespace tlsrpt {

enum class RecordType : int { A = 1, Mx = 15, Txt = 16, Aaaa = 28, Dnskey = 48, Tlsa = 52 };  // RFC 1035 section 3.2.2 and its successors

/// Lookups that may be in flight at once. Each takes a UDP socket while it waits, so that a busy daemon needs over 1,024 descriptors.
inline constexpr int most_lookups_in_flight = 512;

class UnboundContext {
public:
    /// `error` is "" exactly when there is a result. The result is borrowed for the call.
    using Done = std::function<void(const std::string& error, const ub_result* result)>;

    /// @param name_servers  "ADDRESS" or "ADDRESS@PORT"
    /// @param trust_anchor_file  "": answers are not validated
    /// @return misconfigured  an address or the anchor is unusable; internal  no memory
    static Expected<std::unique_ptr<UnboundContext>> open(const std::vector<std::string>& name_servers,
                                                          const std::string& trust_anchor_file);
    UnboundContext(const UnboundContext&) = delete;
    UnboundContext& operator=(const UnboundContext&) = delete;
    ~UnboundContext();  ///< gives up what is in flight

    /// @return what give_up() takes; internal  libunbound cannot work. `done` is then not called.
    Expected<int> ask(const std::string& name, RecordType type, Done done);
    void give_up(int id);

    [[nodiscard]] int fd() const;  ///< readable: call process()
    void process();

private:
    struct Question;
    struct Delete {
        void operator()(ub_ctx* context) const;
    };
    UnboundContext() = default;
    void fail_all(const std::string& error);

    std::map<int, std::unique_ptr<Question>> questions_;  // outlives context_, which points into it
    std::vector<Question*> answered_;                     // filled by libunbound's callback, emptied by process()
    std::unique_ptr<ub_ctx, Delete> context_;
};

}  // namespace tlsrpt
