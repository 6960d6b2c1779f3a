#!/usr/bin/python3
"""When something of ours is broken the MTA keeps the mail: exit 75, one line that says why, and afterwards the mail goes in.

Covered: a locked store, a store that cannot be opened, written or grown, wrong flags, wrong configuration, a missing key file.
"""
import contextlib
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
import senders
from harness import clean_environment, delivery_of, needs, needs_root
from tally import DAY, DOMAIN, SANITIZED, Counted


class Broken(Counted):
    def setUp(self):
        super().setUp()
        self.sample = senders.google(DAY, DOMAIN)
        self.place.add_keys(self.sample)

    def run_deliver(self, *arguments, program=harness.INGEST, **how):
        process = subprocess.run([program, *arguments], input=self.sample.octets, capture_output=True, env=clean_environment(**how.pop("env", {})),
                                 timeout=120, check=False, **how)
        return delivery_of(process)

    def assert_goes_in_now(self, fault):
        self.assert_delivered(self.place.deliver(self.sample), "stored")
        self.assertEqual(len(self.stored()), self.acknowledged)
        self.settle(fault)

    def test_locked_store(self):
        self.place.config.write_text('[store]\nbusy_timeout_ms = 300\n')
        other = senders.mailru(DAY, DOMAIN)
        self.assert_delivered(self.place.deliver(other), "stored")
        with contextlib.closing(sqlite3.connect(self.place.database, isolation_level=None)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            self.assert_deferred(self.place.deliver(self.sample), "store-busy")
            lock.execute("ROLLBACK")
        self.assert_goes_in_now("store locked for longer than store.busy_timeout_ms (60 s with a timeout of 300 ms)")

    def test_store_locked_for_two_seconds(self):
        """Shorter than the delivery's patience: it waits, and nobody is put off."""
        self.assert_delivered(self.place.deliver(senders.mox(DAY, DOMAIN)), "stored")
        with contextlib.closing(sqlite3.connect(self.place.database, isolation_level=None, check_same_thread=False)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            release = threading.Timer(2.0, lambda: lock.execute("ROLLBACK"))
            release.start()
            delivery = self.place.deliver(self.sample)
            release.join()
        self.assert_delivered(delivery, "stored")
        self.injected += 1
        self.settle("store locked for 2 s")

    def test_missing_directory(self):
        self.place.database.parent.rmdir()
        self.assert_deferred(self.place.deliver(self.sample), "store-unavailable")
        self.assertFalse(self.place.database.parent.exists(), "a missing directory is a mistake to report, not to paper over")
        self.place.database.parent.mkdir()
        self.assert_goes_in_now("directory of the store missing")

    def test_not_a_database(self):
        chance = random.Random(8460)
        for octets in (b"This is a shopping list and no database at all.\n" * 200, chance.randbytes(10), chance.randbytes(4096), chance.randbytes(100_000)):
            self.place.database.write_bytes(octets)
            self.assert_deferred(self.place.deliver(self.sample), "store-unavailable")
            self.assertEqual(self.place.database.read_bytes(), octets, "what we cannot read is never recreated")
        self.place.database.unlink()
        self.assert_goes_in_now("random octets in place of the store")

    def test_newer_schema(self):
        self.assert_delivered(self.place.deliver(senders.mailru(DAY, DOMAIN)), "stored")
        with contextlib.closing(sqlite3.connect(self.place.database)) as database:
            [[version]] = database.execute("PRAGMA user_version").fetchall()
            database.execute("PRAGMA user_version = 9999")
        self.assert_deferred(self.place.deliver(self.sample), "store-unavailable")
        with contextlib.closing(sqlite3.connect(self.place.database)) as database:
            self.assertEqual(database.execute("PRAGMA user_version").fetchall(), [(9999,)])
            database.execute(f"PRAGMA user_version = {version}")
        self.assert_goes_in_now("store of a newer schema")

    def test_damaged_store(self):
        self.assert_delivered(self.place.deliver(senders.mailru(DAY, DOMAIN)), "stored")
        self.place.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = self.place.database.read_bytes()
        octets = bytearray(whole)
        self.assertGreater(len(octets), 8192)
        octets[4096:] = b"\xa5" * (len(octets) - 4096)
        self.place.database.write_bytes(octets)
        self.assert_deferred(self.place.deliver(self.sample), "store-unavailable")
        self.assertEqual(self.place.database.read_bytes(), bytes(octets), "a damaged store is left for a person to look at")
        self.place.database.write_bytes(whole)    # from the backup
        self.assert_goes_in_now("all pages but the first overwritten")

    @needs_root
    @needs("setpriv")
    def test_no_rights(self):
        """As user nobody, who may read nothing of this store."""
        self.place.folder.chmod(0o755)
        self.place.database.parent.chmod(0o700)
        wrapper = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        self.assert_deferred(self.run_deliver(*wrapper[1:], *self.place.deliver_command(), program=wrapper[0]), "store-unavailable")
        self.assert_goes_in_now("no right to the store's directory")

    @needs_root
    @needs("setpriv")
    def test_read_only_directory(self):
        """As user nobody, who may read this store and write nothing."""
        self.assert_delivered(self.place.deliver(senders.mox(DAY, DOMAIN)), "stored")
        self.place.folder.chmod(0o755)
        self.place.database.parent.chmod(0o555)
        for file in self.place.database.parent.iterdir():
            file.chmod(0o444)
        wrapper = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        self.assert_deferred(self.run_deliver(*wrapper[1:], *self.place.deliver_command(), program=wrapper[0]), "store-unavailable")
        self.place.database.parent.chmod(0o755)
        self.assert_goes_in_now("directory and store read-only")

    def test_wrong_flags(self):
        good = self.place.deliver_command()[1:]
        for wrong in (["deliver", "--no-such-flag"], [*good, "--database"], ["deliverr"], ["--verbose", "deliver"], [], ["deliver", "stray"],
                      ["deliver", "--config"], [*good, "--keys=a", "--keys=b"]):
            with self.subTest(wrong):
                self.assert_deferred(self.run_deliver(*wrong), "misconfigured")
        self.assert_goes_in_now("wrong flags")

    def test_wrong_configuration(self):
        for wrong in ("database = 3\n", "no_such_key = true\n", "[limits\n", "[limits]\nmax_mail_bytes = -1\n", "\x00\x01\x02"):
            with self.subTest(wrong):
                self.place.config.write_text(wrong)
                self.assert_deferred(self.place.deliver(self.sample), "misconfigured")
        self.place.config.unlink()
        with self.subTest("a named file that is missing"):
            self.assert_deferred(self.place.deliver(self.sample), "misconfigured")
        self.place.config.touch()
        self.assert_goes_in_now("wrong or missing configuration file")

    def test_wrong_key_file(self):
        right = self.place.keys.read_text()
        self.place.keys.write_text("a-name-without-text\n")
        self.assert_deferred(self.place.deliver(self.sample.octets), "misconfigured")
        self.place.keys.unlink()
        self.assert_deferred(self.place.deliver(self.sample.octets), "misconfigured")
        self.place.keys.write_text(right)
        self.assert_goes_in_now("wrong or missing key file")

    def test_database_of_a_kind_we_do_not_know(self):
        for database in ("mysql://nowhere/tlsrpt", ":memory:", ""):
            with self.subTest(database):
                self.assert_deferred(self.run_deliver("deliver", "--config", str(self.place.config), "--keys", str(self.place.keys),
                                                      f"--database={database}"), "misconfigured", "store-unavailable")
        self.assert_goes_in_now("database that cannot be one")

    @needs("prlimit")
    def test_file_size_limit(self):
        """Writes fail beyond 20,000 bytes (EFBIG, or SIGXFSZ if nobody ignored it)."""
        self.assert_delivered(self.place.deliver(senders.mailru(DAY, DOMAIN)), "stored")
        limited = self.place.deliver(self.sample, wrapper=["prlimit", "--fsize=20000"])
        self.assert_deferred(limited, "store-full", "store-unavailable")
        self.assert_goes_in_now("file-size limit (EFBIG)")

    @unittest.skipIf(SANITIZED, "a sanitizer opens descriptors of its own, to see whether memory can be read")
    @needs("prlimit")
    def test_too_few_descriptors(self):
        for descriptors in range(3, 9):
            with self.subTest(descriptors):
                delivery = self.place.deliver(self.sample, wrapper=["prlimit", f"--nofile={descriptors}"])
                if delivery.exit == 127:    # not even the dynamic loader could run
                    continue
                self.assertIn(delivery.exit, (0, 75), delivery)
                self.injected += delivery.exit == 75
                self.acknowledged += delivery.slug == "stored"
        last = self.place.deliver(self.sample)
        self.assertEqual(last.exit, 0)
        self.acknowledged += last.slug == "stored"
        self.assertEqual(len(self.stored()), 1)
        self.settle("3 to 8 descriptors for a delivery")

    def test_no_standard_descriptors(self):
        """An MTA that closed them all: nothing can be read or said, and nothing may be acknowledged that is not kept."""
        program = self.place.deliver_command()
        script = 'exec "$@" <&- >&- 2>&-'
        process = subprocess.run(["sh", "-c", script, "sh", *program], env=clean_environment(), check=False, timeout=120)
        self.assertEqual(process.returncode, 75)
        self.injected += 1
        self.assert_goes_in_now("standard descriptors closed")

    def test_output_that_nobody_reads(self):
        """The reader of our line is gone: the mail is in, so the exit status says so."""
        reader, writer = os.pipe()
        os.close(reader)
        process = subprocess.run(self.place.deliver_command(), input=self.sample.octets, stdout=writer, env=clean_environment(), check=False, timeout=120)
        os.close(writer)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(self.place.deliver(self.sample).slug, "duplicate")

    def test_signals_an_mta_leaves_ignored(self):
        """Exim starts handlers with SIGTERM, SIGHUP, SIGINT and SIGUSR1 ignored, Postfix with SIGPIPE and SIGXFSZ."""
        def ignore():
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGUSR1, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD):
                signal.signal(number, signal.SIG_IGN)
        self.assert_delivered(self.run_deliver(*self.place.deliver_command()[1:], preexec_fn=ignore), "stored")


class WrongProgramName(unittest.TestCase):
    """A person's commands end with a person's exit status."""

    def test_check_of_a_missing_file_is_an_error(self):
        process = subprocess.run([harness.INGEST, "check", "/nonexistent.eml"], capture_output=True, env=clean_environment(), check=False)
        self.assertEqual(process.returncode, 2, process)

    def test_wrong_flag_of_query(self):
        process = subprocess.run([harness.QUERY, "summary", "--no-such-flag"], capture_output=True, env=clean_environment(), check=False)
        self.assertEqual(process.returncode, 64, process)


if __name__ == "__main__":
    harness.main()
