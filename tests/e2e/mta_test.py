#!/usr/bin/python3
"""Real MTAs deliver: a Postfix and an Exim of our own on loopback ports, set up as README and etc/ tell, belts on; each through the pipe to
tlsrpt-ingest and to tlsrpt-deliver, and over LMTP to the daemon.

Mails with 8-bit text, lines of 2,500 bytes and lines of dots must arrive as they were signed; and whatever is wrong with us (the table is
Mta.faults) nothing bounces, and everything arrives, once.
"""
import contextlib
import os
import pathlib
import re
import shutil
import smtplib
import socket
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
import senders
from harness import EndToEnd, needs, needs_root, wait_until, yesterday
from lmtp import DELIVER, Daemon
from mail_parts import multipart, part
from report_text import compact

MTA = harness.ROOT / "tests" / "mta"
EXIM = pathlib.Path(os.environ.get("EXIM_ROOT", harness.PEERS / "exim")) / "usr" / "sbin" / "exim4"
USER = f"tlsrpt-t{os.getpid() % 100000}m"
CONFIGURATION = '[lmtp]\nsocket_mode = "0666"\n[store]\nbusy_timeout_ms = 100\n'
HARD_TEXT = b"".join([b".\r\n", b"..\r\n", b".dot\r\n", b"From here\r\n", "Zählwerk ✓\r\n".encode(), b"L" * 2500 + b"\r\n", b"blanks \t\r\n", b".\r\n", b"\r\n\r\n"])


def hard_mail():
    """Signed relaxed/simple: every octet of the body counts."""
    body = multipart("=_edge", [part([("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit")], HARD_TEXT),
                                defects.report_part(defects.gzipped(compact(defects.good_report(yesterday(), "example.net"))))])
    return defects.plain(yesterday(), "example.net", body=body, canonicalization="relaxed/simple")


def free_port():
    with socket.socket() as tcp:
        tcp.bind(("127.0.0.1", 0))
        return tcp.getsockname()[1]


@needs_root
@needs("useradd", "userdel")
class Mta(EndToEnd):
    """What both MTAs must do; subclasses say how to run one."""

    def setUp(self):
        super().setUp()
        subprocess.run(["useradd", "--system", "--no-create-home", "--user-group", "--shell", "/usr/sbin/nologin", USER], check=True, capture_output=True)
        self.addCleanup(subprocess.run, ["userdel", USER], check=False, capture_output=True)
        self.place.folder.chmod(0o755)
        self.programs = self.place.folder / "bin"
        self.programs.mkdir()
        subprocess.run(["install", "-m", "755", harness.INGEST, DELIVER, self.programs], check=True)
        run = self.place.folder / "run"
        run.mkdir()
        self.socket = run / "lmtp.sock"
        subprocess.run(["chown", f"{USER}:{USER}", self.place.database.parent, run], check=True)
        self.port, self.lmtp_port, self.base = free_port(), free_port(), self.place.folder / "mta"
        self.daemon = None
        self.place.config.chmod(0o644)
        # Registered before the start: it stops what a failed start left behind, too.
        self.addCleanup(subprocess.run, [MTA / f"{self.name}-down.sh", self.base], check=False)
        front = [str(self.programs / "tlsrpt-ingest"), "deliver"]
        if self.way == "deliver":
            front = [str(self.programs / "tlsrpt-deliver"), "--socket", str(self.socket), "--"]
        command = [*front, *self.place.common(), "--keys", str(self.place.keys), *self.arguments]
        subprocess.run([MTA / f"{self.name}-up.sh", self.base, str(self.port), f"{USER}:{USER}", *command], check=True,
                       env={**os.environ, "TLSRPT_SOCKET": str(self.socket), "TLSRPT_PORT": str(self.lmtp_port)})
        wait_until(self.listens, f"{self.name} listens on {self.port}")

    def listens(self):
        with socket.socket() as tcp:
            return tcp.connect_ex(("127.0.0.1", self.port)) == 0

    def start_daemon(self):
        """As the service user, with a socket that both MTAs may write to."""
        self.place.config.write_text(CONFIGURATION)
        self.daemon = Daemon(self.place, socket_path=self.socket, listen=[f"unix:{self.socket}", f"127.0.0.1:{self.lmtp_port}"],
                             wrapper=["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"])
        self.addCleanup(self.daemon.stop)    # not kill: orphans that nobody reaps would keep the user in use

    def know(self, *samples):
        self.place.add_keys(*samples)
        self.place.keys.chmod(0o644)

    def inject(self, *samples, sender="reports@sender.example"):
        self.know(*samples)
        with smtplib.SMTP("127.0.0.1", self.port, timeout=60) as smtp:
            smtp.ehlo()
            for sample in samples:
                refused = smtp.sendmail(sender, [self.recipient], sample.octets, mail_options=["BODY=8BITMIME"])
                self.assertEqual(refused, {})

    def stored(self):
        return self.place.query("reports")["reports"] if self.place.database.exists() else []

    def quarantine(self):
        return self.place.query("quarantine")["quarantine"]

    def wait_for_empty_queue(self):
        try:
            wait_until(self.queue_is_empty, "the queue is empty", 60)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log()[-3000:]}") from None

    def check_hard_mails_arrive(self):
        # Mail.ru's signature lives 25 hours, and a mail of yesterday has only now been received.
        samples = [hard_mail(), *(make(yesterday(), "example.net") for name, make in senders.SHAPES.items() if name != "mailru")]
        self.know(*samples)
        if self.way != "ingest":
            self.start_daemon()
        self.inject(*samples, defects.DEFECTS["unsigned"](yesterday(), "example.net"))
        self.wait_for_empty_queue()
        self.assertEqual(sorted(row["report_id"] for row in self.stored()), sorted(sample.report["report-id"] for sample in samples), self.quarantine())
        [refused] = self.quarantine()
        self.assertEqual((refused["slug"], refused["forward_paths"]), ("no-signature", [self.recipient]))
        self.assertNotRegex(self.log(), self.bounced)
        [[transports]] = self.place.rows("SELECT group_concat(DISTINCT transport) FROM message")
        self.assertEqual(transports, "pipe" if self.way == "ingest" else "lmtp")

    # ---- what can be wrong with us ----

    @contextlib.contextmanager
    def running_daemon(self):
        self.start_daemon()
        yield
        self.assertEqual(self.daemon.stop(), 0)

    @contextlib.contextmanager
    def missing(self, path):
        away = path.with_name(path.name + ".away")
        path.rename(away)
        yield
        away.rename(path)

    @contextlib.contextmanager
    def wrong_configuration(self):
        self.place.config.write_text("this is no configuration\n")
        yield
        self.place.config.write_text(CONFIGURATION)

    @contextlib.contextmanager
    def locked_store(self):
        with contextlib.closing(sqlite3.connect(self.place.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    @contextlib.contextmanager
    def socket_of(self, *, listening):
        """Of a daemon that is dead, or listens and never answers."""
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(self.socket))
            self.socket.chmod(0o666)
            if listening:
                one.listen()
            yield
        self.socket.unlink()

    def faults(self):
        """(what is wrong, its cause, what mends it, whether the mail has to wait for that) for this way of a mail."""
        ingest, deliver = self.programs / "tlsrpt-ingest", self.programs / "tlsrpt-deliver"
        return {
            "ingest": [
                ("program missing", [self.missing(ingest)], [], True),
                ("configuration wrong", [self.wrong_configuration()], [], True),
                ("store locked", [self.locked_store()], [], True),
            ],
            "deliver": [
                ("daemon stopped", [], [], False),
                ("daemon dead, its socket there", [self.socket_of(listening=False)], [], False),
                ("daemon silent", [self.socket_of(listening=True)], [], False),
                ("program missing", [self.running_daemon(), self.missing(deliver)], [], True),
                ("program missing, daemon stopped", [self.missing(deliver)], [self.running_daemon()], True),
                ("daemon stopped, tlsrpt-ingest missing", [self.missing(ingest)], [], True),
                ("daemon stopped, tlsrpt-ingest missing until the daemon runs", [self.missing(ingest)], [self.running_daemon()], True),
                ("daemon stopped, configuration wrong", [self.wrong_configuration()], [], True),
                ("daemon stopped, store locked", [self.locked_store()], [], True),
                ("store locked", [self.running_daemon(), self.locked_store()], [self.running_daemon()], True),
            ],
            "lmtp": [
                ("program not installed", [self.missing(self.socket.parent)], [self.running_daemon()], True),
                ("daemon stopped", [], [self.running_daemon()], True),
                ("daemon dead, its socket there", [self.socket_of(listening=False)], [self.running_daemon()], True),
                ("store locked", [self.running_daemon(), self.locked_store()], [self.running_daemon()], True),
            ],
        }[self.way]

    def check_nothing_bounces(self):
        faults = self.faults()
        samples = [defects.plain(yesterday(), "example.net", report=defects.good_report(yesterday(), "example.net", **{"report-id": name}))
                   for name, *_ in [("nothing wrong",), *faults]]
        self.know(*samples)
        self.place.config.write_text(CONFIGURATION)
        with self.running_daemon() if self.way == "lmtp" else contextlib.nullcontext():
            self.inject(samples[0])
            self.wait_for_empty_queue()
        for number, (name, cause, remedy, waits) in enumerate(faults, 1):
            with self.subTest(name):
                already = len(self.log())
                with contextlib.ExitStack() as stack:
                    for each in cause:
                        stack.enter_context(each)
                    self.inject(samples[number], sender="" if number % 2 else "reports@sender.example")
                    if waits:
                        wait_until(lambda already=already: self.deferred.search(self.log()[already:]), f"a deferral in the log\n{self.log()}")
                        self.assertFalse(self.queue_is_empty())
                    else:
                        self.wait_for_empty_queue()
                self.assertEqual(len(self.stored()), number if waits else number + 1)
                with contextlib.ExitStack() as stack:
                    for each in remedy:
                        stack.enter_context(each)
                    self.flush()
                    self.wait_for_empty_queue()
                self.assertNotRegex(self.log(), self.bounced)
                self.assertEqual(sorted(row["report_id"] for row in self.stored()), sorted(one.report["report-id"] for one in samples[:number + 1]))
        [[mails, without_sender]] = self.place.rows("SELECT count(*), sum(reverse_path = '') FROM message")
        self.assertEqual((mails, without_sender), (len(samples), (len(samples)) // 2), "each once, and the null sender is kept")


@unittest.skipUnless(shutil.which("postfix"), "no Postfix; scripts/install-deps --test brings one")
class Postfix(Mta):
    name, bounced, deferred = "postfix", r"status=bounced", re.compile("status=deferred")
    way, recipient = "ingest", "tlsrpt@pipe.test"
    arguments = ["--sender=${sender}", "--recipient=${recipient}"]

    def queue_is_empty(self):
        return b"queue is empty" in subprocess.run(["postqueue", "-c", self.base / "etc", "-p"], capture_output=True, check=False).stdout

    def flush(self):
        subprocess.run(["postqueue", "-c", self.base / "etc", "-f"], check=True)

    def log(self):
        return (self.base / "mail.log").read_text(errors="replace")

    def test_hard_mails_arrive(self):
        self.check_hard_mails_arrive()

    def test_nothing_bounces(self):
        self.check_nothing_bounces()


@unittest.skipUnless(EXIM.exists(), "no Exim; scripts/install-deps --test brings one")
class Exim(Mta):
    name, bounced, deferred = "exim", r" \*\* ", re.compile(" == |Frozen")    # frozen: kept for a person, and a forced queue run
    way, recipient = "ingest", "tlsrpt@pipe.test"
    arguments = []    # Exim says SENDER and RECIPIENT in the environment

    def exim(self, *arguments):
        return subprocess.run([EXIM, "-C", self.base / "exim.conf", *arguments], capture_output=True, check=True).stdout

    def queue_is_empty(self):
        return self.exim("-bpc").strip() == b"0"

    def flush(self):
        self.exim("-qff")

    def log(self):
        return (self.base / "log" / "mainlog").read_text(errors="replace")

    def test_hard_mails_arrive(self):
        self.check_hard_mails_arrive()

    def test_nothing_bounces(self):
        self.check_nothing_bounces()


class PostfixDeliver(Postfix):
    way = "deliver"


class PostfixLmtp(Postfix):
    way, recipient = "lmtp", "tlsrpt@lmtp.test"


class PostfixLmtpPort(Postfix):
    """Debian's own chrooted client."""
    way, recipient = "lmtp", "tlsrpt@port.test"


class EximDeliver(Exim):
    way = "deliver"


class EximLmtp(Exim):
    way, recipient = "lmtp", "tlsrpt@lmtp.test"


del Mta    # not a test by itself

if __name__ == "__main__":
    harness.main()
