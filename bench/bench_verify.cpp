// What verifying one report mail costs: prescan, strict parsing, canonicalisation and hashes, the key, the signature.
//
//     mail         all of it, the signer's key among the decoded ones that public_key.cpp keeps: every mail but a sender's first
//     key_kept     of that, the key and the signature alone
//     key_decoded  the same for a key that is not kept: what every mail would pay without the cache
//
// So decoding, with what OpenSSL prepares at a key's first use, is key_decoded - key_kept. One thread, no I/O, CPU time.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "dkim/key_record.hpp"
#include "dkim/public_key.hpp"
#include "support/report_mail.hpp"
#include "support/signer.hpp"
#include "tlsrpt/dkim.hpp"

namespace {

using namespace tlsrpt;
using test::KeyKind;

constexpr std::size_t mail_bytes = 5 * 1024;
constexpr std::chrono::sys_seconds received_at{std::chrono::seconds{1'795'000'060}};
const Limits limits;

/// A signed mail of about 5 KiB; its report is noise, since verification never opens it.
std::string signed_mail(KeyKind kind) {
    std::mt19937 noise(1);    // NOLINT(cert-msc51-cpp): the same mail each time
    test::ReportMail report;
    test::SignOptions options;
    options.key = kind;
    std::string mail;
    do {
        for (int i = 0; i < 64; ++i) report.json += static_cast<char>('!' + noise() % 90);
        mail = test::make_report_mail(report);
    } while (mail.size() < mail_bytes - 700);    // the signature and what gzip's steps leave
    return test::sign(std::move(mail), options);
}

KeyAnswers keys_of(KeyKind kind) {
    return {{"s1._domainkey.reporter.example", KeyAnswer{KeyAnswer::Kind::Found, test::key_record(kind), "", KeyAnswer::Dnssec::Secure}}};
}

void verify_once(const std::string& mail, const KeyAnswers& keys) {
    const Verification verification = verify(prescan(mail, limits), keys, received_at, limits);
    if (verification.slug != Slug::Acceptable) {
        std::cerr << "the mail is not acceptable: " << verification.detail << '\n';
        std::abort();
    }
}

void mail(benchmark::State& state, KeyKind kind) {
    const std::string octets = signed_mail(kind);
    const KeyAnswers keys = keys_of(kind);
    for (auto _ : state) verify_once(octets, keys);
    state.counters["mail_bytes"] = static_cast<double>(octets.size());
}

std::string public_key_of(KeyKind kind) { return dkim::parse_key_record(test::key_record(kind), limits)->public_key; }

/// A number below each of the moduli: no good signature, but verifying it costs the same.
std::string some_signature(KeyKind kind) {
    switch (kind) {
        case KeyKind::Ed25519: return std::string(64, '\1');
        case KeyKind::Rsa1024: return std::string(128, '\1');
        case KeyKind::Rsa4096: return std::string(512, '\1');
        default: return std::string(256, '\1');
    }
}

/// Many keys of one size, taken in turn, so that none is still kept when its turn comes again.
std::vector<std::string> many_keys(KeyKind kind) {
    const std::string der = public_key_of(kind);
    const std::size_t low_octets_of_modulus = der.size() - 5 - 3;    // behind it the exponent 65537 takes 5; the last octet stays odd
    std::vector<std::string> keys(2048, der);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        keys[i][low_octets_of_modulus] = static_cast<char>(i >> 8);
        keys[i][low_octets_of_modulus + 1] = static_cast<char>(i & 0xff);
    }
    return keys;
}

void verify_in_turn(benchmark::State& state, KeyKind kind, const std::vector<std::string>& keys) {
    const std::string hash(32, 'h');
    const std::string signature = some_signature(kind);
    std::size_t next = 0;
    for (auto _ : state) {
        const std::string& octets = keys[next++ % keys.size()];
        const auto key = kind == KeyKind::Ed25519 ? dkim::PublicKey::ed25519(octets) : dkim::PublicKey::rsa(octets);
        if (!key) std::abort();
        benchmark::DoNotOptimize(key->verifies(hash, signature));
    }
}

void key_kept(benchmark::State& state, KeyKind kind) { verify_in_turn(state, kind, {public_key_of(kind)}); }
void key_decoded(benchmark::State& state, KeyKind kind) { verify_in_turn(state, kind, many_keys(kind)); }

}  // namespace

BENCHMARK_CAPTURE(mail, rsa1024, KeyKind::Rsa1024)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(mail, rsa2048, KeyKind::Rsa2048)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(mail, rsa4096, KeyKind::Rsa4096)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(mail, ed25519, KeyKind::Ed25519)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(key_kept, rsa1024, KeyKind::Rsa1024)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(key_kept, rsa2048, KeyKind::Rsa2048)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(key_kept, rsa4096, KeyKind::Rsa4096)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(key_kept, ed25519, KeyKind::Ed25519)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(key_decoded, rsa1024, KeyKind::Rsa1024)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(key_decoded, rsa2048, KeyKind::Rsa2048)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(key_decoded, rsa4096, KeyKind::Rsa4096)->Unit(benchmark::kMicrosecond);
// An ed25519 key is 32 octets as they are: OpenSSL decodes them at every verification, and nothing is saved by keeping them.

BENCHMARK_MAIN();
