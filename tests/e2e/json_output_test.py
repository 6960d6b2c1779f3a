#!/usr/bin/python3
"""Every JSON answer of tlsrpt-query matches schemas/query-output-v1.schema.json, by an independent validator; ndjson holds the same objects,
CSV the same number of rows; and no text that came by mail reaches a terminal or a spreadsheet as it was."""
import csv
import datetime
import io
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
try:
    import jsonschema
except ImportError:
    jsonschema = None
import defects
import harness
import senders
from harness import EndToEnd, clean_environment, yesterday

SCHEMA = harness.ROOT / "schemas" / "query-output-v1.schema.json"
LISTINGS = {"summary": "policy_domains", "reports": "reports", "failures": "failures", "quarantine": "quarantine",
            "incidents": "incidents", "advise": "advice", "reporters": "reporters", "drift": "drift", "domains": "domains"}


@unittest.skipUnless(jsonschema, "no python3-jsonschema")
class JsonOutput(EndToEnd):
    """One store for all, with a mail of every kind in it; nothing here writes to it."""

    @classmethod
    def setUpClass(cls):
        cls.place = harness.Place()
        cls.addClassCleanup(cls.place.remove)
        samples = [make(yesterday(), "example.net") for make in [*senders.SHAPES.values(), *defects.DEFECTS.values()]]
        changed = defects.good_report(yesterday(), "example.net")
        changed["policies"][0]["summary"]["total-failure-session-count"] = 77
        for back, mode in ((2, "none"), (1, "testing")):    # days on which nothing but the policy changed
            day = yesterday() - datetime.timedelta(days=back)
            report = defects.good_report(day, "example.net")
            report["policies"][0]["policy"]["policy-string"] = ["version: STSv1", f"mode: {mode}", "mx: *.example.net", "max_age: 86400"]
            samples.append(defects.plain(day, "example.net", report=report))
        cls.place.config.write_text(f'trusted_reporters = ["{defects.WHO}"]\n')    # whose word counts at once
        ends = {cls.place.deliver(sample).exit for sample in [*samples, defects.plain(yesterday(), "example.net", report=changed)]}
        if not ends <= {0, 75}:
            raise AssertionError(ends)
        schema = json.loads(SCHEMA.read_text())
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        cls.validator = validator(schema)

    def setUp(self):
        pass

    def run_query(self, *arguments):
        process = subprocess.run([harness.QUERY, *arguments, *self.place.common()], capture_output=True, env=clean_environment(), check=False)
        self.assertEqual((process.returncode, process.stderr), (0, b""), arguments)
        return process.stdout

    def assert_matches(self, document, what):
        errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in self.validator.iter_errors(document)]
        self.assertEqual(errors, [], what)

    def test_every_answer_matches_the_schema(self):
        for command, member in LISTINGS.items():
            with self.subTest(command):
                document = json.loads(self.run_query(command, "--format", "json"))
                self.assert_matches(document, command)
                self.assertEqual(document["format_version"], 1)
                self.assertTrue(document[member])
                lines = [json.loads(line) for line in self.run_query(command, "--format", "ndjson").splitlines()]
                self.assertEqual(lines, document[member])
        for row in json.loads(self.run_query("reports", "--format", "json"))["reports"][:3]:
            with self.subTest("show"):
                self.assert_matches(json.loads(self.run_query("show", str(row["id"]), "--format", "json")), "show")

    def test_explanations_match_too(self):
        self.assert_matches(json.loads(self.run_query("explain", "--format", "json")), "explain")
        self.assert_matches(json.loads(self.run_query("explain", "MX_HOSTS_MISMATCH", "--format", "json")), "explain WORD")

    def test_an_answer_without_rows_matches_too(self):
        for command in ("summary", "reports", "failures", "incidents", "drift", "domains"):
            with self.subTest(command):
                document = json.loads(self.run_query(command, "--day", "2001-01-01", "--format", "json"))
                self.assert_matches(document, command)
                self.assertEqual(document[LISTINGS[command]], [])

    def test_the_schema_can_fail(self):
        document = json.loads(self.run_query("reports", "--format", "json"))
        document["reports"][0]["range_start"] = 3
        self.assertFalse(self.validator.is_valid(document))

    def test_csv_and_table_escape_what_came_by_mail(self):
        for command, member in LISTINGS.items():
            table = self.run_query(command).decode()
            for character in ("\x1b", "\u202e", "\r"):
                self.assertNotIn(character, table, command)
            comma_separated = self.run_query(command, "--format", "csv").decode()
            for character in ("\x1b", "\u202e", "\r"):
                self.assertNotIn(character, comma_separated, command)
            rows = list(csv.reader(io.StringIO(comma_separated)))
            self.assertTrue(rows[0] and len({len(row) for row in rows}) == 1, command)
            for row in rows[1:]:
                for cell in row:
                    self.assertNotRegex(cell, r"\A[=+@\t\r]", command)
            if command != "summary":
                self.assertEqual(len(rows) - 1, len(json.loads(self.run_query(command, "--format", "json"))[member]))


if __name__ == "__main__":
    harness.main()
