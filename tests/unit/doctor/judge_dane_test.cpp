#include <doctest/doctest.h>

#include "evidence.hpp"

using namespace tlsrpt;
using namespace tlsrpt::doctor;
using Lines = std::vector<std::string>;
using Dnssec = KeyAnswer::Dnssec;

TEST_CASE("TLSA records and whether DNSSEC vouches for them") {
    const std::string key(32, 'k');
    struct Row {
        const char* what;
        DnsAnswer first;
        DnsAnswer second;
        Lines lines;
        Lines explains;    // of the first trouble
    };
    DnsAnswer bogus = nothing(DnsAnswer::Kind::Unavailable);
    bogus.bogus = true;
    bogus.detail = "bogus: signature expired";
    const Row rows[] = {
        {"none anywhere", nothing(), nothing(), {"note dane"}, {}},
        {"at one only", tlsa({{3, 1, 1, key}}), nothing(), {"warning dane"}, {}},
        {"zone not signed", tlsa({{3, 1, 1, key}}, Dnssec::Insecure), tlsa({{3, 1, 1, key}}), {"warning dane"}, {}},
        {"DNSSEC unknown", tlsa({{3, 1, 1, key}}, Dnssec::Unavailable), tlsa({{3, 1, 1, key}}, Dnssec::Unavailable), {"note dane", "note dane"}, {}},
        {"SERVFAIL for the name", nothing(DnsAnswer::Kind::Unavailable), tlsa({{3, 1, 1, key}}), {"error dane"}, {"dnssec-invalid", "dane-required"}},
        {"bogus", bogus, tlsa({{3, 1, 1, key}}), {"error dane"}, {"dnssec-invalid", "dane-required"}},
        {"a usage for the web beside a good one", tlsa({{1, 1, 1, key}, {3, 1, 1, key}}), tlsa({{3, 1, 1, key}}), {"warning tlsa"}, {"tlsa-invalid"}},
        {"nothing usable", tlsa({{1, 1, 1, key}}), tlsa({{3, 1, 1, key}}), {"warning tlsa", "error dane"}, {"tlsa-invalid"}},
        {"a digest of the wrong length", tlsa({{3, 1, 1, "short"}, {2, 1, 1, key}}), tlsa({{3, 1, 1, key}}), {"warning tlsa"}, {"tlsa-invalid"}},
        {"the certificate in place of its key", tlsa({{3, 0, 1, key}}), tlsa({{3, 1, 1, key}}), {"note tlsa"}, {}},
        {"rdata that is none", found({"\x03"}), tlsa({{3, 1, 1, key}}), {"warning dane"}, {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Evidence evidence = healthy();
        evidence.hosts[0].tlsa = row.first;
        evidence.hosts[1].tlsa = row.second;
        const auto findings = judge(evidence, expectations());
        CHECK(trouble(findings) == row.lines);
        for (const Finding& finding : findings)
            if (finding.level != Finding::Level::Ok) {
                CHECK(finding.explains == row.explains);
                break;
            }
    }
}

TEST_CASE("signed TLSA records are of no use when the way to them is not signed, RFC 7672 section 2.2.1") {
    Evidence evidence = healthy();
    evidence.mx.dnssec = Dnssec::Insecure;
    const auto findings = judge(evidence, expectations());
    CHECK(trouble(findings) == Lines{"warning dane", "warning dane"});
    CHECK(first(findings, "dane", Finding::Level::Warning)->what == "the TLSA records of mx1.example.com are signed, but the domain's MX records are not");
    evidence = healthy();
    evidence.hosts[0].a.dnssec = Dnssec::Insecure;
    CHECK(trouble(judge(evidence, expectations())) == Lines{"warning dane"});
}
