// The DNS as a KeySource: one resolver for a program's life, one mail at a time.
//
//     key names → KeyAnswers within mail_deadline
//
// Whether DNSSEC means anything depends on the path to the resolver: behind a forwarder that strips signatures an anchor would make every
// answer bogus. So `. DNSKEY` is asked once with the anchor, and again an hour later. Where that validates (RFC 4035 section 5), answers
// are secure, insecure or bogus; where it does not, a second context without the anchor is used and the status is unavailable. The probe's
// time is taken from the first lookups' own deadline, so that a dead network costs one deadline and not two.
//
// Nothing is read, asked or started before the first name is.
#include <fmt/format.h>
#include <poll.h>
#include <unbound.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "dns/key_answer.hpp"
#include "dns/lookups.hpp"
#include "dns/name_servers.hpp"
#include "tlsrpt/dns.hpp"
#include "tlsrpt/file.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t max_resolv_conf_bytes = 64u << 10;
constexpr std::chrono::hours path_holds{1};
constexpr std::chrono::milliseconds longest_probe{2000};

/// Waits until the descriptor is readable or the time has come; a signal ends the wait too.
void wait_for(int fd, Clock::time_point until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    pollfd readable{fd, POLLIN, 0};
    ::poll(&readable, 1, static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0)));
}

/// Whether the root's keys come back and the anchor vouches for them.
bool root_validates(UnboundContext& context, Clock::time_point until) {
    bool answered = false;
    bool secure = false;
    const auto question = context.ask(".", RecordType::Dnskey, [&](const std::string&, const ub_result* result) {
        answered = true;
        secure = result != nullptr && result->secure != 0;
    });
    if (!question) return false;
    while (!answered && Clock::now() < until) {
        wait_for(context.fd(), until);
        context.process();
    }
    if (!answered) context.give_up(*question);
    return secure;
}

class Resolver final : public KeySource {
public:
    explicit Resolver(ResolverOptions options) : options_(std::move(options)) {}

    KeyAnswers resolve(std::span<const KeyName> names) override {
        KeyAnswers answers;
        std::string reason;
        try {
            ask_all(names, answers);
        } catch (const std::exception& e) {
            lookups_.reset();  // its callbacks would write to `answers`
            reason = e.what();
        }
        for (const KeyName& name : names) answers.try_emplace(name, key_unavailable(reason));
        return answers;
    }

private:
    void ask_all(std::span<const KeyName> names, KeyAnswers& answers) {
        const Clock::time_point begun = Clock::now();
        std::vector<KeyName> wanted;
        for (const KeyName& name : names) {
            if (answers.contains(name) || std::ranges::find(wanted, name) != wanted.end()) continue;
            if (is_key_name(name))
                wanted.push_back(name);
            else
                answers.emplace(name, no_key("not the name of a DKIM key"));
        }
        if (wanted.empty()) return;

        if (const auto ready = find_path(begun); !ready) {
            for (const KeyName& name : wanted) answers.emplace(name, key_unavailable(ready.error().detail));
            return;
        }
        for (const KeyName& name : wanted)
            lookups_->ask(name, begun + options_.mail_deadline,
                          [&answers, name](KeyAnswer answer) { answers.emplace(name, std::move(answer)); });
        lookups_->advance(begun);  // the first ones count from before the probe
        while (const auto wake_at = lookups_->wake_at()) {
            wait_for(lookups_->fd(), *wake_at);
            lookups_->advance(Clock::now());
        }
    }

    /// Makes lookups_ ready, anew every hour: resolvers, anchor and path may have changed.
    Expected<void> find_path(Clock::time_point now) {
        if (lookups_ && now < path_found_at_ + path_holds) return {};
        lookups_.reset();

        auto servers = options_.forwarders;
        if (servers.empty()) {
            const auto text = read_file(options_.resolv_conf, max_resolv_conf_bytes);
            if (!text) return text.error();
            servers = name_servers_in(*text);
        }
        if (!options_.trust_anchor_file.empty()) {
            auto validating = UnboundContext::open(servers, options_.trust_anchor_file);
            if (validating && root_validates(**validating, now + std::min(longest_probe, options_.lookup_deadline / 2))) {
                use(*std::move(validating), true, now);
                return {};
            }
        }
        auto plain = UnboundContext::open(servers, "");
        if (!plain) return plain.error();
        use(*std::move(plain), false, now);
        return {};
    }

    void use(std::unique_ptr<UnboundContext> context, bool validates, Clock::time_point now) {
        lookups_ = std::make_unique<Lookups>(std::move(context), validates, options_.lookup_deadline);
        path_found_at_ = now;
    }

    ResolverOptions options_;
    std::unique_ptr<Lookups> lookups_;
    Clock::time_point path_found_at_{};
};

}  // namespace

Expected<std::unique_ptr<KeySource>> open_resolver(const ResolverOptions& options) {
    for (const std::string& forwarder : options.forwarders)
        if (!is_forwarder(forwarder))
            return Error{Slug::Misconfigured, fmt::format("forwarder \"{}\" is neither ADDRESS nor ADDRESS@PORT", forwarder)};
    return std::unique_ptr<KeySource>{std::make_unique<Resolver>(options)};
}

}  // namespace tlsrpt
