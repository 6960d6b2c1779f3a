#include "dns/context.hpp"

#include <fmt/format.h>
#include <unbound.h>

#include <csignal>
#include <utility>

namespace tlsrpt {
namespace {

constexpr int class_in = 1;

using Result = std::unique_ptr<ub_result, void (*)(ub_result*)>;

struct Option {
    const char* name;
    const char* value;
};

constexpr Option options[] = {
    {"do-not-query-localhost:", "no"},   // the library's default, though not unbound.conf's: 127.0.0.53 is a resolver
    {"trust-anchor-signaling:", "no"},   // no query that nobody asked for
    {"cache-max-negative-ttl:", "300"},  // a key published a little late is seen within minutes
    {"infra-host-ttl:", "5"},            // what is known of a forwarder's time-outs: see the head of context.hpp
    {"outbound-msg-retry:", "4"},        // 0.4 + 0.8 + 1.5 + 3 s: a lookup that was given up ends itself soon after
};

/// Blocks every signal for the thread that is started in its lifetime.
class SignalsBlocked {
public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

}  // namespace

struct UnboundContext::Question {
    UnboundContext* context{nullptr};
    int id{0};
    Done done;
    int error{0};
    Result result{nullptr, ub_resolve_free};
};

void UnboundContext::Delete::operator()(ub_ctx* context) const { ub_ctx_delete(context); }

Expected<std::unique_ptr<UnboundContext>> UnboundContext::open(const std::vector<std::string>& name_servers,
                                                               const std::string& trust_anchor_file) {
    std::unique_ptr<UnboundContext> made{new UnboundContext};
    made->context_.reset(ub_ctx_create());
    if (!made->context_) return Error{Slug::Internal, "libunbound: no memory or no randomness"};
    ub_ctx* context = made->context_.get();

    const auto refused = [](const std::string& what, int error) {
        return Error{Slug::Misconfigured, fmt::format("libunbound refuses {}: {}", what, ub_strerror(error))};
    };
    ub_ctx_debugout(context, nullptr);
    ub_ctx_async(context, 1);  // a thread, not a process that would share the store's descriptors
    for (const Option& option : options)
        if (const int error = ub_ctx_set_option(context, option.name, option.value)) return refused(option.name, error);
    // Twice what is in flight, since a lookup that was given up still takes a socket and a place until its time-outs are over.
    const std::string room = std::to_string(2 * most_lookups_in_flight);
    for (const char* option : {"outgoing-range:", "num-queries-per-thread:"})
        if (const int error = ub_ctx_set_option(context, option, room.c_str())) return refused(option, error);
    for (const std::string& server : name_servers)
        if (const int error = ub_ctx_set_fwd(context, server.c_str())) return refused("name server " + server, error);
    if (!trust_anchor_file.empty())
        if (const int error = ub_ctx_add_ta_file(context, trust_anchor_file.c_str())) return refused(trust_anchor_file, error);
    return made;
}

UnboundContext::~UnboundContext() = default;

Expected<int> UnboundContext::ask(const std::string& name, RecordType type, Done done) {
    auto question = std::make_unique<Question>();
    question->context = this;
    question->done = std::move(done);
    answered_.reserve(answered_.size() + questions_.size() + 1);  // so that the callback below never allocates

    // libunbound calls this from ub_process(), through its own frames: nothing may throw here.
    const ub_callback_type keep = [](void* data, int error, ub_result* result) {
        auto* answered = static_cast<Question*>(data);
        answered->error = error;
        answered->result.reset(result);
        answered->context->answered_.push_back(answered);
    };
    const SignalsBlocked blocked;
    if (const int error =
            ub_resolve_async(context_.get(), name.c_str(), static_cast<int>(type), class_in, question.get(), keep, &question->id))
        return Error{Slug::Internal, fmt::format("libunbound: {}", ub_strerror(error))};
    const int id = question->id;
    questions_.insert_or_assign(id, std::move(question));
    return id;
}

void UnboundContext::give_up(int id) {
    ub_cancel(context_.get(), id);
    const auto question = questions_.find(id);
    if (question == questions_.end()) return;
    std::erase(answered_, question->second.get());
    questions_.erase(question);
}

int UnboundContext::fd() const { return ub_fd(context_.get()); }

void UnboundContext::process() {
    if (const int error = ub_process(context_.get())) {
        fail_all(fmt::format("libunbound: {}", ub_strerror(error)));
        return;
    }
    // A callback of ours may ask or give up another question, so every round looks at the list anew.
    while (!answered_.empty()) {
        const auto node = questions_.extract(answered_.back()->id);
        answered_.pop_back();
        const Question& question = *node.mapped();
        if (question.error != 0 || !question.result)
            question.done(fmt::format("libunbound: {}", ub_strerror(question.error)), nullptr);
        else
            question.done({}, question.result.get());
    }
}

void UnboundContext::fail_all(const std::string& error) {
    answered_.clear();
    for (const auto& [id, question] : std::exchange(questions_, {})) {
        ub_cancel(context_.get(), id);
        question->done(error, nullptr);
    }
}

}  // namespace tlsrpt
