#!/usr/bin/python3
"""tlsrpt-deliver in front of the daemon: exit status 0 or 75 and one line, whatever happens, and the mail in the store as it was signed."""
import os
import pathlib
import signal
import socket
import stat
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
import senders
from harness import EndToEnd, clean_environment, delivery_of, needs, wait_until, yesterday
from lmtp import DELIVER, Daemon

DAY, DOMAIN = yesterday(), "example.net"
TAKES_IT = [b"220 x\r\n", b"250 x\r\n", b"250 a\r\n250 b\r\n354 go\r\n"]


class FakeDaemon:
    """Says these, one after each thing that it hears; then reads to the end of the mail, says the last, and hangs up."""

    def __init__(self, path, replies, last=b""):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen()
        self.heard = b""
        self.thread = threading.Thread(target=self._serve, args=(replies, last), daemon=True)
        self.thread.start()

    def _serve(self, replies, last):
        client, _ = self.listener.accept()
        with self.listener, client:
            for number, reply in enumerate(replies):
                if number:
                    self.heard += client.recv(65536)
                client.sendall(reply)
            while not self.heard.endswith(b"\r\n.\r\n"):
                octets = client.recv(65536)
                if not octets:
                    return
                self.heard += octets
            client.sendall(last)


class Front(EndToEnd):
    def command(self, path=None):
        return [DELIVER, "--socket", str(path or self.place.folder / "lmtp.sock"), "--", *self.place.deliver_command()[2:]]

    def deliver(self, octets, path=None, **how):
        process = subprocess.run(self.command(path), input=octets, capture_output=True, env=clean_environment(), timeout=120, check=False, **how)
        return delivery_of(process)

    def start(self):
        daemon = Daemon(self.place)
        self.addCleanup(daemon.kill)
        return daemon

    def transports(self):
        return [row[0] for row in self.place.rows("SELECT transport FROM message ORDER BY id")]

    def test_mails_arrive_as_they_were_signed_with_either_line_end(self):
        samples = [make(DAY, DOMAIN) for name, make in senders.SHAPES.items() if name != "mailru"]
        samples.append(defects.DEFECTS["unsigned"](DAY, DOMAIN))
        self.place.add_keys(*samples)
        self.start()
        for sample in samples[:-1]:
            self.assert_delivered(self.deliver(sample.octets.replace(b"\r\n", b"\n")), "stored")
            self.assert_delivered(self.deliver(sample.octets), "duplicate")
        self.assert_delivered(self.deliver(samples[-1].octets), "no-signature")
        self.assertEqual(set(self.transports()), {"lmtp"})
        [[sender, recipients]] = self.place.rows("SELECT DISTINCT reverse_path, forward_paths FROM message")
        self.assertEqual((sender, recipients), ("reports@sender.example", '["tlsrpt@example.net"]'))

    def test_without_a_daemon_tlsrpt_ingest_takes_the_mail(self):
        sample = defects.plain(DAY, DOMAIN)
        self.place.add_keys(sample)
        self.assert_delivered(self.deliver(sample.octets), "stored")
        path = self.place.folder / "stale.sock"
        with socket.socket(socket.AF_UNIX) as stale:
            stale.bind(str(path))
        self.assert_delivered(self.deliver(sample.octets, path), "duplicate")
        self.assertEqual(self.transports(), ["pipe", "pipe"])

    def test_a_daemon_that_does_not_take_it_before_the_mail_is_read(self):
        sample = defects.plain(DAY, DOMAIN)
        self.place.add_keys(sample)
        for number, replies in enumerate([[b""], [b"421 4.3.2 overloaded: x\r\n"], [b"220 x\r\n", b"500 no\r\n"], [b"220 x\r\n", b"250-x\r\n250 y\r\n", b"451 a\r\n503 b\r\n503 c\r\n"],
                                          [b"220 x\r\n", b"250 x\r\n", b"250 a\r\n452 b\r\n503 c\r\n"], [b"220 x\r\n", b"250 x\r\n", b"250 a\r\n550 b\r\n354 c\r\n"]]):
            path = self.place.folder / f"fake{number}"
            FakeDaemon(path, replies)
            self.assert_delivered(self.deliver(sample.octets, path), "stored" if number == 0 else "duplicate")
        self.assertEqual(set(self.transports()), {"pipe"})

    def test_after_the_354_only_the_daemons_answer_counts(self):
        cases = [(b"250 2.0.0 stored: mail 1: x\r\n", 0, "2.0.0 stored: mail 1: x\n"), (b"451 4.3.0 store-busy: x\r\n", 75, "4.3.0 store-busy: x\n"),
                 (b"554 5.6.0 no: x\r\n", 75, "4.6.0 no: x\n"), (b"", 75, "4.3.2 shutting-down: no answer to the mail came\n"), (b"rubbish\r\n", 75, None)]
        for number, (last, status, line) in enumerate(cases):
            path = self.place.folder / f"fake{number}"
            fake = FakeDaemon(path, TAKES_IT, last)
            delivery = self.deliver(b"Subject: x\n\n.\n..\nlast line", path)
            self.assertEqual(delivery.exit, status, delivery)
            if line:
                self.assertEqual(delivery.stdout, line)
            fake.thread.join(30)
            self.assertTrue(fake.heard.endswith(b"DATA\r\nSubject: x\r\n\r\n..\r\n...\r\nlast line\r\n.\r\n"), fake.heard)
        self.assertFalse(self.place.database.exists())

    def test_the_program_behind_it_is_missing_or_the_command_line_is_wrong(self):
        for arguments in (["--socket", "/none", "--ingest", "/none"], ["--nonsense"], ["--socket"], ["--help"], ["--version"]):
            process = subprocess.run([DELIVER, *arguments], input=b"Subject: x\n\n", capture_output=True, env=clean_environment(), timeout=60, check=False)
            self.assert_deferred(delivery_of(process), "misconfigured")

    def test_signals_and_what_mtas_do_to_dispositions(self):
        """Exim starts it with SIGTERM and others ignored; a signal in the middle of the mail must end in 75."""
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGUSR1, signal.SIGALRM, signal.SIGSEGV, signal.SIGABRT):
            path = self.place.folder / f"fake{number}"
            fake = FakeDaemon(path, TAKES_IT)
            def ignore():
                for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGUSR1):
                    signal.signal(each, signal.SIG_IGN)
            process = subprocess.Popen(self.command(path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=ignore)    # pylint: disable=subprocess-popen-preexec-fn
            process.stdin.write(b"Subject: half\n")
            process.stdin.flush()
            wait_until(lambda: b"half" in fake.heard, "it is reading the mail")
            process.send_signal(number)
            out, _ = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 75, number)
            self.assertRegex(out.decode(), r"\A4\.3\.2 [a-z-]+: .*\n\Z")

    def test_closed_descriptors(self):
        self.start()
        for closed in ("0", "1", "2"):
            process = subprocess.run(["bash", "-c", f'exec "$@" {closed}>&-', "bash", *self.command()], input=b"Subject: x\n\n", capture_output=True,
                                     env=clean_environment(), timeout=60, check=False)
            self.assertEqual(process.returncode, 75 if closed == "0" else 0, process)

    @unittest.skipIf(os.environ.get("TLSRPT_SANITIZE"), "a sanitizer cannot be linked statically")
    @needs("readelf")
    def test_it_is_static(self):
        """No library to load, so nothing to relocate and nothing to find missing; and the programs beside it do have some, so readelf would say so."""
        self.assertFalse(stat.S_IMODE(os.stat(DELIVER).st_mode) & stat.S_ISUID)
        said = {program: subprocess.run(["readelf", "-d", "-l", program], capture_output=True, text=True, check=True).stdout for program in (DELIVER, harness.INGEST)}
        for word in ("NEEDED", "INTERP"):
            self.assertIn(word, said[harness.INGEST])
            self.assertNotIn(word, said[DELIVER])

    def trace(self, path, *more):
        """Its system calls, as strace writes them, one each."""
        log = self.place.folder / "strace"
        with (self.place.folder / "mail").open("w+b") as mail:
            mail.write(b"Subject: x\n\n")
            mail.seek(0)
            process = subprocess.run(["strace", "-qq", "-s", "256", "-o", log, DELIVER, "--socket", str(path), *more], stdin=mail, capture_output=True,
                                     env=clean_environment(), timeout=60, check=False)
        return process, log.read_text().splitlines()

    @staticmethod
    def first(calls, words):
        return next((number for number, call in enumerate(calls) if all(word in call for word in words)), None)

    @unittest.skipIf(os.environ.get("TLSRPT_SANITIZE"), "a sanitizer's start reads files")
    @needs("strace")
    def test_it_reads_nothing_before_the_354_and_nothing_but_the_mail(self):
        path = self.place.folder / "takes-it"
        FakeDaemon(path, TAKES_IT, b"250 2.0.0 stored: x\r\n")
        process, calls = self.trace(path)
        self.assertEqual((process.returncode, process.stdout), (0, b"2.0.0 stored: x\n"))
        told, reads = self.first(calls, ["recvfrom(", "354 go"]), self.first(calls, ["read(0,"])
        self.assertIsNotNone(told)
        self.assertIsNotNone(reads)
        self.assertLess(told, reads, calls)
        opened = [call for call in calls if call.startswith(("open", "stat", "access")) and ".gcda" not in call]    # those count lines, in the preset coverage
        self.assertEqual(opened, [], "no configuration file, no locale, no resolver")
        self.assertEqual([call.split("(")[0] for call in calls if "AF_" in call], ["socket", "connect"], "one socket, the daemon's")
        self.assertEqual([call for call in calls if "AF_" in call and "AF_UNIX" not in call], [])

    @unittest.skipIf(os.environ.get("TLSRPT_SANITIZE"), "a sanitizer's start reads files")
    @needs("strace")
    def test_what_is_refused_is_untouched(self):
        """The fall-back finds standard input at its beginning: no octet of it was read, nor was it looked ahead."""
        path = self.place.folder / "refuses"
        FakeDaemon(path, [b"220 x\r\n", b"250 x\r\n", b"451 a\r\n503 b\r\n503 c\r\n"])
        for socket_path in (path, self.place.folder / "none"):
            process, calls = self.trace(socket_path, "--ingest", "/bin/cat", "--", "-")    # cat says that there is no file "deliver", and then its input
            self.assertEqual(process.stdout, b"Subject: x\n\n")
            runs = self.first(calls, ["execve(", "/bin/cat"])
            self.assertIsNotNone(runs)
            self.assertEqual([call for call in calls[:runs] if "(0," in call and "F_GETFD" not in call], [])


if __name__ == "__main__":
    harness.main()
