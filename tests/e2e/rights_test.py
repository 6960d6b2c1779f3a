#!/usr/bin/python3
"""Who may read: with umask 077 and nobody writing, a member of the service's group runs `tlsrpt-query summary`.

The service user owns the store (directory 0750, files 0640 whatever the umask). A WAL store can be opened read-only only while its
-wal and -shm files are there, so a writer must leave them behind, readable for the group. Users and group are made for the test.
"""
import os
import pathlib
import stat
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
import senders
from harness import EndToEnd, clean_environment, delivery_of, needs, needs_root, yesterday

SERVICE, READER, STRANGER = (f"tlsrpt-t{os.getpid() % 100000}{letter}" for letter in "srx")


@needs_root
@needs("useradd", "userdel", "setpriv")
class Rights(EndToEnd):
    def setUp(self):
        super().setUp()
        for name, arguments in ((SERVICE, ["--user-group"]), (READER, ["--user-group", "--groups", SERVICE]), (STRANGER, ["--user-group"])):
            subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", *arguments, name], check=True, capture_output=True)
            self.addCleanup(subprocess.run, ["userdel", name], check=False, capture_output=True)
        # Programs and store where these users can reach them: a checkout under /root may be closed to them.
        self.place.folder.chmod(0o755)
        programs = self.place.folder / "bin"
        programs.mkdir()
        for program in (harness.INGEST, harness.QUERY):
            subprocess.run(["install", "-m", "755", program, programs], check=True)
        self.ingest, self.query_program = programs / "tlsrpt-ingest", programs / "tlsrpt-query"
        self.place.config.chmod(0o644)
        store = self.place.database.parent
        subprocess.run(["chown", f"{SERVICE}:{SERVICE}", store], check=True)
        store.chmod(0o750)

    def run_as(self, user, *command, octets=b""):
        shell = 'umask 077; exec "$@"'
        return subprocess.run(["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "sh", "-c", shell, "sh", *map(str, command)],
                              input=octets, capture_output=True, env=clean_environment(), cwd="/", timeout=60, check=False)

    def deliver_as_service(self, sample):
        self.place.add_keys(sample)
        self.place.keys.chmod(0o644)
        return delivery_of(self.run_as(SERVICE, self.ingest, *self.place.deliver_command()[1:], octets=sample.octets))

    def summary_as(self, user):
        return self.run_as(user, self.query_program, "summary", *self.place.common(), "--format", "csv")

    def test_a_member_of_the_group_reads_while_nobody_writes(self):
        self.assert_delivered(self.deliver_as_service(senders.google(yesterday(), "example.net")), "stored")
        for file in self.place.database.parent.iterdir():
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o640, file.name)
        summary = self.summary_as(READER)
        self.assertEqual(summary.returncode, 0, summary)
        self.assertIn(b"example.net", summary.stdout)
        # And the writer goes on undisturbed by what the reader left.
        self.assert_delivered(self.deliver_as_service(senders.mailru(yesterday(), "example.net")), "stored")
        summary = self.summary_as(READER)
        self.assertEqual(summary.returncode, 0, summary)

    def test_a_stranger_does_not(self):
        self.assert_delivered(self.deliver_as_service(senders.google(yesterday(), "example.net")), "stored")
        summary = self.summary_as(STRANGER)
        self.assertEqual(summary.returncode, 2, summary)
        self.assertEqual(summary.stdout, b"")

    def test_a_reader_cannot_write(self):
        sample = senders.google(yesterday(), "example.net")
        self.assert_delivered(self.deliver_as_service(sample), "stored")
        delivery = delivery_of(self.run_as(READER, self.ingest, *self.place.deliver_command()[1:], octets=sample.octets))
        self.assert_deferred(delivery, "store-unavailable")


if __name__ == "__main__":
    harness.main()
