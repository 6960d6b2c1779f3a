#!/usr/bin/python3
"""tlsrpt-lmtpd under a service manager that does what systemd does with etc/tlsrpt-lmtpd.socket and .service: sockets that it holds,
readiness, reload, stop and watchdog by notification, restart after a crash. And under systemd-socket-activate, systemd's own starter.

Here every moment can be chosen; systemd_units_test.py boots a systemd and has the units' sandbox as well.
"""
import contextlib
import os
import pathlib
import select
import signal
import socket
import struct
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
from harness import EndToEnd, clean_environment, needs, wait_until, yesterday
from lmtp import LMTPD, Client, Daemon, hand_over

FIRST = 3    # SD_LISTEN_FDS_START
JUNK = b"Subject: x\r\n\r\n"


class Systemd:
    """Holds sockets and one service."""

    def __init__(self, place, abstract=False):
        self.place = place
        self.sockets = []
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify_name = f"@tlsrpt-test-{os.getpid()}-{id(self)}" if abstract else str(place.folder / "notify")
        self.notify.bind("\0" + self.notify_name[1:] if abstract else self.notify_name)
        self.notify.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.notify.settimeout(60)
        self.daemon, self.said = None, []

    def listen(self, family, address):
        one = socket.socket(family)
        one.bind(address)
        one.listen(4096)
        self.sockets.append(one)
        return address if family == socket.AF_UNIX else one.getsockname()[:2]

    def start(self, watchdog=None, listen_pid="$$", watchdog_pid="$$", more=()):
        """Type=notify: whoever starts it waits for READY=1 with hear()."""
        fds = [one.fileno() for one in self.sockets]
        # A shell takes the place of systemd's child between fork and exec: high numbers first, so that none is overwritten.
        high = [f"exec {100 + n}<&{fd}" for n, fd in enumerate(fds)]
        low = [f"exec {FIRST + n}<&{100 + n} {100 + n}<&-" for n in range(len(fds))]
        close = [f"exec {fd}<&-" for fd in fds if fd >= FIRST + len(fds)]
        script = "; ".join([*high, *close, *low, f"export LISTEN_PID={listen_pid} WATCHDOG_PID={watchdog_pid} LISTEN_FDS={len(fds)}", 'exec "$@"'])
        environment = {"NOTIFY_SOCKET": self.notify_name, "LISTEN_FDNAMES": ":".join(["lmtp"] * len(fds)), "JOURNAL_STREAM": "8:1"}
        if watchdog:
            environment["WATCHDOG_USEC"] = str(watchdog)
        self.daemon = Daemon(self.place, *more, wrapper=["bash", "-c", script, "bash"], pass_fds=fds, environment=environment, wait=False)
        self.said = []
        return self.daemon

    def hear(self, wanted):
        """Until that was said. NotifyAccess=main: systemd listens to the main process only."""
        while wanted not in self.said:
            text, ancillary, _, _ = self.notify.recvmsg(4096, socket.CMSG_SPACE(12))
            [(_, _, credentials)] = ancillary
            pid, _, _ = struct.unpack("iII", credentials)
            if pid == self.daemon.process.pid:
                self.said += text.decode().splitlines()

    def hear_again(self, wanted):
        self.said = []
        self.hear(wanted)

    def close(self):
        for one in [*self.sockets, self.notify]:
            one.close()


class UnderSystemd(EndToEnd):
    def systemd(self, **how):
        systemd = Systemd(self.place, **how)
        self.addCleanup(systemd.close)
        self.addCleanup(lambda: systemd.daemon and systemd.daemon.kill())
        return systemd

    def path(self, name="handed.sock"):
        return str(self.place.folder / name)

    def test_from_start_to_stop(self):
        for abstract in (False, True):
            with self.subTest(abstract=abstract):
                systemd = self.systemd(abstract=abstract)
                path = systemd.listen(socket.AF_UNIX, self.path(f"{abstract}.sock"))
                early = Client(path)    # the socket is there before the daemon: the client waits in its queue
                daemon = systemd.start()
                systemd.hear("READY=1")
                self.assertEqual(systemd.said, ["READY=1"])
                self.assertTrue(early.reply().startswith("220"))
                early.socket.close()
                self.assertFalse(daemon.socket.exists(), "systemd's sockets come in place of ours")
                self.assertRegex(hand_over(path, JUNK)[0], r"^250 ")
                wait_until(lambda daemon=daemon: any(line.startswith("<6>mail ") for line in daemon.lines), "the mail's line, with its priority")
                self.assertEqual(daemon.stop(), 0)
                systemd.hear("STOPPING=1")
                self.assertEqual(systemd.said, ["READY=1", "STOPPING=1"])
                self.assertTrue(pathlib.Path(path).exists(), "not ours to remove")

    def test_sockets_of_every_kind_at_once(self):
        systemd = self.systemd()
        addresses = [systemd.listen(socket.AF_UNIX, self.path("one.sock")), systemd.listen(socket.AF_INET, ("127.0.0.1", 0)),
                     systemd.listen(socket.AF_UNIX, self.path("two.sock"))]
        with contextlib.suppress(OSError):    # a machine without IPv6
            addresses.append(systemd.listen(socket.AF_INET6, ("::1", 0)))
        daemon = systemd.start()
        systemd.hear("READY=1")
        for address in addresses:
            self.assertRegex(hand_over(address, JUNK)[0], r"^250 ", address)
        self.assertEqual(daemon.stop(), 0)

    def test_reload_is_told_and_then_told_done(self):
        systemd = self.systemd()
        path = systemd.listen(socket.AF_UNIX, self.path())
        daemon = systemd.start()
        systemd.hear("READY=1")
        for configuration in ("[lmtp]\nmax_sessions = 2\n", "no configuration\n"):    # when it is wrong the old one goes on, and the reload is over, too
            self.place.config.write_text(configuration)
            systemd.said = []
            daemon.hang_up()
            systemd.hear("READY=1")
            self.assertEqual([systemd.said[0], systemd.said[-1]], ["RELOADING=1", "READY=1"])
            self.assertRegex(systemd.said[1], r"^MONOTONIC_USEC=\d+$")    # Type=notify-reload wants it, sd_notify(3)
        self.assertRegex(hand_over(path, JUNK)[0], r"^250 ")
        self.assertEqual(daemon.stop(), 0)

    def test_stop_is_told_while_an_accepted_mail_is_finished(self):
        sample = defects.plain(yesterday(), "example.net")
        self.place.add_keys(sample)
        systemd = self.systemd()
        path = systemd.listen(socket.AF_UNIX, self.path())
        daemon = systemd.start()
        systemd.hear("READY=1")
        cells = [int(cell) for server in self.children(daemon.process.pid) for cell in self.children(server)]
        wait_until(lambda: all("\nSeccomp:\t2\n" in pathlib.Path(f"/proc/{cell}/status").read_text() for cell in cells), "the cells are ready")
        for cell in cells:
            os.kill(cell, signal.SIGSTOP)
        client = Client(path)
        client.begin()
        client.mail(sample.octets)
        with Client(path) as other:    # by its second answer the mail above has been read
            other.begin()
        daemon.process.send_signal(signal.SIGTERM)
        systemd.hear("STOPPING=1")
        self.assertIsNone(daemon.process.poll(), "a mail is not finished")
        for cell in cells:
            os.kill(cell, signal.SIGCONT)
        self.assertRegex(client.reply(), r"^250 2\.0\.0 stored: ")
        client.socket.close()
        self.assertEqual(daemon.stop(), 0)

    @staticmethod
    def children(pid):
        return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()

    def test_watchdog_is_fed_while_the_event_loop_turns(self):
        systemd = self.systemd()
        path = systemd.listen(socket.AF_UNIX, self.path())
        daemon = systemd.start(watchdog=1_000_000)
        for _ in range(3):
            systemd.hear_again("WATCHDOG=1")
        # A daemon that does not turn is ended by systemd with SIGABRT, and started again with the same socket: nobody is refused meanwhile.
        daemon.process.send_signal(signal.SIGSTOP)
        waiting = Client(path)
        os.killpg(daemon.process.pid, signal.SIGABRT)
        daemon.process.send_signal(signal.SIGCONT)
        self.assertEqual(daemon.process.wait(60), -signal.SIGABRT)
        daemon.kill()
        second = Client(path)
        systemd.start(watchdog=1_000_000)
        self.assertTrue(second.reply().startswith("220"))
        self.assertIn((waiting.reply() or "hung up")[:3], ("220", "hun"), "in the queue still, or accepted by the one that died")
        for client in (waiting, second):
            client.socket.close()
        self.assertEqual(systemd.daemon.stop(), 0)

    def test_no_watchdog_and_no_sockets_that_are_for_somebody_else(self):
        systemd = self.systemd()
        path = systemd.listen(socket.AF_UNIX, self.path())
        daemon = systemd.start(watchdog=1000, watchdog_pid="1", listen_pid="1")
        systemd.hear("READY=1")
        self.assertEqual(systemd.said, ["READY=1"])
        self.assertRegex(hand_over(daemon.socket, JUNK)[0], r"^250 ")
        self.assertEqual(daemon.stop(), 0)
        systemd.hear("STOPPING=1")
        self.assertNotIn("WATCHDOG=1", systemd.said)
        with Client(path) as client:
            self.assertEqual(select.select([client.socket], [], [], 0)[0], [], "nobody serves it")

    def test_a_start_that_fails_is_never_ready(self):
        systemd = self.systemd()
        systemd.listen(socket.AF_UNIX, self.path())
        self.place.config.write_text("no configuration\n")
        daemon = systemd.start()
        self.assertEqual(daemon.process.wait(60), 78)    # RestartPreventExitStatus=78
        daemon.kill()
        self.place.config.write_text("")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as deaf:
            deaf.bind(self.path("deaf"))
            systemd.sockets.append(deaf)
            daemon = systemd.start()
            self.assertEqual(daemon.process.wait(60), 71)
            daemon.kill()
            self.assertIn("descriptor 4 from systemd is no listening socket", daemon.log())
            systemd.sockets.pop()
        systemd.notify.setblocking(False)
        with self.assertRaises(BlockingIOError):
            systemd.notify.recv(4096)

    @needs("systemd-socket-activate")
    def test_started_by_systemds_own_starter(self):
        path = self.path()
        command = ["systemd-socket-activate", "-l", path, LMTPD, *self.place.common(), "--keys", str(self.place.keys)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, env=clean_environment(PATH=os.environ["PATH"]), text=True) as process:
            wait_until(pathlib.Path(path).exists, "it listens")
            self.assertRegex(hand_over(path, JUNK)[0], r"^250 ")    # whose connection is what starts the daemon
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, log)
        self.assertIn(f"listening address=unix:{path}\n", log)


if __name__ == "__main__":
    harness.main()
