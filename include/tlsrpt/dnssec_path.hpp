// Whether the way to the name servers validates, told to whoever opened the resolver.
//
//     ResolverOptions, PathWatch  →  a resolver as those of dns.hpp, which looks at its path and says what it finds
//
// A DNSSEC status counts only where the path validates (src/dns/async_resolver.cpp). An administrator who has a trust anchor wants to know when it
// is of no use: once, and again when that changes.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "tlsrpt/dns.hpp"
#include "tlsrpt/expected.hpp"

namespace tlsrpt {

struct DnssecPath {
    bool validates{false};
    std::string detail;    ///< why not; hostile: it may quote the DNS
};

struct PathWatch {
    /// Called when it is first known and whenever it changes; never without a trust anchor, whose absence the administrator knows. From within
    /// resolve() of a KeySource, or advance(); it must not throw, and must not call or destroy the source.
    std::function<void(const DnssecPath&)> told{};
    std::chrono::milliseconds holds{std::chrono::hours{1}};    ///< then it is asked again
    bool without_questions{false};    ///< for a program that stays: it is looked at before the first question, and though nobody asks any
};

/// @return as those without a watch
Expected<std::unique_ptr<KeySource>> open_resolver(const ResolverOptions& options, PathWatch watch);
Expected<std::unique_ptr<AsyncKeySource>> open_async_resolver(const ResolverOptions& options, PathWatch watch);

}  // namespace tlsrpt
