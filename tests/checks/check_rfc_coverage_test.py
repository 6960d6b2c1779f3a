#!/usr/bin/python3
"""check-rfc-coverage catches a table that lies in either direction."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from tree import check

SCRIPT = "check-rfc-coverage"
ROW = "| 3 | no l= | `src/dkim/verify.cpp` | `tests/cases/30-length-tag` |\n"
GOOD = {
    "docs/rfc-coverage.md": "# Coverage\n\n## RFC 8460\n\n| section | requirement | where | shown by |\n|---|---|---|---|\n" + ROW,
    "src/dkim/verify.cpp": "// RFC 8460 section 3\n// RFC 5322 section 3.6\n",
    "tests/cases/30-length-tag/README.md": "\n",
    "include/tlsrpt/dkim.hpp": "\n",
}
BAD = {
    "a file that is not there": {"docs/rfc-coverage.md": GOOD["docs/rfc-coverage.md"].replace("verify.cpp", "gone.cpp")},
    "a file that does not cite it": {"src/dkim/verify.cpp": "// nothing\n"},
    "a test that is not there": {"docs/rfc-coverage.md": GOOD["docs/rfc-coverage.md"].replace("30-length-tag", "31-gone")},
    "code without a test": {"docs/rfc-coverage.md": GOOD["docs/rfc-coverage.md"].replace("`tests/cases/30-length-tag`", "believe us")},
    "neither where nor why not": {"docs/rfc-coverage.md": GOOD["docs/rfc-coverage.md"] + "| 5.2 | gzip |  |  |\n"},
    "a citation that the table lacks": {"include/tlsrpt/dkim.hpp": "// RFC 8460 section 5.3\n"},
    "the second of two sections cited": {"include/tlsrpt/dkim.hpp": "// RFC 8460 section 3, 5.3\n"},
}


class CheckRfcCoverage(unittest.TestCase):
    def test_true_table(self):
        result = check(SCRIPT, GOOD)
        self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)

    def test_each_lie_is_caught(self):
        for what, files in BAD.items():
            with self.subTest(what):
                result = check(SCRIPT, {**GOOD, **files})
                self.assertEqual((result.returncode, len(result.stdout.splitlines())), (1, 1), result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
