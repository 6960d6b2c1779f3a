#!/usr/bin/python3
"""The systemd units stay hardened, and name programs that we install."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
THRESHOLD = 20    # of 100 for "anything goes"
# sendmail needs root where its set-group-id bit may not count.
THRESHOLD_OF = {"tlsrpt-daily-summary.service": 25, "tlsrpt-weekly-summary.service": 25}


class Units(unittest.TestCase):
    def test_exposure_is_low(self):
        if not shutil.which("systemd-analyze"):
            self.skipTest("no systemd-analyze")
        for unit in sorted((ROOT / "etc").glob("*.service")):
            process = subprocess.run(["systemd-analyze", "security", "--offline=yes", f"--threshold={THRESHOLD_OF.get(unit.name, THRESHOLD)}", unit], capture_output=True, text=True, check=False)
            self.assertEqual(process.returncode, 0, f"{unit.name}\n{process.stdout}{process.stderr}")

    def verified(self, change=lambda text: text):
        """What systemd has to say about all units together, were our programs installed."""
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for unit in sorted(path for kind in ("service", "socket", "timer") for path in (ROOT / "etc").glob(f"*.{kind}")):
                files.append(pathlib.Path(folder) / unit.name)
                files[-1].write_text(change(re.sub(r"/usr/bin/tlsrpt-[a-z-]+", "/bin/true", unit.read_text())))
            process = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True, check=False)
        return process.returncode, process.stdout + process.stderr

    @unittest.skipUnless(shutil.which("systemd-analyze"), "no systemd-analyze")
    def test_systemd_understands_every_line(self):
        self.assertEqual(self.verified(), (0, ""))
        _, said = self.verified(lambda text: text.replace("WatchdogSec=", "WatchDogSeconds=").replace("ListenStream=", "ListenStreams="))
        self.assertIn("WatchDogSeconds", said)
        self.assertIn("ListenStreams", said)

    def test_programs_exist(self):
        sources = {path.stem.replace("_", "-") for path in (ROOT / "src" / "tools").glob("*.cpp")}
        sources |= {path.name for path in (ROOT / "scripts").glob("tlsrpt-*")}
        units = sorted((ROOT / "etc").glob("*.service"))
        self.assertTrue(units)
        for unit in units:
            for program in re.findall(r"/usr/bin/(tlsrpt-[a-z-]+)", unit.read_text()):
                self.assertIn(program, sources, unit.name)


if __name__ == "__main__":
    program = unittest.main(exit=False, verbosity=2)
    sys.exit(1 if not program.result.wasSuccessful() else 77 if program.result.skipped else 0)
