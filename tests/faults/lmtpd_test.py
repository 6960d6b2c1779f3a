#!/usr/bin/python3
"""The same faults under the daemon: it answers 4xx, stays up, and takes every mail when the fault has passed."""
import contextlib
import pathlib
import signal
import sqlite3
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
from harness import needs, wait_until
from lmtp import Client, Daemon, hand_over
from tally import DAY, DOMAIN, SANITIZED, Counted, mail

MAILS, SESSIONS, MOST_ROUNDS = 24, 4, 40


@contextlib.contextmanager
def failing_calls(pid, call, error, log):
    """Every such call of the process fails, as long as this lasts."""
    command = ["strace", "-f", "-o", str(log), "-e", f"trace={call}", "-e", f"inject={call}:error={error}", "-p", str(pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as strace:
        attached = strace.stderr.readline()    # "strace: Process N attached with M threads"
        try:
            if b"attached" not in attached:
                raise AssertionError(attached)
            yield
        finally:
            strace.send_signal(signal.SIGINT)    # detaches
            strace.wait(60)


class Lmtpd(Counted):
    def start(self, *more, **how):
        daemon = Daemon(self.place, *more, **how)
        self.addCleanup(daemon.kill)
        return daemon

    def put_off(self, daemon, sample, slug):
        [reply] = hand_over(daemon.socket, sample.octets)
        self.assertRegex(reply, rf"^45[12] 4\.\d\.\d {slug}: ")
        self.injected += 1

    def goes_in(self, daemon, sample):
        [reply] = hand_over(daemon.socket, sample.octets)
        self.assertRegex(reply, r"^250 2\.0\.0 stored: ")

    def hand_over_until_in(self, daemon, samples):
        """As an MTA: what got no 250 comes again. @return how many answers were temporary failures"""
        waiting, put_off = dict(samples), 0
        for _ in range(MOST_ROUNDS):
            answers = {}
            queue = list(waiting.items())

            def session():
                with contextlib.suppress(IndexError, OSError, AssertionError):
                    with Client(daemon.socket) as client:
                        client.reply()
                        client.command("LHLO client.example")
                        while True:
                            report_id, sample = queue.pop()
                            client.envelope()
                            client.mail(sample.octets)
                            answers[report_id] = client.reply()
            threads = [threading.Thread(target=session) for _ in range(SESSIONS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(120)
            for report_id, reply in answers.items():
                self.assertRegex(reply or "", r"^(250 2\.0\.0 (stored|duplicate)|4\d\d 4\.)", "kept or put off, nothing else")
                if reply.startswith("250"):
                    del waiting[report_id]
                else:
                    put_off += 1
            if not waiting:
                return put_off
        raise AssertionError(f"{len(waiting)} mails never went in:\n{daemon.log()}")

    # ---- the disk ----

    @needs("strace")
    def test_calls_fail(self):
        """All of them, while strace is attached: each mail is put off. Then all go in, and the daemon is the same process."""
        for call, error in (("fdatasync", "EIO"), ("pwrite64", "ENOSPC"), ("pwrite64", "EIO")):
            with self.subTest(call=call, error=error):
                self.doCleanups()
                self.setUp()
                samples = {f"{call}-{number}": mail(f"{call}-{number}") for number in range(MAILS)}
                first = mail("first")
                self.place.add_keys(first, *samples.values())
                daemon = self.start()
                self.goes_in(daemon, first)
                log = self.place.folder / "strace"
                with failing_calls(daemon.process.pid, call, error, log):
                    for sample in list(samples.values())[:4]:
                        self.put_off(daemon, sample, "store-(full|unavailable)")
                self.hand_over_until_in(daemon, samples)
                self.assertIsNone(daemon.process.poll(), "the daemon is alive")
                self.injected = log.read_bytes().count(b"(INJECTED)")
                self.settle_mails(f"{call} fails with {error}, under the daemon", {"first", *samples})

    # ---- the store ----

    def test_store_locked(self):
        """For longer than its patience: 451. For 2 s: it waits."""
        self.place.config.write_text("[store]\nbusy_timeout_ms = 300\n")
        one, two = mail("one"), mail("two")
        self.place.add_keys(one, two)
        daemon = self.start()
        self.goes_in(daemon, one)
        with contextlib.closing(sqlite3.connect(self.place.database, isolation_level=None)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            for _ in range(3):
                self.put_off(daemon, two, "store-busy")
            lock.execute("ROLLBACK")
        self.goes_in(daemon, two)
        daemon.kill()
        self.settle_mails("store locked for longer than store.busy_timeout_ms, under the daemon", {"one", "two"})

        self.place.config.write_text("")
        three = mail("three")
        daemon = self.start()
        with contextlib.closing(sqlite3.connect(self.place.database, isolation_level=None, check_same_thread=False)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            release = threading.Timer(2.0, lambda: lock.execute("ROLLBACK"))
            release.start()
            self.goes_in(daemon, three)
            release.join()
        self.injected = 1
        self.settle_mails("store locked for 2 s, under the daemon", {"one", "two", "three"})

    def test_newer_schema(self):
        one, two = mail("one"), mail("two")
        self.place.add_keys(one, two)
        self.assert_delivered(self.place.deliver(one), "stored")
        with contextlib.closing(sqlite3.connect(self.place.database)) as database:
            [[version]] = database.execute("PRAGMA user_version").fetchall()
            database.execute("PRAGMA user_version = 9999")
        daemon = self.start()
        self.put_off(daemon, two, "store-unavailable")
        self.assertEqual(self.place.rows("PRAGMA user_version"), [(9999,)])
        with contextlib.closing(sqlite3.connect(self.place.database)) as database:
            database.execute(f"PRAGMA user_version = {version}")
        self.goes_in(daemon, two)
        self.settle_mails("store of a newer schema, under the daemon", {"one", "two"})

    def test_random_octets(self):
        one = mail("one")
        self.place.add_keys(one)
        octets = bytes(range(1, 256)) * 400
        self.place.database.write_bytes(octets)
        daemon = self.start()
        self.put_off(daemon, one, "store-unavailable")
        self.assertEqual(self.place.database.read_bytes(), octets)
        self.place.database.unlink()
        self.goes_in(daemon, one)
        self.settle_mails("random octets in place of the store, under the daemon", {"one"})

    # ---- limits ----

    @needs("prlimit")
    def test_file_size_limit(self):
        """SIGXFSZ must not end the daemon."""
        one, two = mail("one"), mail("two")
        self.place.add_keys(one, two)
        self.assert_delivered(self.place.deliver(one), "stored")
        daemon = self.start(wrapper=["prlimit", "--fsize=20000"])
        self.put_off(daemon, two, "store-(full|unavailable)")
        self.assertIsNone(daemon.process.poll(), "the daemon is alive")
        daemon.kill()
        self.goes_in(self.start(), two)
        self.settle_mails("file-size limit (EFBIG), under the daemon", {"one", "two"})

    @unittest.skipIf(SANITIZED, "a sanitizer opens descriptors of its own, to see whether memory can be read")
    @needs("prlimit")
    def test_out_of_descriptors(self):
        one = mail("one")
        self.place.add_keys(one)
        daemon = self.start(wrapper=["prlimit", "--nofile=40"])
        clients = [Client(daemon.socket) for _ in range(60)]
        daemon.wait_for("accept-failed")
        self.injected = sum(line.startswith("accept-failed") for line in daemon.lines)
        for client in clients:
            client.socket.close()
        wait_until(lambda: self.is_in(daemon, one), "it serves again")
        self.settle_mails("no descriptors left, under the daemon", {"one"})

    def is_in(self, daemon, sample):
        with contextlib.suppress(OSError, AssertionError):
            [reply] = hand_over(daemon.socket, sample.octets)
            return (reply or "").startswith("250")
        return False

    @unittest.skipIf(SANITIZED, "with a sanitizer's shadow memory the cell's memory cannot be limited")
    def test_out_of_memory_in_a_cell(self):
        """A legal giant against the smallest cell: it is quarantined, and the next mail finds a cell again."""
        self.place.config.write_text("[limits]\nmax_cell_memory_bytes = 67108864\nmax_inflated_bytes = 67108864\n")
        report = defects.good_report(DAY, DOMAIN, **{"report-id": "giant"})
        report["policies"][0]["policy"]["policy-string"] = ["x" * 16000] * 990
        report["policies"] *= 3
        giant, one = defects.plain(DAY, DOMAIN, report=report), mail("one")
        self.place.add_keys(giant, one)
        daemon = self.start()
        for _ in range(3):
            [reply] = hand_over(daemon.socket, giant.octets)
            self.assertRegex(reply, r"^250 2\.0\.0 examiner-failed: ")
            self.injected += 1
        self.goes_in(daemon, one)
        self.assertEqual(len(self.place.query("quarantine")["quarantine"]), 3, "each is kept")
        self.settle_mails("out of memory in a cell, under the daemon", {"one"})


if __name__ == "__main__":
    harness.main()
