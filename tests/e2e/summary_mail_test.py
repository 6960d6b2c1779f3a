#!/usr/bin/python3
"""The summary mail, from reports to sendmail: what it covers, what an independent parser reads in it, and when there is none."""
import datetime
import email
import email.policy
import os
import pathlib
import re
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
import report_text as text
import senders
from harness import EndToEnd, clean_environment, yesterday

SCRIPT = harness.ROOT / "scripts" / "tlsrpt-daily-summary"
DAY = datetime.timedelta(days=1)


def report(day, number=1, failed=0, domain="example.net"):
    """A report of google.example, with a certificate that has expired when something failed."""
    failures = [text.failure("certificate-expired", failed, receiving_mx_hostname=f"mx2.{domain}")] if failed else []
    return text.report("Google Inc.", "tls@google.example", f"{day}-{number}-{domain}", day,
                       [text.policy("sts", domain, 100, failed, strings=text.sts_strings(domain), mx_host=[f"*.{domain}"], failures=failures)])


class SummaryMail(EndToEnd):
    def setUp(self):
        super().setUp()
        self.state = self.place.folder / "summary.mark"
        self.sent = self.place.folder / "sent"
        self.sent.mkdir()
        self.sendmail = self.place.folder / "sendmail"
        self.fail_next = self.place.folder / "fail"
        self.sendmail.write_text(f"#!/bin/sh\n[ \"$*\" = '-i -t' ] || exit 64\n[ ! -e {self.fail_next} ] || exit 75\n"
                                 f"exec cat > \"$(mktemp {self.sent}/XXXXXXXX)\"\n")
        self.sendmail.chmod(0o755)
        self.seen = set()

    def deliver(self, document, day=None):
        self.assert_delivered(self.place.deliver(senders.google(day or yesterday(), "example.net", report=document)), "stored")

    def run_script(self, *flags):
        return subprocess.run([SCRIPT, "--state", self.state, "--sendmail", self.sendmail, "--query", harness.QUERY, *self.place.common(), *flags],
                              capture_output=True, text=True, env=clean_environment(), timeout=300, check=False)

    def new_mails(self, *flags, status=0):
        """What one run sent, read back by Python's email."""
        run = self.run_script(*flags)
        self.assertEqual(run.returncode, status, run.stderr)
        if status == 0:
            self.assertEqual((run.stdout, run.stderr), ("", ""))
        fresh = set(self.sent.iterdir()) - self.seen
        self.seen |= fresh
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in sorted(fresh)]

    def body(self, mail, kind="plain"):
        return mail.get_body((kind,)).get_content()

    # ---- the message ----

    def test_an_independent_parser_reads_it(self):
        self.deliver(report(yesterday(), failed=3))
        self.place.deliver(defects.DEFECTS["body-changed"](yesterday(), "example.net"))
        mail, = self.new_mails("--from", "tls@mx.example.net", "--to", "a@example.net", "--to", "b@example.net")
        self.assertEqual(mail.defects, [])
        self.assertEqual([part.defects for part in mail.walk()], [[], [], []])
        self.assertEqual(mail.get_content_type(), "multipart/alternative")
        self.assertEqual([part.get_content_type() for part in mail.iter_parts()], ["text/plain", "text/html"])
        self.assertEqual(str(mail["From"]), "tls@mx.example.net")
        self.assertEqual([str(address) for address in mail["To"].addresses], ["a@example.net", "b@example.net"])
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertRegex(mail["List-Id"], r"<all\.tlsrpt-summary\.[^<>]+>$")
        self.assertRegex(mail["Message-ID"], r"^<[^<>@ ]+@[^<>@ ]+>$")
        self.assertLess(abs(mail["Date"].datetime - datetime.datetime.now(datetime.timezone.utc)), datetime.timedelta(hours=1))
        self.assertTrue(str(mail["Subject"]).startswith("TLS reports: "))
        for kind in ("plain", "html"):
            self.assertEqual(mail.get_body((kind,)).get_content_charset(), "utf-8")
            self.assertRegex(self.body(mail, kind), r"1\s+report\.")
            self.assertIn("certificate-expired", self.body(mail, kind))
            self.assertIn("signature-failed", self.body(mail, kind))
        for line in next(iter(self.seen)).read_bytes().splitlines():
            self.assertLessEqual(len(line), 78)
            self.assertTrue(line.isascii())
        for line in self.body(mail).splitlines():
            self.assertLessEqual(len(line), 78)

    def test_what_came_by_mail_acts_nowhere(self):
        evil = "https://evil.example/\x1b[2J<script>alert(1)</script>\u202egpj\r\nBcc: x@evil.example"
        document = report(yesterday(), failed=2)
        document["policies"][0]["failure-details"][0]["result-type"] = evil
        document["policies"][0]["failure-details"][0]["receiving-mx-hostname"] = "www.evil.example"
        self.deliver(document)
        mail, = self.new_mails()
        self.assertIsNone(mail["Bcc"])
        plain, html = self.body(mail), self.body(mail, "html")
        self.assertIn("https[:]//evil", plain)
        for forbidden in ("\x1b", "\u202e", "https://", "www.evil"):
            self.assertNotIn(forbidden, plain)
            self.assertNotIn(forbidden, html)
        self.assertNotIn("<script", html)

    # ---- what it covers ----

    def test_each_report_is_in_one_mail_and_a_late_one_in_the_next(self):
        self.deliver(report(yesterday(), 1))
        first, = self.new_mails()
        self.assertIn("This is the first mail.", self.body(first))
        late = senders.microsoft(yesterday() - 20 * DAY, "example.net", report=report(yesterday() - 20 * DAY, 2, failed=5))    # its signature has no x=
        self.assert_delivered(self.place.deliver(late), "stored")
        self.deliver(report(yesterday(), 3))
        second, = self.new_mails()
        self.assertRegex(self.body(second), r"Received since the last mail, of \S+Z: 2\s+reports\.")
        self.assertIn(f"{yesterday() - 20 * DAY} (1)", self.body(second))
        self.assertIn(f"{yesterday()} (1)", self.body(second))
        third, = self.new_mails()
        self.assertRegex(self.body(third), r"Received since the last mail, of \S+Z: 0\s+reports\.")

    def test_a_report_that_leaves_the_quarantine_is_in_the_next_mail(self):
        sample = senders.google(yesterday(), "example.net", report=report(yesterday()))
        self.assert_delivered(self.place.deliver(sample.octets), "signature-failed")    # its key is not known yet
        self.assertIn("QUARANTINE 1 mail", self.body(self.new_mails()[0]))
        self.place.add_keys(sample)
        subprocess.run([harness.INGEST, "reprocess", *self.place.common(), "--keys", self.place.keys], check=True, capture_output=True, env=clean_environment())
        mail, = self.new_mails()
        self.assertRegex(self.body(mail), r"of \S+Z: 1\s+report\.")
        self.assertNotIn("QUARANTINE", self.body(mail))

    def test_day_overrides_the_mark_and_leaves_it(self):
        self.deliver(report(yesterday()))
        self.new_mails()
        mark = self.state.read_text()
        mail, = self.new_mails("--day", str(yesterday()))
        self.assertIn(f"About {yesterday()}: 1 report.", self.body(mail))
        self.assertEqual(self.state.read_text(), mark)

    # ---- when sendmail fails, when two run at once ----

    def test_a_failure_of_sendmail_keeps_the_mark(self):
        self.deliver(report(yesterday(), 1))
        self.new_mails()
        mark = self.state.read_text()
        self.deliver(report(yesterday(), 2))
        self.fail_next.touch()
        self.assertEqual(self.new_mails(status=75), [])
        self.assertEqual(self.state.read_text(), mark)
        self.fail_next.unlink()
        self.deliver(report(yesterday(), 3))
        mail, = self.new_mails()
        self.assertRegex(self.body(mail), r"of \S+Z: 2\s+reports\.")
        self.assertNotEqual(self.state.read_text(), mark)

    def test_two_runs_at_once_send_one_mail(self):
        self.deliver(report(yesterday()))
        inside, go_on = self.place.folder / "inside", self.place.folder / "go-on"
        os.mkfifo(inside)
        os.mkfifo(go_on)
        fast = self.sendmail.read_text()
        self.sendmail.write_text(fast.replace("exec cat", f"echo > {inside}; read line < {go_on}\nexec cat"))
        runs = []
        first = threading.Thread(target=lambda: runs.append(self.run_script()))
        first.start()
        inside.read_text()    # the first run holds the lock now, in the middle of sendmail
        second = subprocess.Popen([SCRIPT, "--state", self.state, "--sendmail", self.sendmail, "--query", harness.QUERY, *self.place.common()],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment())
        harness.wait_until(lambda: "flock" in self.children_of(second.pid), "the second run waits for the lock")
        go_on.write_text("\n")
        first.join()
        out, err = second.communicate(timeout=120)
        self.assertEqual((runs[0].returncode, second.returncode, out, err), (0, 0, b"", b""))
        self.assertEqual(len(list(self.sent.iterdir())), 1)

    @staticmethod
    def children_of(pid):
        names = []
        for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                try:
                    names.append(pathlib.Path(f"/proc/{child}/comm").read_text().strip())
                except FileNotFoundError:
                    pass
        return names

    def test_a_mail_handed_over_twice_moves_the_mark_once_and_never_back(self):
        self.deliver(report(yesterday(), 1))
        old, = self.new_mails()
        old_mail = next(iter(self.seen))
        self.deliver(report(yesterday(), 2))
        harness.wait_until(lambda: datetime.datetime.now(datetime.timezone.utc) > old["Date"].datetime + datetime.timedelta(seconds=1), "another second")
        self.new_mails()
        mark = self.state.read_text()
        run = subprocess.run([harness.QUERY, "summary", "--since-last", self.state, "--handed-over", old_mail], capture_output=True, check=False)
        self.assertEqual((run.returncode, self.state.read_text()), (0, mark))

    def test_a_file_that_is_none_of_ours_is_an_error_and_is_kept(self):
        self.deliver(report(yesterday()))
        self.state.write_text("something else\n")
        self.assertEqual(self.new_mails(status=64), [])
        self.assertEqual(self.state.read_text(), "something else\n")

    def test_a_replaced_store_begins_anew(self):
        self.deliver(report(yesterday(), 1))
        self.state.write_text("all 1000 1000 2026-01-01T00:00:00Z\n")
        run = self.run_script()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("begins anew", run.stderr)
        self.assertRegex(self.state.read_text(), r"(?m)^all 1 1 ")

    # ---- clean days ----

    def test_cron_is_silent_on_a_clean_day(self):
        for days_ago in range(4):
            self.deliver(report(yesterday() - days_ago * DAY, 1), yesterday() - days_ago * DAY)
        self.assertEqual(self.new_mails("--quiet-if-clean"), [])
        self.assertFalse(self.state.exists())
        self.place.deliver(defects.DEFECTS["body-changed"](yesterday(), "example.net"))
        mail, = self.new_mails("--quiet-if-clean")
        self.assertIn("QUARANTINE", self.body(mail))
        self.assertIn("4 reports", self.body(mail).replace("\n", " "))    # those of the silent days, too
        self.assertEqual(self.new_mails("--quiet-if-clean"), [])         # told once

    def test_junk_in_quarantine_is_no_news(self):
        self.place.deliver(b"From: a@spam.example\nSubject: Buy now\n\nCheap.\n")
        self.assertEqual(self.new_mails("--quiet-if-clean"), [])

    # ---- tenants ----

    def test_each_group_gets_its_own_domains_only(self):
        self.place.config.write_text('[[summary]]\nname = "one"\npolicy_domains = ["one.example"]\nto = ["a@one.example"]\nfrom = "tls@one.example"\n'
                                     '[[summary]]\nname = "two"\npolicy_domains = ["*.two.example", "two.example"]\nto = ["b@two.example"]\n')
        self.deliver(report(yesterday(), 1, failed=3, domain="one.example"))
        self.deliver(report(yesterday(), 1, failed=4, domain="mail.two.example"))
        one, two = sorted(self.new_mails(), key=lambda mail: str(mail["To"]))
        self.assertEqual((str(one["To"]), str(one["From"]), str(two["To"])), ("a@one.example", "tls@one.example", "b@two.example"))
        for mail, mine, others in ((one, "one.example", "two.example"), (two, "mail.two.example", "one.example")):
            self.assertIn(mine, self.body(mail))
            self.assertNotIn(others, self.body(mail) + self.body(mail, "html"))
        self.assertEqual(re.findall(r"(?m)^(\w+) \d+ \d+ ", self.state.read_text()), ["one", "two"])

    def test_a_group_that_is_not_there_or_not_named_is_an_error_that_names_them(self):
        self.deliver(report(yesterday()))
        self.place.config.write_text("".join(f'[[summary]]\nname = "{name}"\npolicy_domains = ["{name}.example"]\nto = ["a@{name}.example"]\n' for name in ("one", "two")))
        for flags, words in (["--group", "three"], 'no [[summary]] of the configuration is named "three"'), ([], "name one with --group (one, two)"):
            ran = subprocess.run([harness.QUERY, "summary", "--format", "mail", *self.place.common(), *flags], capture_output=True, text=True, check=False, env=clean_environment())
            self.assertEqual((ran.returncode, ran.stdout), (64, ""))
            self.assertIn(words, ran.stderr)


if __name__ == "__main__":
    harness.main()
