// The DNS as an AsyncKeySource: one resolver for a program's life, many mails at a time. resolver.cpp waits for it, one mail after the other.
//
//     key names → KeyAnswers within mail_deadline
//
// Whether DNSSEC means anything depends on the path to the resolver: behind a forwarder that strips signatures an anchor would make every
// answer bogus. So `. DNSKEY` is asked once with the anchor, and again after an hour. Where that validates (RFC 4035 section 5), answers
// are secure, insecure or bogus; where it does not, a second context without the anchor is used and the status is unavailable. The first mails
// wait for the probe, whose time is taken from their lookups' own deadline, so that a dead network costs one deadline and not two. Later
// probes run beside the lookups, and what the old path was asked it still answers. Whoever opened the resolver is told when the path begins to
// validate or ceases to (dnssec_path.hpp): once, and not with each probe.
//
// Nothing is read, asked or started before the first name is, unless the path is watched without questions.
#include <fmt/format.h>
#include <sys/epoll.h>
#include <unbound.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <list>
#include <utility>

#include "dns/key_answer.hpp"
#include "dns/lookups.hpp"
#include "dns/name_servers.hpp"
#include "tlsrpt/dnssec_path.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t most_detail_bytes = 200;
constexpr std::chrono::milliseconds longest_probe{2000};

/// Many descriptors as one. A closed one leaves by itself.
class Readiness {
public:
    Readiness() : fd_(::epoll_create1(EPOLL_CLOEXEC)) {}
    Readiness(const Readiness&) = delete;
    Readiness& operator=(const Readiness&) = delete;
    ~Readiness() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int fd() const { return fd_; }
    bool add(int fd) {
        epoll_event readable{.events = EPOLLIN, .data = {.fd = fd}};
        return ::epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &readable) == 0;
    }

private:
    int fd_;
};

class AsyncResolver final : public AsyncKeySource {
public:
    AsyncResolver(ResolverOptions options, PathWatch watch) : options_(std::move(options)), watch_(std::move(watch)), due_(watch_.without_questions) {}

    void resolve(std::span<const KeyName> names, Done done) override {
        const Mail mail = mails_.insert(mails_.end(), {.done = std::move(done), .begun = Clock::now()});
        for (const KeyName& name : names) {
            if (!is_key_name(name))
                mail->answers.emplace(name, no_key("not the name of a DKIM key"));
            else if (std::ranges::find(mail->missing, name) == mail->missing.end())
                mail->missing.push_back(name);
        }
        due_ = true;
    }

    void advance(Clock::time_point now) override {
        due_ = false;
        try {
            begin_mails(now);
            if (probe_) look_at_probe(now);
            if (lookups_) lookups_->advance(now);
            for (const auto& lookups : old_) lookups->advance(now);
            std::erase_if(old_, [](const auto& lookups) { return lookups->idle(); });
        } catch (const std::exception& e) {
            lookups_.reset();  // callbacks and all
            old_.clear();
            probe_.reset();
            fail_all(e.what());
        }
        hand_out();
    }

    [[nodiscard]] int fd() const override { return readiness_.fd(); }

    [[nodiscard]] std::optional<Clock::time_point> wake_at() const override {
        if (due_) return Clock::time_point::min();
        std::optional<Clock::time_point> first;
        const auto consider = [&first](std::optional<Clock::time_point> time) {
            if (time && (!first || *time < *first)) first = time;
        };
        if (probe_) consider(probe_->until);
        else if (watch_.without_questions) consider(path_found_at_ + watch_.holds);
        if (lookups_) consider(lookups_->wake_at());
        for (const auto& lookups : old_) consider(lookups->wake_at());
        return first;
    }

private:
    struct Waiting {
        Done done;
        Clock::time_point begun;
        std::vector<KeyName> missing{};  ///< of its names, those without an answer
        KeyAnswers answers{};
        bool asked{false};
    };
    using Mail = std::list<Waiting>::iterator;
    struct Probe {
        std::unique_ptr<UnboundContext> context;
        Clock::time_point begun;
        Clock::time_point until;
        std::optional<DnssecPath> found{};
    };

    /// Mails that have come since the last time, and the path that they need. Those without a name to ask are done.
    void begin_mails(Clock::time_point now) {
        const bool name_waits = std::ranges::any_of(mails_, [](const Waiting& mail) { return !mail.asked && !mail.missing.empty(); });
        if (!name_waits && !watch_.without_questions) return;
        if (!probe_ && (!lookups_ || now >= path_found_at_ + watch_.holds)) find_path(now);
        if (lookups_) ask_all();
    }

    void ask_all() {
        for (Mail mail = mails_.begin(); mail != mails_.end(); ++mail) {
            if (std::exchange(mail->asked, true)) continue;
            for (const KeyName& name : mail->missing)
                lookups_->ask(name, mail->begun + options_.mail_deadline, [mail, name](KeyAnswer answer) {
                    std::erase(mail->missing, name);
                    mail->answers.emplace(name, std::move(answer));
                });
        }
    }

    void find_path(Clock::time_point now) {
        const auto servers = servers_of(options_);
        if (!servers) return no_path(servers.error(), now);
        if (!options_.trust_anchor_file.empty()) {
            auto validating = UnboundContext::open(*servers, options_.trust_anchor_file);
            const auto asked = validating ? ask_root(*std::move(validating), now) : validating.error();
            if (asked) return;
            tell({.validates = false, .detail = asked.error().detail});
        }
        go_plain(now);
    }

    void tell(const DnssecPath& path) {
        if (std::exchange(told_of_, path.validates) != path.validates && watch_.told) watch_.told(path);
    }

    /// Whether the root's keys come back and the anchor vouches for them.
    Expected<void> ask_root(std::unique_ptr<UnboundContext> context, Clock::time_point now) {
        probe_ = std::make_unique<Probe>();
        probe_->begun = now;
        probe_->until = now + std::min(longest_probe, options_.lookup_deadline / 2);
        probe_->context = std::move(context);
        const auto question = probe_->context->ask(
            ".", RecordType::Dnskey, [probe = probe_.get()](const std::string& error, const ub_result* result) { probe->found = path_in(error, result); });
        if (question && readiness_.add(probe_->context->fd())) return {};
        probe_.reset();
        return question ? Error{Slug::Internal, fmt::format("epoll: {}", std::strerror(errno))} : question.error();
    }

    static DnssecPath path_in(const std::string& error, const ub_result* result) {
        if (result == nullptr) return {.validates = false, .detail = error};
        if (result->secure) return {.validates = true, .detail = {}};
        if (result->why_bogus != nullptr) return {.validates = false, .detail = cut_text(result->why_bogus, most_detail_bytes)};
        return {.validates = false, .detail = fmt::format("the answer to \". DNSKEY\" proves nothing (DNS response code {})", result->rcode)};
    }

    void look_at_probe(Clock::time_point now) {
        probe_->context->process();
        if (!probe_->found && now < probe_->until) return;
        const std::unique_ptr<Probe> probe = std::exchange(probe_, nullptr);
        tell(probe->found.value_or(DnssecPath{.validates = false, .detail = "no answer to \". DNSKEY\""}));
        if (!told_of_.value()) return go_plain(probe->begun);
        use(std::move(probe->context), true, probe->begun);
    }

    void go_plain(Clock::time_point begun) {
        const auto servers = servers_of(options_);
        if (!servers) return no_path(servers.error(), begun);
        auto context = UnboundContext::open(*servers, "");
        if (!context) return no_path(context.error(), begun);
        if (!readiness_.add((*context)->fd())) return no_path({Slug::Internal, fmt::format("epoll: {}", std::strerror(errno))}, begun);
        use(*std::move(context), false, begun);
    }

    void use(std::unique_ptr<UnboundContext> context, bool validates, Clock::time_point begun) {
        if (lookups_ && !lookups_->idle()) old_.push_back(std::move(lookups_));
        lookups_ = std::make_unique<Lookups>(std::move(context), validates, options_.lookup_deadline);
        path_found_at_ = begun;
        ask_all();
        lookups_->advance(begun);  // the first ones count from before the probe
    }

    /// An old path is better than none.
    void no_path(const Error& error, Clock::time_point now) {
        path_found_at_ = now;
        if (!lookups_) fail_all(error.detail);
    }

    void fail_all(const std::string& reason) {
        for (Waiting& mail : mails_)
            for (const KeyName& name : std::exchange(mail.missing, {})) mail.answers.emplace(name, key_unavailable(reason));
    }

    void hand_out() {
        std::list<Waiting> done;
        for (Mail mail = mails_.begin(); mail != mails_.end();) {
            const Mail next = std::next(mail);
            if (mail->missing.empty()) done.splice(done.end(), mails_, mail);
            mail = next;
        }
        for (Waiting& mail : done) mail.done(std::move(mail.answers));
    }

    ResolverOptions options_;
    Readiness readiness_;
    std::list<Waiting> mails_;  // outlives the lookups, whose callbacks point into it
    std::unique_ptr<Probe> probe_;
    std::unique_ptr<Lookups> lookups_;
    std::vector<std::unique_ptr<Lookups>> old_;  // of earlier paths, until their last answer
    Clock::time_point path_found_at_{};
    PathWatch watch_;
    std::optional<bool> told_of_;  // whether the path validates
    bool due_;                     // a mail has come since advance()
};

}  // namespace

Expected<std::unique_ptr<AsyncKeySource>> open_async_resolver(const ResolverOptions& options, PathWatch watch) {
    for (const std::string& forwarder : options.forwarders)
        if (!is_forwarder(forwarder))
            return Error{Slug::Misconfigured, fmt::format("forwarder \"{}\" is neither ADDRESS nor ADDRESS@PORT", forwarder)};
    auto resolver = std::make_unique<AsyncResolver>(options, std::move(watch));
    if (resolver->fd() < 0) return Error{Slug::Internal, fmt::format("epoll: {}", std::strerror(errno))};
    return std::unique_ptr<AsyncKeySource>{std::move(resolver)};
}

Expected<std::unique_ptr<AsyncKeySource>> open_async_resolver(const ResolverOptions& options) { return open_async_resolver(options, PathWatch{}); }

}  // namespace tlsrpt
