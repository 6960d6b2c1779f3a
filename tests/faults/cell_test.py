#!/usr/bin/python3
"""The cell that reads hostile bytes dies: the mail is tried once more, then kept in quarantine as examiner-failed. It is never lost, and
the program that delivers never dies of it.
"""
import os
import pathlib
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
import senders
from harness import EndToEnd, clean_environment, delivery_of, wait_until, yesterday
from tally import say

SHIM = os.environ.get("TLSRPT_DIE_IN_CHILD")
MOST_DELIVERIES = 8
LISTS_CHILDREN = pathlib.Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists()


def children(pid):
    return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def reads_stdin(pid):
    """Whether it waits in read(0, …)."""
    return pathlib.Path(f"/proc/{pid}/syscall").read_text().startswith("0 0x0 ")


class CellDies(EndToEnd):
    def setUp(self):
        super().setUp()
        self.sample = senders.google(yesterday(), "example.net")
        self.place.add_keys(self.sample)
        self.injected = self.acknowledged = self.lost = self.doubled = 0

    def count(self, stored):
        """One mail was acknowledged, and these reports are in the store now that its fault is gone."""
        self.acknowledged += 1
        self.lost += not stored
        self.doubled += max(0, len(stored) - 1)
        self.assertEqual(len(stored), 1)

    @unittest.skipUnless(LISTS_CHILDREN and os.uname().machine == "x86_64", "needs /proc/PID/task/PID/children, and x86_64's system call numbers")
    def test_once(self):
        """Killed while the mail is still coming in: another cell examines it."""
        with subprocess.Popen(self.place.deliver_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=clean_environment()) as process:
            half = len(self.sample.octets) // 2
            process.stdin.write(self.sample.octets[:half])
            process.stdin.flush()
            wait_until(lambda: reads_stdin(process.pid), "the program waits for the rest of the mail")
            [cell] = children(process.pid)
            os.kill(cell, signal.SIGKILL)
            stdout, stderr = process.communicate(self.sample.octets[half:], timeout=60)
        self.assert_delivered(delivery_of(subprocess.CompletedProcess([], process.returncode, stdout, stderr)), "stored")

    @unittest.skipUnless(SHIM, "TLSRPT_DIE_IN_CHILD does not name the fault library; run this by ctest")
    def test_at_every_attempt(self):
        """Cells that go wrong as they read the key question with its mail, then the answers with it: two receives, each a moment to die at."""
        for how, words in (("crash", "SIGSEGV"), ("socket", "SIGSYS")):
            for moment in (1, 2):
                with self.subTest(how, receive=moment):
                    self.check_dying_cells(how, moment, words)
        # A second of CPU time can take long on a busy machine: the loop may wait for it nearly as long as a delivery may take.
        for how, words, *limits in (("loop", "ran out of CPU time", "max_cell_cpu_seconds = 1", "max_cell_wait_seconds = 50"),
                                    ("hang", "took more than 2 s", "max_cell_wait_seconds = 2")):
            self.use_limits(*limits)
            with self.subTest(how):
                self.check_dying_cells(how, 2, words)
        say("cell crashes, breaks its lock, loops or hangs, at both attempts", self.injected, self.acknowledged, self.lost, self.doubled)

    def use_limits(self, *lines):
        self.place.config.write_text("[limits]\n" + "".join(line + "\n" for line in lines))

    def deliver_as_an_mta(self, how, moment):
        """What is put off comes again. Only a machine without processor time for the loop puts it off: the delivery's own 60 seconds are over first."""
        for _ in range(MOST_DELIVERIES):
            process = subprocess.run(self.place.deliver_command(), input=self.sample.octets, capture_output=True, timeout=120, check=False,
                                     env=clean_environment(LD_PRELOAD=SHIM, DIE_AT=str(moment), DIE_HOW=how, ASAN_OPTIONS=harness.sanitizer_beside_a_preload()))
            self.injected += 1
            delivery = delivery_of(process)
            if how != "loop" or delivery.slug != "overloaded":
                break
            self.assert_deferred(delivery, "overloaded")
        return delivery

    def check_dying_cells(self, how, moment, words):
        for file in self.place.database.parent.iterdir():
            file.unlink()
        self.assert_delivered(self.deliver_as_an_mta(how, moment), "examiner-failed")
        [row] = self.place.query("quarantine")["quarantine"]
        self.assertEqual(row["slug"], "examiner-failed")
        self.assertIn(words, row["detail"])
        raw = subprocess.run([harness.QUERY, "raw", str(row["id"]), *self.place.common()], capture_output=True, check=True).stdout
        self.assertEqual(raw, self.sample.octets)
        self.assertEqual(self.place.query("reports")["reports"], [])
        self.check_reprocess_stores_it()

    def check_reprocess_stores_it(self):
        """With the fault gone, after an upgrade say, the same mail is examined again."""
        subprocess.run([harness.INGEST, "reprocess", *self.place.common(), "--keys", str(self.place.keys)], check=True, capture_output=True,
                       env=clean_environment())
        self.assertEqual(self.place.query("quarantine")["quarantine"], [])
        self.count(self.place.query("reports")["reports"])

    if SHIM and "address" in os.environ.get("TLSRPT_SANITIZE", ""):    # elsewhere there is nothing to find, so nothing to skip
        def test_what_a_sanitizer_finds_in_a_cell_is_not_lost(self):
            """The cell may open no file: its parent says it, as scripts/test-sanitized needs it."""
            options = f"{harness.sanitizer_beside_a_preload()}:exitcode=99:log_path={self.place.folder}/finding"
            process = subprocess.run(self.place.deliver_command(), input=self.sample.octets, capture_output=True, timeout=120, check=False,
                                     env=clean_environment(LD_PRELOAD=SHIM, DIE_AT="2", DIE_HOW="overflow", ASAN_OPTIONS=options))
            self.assert_delivered(delivery_of(process), "examiner-failed")
            [report] = self.place.folder.glob("finding.*")
            self.assertEqual(set(report.read_text().splitlines()), {"a finding in a cell"})

    @unittest.skipIf(os.environ.get("TLSRPT_SANITIZE"), "with a sanitizer's shadow memory the cell's memory cannot be limited")
    def test_out_of_memory(self):
        """A legal giant against the smallest memory that can be configured: the cell gives up, and the mail is kept."""
        self.use_limits("max_cell_memory_bytes = 67108864", "max_inflated_bytes = 67108864")
        report = defects.good_report(yesterday(), "example.net")
        report["policies"][0]["policy"]["policy-string"] = ["x" * 16000] * 990
        report["policies"] *= 3
        sample = defects.plain(yesterday(), "example.net", report=report)
        delivery = self.place.deliver(sample)
        self.assert_delivered(delivery, "examiner-failed")
        self.injected += 1
        self.use_limits("max_inflated_bytes = 67108864", "max_cell_wait_seconds = 50")
        self.check_reprocess_stores_it()
        say("out of memory in the cell", self.injected, self.acknowledged, self.lost, self.doubled)


if __name__ == "__main__":
    harness.main()
