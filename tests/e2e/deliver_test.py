#!/usr/bin/python3
"""One mail from the pipe to the store: what is counted once, what is kept twice, and what goes to quarantine with its bytes."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
import report_text
import senders
from harness import EndToEnd, yesterday

DAY, DOMAIN = yesterday(), "example.net"


class Deliver(EndToEnd):
    def test_each_shape_is_stored_and_counted(self):
        samples = [make(DAY, DOMAIN) for make in senders.SHAPES.values()]
        for sample in samples:
            with self.subTest(sample.name):
                self.assert_delivered(self.place.deliver(sample), "stored")
        reports = {report["report_id"]: report for report in self.place.query("reports")["reports"]}
        self.assertEqual(len(reports), len(samples))
        for sample in samples:
            with self.subTest(sample.name):
                row = reports[sample.report["report-id"]]
                self.assertEqual(row["sdid"], sample.sdid)
                self.assertEqual(row["organization_name"], sample.report["organization-name"])
        [summary] = [one for one in self.place.query("summary")["policy_domains"] if one["policy_domain"] == DOMAIN]
        truth = [report_text.counts(sample.report, DOMAIN) for sample in samples]
        self.assertEqual([summary["sessions"], summary["failures"], summary["sessions_at_most"]], [sum(column) for column in zip(*truth)])

    def test_a_pipe_transports_form_is_stored(self):
        sample = defects.DEFECTS["unix-line-ends"](DAY, DOMAIN)
        self.assert_delivered(self.place.deliver(sample), "stored")

    def test_no_write_ahead_log_is_left_to_be_read_by_the_next_one(self):
        # It was: each delivery read the log of all those before it, which nobody emptied.
        for slug in ("stored", "duplicate"):
            self.assert_delivered(self.place.deliver(senders.google(DAY, DOMAIN)), slug)
            self.assertEqual(pathlib.Path(f"{self.place.database}-wal").stat().st_size, 0)

    def test_the_same_mail_twice_is_one_report(self):
        sample = senders.google(DAY, DOMAIN)
        self.assert_delivered(self.place.deliver(sample), "stored")
        once = self.place.query("summary")
        self.assert_delivered(self.place.deliver(sample), "duplicate")
        self.assert_delivered(self.place.deliver(sample.octets.replace(b"\r\n", b"\n")), "duplicate")
        self.assertEqual(len(self.place.query("reports")["reports"]), 1)
        self.assertEqual(self.place.query("summary"), once)

    def test_a_changed_report_of_the_same_id_is_a_revision(self):
        first = defects.plain(DAY, DOMAIN)
        second_report = defects.good_report(DAY, DOMAIN)
        second_report["policies"][0]["summary"]["total-successful-session-count"] = 900
        second = defects.plain(DAY, DOMAIN, report=second_report)
        self.assert_delivered(self.place.deliver(first), "stored")
        self.assert_delivered(self.place.deliver(second), "revision")
        reports = self.place.query("reports")["reports"]
        self.assertEqual(len(reports), 2)
        flagged = [report for report in reports if report["revision_of"] is not None]
        self.assertEqual(len(flagged), 1)
        self.assertIn(flagged[0]["revision_of"], [report["id"] for report in reports])
        # The newest counts. Both mails came at the same second, so the store's tie-break decides between the two; never their sum.
        [summary] = self.place.query("summary")["policy_domains"]
        self.assertIn(summary["sessions"], (252, 902))
        self.assertEqual(summary["reports"], 1)

    def test_two_reporters_with_one_report_id_are_two_reports(self):
        shared = "2026-report-1"
        samples = [make(DAY, DOMAIN, report=report_text.report("Somebody", "tls@somebody.example", shared, DAY, [
            report_text.policy("sts", DOMAIN, count, 0)])) for make, count in ((senders.google, 5), (senders.mailru, 7))]
        for sample in samples:
            self.assert_delivered(self.place.deliver(sample), "stored")
        reports = self.place.query("reports")["reports"]
        self.assertEqual(sorted(report["sdid"] for report in reports), ["corp.mailru.example", "google.example"])
        self.assertEqual({report["report_id"] for report in reports}, {shared})
        self.assertEqual(self.place.query("summary")["policy_domains"][0]["sessions"], 12)

    def test_a_session_told_twice_counts_once(self):
        self.assert_delivered(self.place.deliver(senders.microsoft(DAY, DOMAIN)), "stored")
        [summary] = self.place.query("summary")["policy_domains"]
        self.assertEqual([summary["sessions"], summary["failures"], summary["sessions_at_most"]], [42, 2, 84])
        by_type = {one["policy_type"]: one["total_successful_session_count"] for one in summary["policy_types"]}
        self.assertEqual(by_type, {"sts": 42, "tlsa": 40})

    def test_every_refused_mail_is_in_quarantine_with_its_bytes(self):
        refused = {name: slug for name, slug in defects.EXPECTED.items() if slug not in ("acceptable", "key-unavailable")}
        expected = {}
        for name, slug in refused.items():
            sample = defects.DEFECTS[name](DAY, DOMAIN)
            with self.subTest(name):
                self.assert_delivered(self.place.deliver(sample), slug)
            expected[name] = (slug, sample.octets)
        rows = self.place.query("quarantine")["quarantine"]
        self.assertEqual(sorted(row["slug"] for row in rows), sorted(slug for slug, _ in expected.values()))
        kept = {}
        for row in rows:
            raw = subprocess.run([harness.QUERY, "raw", str(row["id"]), *self.place.common()], capture_output=True, check=True).stdout
            kept[raw] = row
        for name, (slug, octets) in expected.items():
            with self.subTest(name):
                self.assertIn(octets, kept)
                self.assertEqual(kept[octets]["slug"], slug)
                self.assertEqual(kept[octets]["size"], len(octets))
                self.assertEqual(kept[octets]["forward_paths"], ["tlsrpt@example.net"])
                self.assertTrue(kept[octets]["detail"])
        self.assertEqual(self.place.query("reports")["reports"], [])
        self.assertEqual(self.place.query("summary")["policy_domains"], [])

    def test_an_unanswered_key_puts_the_mail_off(self):
        # Received an hour ago at most: an older mail is not put off any more but quarantined.
        sample = defects.DEFECTS["key-temporarily-unavailable"](DAY, DOMAIN)
        old = self.place.deliver(sample)
        self.assert_delivered(old, "key-unavailable")
        fresh = sample.octets.split(b"DKIM-Signature:", 1)
        self.assert_deferred(self.place.deliver(b"DKIM-Signature:" + fresh[1]), "key-unavailable")
        self.assertEqual(len(self.place.query("quarantine")["quarantine"]), 1)

    def test_reprocess_takes_a_mail_out_of_quarantine(self):
        sample = senders.google(DAY, DOMAIN)
        self.assert_delivered(self.place.deliver(sample.octets), "signature-failed")    # its key is not known yet
        self.place.add_keys(sample)
        run = subprocess.run([harness.INGEST, "reprocess", *self.place.common(), "--keys", str(self.place.keys)], capture_output=True,
                             env=harness.clean_environment(), check=False)
        self.assertEqual(run.returncode, 0, run)
        self.assertEqual(self.place.query("quarantine")["quarantine"], [])
        [report] = self.place.query("reports")["reports"]
        self.assertEqual(report["sdid"], "google.example")

    def test_a_key_that_dns_did_not_give_is_tried_again_when_due(self):
        # Received yesterday: long past the 4 hours in which the MTA tries, and past the first attempts of our own.
        sample = defects.plain(DAY, DOMAIN)
        [name] = sample.keys
        self.place.keys.write_text(f"{name} TEMPERROR\n")
        self.assert_delivered(self.place.deliver(sample.octets), "key-unavailable")
        self.assert_delivered(self.place.deliver(senders.google(DAY, DOMAIN).octets), "signature-failed")    # never due by itself
        [(first,)] = self.place.rows("SELECT next_attempt_at FROM quarantine WHERE next_attempt_at IS NOT NULL")
        self.assertEqual(self.reprocess("--due").stdout.count(b"still key-unavailable"), 1)
        [(second,)] = self.place.rows("SELECT next_attempt_at FROM quarantine WHERE next_attempt_at IS NOT NULL")
        self.assertEqual(second - first, 1800)
        self.place.keys.unlink()
        self.place.keys.touch()
        self.place.add_keys(sample)
        self.assertIn(b"key-unavailable -> stored", self.reprocess("--due").stdout)
        self.assertEqual([row["slug"] for row in self.place.query("quarantine")["quarantine"]], ["signature-failed"])
        idle = self.reprocess("--due")
        self.assertEqual((idle.stdout, idle.stderr), (b"", b""))

    def reprocess(self, *arguments):
        run = subprocess.run([harness.INGEST, "reprocess", *self.place.common(), "--keys", str(self.place.keys), *arguments], capture_output=True,
                             env=harness.clean_environment(), check=False)
        self.assertEqual(run.returncode, 0, run)
        return run

    VERDICT = {"slug", "detail", "sdid", "auid", "selector", "algorithm", "canonicalization", "key_bits", "services", "testing", "aligned", "dnssec",
               "signed_at", "expires_at", "signed_fields"}

    def test_check_and_show_tell_the_whole_verdict_of_each_signature(self):
        for kind in ("key-for-tlsrpt-only", "second-signature-of-a-stranger", "key-for-email-only", "short-key", "signer-is-a-stranger", "key-in-testing"):
            with self.subTest(kind):
                sample = defects.DEFECTS[kind](DAY, DOMAIN)
                self.assertEqual(self.place.deliver(sample).exit, 0)
                [(mail,)] = self.place.rows("SELECT max(id) FROM message")
                file = self.place.folder / "mail.eml"
                file.write_bytes(sample.octets)
                [checked], _ = self.place.check(file)
                shown = self.place.query("show", str(mail))
                self.assertGreaterEqual(len(shown["signatures"]), 1)
                self.assertEqual(shown["signatures"], checked["signatures"])
                for verdict in shown["signatures"]:
                    self.assertEqual(set(verdict), self.VERDICT)
                    self.assertTrue(verdict["slug"] == "acceptable" or verdict["detail"], verdict)
                    self.assertIn("from", verdict["signed_fields"])
        self.assertEqual(self.signature_of("key-for-tlsrpt-only")["services"], "tlsrpt")
        self.assertEqual(self.signature_of("short-key")["key_bits"], 768)
        self.assertFalse(self.signature_of("signer-is-a-stranger")["aligned"])
        self.assertTrue(self.signature_of("key-in-testing")["testing"])

    def signature_of(self, kind):
        file = self.place.folder / "mail.eml"
        file.write_bytes(defects.DEFECTS[kind](DAY, DOMAIN).octets)
        [checked], _ = self.place.check(file)
        return checked["signatures"][0]

    def test_trusted_and_ignored_reporters_change_the_summary(self):
        for make in senders.google, senders.mailru:
            self.assert_delivered(self.place.deliver(make(DAY, DOMAIN)), "stored")
        google, mailru = (make(DAY, DOMAIN).sdid for make in (senders.google, senders.mailru))
        def summary():
            [one] = [each for each in self.place.query("summary")["policy_domains"] if each["policy_domain"] == DOMAIN]
            return one
        neither = summary()
        self.assertEqual(neither["sessions_unproven"], neither["sessions"])    # one report day makes nobody established
        self.assertEqual(neither["reporters"], sorted([google, mailru]))
        self.place.config.write_text(f'trusted_reporters = ["{google}"]\n')
        trusted = summary()
        self.assertLess(trusted["sessions_unproven"], neither["sessions_unproven"])
        self.assertGreater(trusted["sessions_unproven"], 0)
        self.assertEqual(trusted["sessions"], neither["sessions"])
        self.place.config.write_text(f'trusted_reporters = ["{google}"]\nignored_reporters = ["{mailru}"]\n')
        ignored = summary()
        self.assertEqual(ignored["reporters"], [google])
        self.assertEqual(ignored["sessions_unproven"], 0)
        self.assertEqual(ignored["sessions"], trusted["sessions"] - trusted["sessions_unproven"])
        self.assertEqual([report["sdid"] for report in self.place.query("reports")["reports"]], [google])

    def test_nothing_on_stdin_is_kept_too(self):
        self.assert_delivered(self.place.deliver(b""), "message-unreadable")


if __name__ == "__main__":
    harness.main()
