#!/usr/bin/python3
"""The systemd units stay hardened, and name programs that we install."""
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
THRESHOLD = 20    # of 100 for "anything goes"


class Units(unittest.TestCase):
    def test_exposure_is_low(self):
        if not shutil.which("systemd-analyze"):
            self.skipTest("no systemd-analyze")
        for unit in sorted((ROOT / "etc").glob("*.service")):
            process = subprocess.run(["systemd-analyze", "security", "--offline=yes", f"--threshold={THRESHOLD}", unit], capture_output=True, text=True, check=False)
            self.assertEqual(process.returncode, 0, f"{unit.name}\n{process.stdout}{process.stderr}")

    def test_programs_exist(self):
        sources = {path.stem.replace("_", "-") for path in (ROOT / "src" / "tools").glob("*.cpp")}
        units = sorted((ROOT / "etc").glob("*.service"))
        self.assertTrue(units)
        for unit in units:
            for program in re.findall(r"/usr/bin/(tlsrpt-[a-z]+)", unit.read_text()):
                self.assertIn(program, sources, unit.name)


if __name__ == "__main__":
    program = unittest.main(exit=False, verbosity=2)
    sys.exit(1 if not program.result.wasSuccessful() else 77 if program.result.skipped else 0)
