#include <doctest/doctest.h>

#include "evidence.hpp"

using namespace tlsrpt;
using namespace tlsrpt::doctor;
using Lines = std::vector<std::string>;
using State = PolicyFetch::State;

namespace {

Evidence with_policy(std::string body) {
    Evidence evidence = healthy();
    evidence.fetch.body = std::move(body);
    return evidence;
}

Evidence with_hosts(std::string body, const std::vector<std::string>& hosts) {
    Evidence evidence = with_policy(std::move(body));
    const MxEvidence model = evidence.hosts.front();
    evidence.hosts.clear();
    for (const std::string& host : hosts) {
        evidence.hosts.push_back(model);
        evidence.hosts.back().host = host;
    }
    return evidence;
}

}  // namespace

TEST_CASE("a record that announces a policy, well or badly") {
    struct Row {
        const char* what;
        DnsAnswer answer;
        Lines lines;
    };
    const Row rows[] = {
        {"good", texts({"v=STSv1; id=1;"}), {}},
        {"no id", texts({"v=STSv1;"}), {"error sts-record"}},
        {"an id with hyphens", texts({"v=STSv1; id=2026-11-23"}), {"error sts-record"}},
        {"two", texts({"v=STSv1; id=1", "v=STSv1; id=2"}), {"error sts-record"}},
        {"a near miss", texts({"v=STSV1; id=1"}), {"error sts-record"}},
        {"an unknown field", texts({"v=STSv1; id=1; x=2"}), {"note sts-record"}},
        {"SERVFAIL", nothing(DnsAnswer::Kind::Unavailable), {"error sts-record"}},
        {"none, but a policy is served", nothing(), {"warning sts-record"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Evidence evidence = healthy();
        evidence.sts_record = row.answer;
        CHECK(trouble(judge(evidence, expectations())) == row.lines);
    }
    Evidence neither = healthy();
    neither.sts_record = nothing();
    neither.fetch = {};
    CHECK(trouble(judge(neither, expectations())) == Lines{"note sts-record"});
    neither.fetch.state = State::NotOk;    // some web server that nobody was sent to
    CHECK(trouble(judge(neither, expectations())) == Lines{"note sts-record"});
}

TEST_CASE("a policy that does not come, and which result type reporters use for it") {
    struct Row {
        State state;
        const char* result_type;
        const char* text;
    };
    const Row rows[] = {
        {State::NoAddress, "sts-policy-fetch-error", "mta-sts.example.com has no address"},
        {State::Unreachable, "sts-policy-fetch-error", "mta-sts.example.com takes no connection"},
        {State::TlsFailed, "sts-policy-fetch-error", "no TLS connection to mta-sts.example.com"},
        {State::CertificateRefused, "sts-webpki-invalid", "the certificate of mta-sts.example.com is refused"},
        {State::TimedOut, "sts-policy-fetch-error", "the policy did not come in time"},
        {State::TooLarge, "sts-policy-fetch-error", "the policy file is larger than 64 KiB"},
        {State::HttpFailed, "sts-policy-fetch-error", "mta-sts.example.com gives no HTTP answer that can be read"},
        {State::NotOk, "sts-policy-fetch-error", "mta-sts.example.com answers with HTTP status 404"},
        {State::Redirect, "sts-policy-fetch-error", "mta-sts.example.com redirects (HTTP status 404 to \"https://www.example.com/\")"},
        {State::WrongType, "sts-policy-fetch-error", "the policy comes as \"text/html\", not as text/plain"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        Evidence evidence = healthy();
        evidence.fetch.state = row.state;
        evidence.fetch.status = 404;
        evidence.fetch.location = "https://www.example.com/";
        evidence.fetch.content_type = "text/html";
        const auto findings = judge(evidence, expectations());
        const Finding* finding = first(findings, "sts-fetch", Finding::Level::Error);
        REQUIRE(finding != nullptr);
        CHECK(finding->what == row.text);
        CHECK(finding->explains == Lines{row.result_type});
        CHECK(finding->rfc == "RFC 8461 section 3.3");
    }
}

TEST_CASE("policies of the kinds that set-up guides show") {
    struct Row {
        const char* what;
        const char* policy;
        std::vector<std::string> hosts;
        Lines lines;
    };
    const Row rows[] = {
        {"fastmail", "version: STSv1\nmode: testing\nmx: in1-smtp.messagingengine.com\nmx: in2-smtp.messagingengine.com\nmax_age: 604800\n",
         {"in1-smtp.messagingengine.com", "in2-smtp.messagingengine.com"}, {"note sts-mode"}},
        {"fastmail, one host forgotten", "version: STSv1\nmode: enforce\nmx: in1-smtp.messagingengine.com\nmax_age: 604800\n",
         {"in1-smtp.messagingengine.com", "in2-smtp.messagingengine.com"}, {"error sts-mx"}},
        {"outlook's wildcard", "version: STSv1\nmode: enforce\nmx: *.mail.protection.outlook.com\nmax_age: 604800\n", {"example-com.mail.protection.outlook.com"}, {}},
        {"outlook's new hosts under the old wildcard", "version: STSv1\nmode: enforce\nmx: *.mail.protection.outlook.com\nmax_age: 604800\n", {"example-com.a-v1.mx.microsoft"},
         {"error sts-mx", "warning sts-mx"}},
        {"a wildcard two labels up", "version: STSv1\nmode: enforce\nmx: *.outlook.com\nmax_age: 604800\n", {"example-com.mail.protection.outlook.com"}, {"error sts-mx", "warning sts-mx"}},
        {"protonmail", "version: STSv1\r\nmode: enforce\r\nmx: mail.protonmail.ch\r\nmx: mailsec.protonmail.ch\r\nmax_age: 604800\r\n", {"mail.protonmail.ch", "mailsec.protonmail.ch"}, {}},
        {"a bare star", "version: STSv1\nmode: enforce\nmx: *\nmax_age: 604800\n", {"mx1.example.com"}, {"warning sts-policy", "error sts-mx", "error sts-mx"}},
        {"a bare star beside a name", "version: STSv1\nmode: testing\nmx: mx1.example.com\nmx: *\nmax_age: 604800\n", {"mx1.example.com"}, {"warning sts-policy", "note sts-mode", "error sts-mx"}},
        {"google", "version: STSv1\nmode: enforce\nmx: aspmx.l.google.com\nmx: *.aspmx.l.google.com\nmax_age: 86400\n", {"aspmx.l.google.com", "alt1.aspmx.l.google.com"}, {"note sts-policy"}},
        {"the domain in place of its host", "version: STSv1\nmode: testing\nmx: example.com\nmax_age: 604800\n", {"mx1.example.com"}, {"note sts-mode", "error sts-mx", "warning sts-mx"}},
        {"a host that is gone", "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmx: old.example.com\nmax_age: 604800\n", {"mx1.example.com"}, {"warning sts-mx"}},
        {"none", "version: STSv1\nmode: none\nmax_age: 86400\n", {"mx1.example.com"}, {"note sts-mode"}},
        {"an hour", "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmax_age: 3600\n", {"mx1.example.com"}, {"warning sts-policy"}},
        {"ten years", "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmax_age: 315576000\n", {"mx1.example.com"}, {"warning sts-policy", "warning sts-policy"}},
        {"no version", "mode: enforce\nmx: mx1.example.com\nmax_age: 604800\n", {"mx1.example.com"}, {"error sts-policy"}},
        {"a web page", "<!doctype html>\n<p>Not found\n", {"mx1.example.com"},
         {"error sts-policy", "error sts-policy", "error sts-policy", "error sts-policy", "error sts-policy", "error sts-policy"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(trouble(judge(with_hosts(row.policy, row.hosts), expectations())) == row.lines);
    }
}

TEST_CASE("which MX is not covered is named, and so is the pattern that matches none") {
    const auto findings = judge(with_policy("version: STSv1\nmode: enforce\nmx: mx1.example.com\nmx: mx3.example.com\nmax_age: 604800\n"), expectations());
    const Finding* uncovered = first(findings, "sts-mx", Finding::Level::Error);
    REQUIRE(uncovered != nullptr);
    CHECK(uncovered->what == "the MX mx2.example.com is matched by no mx of the policy (mx1.example.com, mx3.example.com)");
    CHECK(uncovered->mx_host == "mx2.example.com");
    CHECK(uncovered->rfc == "RFC 8461 section 4.1");
    const Finding* idle = first(findings, "sts-mx", Finding::Level::Warning);
    REQUIRE(idle != nullptr);
    CHECK(idle->what == "the pattern \"mx: mx3.example.com\" matches none of the MX hosts");
    CHECK(first(findings, "sts-mx", Finding::Level::Ok)->what == "the policy allows mx1.example.com");
}

TEST_CASE("a policy of the wrong media type is read all the same, since its owner wants to know all") {
    Evidence evidence = with_policy("version: STSv1\nmode: enforce\nmx: *\nmax_age: 604800\n");
    evidence.fetch.state = State::WrongType;
    evidence.fetch.content_type = "application/octet-stream";
    CHECK(trouble(judge(evidence, expectations())) == Lines{"error sts-fetch", "warning sts-policy", "error sts-mx", "error sts-mx", "error sts-mx"});
}
