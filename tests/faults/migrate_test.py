#!/usr/bin/python3
"""kill -9 at many points of a migration: the store is the old one, the new one or that of a step between, and the next try ends well.

strace kills `tlsrpt-ingest migrate` at the Nth call of what writes the store, N = 1, 2, 3 … until a migration makes fewer of them.
"""
import pathlib
import signal
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
from harness import INGEST, EndToEnd, clean_environment, needs, yesterday

OLD = pathlib.Path(__file__).resolve().parents[1] / "unit/store/data/schema-1.sql"
CALLS = {"pwrite64": 40, "fdatasync": 10, "fsync": 10, "ftruncate": 4, "openat": 30}


def content(path):
    """(version, everything stored)"""
    database = sqlite3.connect(path)
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return version, list(database.iterdump())
    finally:
        database.close()


class Migrate(EndToEnd):
    def old_store(self):
        for suffix in ("", "-wal", "-shm"):
            pathlib.Path(str(self.place.database) + suffix).unlink(missing_ok=True)
        database = sqlite3.connect(self.place.database)
        database.executescript(OLD.read_text())
        database.close()

    def migrate(self, *before):
        return subprocess.run([*before, INGEST, "migrate", *self.place.common()], capture_output=True, text=True,
                              env=clean_environment(ASAN_OPTIONS=harness.sanitizer_under_strace()), timeout=120, check=False)

    def test_mail_waits_until_the_store_is_migrated(self):
        sample = defects.plain(yesterday(), "example.net")
        self.place.add_keys(sample)
        self.old_store()
        delivery = self.place.deliver(sample)
        self.assert_deferred(delivery, "store-unavailable")
        self.assertIn("run tlsrpt-ingest migrate", delivery.stdout)
        self.assertEqual(self.migrate().returncode, 0)
        self.assert_delivered(self.place.deliver(sample), "stored")

    @needs("strace")
    def test_at_every_point_of_a_migration(self):
        self.old_store()
        old = content(self.place.database)
        self.assertEqual(self.migrate().returncode, 0)
        new = content(self.place.database)
        self.assertEqual((old[0], new[0] > 1), (1, True))
        points = 0
        for call, most in CALLS.items():
            for number in range(1, most + 1):
                self.old_store()
                killed = self.migrate("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}")
                if killed.returncode == 0:
                    break    # a migration makes fewer of these calls
                self.assertIn(killed.returncode, (-signal.SIGKILL, 128 + signal.SIGKILL), killed)
                points += 1
                found = content(self.place.database)
                if found[0] in (old[0], new[0]):    # what a step between leaves is seen below
                    self.assertTrue(found == (old if found[0] == old[0] else new), f"half of schema {found[0]} at {call} {number}")
                self.assertEqual(self.migrate().returncode, 0)
                self.assertTrue(content(self.place.database) == new, f"another end after {call} {number}")
        print(f"{points} points")
        self.assertGreaterEqual(points, 20)


if __name__ == "__main__":
    harness.main()
