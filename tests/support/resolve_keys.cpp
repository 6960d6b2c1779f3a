// Asks the real resolver for DKIM key names and prints what it says, for the tests of src/dns against real servers.
//
//     resolve_keys [--resolv-conf FILE] [--forwarder ADDRESS@PORT]… [--anchor FILE] [--lookup-deadline MS] [--mail-deadline MS] NAME… [--
//     NAME…]…
//
// One line of JSON for each name, in the order given: {"name","kind","text","detail","dnssec","ms"}, where ms is how long the whole call
// took. After "--" comes the next call to the same resolver, with what it keeps in its cache. Without --anchor nothing is validated.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/dns.hpp"

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
        "NAME… [-- NAME…]…\n",
        stderr);
    return 64;
}

void resolve_and_print(KeySource& source, const std::vector<KeyName>& names) {
    const auto begun = std::chrono::steady_clock::now();
    const KeyAnswers answers = source.resolve(names);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    for (const KeyName& name : names) {
        const KeyAnswer& answer = answers.at(name);
        fmt::print("{{\"name\":{},\"kind\":\"{}\",\"text\":{},\"detail\":{},\"dnssec\":\"{}\",\"ms\":{}}}\n", quote_json(name),
                   kind_name(answer.kind), quote_json(answer.text), quote_json(answer.detail), dnssec_name(answer.dnssec), took.count());
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string_view> arguments(argv + 1, argv + argc);
    ResolverOptions options{.forwarders = {}, .trust_anchor_file = {}};
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
        else
            return usage();
    }

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
