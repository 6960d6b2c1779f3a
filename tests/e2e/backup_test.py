#!/usr/bin/python3
"""Backup and restore as docs/operations.md describes them: VACUUM INTO beside a daemon that is taking mail, and the copy put in place again."""
import pathlib
import shutil
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
import lmtp
import senders


@harness.needs("sqlite3")
class Backup(harness.EndToEnd):
    def setUp(self):
        super().setUp()
        day = harness.yesterday()
        self.samples = [senders.google(day, f"d{number}.example.net") for number in range(40)]
        self.place.add_keys(*self.samples)

    def vacuum_into(self, copy):
        return subprocess.run(["sqlite3", "-readonly", str(self.place.database), f"VACUUM INTO '{copy}'"], capture_output=True, text=True, check=True)

    def test_a_copy_made_under_load_is_whole_and_can_be_put_in_place(self):
        daemon = lmtp.Daemon(self.place)
        self.addCleanup(lambda: daemon.process.poll() is None and daemon.kill())
        before, during = self.samples[:10], self.samples[10:]
        for sample in before:
            self.assertRegex(lmtp.hand_over(daemon.socket, sample.octets)[0], r"\A250 2\.0\.0 stored")
        replies, begun = [], threading.Event()

        def load():
            for sample in during:
                replies.append(lmtp.hand_over(daemon.socket, sample.octets)[0])
                begun.set()
            begun.set()

        sender = threading.Thread(target=load)
        sender.start()
        self.assertTrue(begun.wait(60))
        copy = self.place.folder / "backup.db"
        self.vacuum_into(copy)
        sender.join(120)
        self.assertEqual(len([reply for reply in replies if reply.startswith("250 2.0.0 stored")]), len(during), replies)
        self.assertEqual(daemon.stop(), 0)

        original = self.place.query("reports")["reports"]
        self.assertEqual(len(original), len(self.samples))

        # The copy takes the place of a store that is lost; no -wal or -shm of the old one may stay.
        for path in self.place.database.parent.iterdir():
            path.unlink()
        shutil.copy(copy, self.place.database)
        self.assertEqual(self.place.integrity(), "ok")
        restored = self.place.query("reports")["reports"]
        self.assertGreaterEqual(len(restored), len(before) + 1)

        # What came after the backup comes again from the MTA's queue or from senders; what is there already is a duplicate.
        known = {report["report_id"] for report in restored}
        for sample in self.samples:
            self.assert_delivered(self.place.deliver(sample), "duplicate" if self.report_id(sample, original) in known else "stored")
        self.assertEqual({report["report_id"] for report in self.place.query("reports")["reports"]}, {report["report_id"] for report in original})

    @staticmethod
    def report_id(sample, reports):
        domain = f"d{int(sample.octets.split(b'TLS-Report-Domain: d')[1].split(b'.')[0])}.example.net"
        return next(report["report_id"] for report in reports if report["policy_domains"] == [domain])


if __name__ == "__main__":
    harness.main()
