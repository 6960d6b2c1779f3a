#!/usr/bin/python3
"""What is exported is RFC 8460 again: an independent validator says so, and taking it in once more gives the same sums."""
import csv
import io
import json
import os
import pathlib
import pty
import select
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
try:
    import jsonschema
except ImportError:
    jsonschema = None
import harness
import senders
from harness import EndToEnd, clean_environment, yesterday


class Export(EndToEnd):
    def setUp(self):
        super().setUp()
        for make in senders.SHAPES.values():
            self.place.deliver(make(yesterday(), "example.net"))

    def export(self, *flags):
        return subprocess.run([harness.QUERY, "export", *self.place.common(), *flags], capture_output=True, check=True, env=clean_environment()).stdout

    @unittest.skipUnless(jsonschema, "no python3-jsonschema")
    def test_each_line_is_a_report_of_rfc_8460(self):
        schema = json.loads((harness.ROOT / "schemas" / "tlsrpt-report.schema.json").read_text())
        lines = self.export().splitlines()
        self.assertEqual(len(lines), len(self.place.query("reports")["reports"]))
        for line in lines:
            jsonschema.validate(json.loads(line), schema)

    def test_an_export_taken_in_again_tells_the_same(self):
        again = harness.Place()
        self.addCleanup(again.remove)
        for line in self.export().splitlines():
            self.assert_delivered(again.deliver(senders.google(yesterday(), "example.net", report=json.loads(line))), "stored")
        sums = [[(domain["policy_domain"], domain["sessions"], domain["failures"], domain["policy_types"]) for domain in place.query("summary")["policy_domains"]]
                for place in (self.place, again)]
        self.assertEqual(sums[0], sums[1])
        self.assertTrue(sums[0])

    def test_csv_adds_up_to_the_exact_figures_of_each_type(self):
        rows = list(csv.DictReader(io.StringIO(self.export("--format", "csv").decode())))
        self.assertEqual({row["row"] for row in rows}, {"policy", "failure"})
        for kind in self.place.query("summary")["policy_domains"][0]["policy_types"]:
            mine = [row for row in rows if row["row"] == "policy" and (row["policy_type"], row["policy_domain"]) == (kind["policy_type"], "example.net")]
            for column in ("total_successful_session_count", "total_failure_session_count"):
                self.assertEqual(sum(int(row[column]) for row in mine), kind[column])

    def test_without_a_store_or_with_a_wrong_configuration_it_says_what_to_do(self):
        for flags, words in ((["--database", str(self.place.folder / "none.db")], ["none.db", "tlsrpt-ingest creates it"]),
                             (["--config", str(self.place.folder / "none.toml")], ["none.toml"])):
            ran = subprocess.run([harness.QUERY, "summary", *flags], capture_output=True, text=True, check=False, env=clean_environment())
            self.assertEqual((ran.returncode, ran.stdout), (2, ""))
            for word in words:
                self.assertIn(word, ran.stderr)
        self.assertFalse((self.place.folder / "none.db").exists(), "asking makes no store")

    def test_progress_is_for_a_terminal_and_stays_out_of_the_data(self):
        self.assertEqual(subprocess.run([harness.QUERY, "export", *self.place.common()], capture_output=True, check=True, env=clean_environment()).stderr, b"")
        ours, theirs = pty.openpty()
        run = subprocess.run([harness.QUERY, "export", *self.place.common()], stdout=subprocess.PIPE, stderr=theirs, check=True, env=clean_environment(TERM="xterm"))
        os.close(theirs)
        shown = b""
        while select.select([ours], [], [], 0)[0]:
            try:
                octets = os.read(ours, 4096)
            except OSError:
                break
            if not octets:
                break
            shown += octets
        os.close(ours)
        self.assertIn(b"%", shown)
        self.assertEqual(run.stdout, self.export())


if __name__ == "__main__":
    harness.main()
