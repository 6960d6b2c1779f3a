#!/usr/bin/python3
"""Hostile mails: each ends with the right slug, soon and in little memory, and nothing of it reaches a terminal raw."""
import json
import os
import pathlib
import pty
import subprocess
import sys
import unicodedata
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
import hostile
from harness import INGEST, QUERY, EndToEnd, clean_environment, yesterday

CPU_SECONDS, MEMORY_KIB = 1.0, 256 << 10
SANITIZED = bool(os.environ.get("TLSRPT_SANITIZE"))    # its shadow memory and its pace are not ours to bound
COUNTED = bool(os.environ.get("TLSRPT_COVERAGE"))      # its lines are counted, and not optimised


def raw_controls(output):
    return [one for one in output if (unicodedata.category(one) == "Cc" and one not in "\n\t") or one in "\u202e\u2066"]


class Hostile(EndToEnd):
    def measured(self, sample):
        """(slug, CPU seconds, peak KiB) of one check and what it waited for. The peak has our own before exec in it: an upper bound."""
        self.place.add_keys(sample)
        file = self.place.folder / "one.eml"
        file.write_bytes(sample.octets)
        command = [INGEST, "check", "--config", str(self.place.config), "--keys", str(self.place.keys), "--format", "json",
                   "--at", sample.at.strftime("%Y-%m-%dT%H:%M:%SZ"), str(file)]
        with (self.place.folder / "answer").open("w+b") as answer:
            process = subprocess.Popen(command, stdout=answer, env=clean_environment())
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            answer.seek(0)
            output = answer.read().decode()
        self.assertEqual(raw_controls(output), [])
        return json.loads(output)["slug"], usage.ru_utime + usage.ru_stime, usage.ru_maxrss

    def test_each_is_contained(self):
        count, slowest, largest = 0, (0, ""), (0, "")
        for name, slug, sample in hostile.mails(yesterday(), "example.net"):
            count += 1
            with self.subTest(name):
                got, cpu, memory = self.measured(sample)
                slowest, largest = max(slowest, (cpu, name)), max(largest, (memory, name))
                if COUNTED and got == "examiner-failed" and cpu > CPU_SECONDS:
                    self.skipTest("without optimisation, beside other work, it takes longer than a cell may")
                self.assertEqual(got, slug)
                if not SANITIZED and not COUNTED:
                    self.assertLess(cpu, CPU_SECONDS)
                    self.assertLess(memory, MEMORY_KIB)
        print(f"{count} hostile mails; most CPU {slowest} s, most memory {largest} KiB")
        self.assertGreaterEqual(count, 60)

    def test_what_is_stored_prints_harmlessly(self):
        for name, slug, sample in hostile.mails(yesterday(), "example.net"):
            if name.startswith(("json-text-", "gzip-t", "json-count-1", "path")):
                with self.subTest(name):
                    # They share a report-id, so all but the first are the same report again or a revision of it.
                    self.assertIn(self.place.deliver(sample).slug, ("stored", "revision", "duplicate") if slug == "acceptable" else (slug,))
        for view in ("summary", "reports", "failures", "quarantine"):
            for form in ("table", "csv", "json"):
                with self.subTest(f"{view} {form}"):
                    shown = self.on_terminal(view, "--format", form)
                    self.assertEqual(raw_controls(shown), [])
                    if form != "table":    # a file gets the same, octet by octet
                        kept = subprocess.run([QUERY, *self.place.common(), view, "--format", form], capture_output=True, check=True, env=clean_environment())
                        self.assertEqual(kept.stdout.decode(), shown)

    def on_terminal(self, *arguments):
        """What a query prints on a terminal."""
        ours, its = pty.openpty()
        process = subprocess.Popen([QUERY, *self.place.common(), *arguments], stdout=its, stderr=its, env=clean_environment(NO_COLOR="1"))
        os.close(its)
        output = b""
        try:
            while piece := os.read(ours, 65536):
                output += piece
        except OSError:    # EIO: the other side is closed
            pass
        os.close(ours)
        self.assertEqual(process.wait(), 0, output)
        self.assertTrue(output)
        return output.decode().replace("\r\n", "\n")


if __name__ == "__main__":
    harness.main()
