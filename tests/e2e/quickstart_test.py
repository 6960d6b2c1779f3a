#!/usr/bin/python3
"""scripts/quickstart does what README promises, with the programs that are built already."""
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness


class Quickstart(unittest.TestCase):
    def test_it_answers(self):
        environment = harness.clean_environment(TLSRPT_BIN=str(harness.BIN))
        process = subprocess.run([harness.ROOT / "scripts" / "quickstart"], capture_output=True, text=True, env=environment, timeout=120, check=False)
        self.assertEqual(process.returncode, 0, process.stdout + process.stderr)
        self.assertEqual(process.stderr, "")
        folder = pathlib.Path(process.stdout.rsplit("The store is ", 1)[1].split("/tlsrpt.db")[0])
        self.addCleanup(shutil.rmtree, folder)
        for line in (r"google +2\.0\.0 stored", r"microsoft +2\.0\.0 stored", r"mailru +2\.0\.0 stored", r"body-changed +2\.0\.0 signature-failed",
                     r"(?m)^example\.net ", r"sender\.example", r"microsoft\.example"):
            self.assertRegex(process.stdout, line)


if __name__ == "__main__":
    harness.main()
