#!/usr/bin/python3
"""check-docs finds each kind of gap, and is silent on a tree without one."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tree import check

SCRIPT = "check-docs"
GOOD = {
    "include/tlsrpt/outcome.hpp": 'Outcome{Slug::Stored, "stored", …},\nOutcome{Slug::NoSignature, "no-signature", …},\n',
    "docs/troubleshooting.md": "### stored\nNothing.\n\n### no-signature\nSpam.\n",
    "docs/man/tlsrpt-ingest.1": ".It Cm stored\nIs stored.\n.It Cm no-signature\nIs not signed.\n",
    "docs/man/tlsrpt.toml.5": ".TP\n.B database\nThe store.\n.TP\n.B dns.forwarders\nResolvers.\n",
    "etc/tlsrpt.toml.example": '#database = "x"\n[dns]\n#forwarders = []\n',
    "src/tools/tlsrpt_ingest.cpp": "", "src/tools/tlsrpt_deliver.cpp": "",
    "src/deliver/arguments.cpp": 'word == "--help" || takes_value("--socket") || takes_value("--sender")',
    "docs/man/tlsrpt-deliver.1": "As\n.Fl -sender\nof tlsrpt-ingest.\n.It Fl -socket Ar PATH\nWhere.\n.It Fl -help\nHelps.\n",
    "scripts/tlsrpt-daily-summary": "#   --state FILE  marks\n    --state|--user)\n      shift ;;\n",
    "docs/man/tlsrpt-daily-summary.1": ".It Fl -state Ar FILE\nMarks.\n.It Fl -user Ar NAME\nWho.\n",
    "README.md": "`tlsrpt.toml.example`, `run.timer`\n",
    "etc/run.timer": "", "etc/run.service": "",
}
BAD = {
    "an outcome without a heading": ("docs/troubleshooting.md", "### stored\n", "0 headings for no-signature"),
    "a heading without an outcome": ("docs/troubleshooting.md", "### stored\n### no-signature\n### odd\n", "odd is no outcome"),
    "an outcome without a paragraph": ("docs/man/tlsrpt-ingest.1", ".It Cm stored\n", "nothing on no-signature"),
    "no outcome at all": ("include/tlsrpt/outcome.hpp", "", "no outcome found"),
    "a key without a paragraph": ("docs/man/tlsrpt.toml.5", ".TP\n.B database\n", "nothing on dns.forwarders"),
    "a key without an example": ("etc/tlsrpt.toml.example", '#database = "x"\n', "nothing on dns.forwarders"),
    "a program without a page": ("src/tools/tlsrpt_query.cpp", "", "no page of tlsrpt-query"),
    "a flag without a paragraph": ("src/deliver/arguments.cpp", '"--help" "--socket" "--sender" "--ingest"', "docs/man/tlsrpt-deliver.1: nothing on --ingest"),
    "a flag that only begins like one": ("src/deliver/arguments.cpp", '"--help" "--socket" "--send"', "docs/man/tlsrpt-deliver.1: nothing on --send"),
    "a paragraph without a flag": ("src/deliver/arguments.cpp", '"--help" "--sender"', "docs/man/tlsrpt-deliver.1: --socket is no flag of tlsrpt-deliver"),
    "a flag of the script without a paragraph": ("docs/man/tlsrpt-daily-summary.1", ".It Fl -state Ar FILE\nMarks.\n", "nothing on --user"),
    "no flag at all": ("src/deliver/arguments.cpp", "", "no flag found"),
    "an example that nobody names": ("etc/odd.conf", "", "etc/odd.conf: named nowhere"),
}


class CheckDocs(unittest.TestCase):
    def test_good_tree(self):
        result = check(SCRIPT, GOOD)
        self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)

    def test_each_gap_is_found(self):
        for what, (name, content, said) in BAD.items():
            with self.subTest(what):
                result = check(SCRIPT, {**GOOD, name: content})
                self.assertEqual(result.returncode, 1)
                self.assertIn(said, result.stdout)


if __name__ == "__main__":
    unittest.main()
