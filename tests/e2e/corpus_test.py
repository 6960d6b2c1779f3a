#!/usr/bin/python3
"""Real reports: accepted while they are what was sent, refused when they are not, and counted right.

The two real mails that have their keys are judged as they are. Every bare report is wrapped in a mail of our own making, signed with a
throw-away key, judged as of its own time, and then delivered with its days moved to this week; the counts are worked out here from
the JSON, apart from the programs.
"""
import datetime
import email
import email.policy
import email.utils
import json
import os
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import corpus
import defects
import dns_authority
import harness
import report_text
from harness import EndToEnd, yesterday

YEAR = datetime.timedelta(days=365)
TABLE, TABLE_STARTS, TABLE_ENDS = harness.ROOT / "docs" / "deviations.md", "<!-- corpus_test.py writes from here -->\n", "<!-- to here -->\n"
OF_THE_WRAPPING = {"submitter-differs"}    # the mail around each report is ours, and so is its submitter


def parse(time):
    return datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))


def deviations_expected(report):
    """JSON pointers of departures that stand plainly in the JSON, whoever sent it."""
    found = set()
    for member in ("start-datetime", "end-datetime"):
        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", report["date-range"][member]):
            found.add(f"/date-range/{member}")
        if re.search(r"\.\d+Z$", report["date-range"][member]):
            found.add(f"/date-range/{member}")
    if report.get("contact-info", "") is None:
        found.add("/contact-info")
    for number, entry in enumerate(report["policies"]):
        policy = entry["policy"]
        if isinstance(policy.get("mx-host"), str):
            found.add(f"/policies/{number}/policy/mx-host")
        strings = policy.get("policy-string")
        if isinstance(strings, str):
            found.add(f"/policies/{number}/policy/policy-string")
        if policy["policy-type"] == "tlsa" and isinstance(strings, list):
            found |= {f"/policies/{number}/policy/policy-string/{index}" for index, one in enumerate(strings) if one.startswith("[")}
    return found


@unittest.skipUnless(corpus.FOLDER, corpus.MISSING)
class RealMails(EndToEnd):
    def judged(self, name, at):
        [verdict], status = self.place.check(corpus.FOLDER / "eml" / name, at=at, keys=corpus.FOLDER / "keys.txt")
        self.assertEqual(status, 0 if verdict["acceptable"] else 1)
        return verdict

    def test_accepted_on_their_day(self):
        for name, date in corpus.REAL_MAILS.items():
            with self.subTest(name):
                verdict = self.judged(name, date)
                self.assertEqual(verdict["slug"], "acceptable", verdict["detail"])
                self.assertEqual(verdict["identity"]["sdid"], "google.com")

    @unittest.skipUnless(harness.unbound_program(), "no unbound; scripts/install-deps --test brings one")
    def test_accepted_with_the_real_resolver(self):
        with dns_authority.serving(self.place.folder, (corpus.FOLDER / "keys.txt").read_text()) as port:
            for name, date in corpus.REAL_MAILS.items():
                with self.subTest(name):
                    [verdict] = dns_authority.check_through(self.place, port, [corpus.FOLDER / "eml" / name], date)
                    self.assertEqual(verdict["slug"], "acceptable", verdict["detail"])
                    self.assertEqual(verdict["identity"]["sdid"], "google.com")

    def test_refused_a_year_later(self):
        for name, date in corpus.REAL_MAILS.items():
            with self.subTest(name):
                verdict = self.judged(name, (parse(date) + YEAR + datetime.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ"))
                self.assertIn(verdict["slug"], ("signature-failed", "report-implausible"))
                self.assertRegex(verdict["detail"], r"expired|ended|old|ago|before")

    def test_edited_mails_are_refused(self):
        """Everything but the two: edited after signing, unsigned examples, or of a signer whose key is not to be had."""
        for path in sorted((corpus.FOLDER / "eml").glob("*.eml")):
            if path.name in corpus.REAL_MAILS:
                continue
            with self.subTest(path.name):
                mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
                date = email.utils.parsedate_to_datetime(mail["Date"]) if mail["Date"] else None
                verdict = self.judged(path.name, date and date.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
                self.assertIn(verdict["slug"], ("signature-failed", "no-signature", "message-unreadable"), verdict["detail"])
                self.assertTrue(verdict["detail"])

    def test_shapes_without_signature(self):
        for path in sorted((corpus.FOLDER / "shapes").glob("*.eml")):
            with self.subTest(path.name):
                [verdict], _ = self.place.check(path)
                self.assertEqual(verdict["slug"], "no-signature", verdict["detail"])


@unittest.skipUnless(corpus.FOLDER, corpus.MISSING)
class BareReports(EndToEnd):
    def reports(self):
        """(file name, octets, parsed, row of the index) of each bare report."""
        for name, row in corpus.index().items():
            if not name.startswith("json/"):
                continue
            octets = (corpus.FOLDER / name).read_bytes()
            yield name, octets, json.loads(octets), row

    def wrapped(self, octets, day):
        return defects.plain(day, "example.net", json_octets=octets, signed_at=None)    # some speak of the time before DKIM

    def judged(self, octets, report):
        """`check --format json` on its own day."""
        sample = self.wrapped(octets, parse(report["date-range"]["end-datetime"]).date())
        self.place.add_keys(sample)
        file = self.place.folder / "one.eml"
        file.write_bytes(sample.octets)
        [verdict], _ = self.place.check(file, at=sample.at.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return verdict

    def test_table_in_the_documentation(self):
        """docs/deviations.md says what each reporter shows; UPDATE_EXPECTED=1 writes it anew."""
        rows = {}
        for _, octets, report, row in self.reports():
            reports, deviations = rows.setdefault((row["reporter"], "example" not in row["kind"] and "synthetic" not in row["kind"]), ([], {}))
            reports.append(row["file"])
            for name in {one["name"] for one in self.judged(octets, report)["deviations"]} - OF_THE_WRAPPING:
                deviations[name] = deviations.get(name, 0) + 1
        lines = ["| reporter | reports | deviations, each with the number of reports |", "|---|---|---|"]
        for (reporter, real), (reports, deviations) in sorted(rows.items(), key=lambda item: (not item[0][1], item[0][0])):
            shown = ", ".join(f"`{name}` {number}" for name, number in sorted(deviations.items()))
            lines.append(f"| {reporter}{'' if real else ': examples'} | {len(reports)} | {shown or 'none'} |")
        before, _, rest = TABLE.read_text().partition(TABLE_STARTS)
        table, end, after = rest.partition(TABLE_ENDS)
        if os.environ.get("UPDATE_EXPECTED"):
            TABLE.write_text(before + TABLE_STARTS + "\n".join(lines) + "\n" + end + after)
        else:
            self.assertEqual(table, "\n".join(lines) + "\n")

    def test_each_is_acceptable_on_its_own_day(self):
        judged = 0
        for name, octets, report, _ in self.reports():
            with self.subTest(name):
                verdict = self.judged(octets, report)
                self.assertEqual(verdict["slug"], "acceptable", verdict["detail"])
                self.assertTrue(deviations_expected(report) <= {one["pointer"] for one in verdict["deviations"]},
                                (deviations_expected(report), verdict["deviations"]))
                judged += 1
                for one in verdict["deviations"]:
                    print(f"  {name}: {one['name']} {one['pointer']}")
        self.assertGreaterEqual(judged, 20)

    def test_each_is_stored_with_right_counts(self):
        expected = {}
        for number, (name, octets, report, _) in enumerate(self.reports()):
            # The same report as if it were of this week: only the days in date-range change, and the id, since some share theirs.
            moved = octets
            start, end = (parse(report["date-range"][member]) for member in ("start-datetime", "end-datetime"))
            span = end.date() - start.date()
            for member, day in (("start-datetime", yesterday() - span), ("end-datetime", yesterday())):
                moved = re.sub(rb'("%s"\s*:\s*")\d{4}-\d\d-\d\d' % member.encode(), rb"\g<1>%s" % str(day).encode(), moved)
            moved = moved.replace(json.dumps(report["report-id"]).encode(), json.dumps(f"{number}-{report['report-id']}").encode(), 1)
            with self.subTest(name):
                delivery = self.place.deliver(self.wrapped(moved, yesterday()))
                self.assert_delivered(delivery, "stored")
                for domain in {entry["policy"]["policy-domain"].lower() for entry in report["policies"]}:
                    sums = expected.setdefault(domain, [0, 0, 0, 0])
                    for index, value in enumerate((*report_text.counts(report, domain), 1)):
                        sums[index] += value
        domains = self.place.query("summary", "--since", str(yesterday() - datetime.timedelta(days=10)))["policy_domains"]
        self.assertEqual({one["policy_domain"]: [one["sessions"], one["failures"], one["sessions_at_most"], one["reports"]] for one in domains}, expected)
        details = self.place.query("failures", "--since", str(yesterday() - datetime.timedelta(days=10)))["failures"]
        truth = sum(detail["failed-session-count"] for _, _, report, _ in self.reports() for entry in report["policies"]
                    for detail in entry.get("failure-details") or [])
        self.assertEqual(sum(row["failed_session_count"] for row in details), truth)


if __name__ == "__main__":
    harness.main()
