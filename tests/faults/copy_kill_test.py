#!/usr/bin/python3
"""kill -9 at many points of `tlsrpt-ingest copy`: run again it goes on, and the copy is the store, no more and no less.

strace kills the copying process at the Nth call of those that write, N = 1, 2, 3 …; each run goes on with what the one before left.
"""
import datetime
import pathlib
import signal
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
import postgresql_server
from harness import INGEST, QUERY, EndToEnd, clean_environment, needs
from tally import mail, say

MAILS = 60


def listed(database, *arguments):
    command = [QUERY, *arguments, "--config", "/dev/null", "--database", str(database), "--format", "json"]
    return subprocess.run(command, capture_output=True, env=clean_environment(), timeout=60, check=True).stdout


def answers(database):
    since = str(datetime.date.today() - datetime.timedelta(days=400))
    return [listed(database, *command) for command in (["reports", "--since", since], ["quarantine"], ["summary", "--since", since], ["failures", "--since", since],
                                                       ["incidents"], ["reporters"], ["domains"])]


@needs("strace")
class CopyKilled(EndToEnd):
    def setUp(self):
        super().setUp()
        for number in range(MAILS):
            self.assert_delivered(self.place.deliver(mail(f"copy-{number}")), "stored")
        for number in range(10):
            self.assertEqual(self.place.deliver(b"From: a@junk.example\r\nSubject: Report Domain: x\r\n\r\n" + b"x" * 4000 * number).exit, 0)

    def copy(self, source, target, *wrapper):
        command = [*wrapper, INGEST, "copy", "--config", "/dev/null", "--from", str(source), "--to", str(target)]
        return subprocess.run(command, capture_output=True, text=True, env=clean_environment(ASAN_OPTIONS=harness.sanitizer_under_strace()), timeout=300, check=False)

    def at_every_point(self, kind, source, new_target, calls):
        expected = self.copy(source, new_target("whole"))
        self.assertEqual(expected.returncode, 0, expected.stderr)
        tables = [line.split() for line in expected.stdout.splitlines()[:-1]]
        self.assertGreater(sum(int(row[0]) for row in tables), 5 * MAILS)
        before = answers(source)
        points = resumed = 0
        for call, numbers in calls.items():
            for number in numbers:
                target = new_target(f"{call}_{number}")
                strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"]
                killed = self.copy(source, target, *strace)
                if killed.returncode == 0:
                    break
                self.assertIn(killed.returncode, (128 + signal.SIGKILL, -signal.SIGKILL), killed)
                points += 1
                again = self.copy(source, target)
                self.assertEqual(again.returncode, 0, again.stderr)
                resumed += "was begun before" in again.stdout
                self.assertEqual([line.split() for line in again.stdout.splitlines()[:-1]], tables)
                self.assertEqual(answers(target), before)
        say(f"kill -9 while a store is copied to {kind}, which is then gone on with", points, MAILS, 0, 0)
        self.assertGreater(resumed, 3, "some were killed with a part of the copy done")
        self.assertGreater(points, 20)

    def test_to_sqlite(self):
        calls = {"pwrite64": range(1, 41), "fdatasync": range(1, 31), "openat": range(1, 11), "unlink": (1, 2)}
        self.at_every_point("SQLite", self.place.database, lambda name: self.place.folder / f"{name}.db", calls)
        self.assertEqual(self.place.integrity(), "ok")

    @unittest.skipIf(postgresql_server.missing(), postgresql_server.missing())
    def test_to_postgresql_and_back(self):
        server = postgresql_server.Server(fsync=False)
        self.addCleanup(server.close)
        self.at_every_point("PostgreSQL", self.place.database, server.database, {"sendto": range(1, 100, 3), "recvfrom": range(1, 60, 8), "connect": (1, 2)})
        whole = server.url(database="whole")
        self.at_every_point("SQLite from PostgreSQL", whole, lambda name: self.place.folder / f"back_{name}.db", {"pwrite64": range(1, 40, 3), "fdatasync": range(1, 20, 2)})

    def test_a_target_of_somebody_else_is_left_alone(self):
        other = self.place.folder / "other.db"
        with sqlite3.connect(other) as database:
            database.execute("CREATE TABLE things (n)")
        octets = other.read_bytes()
        refused = self.copy(self.place.database, other)
        self.assertEqual(refused.returncode, 2, refused)
        self.assertIn("another program", refused.stderr)
        self.assertEqual(other.read_bytes(), octets)
        again = self.copy(self.place.database, self.place.database)
        self.assertEqual(again.returncode, 2, again)


if __name__ == "__main__":
    harness.main()
