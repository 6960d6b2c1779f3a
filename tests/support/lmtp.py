"""A tlsrpt-lmtpd of a test's own, and clients that talk to it."""
import contextlib
import os
import re
import signal
import socket
import subprocess
import threading

import harness

LMTPD, DELIVER = str(harness.BIN / "tlsrpt-lmtpd"), str(harness.BIN / "tlsrpt-deliver")


class Daemon:
    """Runs for a Place. The log is read by a thread, line by line."""

    def __init__(self, place, *more, socket_path=None, listen=None, environment=None, wrapper=(), pass_fds=(), wait=True, keys=True):
        self.place = place
        self.socket = socket_path or place.folder / "lmtp.sock"
        listens = ["--listen", f"unix:{self.socket}"] if listen is None else [word for address in listen for word in ("--listen", address)]
        self.command = [*wrapper, LMTPD, *place.common(), *(["--keys", str(place.keys)] if keys else []), *listens, *more]
        self.environment = harness.clean_environment(**(environment or {}))
        self.pass_fds = pass_fds
        self.lines = []
        self.start(wait)

    def start(self, wait=True):
        self.process = subprocess.Popen(self.command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True,
                                        env=self.environment, pass_fds=self.pass_fds)
        self.reader = threading.Thread(target=self._read, args=(self.process.stderr, self.lines), daemon=True)
        self.reader.start()
        if wait:
            harness.wait_until(lambda: self.has("ready") or self.process.poll() is not None, "the daemon is ready", 60)
            if self.process.poll() is not None:
                self._finish()
                raise AssertionError(f"the daemon ended with {self.process.returncode}:\n{self.log()}")

    @staticmethod
    def _read(stream, lines):
        for line in stream:
            lines.append(line.decode("utf-8", "replace").rstrip("\n"))

    def log(self):
        return "\n".join(self.lines)

    def has(self, event, *fields):
        return any(line.split(" ")[0] == event and all(field in line for field in fields) for line in list(self.lines))

    def wait_for(self, event, *fields):
        harness.wait_until(lambda: self.has(event, *fields), f"{event} {fields} in the log:\n{self.log()}")

    def address(self):
        """Host and port of the loopback listener."""
        match = re.search(r"listening address=127\.0\.0\.1:(\d+)", self.log())
        return "127.0.0.1", int(match[1])

    def hang_up(self):
        self.process.send_signal(signal.SIGHUP)

    def stop(self, signal_number=signal.SIGTERM, seconds=60):
        """@return its exit status"""
        if self.process.poll() is None:
            self.process.send_signal(signal_number)
        status = self.process.wait(seconds)
        self._finish()
        return status

    def _finish(self):
        self.reader.join(30)
        self.process.stderr.close()

    def kill(self):
        """The whole process group, as a machine that fails."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._finish()


class Client:
    """Says octets, hears lines."""

    def __init__(self, to, timeout=60):
        if isinstance(to, tuple):
            self.socket = socket.create_connection(to, timeout)
        else:
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(timeout)
            self.socket.connect(str(to))
        self.heard = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, octets):
        self.socket.sendall(octets)

    def line(self):
        """The next line without its end; None when the server has hung up."""
        while b"\r\n" not in self.heard:
            try:
                octets = self.socket.recv(65536)
            except ConnectionError:
                octets = b""
            if not octets:
                return None
            self.heard += octets
        line, self.heard = self.heard.split(b"\r\n", 1)
        return line.decode("ascii")

    def reply(self):
        """The last line of the next reply."""
        while True:
            line = self.line()
            if line is None or line[3:4] != "-":
                return line

    def command(self, text):
        self.send(text.encode() + b"\r\n")
        return self.reply()

    def begin(self, sender="reports@sender.example", recipients=("tlsrpt@example.net",)):
        """As far as the 354."""
        replies = [self.reply(), self.command("LHLO client.example")]
        replies += self.envelope(sender, recipients)
        return replies

    def envelope(self, sender="reports@sender.example", recipients=("tlsrpt@example.net",)):
        replies = [self.command(f"MAIL FROM:<{sender}>"), *(self.command(f"RCPT TO:<{recipient}>") for recipient in recipients), self.command("DATA")]
        if not (replies[-1] or "").startswith("354"):
            raise AssertionError(replies)
        return replies

    def mail(self, octets):
        self.send(stuffed(octets))


def stuffed(octets):
    """A mail as it stands on the wire, with its final dot."""
    octets = octets if octets.endswith(b"\r\n") else octets + b"\r\n"
    lines = octets.split(b"\r\n")[:-1]
    return b"".join((b"." + line if line.startswith(b".") else line) + b"\r\n" for line in lines) + b".\r\n"


def hand_over(to, octets, recipients=("tlsrpt@example.net",)):
    """One mail in a session of its own: the reply for each recipient."""
    with Client(to) as client:
        client.begin(recipients=recipients)
        client.mail(octets)
        return [client.reply() for _ in recipients]
