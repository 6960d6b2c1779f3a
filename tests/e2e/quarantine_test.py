#!/usr/bin/python3
"""The quarantine as a working tool, and what the configuration decides about it: limits, policy domains, reprocess, prune."""
import contextlib
import datetime
import os
import pathlib
import pty
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
import mail_parts
import report_text
from dkim_sign import Key
from harness import EndToEnd, clean_environment, yesterday

DAY, DOMAIN = yesterday(), "example.net"


def report_about(*domains, **members):
    """One policy for each domain; None: a policy that does not say of which."""
    return defects.good_report(DAY, DOMAIN, policies=[report_text.policy("sts", domain, 10, 0, strings=report_text.sts_strings("example.net"),
                                                                         mx_host=["*.example.net"]) for domain in domains], **members)


def report_of_failures(count):
    failures = [report_text.failure("certificate-expired", 1, receiving_ip=f"198.51.{n >> 8 & 255}.{n & 255}") for n in range(count)]
    return defects.good_report(DAY, DOMAIN, policies=[report_text.policy("sts", DOMAIN, 1, count, failures=failures)])


class WithTools(EndToEnd):
    def ingest(self, *arguments, terminal=False):
        """(standard output, standard error) of a run; terminal: standard error is one."""
        command = [harness.INGEST, *arguments, *self.place.common()]
        if not terminal:
            run = subprocess.run(command, capture_output=True, env=clean_environment(), check=True)
            return run.stdout.decode(), run.stderr.decode()
        ours, its = pty.openpty()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=its, env=clean_environment()) as process:
            os.close(its)
            shown = b""
            try:
                while piece := os.read(ours, 65536):
                    shown += piece
            except OSError:    # EIO: the other side is closed
                pass
            output = process.stdout.read()
        os.close(ours)
        self.assertEqual(process.returncode, 0, shown)
        return output.decode(), shown.decode()

    def reprocess(self, *arguments, terminal=False):
        return self.ingest("reprocess", "--keys", str(self.place.keys), *arguments, terminal=terminal)

    def everything(self):
        """All that is in the store."""
        tables = [name for (name,) in self.place.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        return {name: self.place.rows(f"SELECT * FROM {name}") for name in tables}

    def quarantine_without_keys(self, *samples):
        """As if DNS did not know their keys yet."""
        for sample in samples:
            self.assert_delivered(self.place.deliver(sample.octets), "signature-failed")
        self.place.add_keys(*samples)

    def age_by(self, days):
        """All that was received is so much older."""
        with contextlib.closing(sqlite3.connect(self.place.database)) as database:
            for table, column in (("message", "received_at"), ("message_raw", "received_at"), ("quarantine", "received_at"), ("report", "first_received_at")):
                database.execute(f"UPDATE {table} SET {column} = {column} - ?", (days * 86400,))
            database.commit()


class Reprocess(WithTools):
    def test_a_dry_run_says_what_the_run_would_do_and_changes_nothing(self):
        self.quarantine_without_keys(defects.plain(DAY, DOMAIN))
        before = self.everything()
        output, note = self.reprocess("--dry-run")
        self.assertIn("signature-failed -> acceptable", output)
        self.assertIn("nothing changed", note)
        self.assertEqual(self.everything(), before)
        output, _ = self.reprocess()
        self.assertIn("signature-failed -> stored", output)
        self.assertNotEqual(self.everything(), before)
        self.assertEqual(self.place.query("quarantine")["quarantine"], [])

    def test_a_mail_is_judged_at_its_time_of_receipt(self):
        sent = defects.sent_at(DAY)
        sample = defects.plain(DAY, DOMAIN, expires_at=sent.timestamp() + 3600)    # by now long expired
        self.place.add_keys(sample)
        file = self.place.folder / "mail.eml"
        file.write_bytes(sample.octets)
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.assertEqual(self.place.check(file, at=now)[0][0]["slug"], "signature-failed")
        self.place.config.write_text('policy_domains = ["other.example"]\n')
        self.assert_delivered(self.place.deliver(sample), "policy-domain-not-ours")
        self.place.config.write_text("")
        self.assertIn("policy-domain-not-ours -> stored", self.reprocess()[0])
        [report] = self.place.query("reports")["reports"]
        self.assertEqual(report["received_at"], sent.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def test_a_bar_is_shown_on_a_terminal_only(self):
        self.quarantine_without_keys(defects.plain(DAY, DOMAIN))
        piped_output, piped = self.reprocess("--dry-run")
        output, shown = self.reprocess("--dry-run", terminal=True)
        self.assertEqual(output, piped_output)
        self.assertRegex(shown, r"\r\[-+\] 0 %  0 of 1")
        self.assertNotRegex(piped, r"[\r\x1b\[]")
        self.age_by(400)
        _, shown = self.ingest("prune", terminal=True)
        self.assertRegex(shown, r"\r\[#+\] 100 %  1 of 1")

    def test_a_slug_or_an_id_selects(self):
        self.quarantine_without_keys(defects.plain(DAY, DOMAIN))
        self.assert_delivered(self.place.deliver(defects.DEFECTS["unsigned"](DAY, DOMAIN)), "no-signature")
        self.assertEqual(self.reprocess("--dry-run", "--slug", "no-signature")[0].count("\n"), 1)
        [unsigned] = self.place.query("quarantine", "--slug", "no-signature")["quarantine"]
        self.assertEqual(self.reprocess("--dry-run", "--id", str(unsigned["id"]))[0], f"mail {unsigned['id']}: still no-signature: {unsigned['detail']}\n")


class Prune(WithTools):
    KINDS = ("raw mails of stored reports", "mails in quarantine", "reports with their details", "rows of daily totals")

    def counts(self, configuration, *arguments):
        self.place.config.write_text(configuration)
        output, _ = self.ingest("prune", *arguments)
        found = {}
        for line in output.splitlines()[1:]:
            [kind] = [kind for kind in self.KINDS if kind in line]
            found[kind] = int(line.split()[0])
        return [found[kind] for kind in self.KINDS]

    def test_each_key_of_retention_keeps_its_kind(self):
        self.assert_delivered(self.place.deliver(defects.plain(DAY, DOMAIN)), "stored")
        self.assert_delivered(self.place.deliver(defects.DEFECTS["unsigned"](DAY, DOMAIN)), "no-signature")
        self.assert_delivered(self.place.deliver(b"From: a@b.example\r\nSubject: buy\r\n\r\nnow\r\n"), "no-signature")
        self.age_by(380)
        kept = {"raw_days": 391, "quarantine_days": 391, "junk_days": 391, "details_days": 391}
        shorter = {"raw_days": [1, 0, 0, 0], "quarantine_days": [0, 1, 0, 0], "junk_days": [0, 1, 0, 0]}
        before = self.everything()

        def configured(**days):
            return "[retention]\n" + "".join(f"{key} = {value}\n" for key, value in {**kept, **days}.items())
        self.assertEqual(self.counts(configured(), "--dry-run"), [0, 0, 0, 0])
        for key, expected in shorter.items():
            with self.subTest(key):
                self.assertEqual(self.counts(configured(**{key: 370}), "--dry-run"), expected)
        self.assertEqual(self.counts(configured(raw_days=370, details_days=370), "--dry-run"), [1, 0, 1, 0])
        self.assertEqual(self.everything(), before)
        self.assertEqual(self.counts(configured(junk_days=370)), [0, 1, 0, 0])
        self.assertEqual([row["from_domain"] for row in self.place.query("quarantine")["quarantine"]], [defects.WHO])


class Junk(WithTools):
    """What arrives at a public address and is no report. It is kept for days, not for months."""
    MAILS = {
        "spam": b"From: x@spam.example\r\nSubject: Report Domains for sale\r\nContent-Type: text/html\r\n\r\n<a href=x>buy</a>\r\n",
        "a delivery status": b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nAuto-Submitted: auto-replied\r\nSubject: Undelivered Mail Returned to Sender\r\n"
                             b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nNo.\r\n'
                             b"--b\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n--b--\r\n",
        "an answer that nobody wrote": b"From: someone@away.example\r\nAuto-Submitted: auto-replied\r\nSubject: Out of office: Report Domain: example.net\r\n\r\nBack on Monday.\r\n",
        "a challenge": b"From: confirm@guard.example\r\nSubject: Please confirm your mail\r\nX-Auto-Response-Suppress: All\r\n\r\nClick.\r\n",
    }

    def test_each_is_told_from_a_report_that_is_not_accepted(self):
        for name, mail in self.MAILS.items():
            with self.subTest(name):
                self.assert_delivered(self.place.deliver(mail), "no-signature")
        self.assertEqual(self.place.rows("SELECT report_like, junk, count(*) FROM quarantine GROUP BY 1, 2"), [(0, 1, len(self.MAILS))])
        self.assert_delivered(self.place.deliver(defects.DEFECTS["unsigned"](DAY, DOMAIN)), "no-signature")
        self.age_by(8)
        self.ingest("prune")
        self.assertEqual(self.place.rows("SELECT report_like, junk FROM quarantine"), [(1, 0)])


class PolicyDomains(WithTools):
    def test_what_is_ours(self):
        listed = self.place.folder / "domains"
        listed.write_text("# ours\nexample.org\n*.example.com   # customers\n")
        in_file = f'policy_domains_file = "{listed}"\n'
        exact, wild, mx = 'policy_domains = ["example.net"]\n', 'policy_domains = ["*.example.net"]\n', 'policy_domains = ["mx1.example.net"]\n'
        ours, others = "acceptable", "policy-domain-not-ours"
        # configuration, policy domains of the report, slug, policies that are left out
        cases = [
            ("", ["anything.example"], ours, 0), (exact, ["Example.NET"], ours, 0), (exact, ["sub.example.net"], others, 0), (exact, ["other.example", "net"], others, 0),
            (wild, ["sub.example.net"], ours, 0), (wild, ["a.b.example.net"], ours, 0), (wild, ["example.net"], others, 0), (wild, ["badexample.net"], others, 0),
            (in_file, ["example.org"], ours, 0), (in_file, ["customer.example.com"], ours, 0), (in_file, ["example.net"], others, 0), (exact + in_file, ["example.net"], ours, 0),
            (mx, ["mx1.example.net"], ours, 0), (mx, ["example.net"], others, 0),                                 # DANE: the MX host is the policy domain
            (exact, ["example.net", "other.example", "third.example"], ours, 2), (exact, [None, "example.net"], ours, 0), (exact, [None, "other.example"], others, 0),
        ]
        for configuration, domains, slug, left_out in cases:
            with self.subTest(configuration, domains=domains):
                self.place.config.write_text(configuration)
                got = self.checked(report_about(*domains))
                self.assertEqual(got["slug"], slug)
                self.assertEqual(sum(one["name"] == "foreign-policy" for one in got["deviations"]), left_out)

    def test_a_report_without_any_domain(self):
        """Its signed TLS-Report-Domain says whose it is; without one it is kept, for whom nobody knows."""
        report = report_about(None)
        for configuration, slug in (('policy_domains = ["example.net"]\n', "acceptable"), ('policy_domains = ["other.example"]\n', "policy-domain-not-ours")):
            self.place.config.write_text(configuration)
            self.assertEqual(self.checked(report)["slug"], slug)
        without = [field for field in defects.header_of(DAY, DOMAIN) if not field[0].startswith("TLS-Report-")]
        self.assertEqual(self.checked(report, header=without)["slug"], "acceptable")
        self.assertIn("policy-domain-unknown", [one["name"] for one in self.checked(report, header=without)["deviations"]])

    def checked(self, report, **how):
        sample = defects.plain(DAY, DOMAIN, report=report, **how)
        self.place.add_keys(sample)
        file = self.place.folder / "mail.eml"
        file.write_bytes(sample.octets)
        [answer], _ = self.place.check(file, at=sample.at.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return answer


class Limits(WithTools):
    """Those of the mail and the report; those of the cell, which end in kills, are seen in tests/unit/examine/fork_server_test.cpp."""

    def test_each_key_changes_a_verdict(self):
        spacious = report_text.compact(defects.good_report(DAY, DOMAIN)) + b" " * 70_000
        long_note = defects.body_of(defects.report_part(mail_parts.gzipped(report_text.compact(defects.good_report(DAY, DOMAIN)))), note=b"So it is.\r\n" * 7000)
        # key and value, what the mail is without it, what it makes of it
        cases = [
            ("limits.max_mail_bytes = 65536", {"body": long_note}, "acceptable", "message-unreadable"),
            ("limits.max_inflated_bytes = 65536", {"json_octets": spacious}, "acceptable", "report-too-large"),
            ("limits.max_json_nodes = 1000", {"report": report_of_failures(400)}, "acceptable", "report-invalid"),
            ("limits.max_failures = 100", {"report": report_of_failures(101)}, "acceptable", "report-invalid"),
            ("limits.min_rsa_bits = 2048", {"selector": "s1024", "make": lambda: Key.rsa(1024)}, "acceptable", "algorithm-refused"),
            ("require_tlsrpt_service = true", {}, "acceptable", "service-not-allowed"),
        ]
        for setting, how, without, with_it in cases:
            with self.subTest(setting):
                sample = defects.plain(DAY, DOMAIN, **how)
                self.place.add_keys(sample)
                file = self.place.folder / "mail.eml"
                file.write_bytes(sample.octets)
                at = sample.at.strftime("%Y-%m-%dT%H:%M:%SZ")
                self.place.config.write_text("")
                self.assertEqual(self.place.check(file, at=at)[0][0]["slug"], without)
                self.place.config.write_text(setting + "\n")
                self.assertEqual(self.place.check(file, at=at)[0][0]["slug"], with_it)


if __name__ == "__main__":
    harness.main()
