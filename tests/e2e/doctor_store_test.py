#!/usr/bin/python3
"""`tlsrpt-query doctor` with a store: what reporters saw against what is published now, and how the installation itself is.

The reports come in by `tlsrpt-ingest deliver`; the published side is on the loopback as in doctor_test.py.
"""
import datetime
import pathlib
import shutil
import socket
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
try:
    import published
    from published import ADDRESS, KEY, Case, run_doctor, trouble
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)
import defects
import harness
import lmtp
import report_text as text
from harness import EndToEnd, clean_environment, yesterday

DAYS = [yesterday() - datetime.timedelta(days=back) for back in (3, 2, 1, 0)]
OTHER_KEY = "cd" * 32
DRIFT, UNCOVERED = Case("drift", {}), Case("uncovered", {}, policy="version: STSv1\nmode: enforce\nmx: old.uncovered.example\nmax_age: 604800\n")


def sts(domain, mode, failures=None):
    return text.policy("sts", domain, 100, sum(one["failed-session-count"] for one in failures or []), mx_host=[f"mx.{domain}"], failures=failures,
                       strings=["version: STSv1", f"mode: {mode}", f"mx: mx.{domain}", "max_age: 604800"])


def tlsa(domain, key):
    return text.policy("tlsa", domain, 40, 0, strings=[f"3 1 1 {key.upper()}"], mx_host=[f"mx.{domain}"])


@unittest.skipUnless(harness.unbound_program(), "no unbound; scripts/install-deps --test brings one")
class DoctorWithStore(EndToEnd):
    def setUp(self):
        super().setUp()
        self.world = published.World(self.place.folder, [DRIFT, UNCOVERED])
        self.addCleanup(self.world.close)
        self.configure()

    def configure(self, lines="", more=""):
        self.place.config.write_text(f'report_addresses = ["{ADDRESS}"]\n{lines}\n{self.world.configuration()}\n[lmtp]\nlisten = ["unix:{self.place.folder}/lmtp.sock"]\n{more}')

    def report(self, sdid, day, policies, domain):
        report = text.report(sdid, f"tls@{sdid}", f"{sdid} {day} {domain}", day, policies)
        sample = defects.plain(day, domain, report=report, sdid=sdid, selector="s1", header=defects.header_of(day, domain, author=f"tls@{sdid}"))
        self.assert_delivered(self.place.deliver(sample), "stored")

    def examine(self, *arguments):
        _, document = run_doctor(*arguments, *self.place.common(), *self.world.flags())
        return document["findings"]

    def test_the_store_saw_testing_and_now_enforce_is_published(self):
        domain = DRIFT.domain
        for day in DAYS:
            self.report("slow.example", day, [sts(domain, "testing")], domain)
        for day, mode in zip(DAYS, ["testing", "testing", "enforce", "enforce"]):
            self.report("quick.example", day, [sts(domain, mode)], domain)
        findings = self.examine(domain)
        self.assertEqual(trouble(findings), {"warning seen-sts": 1}, findings)
        by_level = {finding["level"]: finding for finding in findings if finding["check"] == "seen-sts"}
        self.assertEqual(by_level["warning"]["what"], f"published is mode enforce, but slow.example saw testing (since {DAYS[0]}, last on {DAYS[3]})")
        self.assertEqual(by_level["warning"]["since"], str(DAYS[0]))
        self.assertEqual(by_level["ok"]["what"], f"quick.example saw the policy as it is published (since {DAYS[2]}, last on {DAYS[3]})")

    def test_two_reporters_see_different_tlsa_records(self):
        domain = DRIFT.domain
        for day in DAYS[:2]:
            self.report("one.example", day, [tlsa(domain, KEY)], domain)
            self.report("two.example", day, [tlsa(domain, OTHER_KEY if day == DAYS[1] else KEY)], domain)
        findings = self.examine(domain)
        self.assertEqual(trouble(findings), {"warning seen-tlsa": 2}, findings)
        unlike, different = [finding for finding in findings if finding["check"] == "seen-tlsa" and finding["level"] == "warning"]
        self.assertEqual(unlike["what"], f"published at mx.{domain} is TLSA 3 1 1 {KEY}, but two.example saw 3 1 1 {OTHER_KEY} (since {DAYS[1]}, last on {DAYS[1]})")
        self.assertEqual(different["what"], f"reporters do not see the same TLSA records at mx.{domain}: one.example: 3 1 1 {KEY}, two.example: 3 1 1 {OTHER_KEY}")
        self.assertEqual((different["since"], different["mx_host"]), (str(DAYS[1]), f"mx.{domain}"))

    def test_failures_hang_on_what_explains_them(self):
        domain = UNCOVERED.domain
        for day in DAYS[:2]:
            self.report("one.example", day, [sts(domain, "enforce", [text.failure("certificate-host-mismatch", 5, receiving_mx_hostname=f"mx.{domain}")])], domain)
        self.report("two.example", DAYS[1], [sts(domain, "enforce", [text.failure("certificate-expired", 1, receiving_mx_hostname=f"mx.{domain}")])], domain)
        findings = self.examine(domain)
        [uncovered] = [finding for finding in findings if finding["check"] == "sts-mx" and finding["level"] == "error"]
        self.assertEqual(uncovered["reported"], [{"result_type": "certificate-host-mismatch", "receiving_mx_hostname": f"mx.{domain}", "first_day": str(DAYS[0]), "last_day": str(DAYS[1]),
                                                  "failed_session_count": 10}])
        self.assertEqual(uncovered["since"], str(DAYS[0]))
        [unexplained] = [finding for finding in findings if finding["check"] == "reported"]
        self.assertIn("certificate-expired", unexplained["what"])

    def test_without_a_domain_the_known_ones_and_the_installation_are_examined(self):
        for day in DAYS[1:]:
            self.report("one.example", day, [sts(DRIFT.domain, "enforce")], DRIFT.domain)
        self.report("unproven.example", DAYS[3], [sts("attacker.example", "enforce")], "attacker.example")
        daemon = lmtp.Daemon(self.place, socket_path=self.place.folder / "lmtp.sock")
        self.addCleanup(daemon.kill)
        findings = self.examine()
        self.assertEqual({finding["policy_domain"] for finding in findings}, {DRIFT.domain, None}, "a stranger's report must not make us contact anybody")
        local = {finding["check"]: finding["level"] for finding in findings if finding["policy_domain"] is None}
        self.assertEqual({check: level for check, level in local.items() if check not in ("disk", "mta")},
                         {"resolver": "ok", "store": "ok", "store-integrity": "ok", "retention": "ok", "last-report": "ok", "daemon": "ok"})
        self.assertEqual(trouble([finding for finding in findings if finding["policy_domain"]]), {})
        with self.subTest("an MX host among policy_domains is not a domain of its own"):
            self.configure(f'policy_domains = ["{DRIFT.domain}", "mx.{DRIFT.domain}"]')
            findings = self.examine()
            self.assertEqual(trouble([finding for finding in findings if finding["policy_domain"]]), {"note mx": 1})

    def test_report_addresses_are_learned_from_the_store(self):
        self.report("one.example", DAYS[3], [sts(DRIFT.domain, "enforce")], DRIFT.domain)
        self.place.config.write_text(self.world.configuration())
        [address] = [finding for finding in self.examine(DRIFT.domain) if finding["check"] == "tlsrpt-address"]
        self.assertEqual((address["level"], address["what"]),
                         ("warning", "none of the addresses in rua is one that arrives here (tlsrpt@example.net, as learned from the reports in the store)"))

    def test_a_daemon_that_listens_on_tcp(self):
        free = socket.create_server(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        self.place.config.write_text(f'policy_domains = ["{DRIFT.domain}"]\n{self.world.configuration()}\n[lmtp]\nlisten = ["127.0.0.1:{port}"]\n')
        seen = [finding for finding in self.examine() if finding["check"] == "daemon"]
        self.assertEqual([finding["level"] for finding in seen], ["error"], seen)
        self.assertIn("Connection refused", seen[0]["what"])
        daemon = lmtp.Daemon(self.place, listen=[f"127.0.0.1:{port}"])
        self.addCleanup(daemon.kill)
        self.assertEqual([(finding["level"], finding["what"]) for finding in self.examine() if finding["check"] == "daemon"],
                         [("ok", f"tlsrpt-lmtpd answers at 127.0.0.1:{port}")])

    def test_an_installation_in_trouble(self):
        self.report("one.example", DAYS[3], [sts(DRIFT.domain, "enforce")], DRIFT.domain)
        self.configure('policy_domains = ["drift.example"]')
        self.assertEqual({name for name in trouble(self.examine()) if not name.endswith((" mta", " disk"))}, {"note daemon"})

        with self.subTest("prune does not run"):
            self.change("UPDATE message_raw SET received_at = received_at - 40 * 86400")
            self.assertEqual(trouble(self.examine())["warning retention"], 1)
        with self.subTest("silence"):
            self.change("UPDATE report SET first_received_at = first_received_at - 10 * 86400")
            self.assertEqual(trouble(self.examine())["warning last-report"], 1)
        whole = self.place.folder / "whole.db"
        self.change(f"VACUUM INTO '{whole}'")
        with self.subTest("damaged"):
            octets = bytearray(whole.read_bytes())
            octets[2 * 4096:] = b"\xff" * (len(octets) - 2 * 4096)
            self.assertEqual(self.examine_file(octets)["error store-integrity"], 1)
        with self.subTest("newer"):
            octets = bytearray(whole.read_bytes())
            octets[60:64] = (9999).to_bytes(4, "big")    # user_version
            self.assertEqual(self.examine_file(octets)["error store-schema"], 1)
        with self.subTest("not ours"):
            self.assertEqual(self.examine_file(b"nonsense" * 1000)["error store"], 1)
        with self.subTest("missing"):
            self.assertEqual(self.examine_file(None)["error store"], 1)

    def change(self, sql):
        subprocess.run([sys.executable, "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute(sys.argv[2])", self.place.database, sql], check=True)

    def examine_file(self, octets):
        """What is wrong when the store is these octets, or missing."""
        file = self.place.folder / "other" / "tlsrpt.db"
        shutil.rmtree(file.parent, ignore_errors=True)
        file.parent.mkdir()
        if octets is not None:
            file.write_bytes(octets)
        status, document = run_doctor("--config", self.place.config, "--database", file, *self.world.flags())
        self.assertEqual(status, 1)
        return trouble(document["findings"])

    def test_what_could_not_run_is_2(self):
        self.place.config.write_text("no_such_key = 1\n")
        ran = subprocess.run([harness.QUERY, "doctor", *self.place.common()], capture_output=True, env=clean_environment(), timeout=60, check=False)
        self.assertEqual(ran.returncode, 2)


if __name__ == "__main__":
    harness.main()
