// Where key answers come from: the DNS, or a file in its place.
//
//     key names  →  KeyAnswers, every name answered, before the deadline
//
// A resolver never fails as a whole: what it cannot find out is KeyAnswer::Kind::Unavailable with the reason.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/dkim.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/expected.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {

class KeySource {
public:
    virtual ~KeySource() = default;
    /// Blocks until every name is answered or its time is over. An empty list needs no network.
    virtual KeyAnswers resolve(std::span<const KeyName> names) = 0;
};

/// The same for an event loop: hundreds of mails at once, and nobody waits.
class AsyncKeySource {
public:
    using Clock = std::chrono::steady_clock;
    using Done = std::function<void(KeyAnswers)>;
    virtual ~AsyncKeySource() = default;

    /// @param done  called once, from advance(); it must not throw, and must not call or destroy this source
    virtual void resolve(std::span<const KeyName> names, Done done) = 0;
    /// Hands out what has come in, ends what is late, goes on with the rest.
    virtual void advance(Clock::time_point now) = 0;

    /// Readable: call advance(). The same for the source's life; -1 when only wake_at() counts.
    [[nodiscard]] virtual int fd() const = 0;
    /// The time at which advance() is to be called even if fd() is silent, perhaps in the past; none when nothing is waited for.
    /// Ask anew after each call of resolve() and advance().
    [[nodiscard]] virtual std::optional<Clock::time_point> wake_at() const = 0;
};

struct ResolverOptions {
    std::vector<std::string> forwarders;             ///< "ADDRESS" or "ADDRESS@PORT"; empty: those of resolv_conf
    std::string resolv_conf = "/etc/resolv.conf";
    std::string trust_anchor_file = "/usr/share/dns/root.key";    ///< of dns-root-data; unreadable: no validation
    std::chrono::milliseconds lookup_deadline{5000};
    std::chrono::milliseconds mail_deadline{15000};
};

/// Whether an entry of `forwarders` is one.
inline bool is_forwarder(std::string_view text) {
    const std::size_t at = text.find('@');
    if (!canonical_ip(text.substr(0, at))) return false;
    if (at == std::string_view::npos) return true;
    const auto port = parse_count(text.substr(at + 1));
    return port && *port >= 1 && *port <= 65535;
}

/// libunbound with its own cache. Cheap to make: nothing is read, asked or started before the first resolve() of a name. From then on it
/// runs one thread, so that a cell is to be started before.
/// @return misconfigured  a forwarder is no address
Expected<std::unique_ptr<KeySource>> open_resolver(const ResolverOptions& options);

/// The same resolver for an event loop. Whether the path validates is asked beside the running lookups, so that nothing waits for it but the first.
/// @return misconfigured  a forwarder is no address; internal  no descriptor
Expected<std::unique_ptr<AsyncKeySource>> open_async_resolver(const ResolverOptions& options);

/// Key records from a file, one `selector._domainkey.domain <space> TXT text` a line; "#" starts a comment line. The text
/// TEMPERROR simulates a DNS failure; a missing name is NXDOMAIN; a name twice has two records.
/// @return misconfigured  the file cannot be read, or a line has no text or no key's name
Expected<std::unique_ptr<KeySource>> open_key_file(const std::string& path);
Expected<std::unique_ptr<AsyncKeySource>> open_async_key_file(const std::string& path);

}  // namespace tlsrpt
