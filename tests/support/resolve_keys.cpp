// Asks the real resolver for DKIM key names and prints what it says, for the tests of src/dns against real servers.
//
//     resolve_keys [--resolv-conf FILE] [--forwarder ADDRESS@PORT]… [--anchor FILE] [--lookup-deadline MS] [--mail-deadline MS] NAME… [--
//     NAME…]…
//     resolve_keys … --path-holds MS --watch N NAME…
//
// One line of JSON for each name, in the order given: {"name","kind","text","detail","dnssec","ms"}, where ms is how long the whole call
// took. After "--" comes the next call to the same resolver, with what it keeps in its cache. Without --anchor nothing is validated.
// With --watch the path is looked at without questions, as the daemon does: N times it is printed that the path validates or ceases to, {"validates","detail"},
// and after each time what the names are answered then.
#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/dnssec_path.hpp"

namespace {

using namespace tlsrpt;

const char* kind_name(KeyAnswer::Kind kind) {
    switch (kind) {
        case KeyAnswer::Kind::Found:
            return "found";
        case KeyAnswer::Kind::None:
            return "none";
        case KeyAnswer::Kind::Multiple:
            return "multiple";
        case KeyAnswer::Kind::Unavailable:
            return "unavailable";
    }
    return "?";
}

const char* dnssec_name(KeyAnswer::Dnssec dnssec) {
    switch (dnssec) {
        case KeyAnswer::Dnssec::Unavailable:
            return "unavailable";
        case KeyAnswer::Dnssec::Insecure:
            return "insecure";
        case KeyAnswer::Dnssec::Secure:
            return "secure";
    }
    return "?";
}

int usage() {
    std::fputs(
        "usage: resolve_keys [--resolv-conf FILE] [--forwarder ADDRESS@PORT]… [--anchor FILE] [--lookup-deadline MS] [--mail-deadline MS] "
        "[--path-holds MS --watch N] NAME… [-- NAME…]…\n",
        stderr);
    return 64;
}

void print(const std::vector<KeyName>& names, const KeyAnswers& answers, std::chrono::milliseconds took) {
    for (const KeyName& name : names) {
        const KeyAnswer& answer = answers.at(name);
        fmt::print("{{\"name\":{},\"kind\":\"{}\",\"text\":{},\"detail\":{},\"dnssec\":\"{}\",\"ms\":{}}}\n", quote_json(name),
                   kind_name(answer.kind), quote_json(answer.text), quote_json(answer.detail), dnssec_name(answer.dnssec), took.count());
    }
    std::fflush(stdout);
}

void resolve_and_print(KeySource& source, const std::vector<KeyName>& names) {
    const auto begun = std::chrono::steady_clock::now();
    const KeyAnswers answers = source.resolve(names);
    print(names, answers, std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun));
}

/// Goes round as an event loop does, until the path has changed so many times and the names were answered after each.
int watch(const ResolverOptions& options, std::chrono::milliseconds path_holds, const std::vector<KeyName>& names, std::uint64_t times) {
    std::uint64_t changes = 0;
    const auto told = [&changes](const DnssecPath& path) {
        fmt::print("{{\"validates\":{},\"detail\":{}}}\n", path.validates, quote_json(path.detail));
        ++changes;
    };
    const auto source = open_async_resolver(options, {.told = told, .holds = path_holds, .without_questions = true});
    if (!source) return 2;
    std::uint64_t asked = 0;
    std::uint64_t answered = 0;
    while (answered < times) {
        if (const auto wake_at = (*source)->wake_at()) {
            const auto now = AsyncKeySource::Clock::now();
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(std::max(*wake_at, now) - now);
            pollfd readable{(*source)->fd(), POLLIN, 0};
            ::poll(&readable, 1, static_cast<int>(left.count()));
        }
        (*source)->advance(AsyncKeySource::Clock::now());
        if (asked == changes || asked > answered) continue;
        ++asked;
        (*source)->resolve(names, [&](const KeyAnswers& answers) {
            print(names, answers, {});
            ++answered;
        });
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string_view> arguments(argv + 1, argv + argc);
    ResolverOptions options{.forwarders = {}, .trust_anchor_file = {}};
    std::chrono::milliseconds path_holds{0};
    std::uint64_t watched = 0;
    std::size_t at = 0;
    for (; at < arguments.size() && arguments[at].starts_with("--") && arguments[at] != "--"; at += 2) {
        if (at + 1 >= arguments.size()) return usage();
        const std::string value{arguments[at + 1]};
        const auto milliseconds = [&value] { return std::chrono::milliseconds{parse_count(value).value_or(0)}; };
        if (arguments[at] == "--resolv-conf")
            options.resolv_conf = value;
        else if (arguments[at] == "--forwarder")
            options.forwarders.push_back(value);
        else if (arguments[at] == "--anchor")
            options.trust_anchor_file = value;
        else if (arguments[at] == "--lookup-deadline")
            options.lookup_deadline = milliseconds();
        else if (arguments[at] == "--mail-deadline")
            options.mail_deadline = milliseconds();
        else if (arguments[at] == "--path-holds")
            path_holds = milliseconds();
        else if (arguments[at] == "--watch")
            watched = parse_count(value).value_or(0);
        else
            return usage();
    }

    if (watched > 0) return watch(options, path_holds, {arguments.begin() + static_cast<std::ptrdiff_t>(at), arguments.end()}, watched);

    const auto resolver = open_resolver(options);
    if (!resolver) {
        fmt::print(stderr, "{}\n", resolver.error().detail);
        return 2;
    }
    std::vector<KeyName> names;
    for (; at < arguments.size(); ++at) {
        if (arguments[at] != "--") {
            names.emplace_back(arguments[at]);
            continue;
        }
        resolve_and_print(**resolver, names);
        names.clear();
    }
    resolve_and_print(**resolver, names);
    return 0;
}
