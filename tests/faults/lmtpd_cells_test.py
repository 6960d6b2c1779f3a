#!/usr/bin/python3
"""Cells of the running daemon that loop, hang, take all memory, crash, or are killed in the middle of a mail: other sessions are served, the
mail ends in quarantine, and the cell that comes in their place is as locked as the first.

The faults are those of tests/support/die_in_child.c: a cell goes wrong at each mail with a line "X-Fault: …", and at no other.
"""
import os
import pathlib
import select
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
from harness import EndToEnd, clean_environment, wait_until, yesterday
from lmtp import Client, Daemon, hand_over

DAY, DOMAIN = yesterday(), "example.net"
SHIM = os.environ.get("TLSRPT_DIE_IN_CHILD")
SANITIZED = bool(os.environ.get("TLSRPT_SANITIZE"))
COUNTED = bool(os.environ.get("TLSRPT_COVERAGE"))    # then a cell may write down which lines it ran, so a file is nothing forbidden
FORBIDDEN = "it asked the system for something forbidden"


def children(pid):
    return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def processor_ticks(pid):
    """Time that it has used, in 1/100 s; 0 when it is gone."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(fields[11]) + int(fields[12])


def is_locked(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return "\nSeccomp:\t2\n" in status and "\nNoNewPrivs:\t1\n" in status


@unittest.skipUnless(SHIM, "TLSRPT_DIE_IN_CHILD does not name the fault library; run this by ctest")
class CellsOfTheDaemon(EndToEnd):
    def setUp(self):
        super().setUp()
        self.number, self.good = 0, []

    def start(self, *limits):
        self.place.config.write_text("[limits]\n" + "".join(line + "\n" for line in limits))
        daemon = Daemon(self.place, environment={"LD_PRELOAD": SHIM, "FAULT_BY_MAIL": "1", "ASAN_OPTIONS": harness.sanitizer_beside_a_preload()})
        self.addCleanup(daemon.kill)
        return daemon

    def mail(self, fault=None):
        """One that is stored; `fault`, which no signature covers, is for the cell."""
        self.number += 1
        sample = defects.plain(DAY, DOMAIN, report=defects.good_report(DAY, DOMAIN, **{"report-id": f"report-{self.number}"}))
        self.place.add_keys(sample)
        return (f"X-Fault: {fault}\r\n".encode() if fault else b"") + sample.octets

    def begin(self, daemon, octets):
        """A session whose mail is now the daemon's."""
        client = Client(daemon.socket, timeout=300)    # processor time for a loop to use up comes slowly on a busy machine
        self.addCleanup(client.socket.close)
        client.begin()
        client.mail(octets)
        return client

    def prepare(self, count):
        """Good mails for later: the daemon reads their keys as it starts."""
        self.good = [self.mail() for _ in range(count)]

    def assert_a_good_mail_is_stored(self, daemon):
        self.assertRegex(hand_over(daemon.socket, self.good.pop())[0], r"^250 2\.0\.0 stored: ")

    def assert_others_are_served(self, daemon, victim):
        for _ in range(5):
            self.assert_a_good_mail_is_stored(daemon)
        self.assertEqual(select.select([victim.socket], [], [], 0)[0], [], "it was answered before its cell was ended")

    @staticmethod
    def cells(daemon):
        return [cell for server in children(daemon.process.pid) for cell in children(server)]

    def looping_cell(self, daemon):
        """The one that uses the processor on and on: no other comes to a second of it."""
        busy = [cell for cell in self.cells(daemon) if processor_ticks(cell) >= 100]
        return busy[0] if busy else None

    def quarantined(self):
        return {row["id"]: row for row in self.place.query("quarantine")["quarantine"]}


class Killed(CellsOfTheDaemon):
    def test_twice_in_the_middle_of_a_mail(self):
        self.prepare(11)
        looping = self.mail("loop")
        daemon = self.start("max_cell_cpu_seconds = 50", "max_cell_wait_seconds = 50")
        victim = self.begin(daemon, looping)
        for _ in range(2):
            cell = wait_until(lambda: self.looping_cell(daemon), "a cell loops")
            self.assert_others_are_served(daemon, victim)
            os.kill(cell, signal.SIGKILL)
            wait_until(lambda cell=cell: cell not in self.cells(daemon), "it is gone")
        self.assertRegex(victim.reply(), r"^250 2\.0\.0 examiner-failed: mail \d+: .*SIGKILL")
        [row] = self.quarantined().values()
        self.assertEqual(row["slug"], "examiner-failed")
        self.assertIn("signal 9 (SIGKILL)", row["detail"])
        self.assertRegex(hand_over(daemon.socket, self.mail())[0], r"^250 2\.0\.0 stored: ")
        self.assertEqual(daemon.stop(), 0)

    def test_once_in_the_middle_of_a_mail(self):
        """Another cell examines it."""
        self.prepare(5)
        looping = self.mail("once-loop")
        daemon = self.start("max_cell_cpu_seconds = 50", "max_cell_wait_seconds = 50")
        victim = self.begin(daemon, looping)
        cell = wait_until(lambda: self.looping_cell(daemon), "a cell loops")
        self.assert_others_are_served(daemon, victim)
        os.kill(cell, signal.SIGKILL)
        self.assertRegex(victim.reply(), r"^250 2\.0\.0 stored: ")


class GoneWrong(CellsOfTheDaemon):
    def check(self, fault, words, *limits):
        """The mail is kept as it came, and once the fault is mended, as by an upgrade, it is stored."""
        self.prepare(1)
        octets = self.mail(fault)
        daemon = self.start(*limits)
        self.assertRegex(self.begin(daemon, octets).reply(), r"^250 2\.0\.0 examiner-failed: mail 1: ")
        self.assertIn(words, self.quarantined()[1]["detail"])
        self.assert_a_good_mail_is_stored(daemon)
        self.assertEqual(daemon.stop(), 0)
        raw = subprocess.run([harness.QUERY, "raw", "1", *self.place.common()], capture_output=True, check=True).stdout
        self.assertEqual(raw, octets)
        subprocess.run([harness.INGEST, "reprocess", *self.place.common(), "--keys", str(self.place.keys)], check=True, capture_output=True,
                       env=clean_environment())
        self.assertEqual(self.quarantined(), {})
        self.assertEqual(len(self.place.query("reports")["reports"]), 2)

    def test_loop(self):
        self.check("loop", "it ran out of CPU time", "max_cell_cpu_seconds = 1", "max_cell_wait_seconds = 50")

    def test_hang(self):
        self.check("hang", "the examiner took more than 1 s", "max_cell_wait_seconds = 1")

    def test_crash(self):
        self.check("crash", "" if SANITIZED else "signal 11 (SIGSEGV)")    # a sanitizer catches it, and ends the process in its own way

    def test_forbidden(self):
        self.check("socket", FORBIDDEN)

    @unittest.skipIf(SANITIZED, "with a sanitizer's shadow memory the cell's memory cannot be limited")
    def test_memory(self):
        self.check("memory", "it ran out of memory")

    def test_more_of_them_than_there_can_be_cells(self):
        hanging = [self.mail("hang") for _ in range(4 * os.cpu_count() + 2)]
        self.prepare(1)
        daemon = self.start("max_cell_wait_seconds = 1")
        victims = [self.begin(daemon, octets) for octets in hanging]
        last = self.begin(daemon, self.good.pop())
        for victim in victims:
            self.assertRegex(victim.reply(), r"^250 2\.0\.0 examiner-failed: ")
        self.assertRegex(last.reply(), r"^250 2\.0\.0 stored: ")

    def test_from_inside_the_first_and_a_replaced_one(self):
        rounds = []
        for _ in range(2):
            allowed = {fault: self.mail(fault) for fault in ("file", "descriptors") if not (COUNTED and fault == "file")}
            ends = {fault: self.mail(fault) for fault in ("socket", "process", "program")}
            rounds.append((allowed, ends))
        daemon = self.start()
        seen = set()
        for number, (allowed, ends) in enumerate(rounds):
            cells = wait_until(lambda: self.cells(daemon), "there are cells")
            if number:
                self.assertEqual(seen & set(cells), set(), "every cell is a replaced one now")
            seen |= set(cells)
            for cell in cells:
                wait_until(lambda cell=cell: is_locked(cell), f"{cell} is ready, and locked")
            for fault, octets in allowed.items():    # it would have aborted
                self.assertRegex(hand_over(daemon.socket, octets)[0], r"^250 2\.0\.0 stored: ", fault)
            for fault, octets in ends.items():
                [reply] = hand_over(daemon.socket, octets)
                self.assertRegex(reply, rf"^250 2\.0\.0 examiner-failed: mail \d+: .*{FORBIDDEN}", fault)
            wait_until(lambda: len(self.cells(daemon)) >= max(1, os.cpu_count() - 1) and not seen & set(self.cells(daemon)), "the first cells are gone")


del CellsOfTheDaemon    # not a test by itself

if __name__ == "__main__":
    harness.main()
