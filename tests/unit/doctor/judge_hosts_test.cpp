#include <doctest/doctest.h>

#include "evidence.hpp"

using namespace tlsrpt;
using namespace tlsrpt::doctor;
using Lines = std::vector<std::string>;
using State = Probe::State;

namespace {

Probe good_probe() {
    Probe probe;
    probe.state = State::Done;
    probe.address = "192.0.2.1";
    probe.protocol = "TLSv1.3";
    probe.chain = {{"leaf", std::string(32, 'k')}, {"issuer", "issuer key"}};
    probe.names = {"mx1.example.com", "mx2.example.com"};
    probe.not_after = std::chrono::sys_days{std::chrono::year{2027} / 1 / 20};
    probe.name_matches = true;
    probe.is_trusted = true;
    return probe;
}

Evidence probed(const Probe& probe, const char* mode = "enforce") {
    Evidence evidence = healthy();
    evidence.hosts.resize(1);
    evidence.hosts[0].tlsa = tlsa({{3, 1, 0, std::string(32, 'k')}});
    evidence.hosts[0].probe = probe;
    evidence.fetch.body = std::string{"version: STSv1\nmode: "} + mode + "\nmx: mx1.example.com\nmax_age: 604800\n";
    return evidence;
}

}  // namespace

TEST_CASE("MX hosts") {
    Evidence evidence = healthy();
    evidence.has_null_mx = true;
    evidence.hosts.clear();
    CHECK(trouble(judge(evidence, expectations())) == Lines{"note mx"});
    evidence.has_null_mx = false;
    CHECK(trouble(judge(evidence, expectations())) == Lines{"error mx"});
    evidence = healthy();
    evidence.has_implicit_mx = true;
    CHECK(trouble(judge(evidence, expectations())) == Lines{"note mx"});
    evidence = healthy();
    evidence.hosts[1].a = nothing(DnsAnswer::Kind::NoData);
    auto findings = judge(evidence, expectations());
    CHECK(trouble(findings) == Lines{"error mx"});
    CHECK(first(findings, "mx", Finding::Level::Error)->what == "the MX mx2.example.com has no address");
    evidence.hosts[1].a = nothing(DnsAnswer::Kind::Unavailable);
    findings = judge(evidence, expectations());
    CHECK(first(findings, "mx", Finding::Level::Error)->what == "the MX mx2.example.com cannot be looked up");
    evidence = healthy();
    evidence.hosts[0].a.canonical_name = "real.example.com";
    CHECK(trouble(judge(evidence, expectations())) == Lines{"warning mx"});
    evidence = healthy();
    evidence.hosts_left_out = 3;
    CHECK(trouble(judge(evidence, expectations())) == Lines{"note mx"});
    evidence = healthy();
    evidence.mx = nothing(DnsAnswer::Kind::Unavailable);
    evidence.hosts.clear();
    CHECK(trouble(judge(evidence, expectations())) == Lines{"error mx"});
}

TEST_CASE("a good probe says what it saw") {
    const auto findings = judge(probed(good_probe()), expectations());
    CHECK(trouble(findings) == Lines{"note tlsa"});    // a whole key in the record
    CHECK(first(findings, "probe", Finding::Level::Ok)->what == "mx1.example.com [192.0.2.1] speaks TLSv1.3 with a certificate for mx1.example.com, mx2.example.com, valid until 2027-01-20");
    CHECK(first(findings, "tlsa-match", Finding::Level::Ok) != nullptr);
}

TEST_CASE("what a probe meets, and how bad it is under each mode") {
    struct Row {
        const char* what;
        State state;
        Lines lines;
        Lines explains;
    };
    const Row rows[] = {
        {"no connection", State::Unreachable, {"warning probe"}, {}},
        {"no answer", State::TimedOut, {"warning probe"}, {}},
        {"another protocol", State::NotSmtp, {"warning probe"}, {}},
        {"no STARTTLS", State::NoStartTls, {"error probe"}, {"starttls-not-supported"}},
        {"STARTTLS refused", State::StartTlsRefused, {"error probe"}, {"starttls-not-supported", "validation-failure"}},
        {"no session", State::TlsFailed, {"error probe"}, {"validation-failure"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Probe probe;
        probe.state = row.state;
        Evidence evidence = probed(probe);
        evidence.hosts[0].tlsa = tlsa({{3, 1, 1, std::string(32, 'k')}});
        const auto findings = judge(evidence, expectations());
        CHECK(trouble(findings) == row.lines);
        for (const Finding& finding : findings)
            if (finding.check == "probe") CHECK(finding.explains == row.explains);
    }
}

TEST_CASE("certificates: an error where the policy is enforced, a warning in testing, a note without one") {
    const auto spoil = [](auto change) {
        Probe probe = good_probe();
        change(probe);
        return probe;
    };
    const Probe untrusted = spoil([](Probe& probe) { probe.is_trusted = false; });
    const Probe misnamed = spoil([](Probe& probe) { probe.name_matches = false; });
    const Probe expired = spoil([](Probe& probe) { probe.is_expired = true; });
    const Probe ends_soon = spoil([](Probe& probe) { probe.not_after = std::chrono::sys_days{std::chrono::year{2026} / 12 / 1}; });
    const auto lines_of = [](const Probe& probe, const char* mode) {
        Lines lines;
        for (const std::string& line : trouble(judge(probed(probe, mode), expectations())))
            if (line.ends_with(" probe")) lines.push_back(line);
        return lines;
    };
    for (const Probe* probe : {&untrusted, &misnamed, &expired}) {
        CHECK(lines_of(*probe, "enforce") == Lines{"error probe"});
        CHECK(lines_of(*probe, "testing") == Lines{"warning probe"});
        CHECK(lines_of(*probe, "none") == Lines{"note probe"});
    }
    CHECK(lines_of(ends_soon, "enforce") == Lines{"warning probe"});
    CHECK(first(judge(probed(untrusted), expectations()), "probe", Finding::Level::Error)->explains == Lines{"certificate-not-trusted"});
    CHECK(first(judge(probed(misnamed), expectations()), "probe", Finding::Level::Error)->explains == Lines{"certificate-host-mismatch"});
    CHECK(first(judge(probed(expired), expectations()), "probe", Finding::Level::Error)->explains == Lines{"certificate-expired"});
}

TEST_CASE("a certificate and its TLSA records") {
    struct Row {
        const char* what;
        std::vector<TlsaRecord> records;
        bool name_matches;
        Lines lines;
    };
    const std::string key(32, 'k');
    const Row rows[] = {
        {"DANE-EE, the key", {{3, 1, 0, key}}, true, {}},
        {"DANE-EE does not ask for the name, RFC 7672 section 3.1.1", {{3, 1, 0, key}}, false, {}},
        {"DANE-EE is the server's own, not one above", {{3, 0, 0, "issuer"}}, true, {"error tlsa-match"}},
        {"DANE-TA, one above", {{2, 0, 0, "issuer"}}, true, {}},
        {"DANE-TA asks for the name, RFC 7672 section 3.1.2", {{2, 0, 0, "issuer"}}, false, {"error tlsa-match"}},
        {"old and new key together", {{3, 1, 0, "next key"}, {3, 1, 0, key}}, true, {}},
        {"an old key only", {{3, 1, 0, "old key"}}, true, {"error tlsa-match"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Probe probe = good_probe();
        probe.name_matches = row.name_matches;
        Evidence evidence = probed(probe);
        evidence.hosts[0].tlsa = tlsa(row.records);
        Lines lines;
        for (const std::string& line : trouble(judge(evidence, expectations())))
            if (line.ends_with(" tlsa-match")) lines.push_back(line);
        CHECK(lines == row.lines);
        evidence.hosts[0].tlsa = tlsa(row.records, KeyAnswer::Dnssec::Insecure);    // then it hurts nobody yet
        for (const std::string& line : trouble(judge(evidence, expectations()))) CHECK(line != "error tlsa-match");
    }
}
