#!/usr/bin/python3
"""`tlsrpt-query doctor` against a signed DNS, an HTTPS server and SMTP servers, all on the loopback and made for this test.

Each case is a domain below "example.": its records, what its policy host and its MX do, and everything that doctor must find. A finding that is not
listed fails the case, so that a healthy domain shows that there are no false alarms.
"""
import json
import pathlib
import ssl
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
try:
    import jsonschema
    import published
    from published import ADDRESS, KEY, POLICY, Case, run_doctor, trouble, txt
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)
import harness
import servers
from dns_authority import free_port
from harness import clean_environment


def report(*values, **more):
    return {"zone": {"_smtp._tls": txt(*values)}, **more}


def sts(*values):
    return {"zone": {"_mta-sts": txt(*values)}}


def hosts(*names):
    """MX hosts elsewhere, as providers have them; all at one address, with the healthy TLSA record."""
    return [("MX", f"10 {name}.") for name in names]


FETCH, STS = "error sts-fetch", "error sts-policy"
NO_REPORTS = {"error tlsrpt-record": 1}

RECORDS = [
    Case("healthy", {}),
    Case("joined", {}, **report(("v=TLSRPTv1; rua=mai", f"lto:{ADDRESS}"))),
    Case("alias", {}, zone={"_smtp._tls": [("CNAME", "record.alias.example.")], "record": txt(f"v=TLSRPTv1; rua=mailto:{ADDRESS}")}),
    Case("final-semicolon", {}, **report(f"v=TLSRPTv1; rua=mailto:{ADDRESS};")),
    Case("two-addresses", {}, **report(f"v=TLSRPTv1; rua=https://r.example/v1,mailto:{ADDRESS}")),
    Case("escaped", {"warning tlsrpt-address": 1}, **report("v=TLSRPTv1; rua=mailto:a%21b@reports.example")),
    Case("unknown-field", {"note tlsrpt-record": 1}, **report(f"v=TLSRPTv1; x=1; rua=mailto:{ADDRESS}")),
    Case("other-text", {"note tlsrpt-record": 1}, **report(f"v=TLSRPTv1; rua=mailto:{ADDRESS}", "v=spf1 -all")),
    Case("no-record", NO_REPORTS, zone={"_smtp._tls": None}),
    Case("no-text", NO_REPORTS, zone={"_smtp._tls": [("A", "127.0.0.1")]}),
    Case("two-records", NO_REPORTS, **report(f"v=TLSRPTv1; rua=mailto:{ADDRESS}", "v=TLSRPTv1; rua=mailto:b@reports.example")),
    Case("capitals", NO_REPORTS, **report(f"V=TLSRPTV1; rua=mailto:{ADDRESS}")),
    Case("no-semicolon", NO_REPORTS, **report(f"v=TLSRPTv1 rua=mailto:{ADDRESS}")),
    Case("quoted-twice", NO_REPORTS, **report(f"\\\"v=TLSRPTv1; rua=mailto:{ADDRESS}\\\"")),
    Case("no-rua", NO_REPORTS, **report("v=TLSRPTv1;")),
    Case("no-scheme", NO_REPORTS, **report(f"v=TLSRPTv1; rua={ADDRESS}")),
    Case("size-limit", NO_REPORTS, **report(f"v=TLSRPTv1; rua=mailto:{ADDRESS}!10m")),
    Case("elsewhere", {"warning tlsrpt-address": 1}, **report("v=TLSRPTv1; rua=mailto:x@other.example")),
    Case("https-only", {"warning tlsrpt-address": 1}, **report("v=TLSRPTv1; rua=https://r.example/v1")),
    Case("no-sts", {"note sts-record": 1}, zone={"_mta-sts": None, "mta-sts": None}),
    Case("not-announced", {"warning sts-record": 1}, zone={"_mta-sts": None}),
    Case("two-sts", {"error sts-record": 1}, **sts("v=STSv1; id=1", "v=STSv1; id=2")),
    Case("no-id", {"error sts-record": 1}, **sts("v=STSv1;")),
    Case("wrong-id", {"error sts-record": 1}, **sts("v=STSv1; id=2026-11-23")),
    Case("null-mx", {"note mx": 1}, zone={"": [("MX", "0 .")]}),
    Case("no-mx", {"error mx": 1}, zone={"": txt("nothing")}),
    Case("implicit-mx", {"note mx": 1, "error sts-mx": 1, "warning sts-mx": 1}, zone={"": [("A", "127.0.0.1")], "_25._tcp": [("TLSA", f"3 1 1 {KEY}")]}),
    Case("mx-without-address", {"error mx": 1}, zone={"mx": txt("no address here")}),
    Case("mx-is-alias", {"warning mx": 1}, zone={"mx": [("CNAME", "real.mx-is-alias.example.")], "real": [("A", "127.0.0.1")]}),
    Case("no-tlsa", {"note dane": 1}, zone={"_25._tcp.mx": None}),
    Case("web-tlsa", {"warning tlsa": 1, "error dane": 1}, zone={"_25._tcp.mx": [("TLSA", f"1 1 1 {KEY}")]}),
    Case("short-tlsa", {"warning tlsa": 1}, zone={"_25._tcp.mx": [("TLSA", "3 1 1 abcd"), ("TLSA", f"2 1 1 {KEY}")]}),
    Case("whole-certificate", {"note tlsa": 1}, zone={"_25._tcp.mx": [("TLSA", f"3 0 1 {KEY}")]}),
    Case("forged", {"error tlsrpt-record": 1}, **report("v=TLSRPTv1; rua=mailto:original@reports.example")),
]

POLICIES = [
    Case("lf", {}, policy="version: STSv1\nmode: enforce\nmx: {mx}\nmax_age: 604800\n"),
    Case("testing", {"note sts-mode": 1}, policy="version: STSv1\r\nmode: testing\r\nmx: {mx}\r\nmax_age: 86400\r\n"),
    Case("none", {"note sts-mode": 1}, policy="version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n"),
    Case("wildcard", {}, policy="version: STSv1\nmode: enforce\nmx: *.wildcard.example\nmax_age: 604800\n"),
    Case("star", {"warning sts-policy": 1, "error sts-mx": 2}, policy="version: STSv1\nmode: enforce\nmx: *\nmax_age: 604800\n"),
    Case("other-mx", {"error sts-mx": 1, "warning sts-mx": 1}, policy="version: STSv1\nmode: enforce\nmx: mx.other.example\nmax_age: 604800\n"),
    Case("fastmail", {"note dane": 1}, zone={"": hosts("in1-smtp.fastmail.example", "in2-smtp.fastmail.example"), "in1-smtp": [("A", "127.0.0.1")], "in2-smtp": [("A", "127.0.0.1")]},
         policy="version: STSv1\nmode: enforce\nmx: in1-smtp.fastmail.example\nmx: in2-smtp.fastmail.example\nmax_age: 604800\n"),
    Case("outlook", {"note dane": 1}, zone={"": hosts("example-com.mail.protection.outlook.example"), "example-com.mail.protection": [("A", "127.0.0.1")]},
         policy="version: STSv1\r\nmode: enforce\r\nmx: *.mail.protection.outlook.example\r\nmax_age: 604800\r\n"),
    Case("outlook-too-high", {"note dane": 1, "error sts-mx": 1, "warning sts-mx": 1},
         zone={"": hosts("example-com.mail.protection.outlook-too-high.example"), "example-com.mail.protection": [("A", "127.0.0.1")]},
         policy="version: STSv1\nmode: enforce\nmx: *.outlook-too-high.example\nmax_age: 604800\n"),
    Case("protonmail", {"note dane": 1}, zone={"": hosts("mail.protonmail.example", "mailsec.protonmail.example"), "mail": [("A", "127.0.0.1")], "mailsec": [("A", "127.0.0.1")]},
         policy="version: STSv1\nmode: enforce\nmx: mail.protonmail.example\nmx: mailsec.protonmail.example\nmax_age: 604800\n"),
    Case("no-version", {STS: 1}, policy="mode: enforce\nmx: {mx}\nmax_age: 604800\n"),
    Case("wrong-mode", {STS: 1}, policy="version: STSv1\nmode: report\nmx: {mx}\nmax_age: 604800\n"),
    Case("no-max-age", {STS: 1}, policy="version: STSv1\nmode: enforce\nmx: {mx}\n"),
    Case("old", {"warning sts-policy": 2}, policy="version: STSv1\nmode: enforce\nmx: {mx}\nmax_age: 99999999\n"),
    Case("empty", {STS: 4}, policy=""),
    Case("page", {FETCH: 1}, policy=servers.answer("<!doctype html>", content_type="text/html; charset=utf-8")),
    Case("octet-stream", {FETCH: 1}, policy=servers.answer(POLICY.format(mx="mx.octet-stream.example"), content_type="application/octet-stream")),
    Case("no-type", {FETCH: 1}, policy=servers.answer(POLICY.format(mx="mx.no-type.example"), content_type="")),
    Case("type-with-charset", {}, policy=servers.answer(POLICY.format(mx="mx.type-with-charset.example"), content_type="Text/Plain; charset=utf-8")),
    Case("redirect", {FETCH: 1}, policy=servers.answer("", "301 Moved Permanently", headers=["Location: https://healthy.example/"])),
    Case("redirect-to-file", {FETCH: 1}, policy=servers.answer("", "302 Found", headers=["Location: file:///etc/passwd"])),
    Case("not-found", {FETCH: 1}, policy=servers.answer(POLICY.format(mx="mx.not-found.example"), "404 Not Found")),
    Case("broken", {FETCH: 1}, policy=servers.answer("", "500 Internal Server Error")),
    Case("huge", {FETCH: 1}, policy=servers.answer("x: 1\n" * 20_000)),
    Case("endless", {FETCH: 1}, policy=servers.endless),
    Case("endless-headers", {FETCH: 1}, policy=servers.endless_headers),
    Case("silent", {FETCH: 1}, policy=servers.silent),
    Case("half", {FETCH: 1}, policy=servers.half),
    Case("cut-off", {FETCH: 1}, policy=servers.cut_off),
    Case("garbage", {FETCH: 1}, policy=b"220 mail.example ESMTP\r\n\r\n"),
    Case("gzipped", {FETCH: 1}, policy=servers.answer(b"\x1f\x8b\x08\x00", content_type="application/gzip", headers=["Content-Encoding: gzip"])),
    Case("no-host", {FETCH: 1}, zone={"mta-sts": None}),
    Case("nobody-there", {FETCH: 1}, zone={"mta-sts": [("A", "127.9.9.9")]}),
    Case("wrong-name", {FETCH: 1}),
    Case("expired", {FETCH: 1}),
    Case("stranger", {FETCH: 1}),
    Case("old-tls", {FETCH: 1}, zone={"mta-sts": [("A", "127.0.3.1")]}),
]
PROBE = "error probe"
PROBES = [    # those without a behaviour get it with their certificate
    Case("probe-good", {}),
    Case("probe-above", {}),
    Case("probe-rolled", {"error tlsa-match": 1}),
    Case("probe-misnamed", {PROBE: 1}),
    Case("probe-expired", {PROBE: 1}),
    Case("probe-soon", {"warning probe": 1}),
    Case("probe-stranger", {PROBE: 1}),
    Case("probe-clear", {PROBE: 1}, smtp=servers.smtp()),
    Case("probe-refusing", {PROBE: 1}),
    Case("probe-injecting", {PROBE: 1}),
    Case("probe-old-tls", {PROBE: 1}),
    Case("probe-babble", {"warning probe": 1}, smtp=servers.says(b"HTTP/1.1 400 Bad Request\r\n\r\n")),
    Case("probe-busy", {"warning probe": 1}, smtp=servers.says(b"421 4.3.2 too busy\r\n")),
    Case("probe-one-line", {"warning probe": 1}, smtp=servers.says(b"220 " + b"x" * 100_000)),
    Case("probe-silent", {"warning probe": 1}, smtp=servers.silent),
    Case("probe-gone", {"warning probe": 1}, smtp=servers.hangs_up),
]
SLOW = {"silent", "half", "probe-silent"}    # end by --timeout only
EXPLAINED = {"wrong-name": "sts-webpki-invalid", "expired": "sts-webpki-invalid", "stranger": "sts-webpki-invalid", "redirect": "sts-policy-fetch-error",
             "silent": "sts-policy-fetch-error", "no-version": "sts-policy-invalid"}
# What went wrong must be told apart.
SAID = {"silent": "did not come in time", "half": "did not come in time", "endless": "larger than 64 KiB", "huge": "larger than 64 KiB", "redirect": "redirects (HTTP status 301",
        "redirect-to-file": "redirects (HTTP status 302", "not-found": "HTTP status 404", "broken": "HTTP status 500", "no-host": "has no address", "nobody-there": "takes no connection",
        "page": "text/html", "no-type": "no media type", "wrong-name": "is refused", "expired": "is refused", "stranger": "is refused", "old-tls": "no TLS connection", "cut-off": "no HTTP answer",
        "garbage": "no HTTP answer", "endless-headers": "no HTTP answer"}


@unittest.skipUnless(harness.unbound_program(), "no unbound; scripts/install-deps --test brings one")
class Doctor(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.place = harness.Place()
        cls.addClassCleanup(cls.place.remove)
        cls.probes = PROBES
        for at, case in enumerate(cls.probes):
            case.address = f"127.0.2.{at + 1}"
        plain = Case("plain", {}, under="unsigned")
        cls.world = published.World(cls.place.folder, [*RECORDS, *POLICIES, *cls.probes], cls.make_certificates, [plain])
        cls.addClassCleanup(cls.world.close)
        cls.smtp = servers.SmtpServers({case.address: case.smtp for case in cls.probes})
        cls.addClassCleanup(cls.smtp.stop)
        old = servers.HttpsServer(cls.world.web_certificate, {}, address="127.0.3.1", port=cls.world.https.port, maximum=ssl.TLSVersion.TLSv1_1)
        cls.addClassCleanup(old.stop)
        cls.place.config.write_text(f'report_addresses = ["{ADDRESS}"]\n' + cls.world.configuration())
        schema = json.loads((harness.ROOT / "schemas" / "query-output-v1.schema.json").read_text())
        cls.validator = jsonschema.validators.validator_for(schema)(schema)

    @classmethod
    def make_certificates(cls, authority):
        """Of MX hosts, into the cases; of policy hosts that have a wrong one."""
        make = authority.server
        good, key, above = make("probe-good", [f"mx.{name}.example" for name in ("probe-good", "probe-above", "probe-rolled")])
        for label, pem, tlsa in [
                ("probe-misnamed", *make("probe-misnamed", ["mx.elsewhere.example"])[:2]),
                ("probe-expired", *make("probe-expired", ["mx.probe-expired.example"], expired=True)[:2]),
                ("probe-soon", *make("probe-soon", ["mx.probe-soon.example"], days=5)[:2]),
                ("probe-stranger", *make("probe-stranger", ["mx.probe-stranger.example"], stranger=True)[:2]),
                ("probe-good", good, key), ("probe-rolled", good, None)]:
            [case] = [case for case in PROBES if case.label == label]
            case.smtp, case.tlsa = servers.smtp(pem), tlsa
        by_label = {case.label: case for case in PROBES}
        by_label["probe-above"].smtp, by_label["probe-above"].zone = servers.smtp(good), {"_25._tcp.mx": [("TLSA", f"2 1 1 {above}")]}
        by_label["probe-refusing"].smtp = servers.smtp(good, starttls="454 4.7.0 not now\r\n")
        by_label["probe-injecting"].smtp = servers.smtp(good, after=b"250 injected\r\n")
        by_label["probe-old-tls"].smtp = servers.smtp(good, maximum=ssl.TLSVersion.TLSv1_1)
        return {"wrong-name": make("web-wrong-name", ["www.wrong-name.example"])[0], "expired": make("web-expired", ["mta-sts.expired.example"], expired=True)[0],
                "stranger": make("web-stranger", ["mta-sts.stranger.example"], stranger=True)[0]}

    def examine(self, *domains, more=(), timeout=60):
        status, document = run_doctor(*domains, *self.place.common(), *self.world.flags(), "--smtp-port", self.smtp.port, "--timeout", timeout, *more)
        errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in self.validator.iter_errors(document)]
        self.assertEqual(errors, [])
        findings = document["findings"]
        self.assertEqual(status, 1 if any(finding["level"] == "error" for finding in findings) else 0)
        by_domain = {}
        for finding in findings:
            by_domain.setdefault(finding["policy_domain"], []).append(finding)
        return by_domain

    def check(self, cases, more=()):
        found = self.examine(*(case.domain for case in cases if case.label not in SLOW), more=more)
        if slow := [case.domain for case in cases if case.label in SLOW]:
            found.update(self.examine(*slow, more=more, timeout=1))
        for case in cases:
            with self.subTest(case.label):
                said = [finding["what"] for finding in found[case.domain] if finding["level"] != "ok"]
                self.assertEqual(trouble(found[case.domain]), case.find, said)
                if case.label in SAID:
                    self.assertTrue(any(SAID[case.label] in what for what in said), said)
                if case.label in EXPLAINED:
                    self.assertIn(EXPLAINED[case.label], [word for finding in found[case.domain] for word in finding["explains"]])
                for finding in found[case.domain]:
                    self.assertRegex(finding["rfc"], r"\ARFC \d{4} section [\d.]+\Z")
                    self.assertTrue(finding["level"] == "ok" or finding["why"], finding)
        return found

    def test_records(self):
        found = self.check(RECORDS)
        by_check = {finding["check"]: finding["what"] for finding in found["alias.example"]}
        self.assertRegex(by_check["tlsrpt-record"], r"TTL \d+, DNSSEC secure, by a CNAME to record\.alias\.example")
        [forged] = [finding["what"] for finding in found["forged.example"] if finding["level"] == "error"]
        self.assertIn("bogus", forged)

    def test_policies(self):
        self.check(POLICIES)
        asked = {host: line for host, line in self.world.https.requests}
        self.assertEqual(set(asked.values()), {"GET /.well-known/mta-sts.txt HTTP/1.1"})
        self.assertNotIn("healthy.example", asked, "a redirect was followed")

    def test_there_are_enough_cases(self):
        self.assertGreaterEqual(len(RECORDS) + len(POLICIES), 50)

    def test_probes(self):
        found = self.check(self.probes, more=["--probe"])
        explained = {label: [word for finding in found[f"{label}.example"] if finding["check"] in ("probe", "tlsa-match") for word in finding["explains"]]
                     for label in ("probe-misnamed", "probe-expired", "probe-stranger", "probe-clear", "probe-rolled")}
        self.assertEqual(explained, {"probe-misnamed": ["certificate-host-mismatch"], "probe-expired": ["certificate-expired"], "probe-stranger": ["certificate-not-trusted"],
                                     "probe-clear": ["starttls-not-supported"], "probe-rolled": ["tlsa-invalid", "validation-failure"]})

    def test_an_unsigned_zone_makes_its_tlsa_records_useless(self):
        found = self.examine("plain.unsigned")["plain.unsigned"]
        [dane] = [finding for finding in found if finding["check"] == "dane" and finding["level"] == "warning"]
        self.assertEqual(dane["what"], "the TLSA records of mx.plain.unsigned are in a zone that is not signed")

    def test_without_the_authority_the_same_policy_is_refused(self):
        _, document = run_doctor("healthy.example", *self.place.common(), "--https-port", self.world.https.port)
        self.assertEqual(trouble(document["findings"]), {"error sts-fetch": 1})

    def test_a_resolver_that_is_dead(self):
        config = self.place.folder / "impatient.toml"
        config.write_text("[dns]\nlookup_deadline_ms = 500\n")
        status, document = run_doctor("healthy.example", "--config", config, "--database", self.place.folder / "no-folder" / "tlsrpt.db", "--resolver", f"127.0.0.1@{free_port()}")
        self.assertEqual((status, trouble(document["findings"])["error tlsrpt-record"]), (1, 1))

    def test_suggestion(self):
        ran = subprocess.run([harness.QUERY, "doctor", "--suggest", "fastmail.example", *self.place.common()], capture_output=True, text=True, env=clean_environment(), timeout=60, check=False)
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        for line in (f'_smtp._tls.fastmail.example. 3600 IN TXT "v=TLSRPTv1; rua=mailto:{ADDRESS}"', "mode: testing", "mx: in1-smtp.fastmail.example", "mx: in2-smtp.fastmail.example", "max_age: 86400"):
            self.assertIn(f"\n{line}\n", ran.stdout)
        self.assertIn("tlsrpt-query advise fastmail.example", ran.stdout)
        _, document = run_doctor("--suggest", "fastmail.example", *self.place.common())
        self.assertEqual(list(self.validator.iter_errors(document)), [])
        # What is suggested is a policy that doctor itself finds nothing wrong with, but for its being a test.
        self.world.https.answers["mta-sts.fastmail.example"] = servers.answer(document["suggestions"][0]["policy"])
        self.assertEqual(trouble(self.examine("fastmail.example")["fastmail.example"]), {"note dane": 1, "note sts-mode": 1})

    def test_a_person_can_read_it(self):
        ran = subprocess.run([harness.QUERY, "doctor", "star.example", *self.place.common(), *map(str, self.world.flags())], capture_output=True, text=True,
                             env=clean_environment(), timeout=60, check=False)
        self.assertEqual(ran.returncode, 1)
        self.assertRegex(ran.stderr, r"\Atlsrpt-query: the store cannot be read, so nothing is compared with what reporters saw: [^\n]* does not exist\n\Z")
        self.assertTrue(ran.stdout.startswith("star.example\n"))
        self.assertRegex(ran.stdout, r"\n  error   sts-mx +the pattern \"mx: \*\" matches no MX at all\n +why +.*\n +fix +.*\n +see +RFC 8461 section 4\.1\n")


if __name__ == "__main__":
    harness.main()
