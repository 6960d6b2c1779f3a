#!/usr/bin/python3
"""tlsrpt-lmtpd as an MTA and an administrator see it: what is kept and what is not, signals, sockets, limits, a store that fails."""
import contextlib
import email.utils
import grp
import os
import pathlib
import resource
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
import senders
from harness import EndToEnd, clean_environment, wait_until, yesterday
from lmtp import LMTPD, Client, Daemon, hand_over, stuffed

DAY, DOMAIN = yesterday(), "example.net"


def good_mail(report_id="one"):
    return defects.plain(DAY, DOMAIN, report=defects.good_report(DAY, DOMAIN, **{"report-id": report_id}))


class Lmtpd(EndToEnd):
    def start(self, *more, **how):
        daemon = Daemon(self.place, *more, **how)
        self.addCleanup(daemon.kill)
        return daemon

    def stored(self):
        return [row["report_id"] for row in self.place.query("reports")["reports"]]

    # ---- mails ----

    def test_every_senders_mail_is_stored_once(self):
        samples = [make(DAY, DOMAIN) for name, make in senders.SHAPES.items() if name != "mailru"]    # its signature has expired by now
        self.place.add_keys(*samples)
        daemon = self.start()
        for sample in samples:
            [reply] = hand_over(daemon.socket, sample.octets)
            self.assertRegex(reply, r"^250 2\.0\.0 stored: mail \d+: ", sample.name)
        for sample in samples:    # a client that lost its connection comes again
            [reply] = hand_over(daemon.socket, sample.octets)
            self.assertRegex(reply, r"^250 2\.0\.0 duplicate: mail \d+: ", sample.name)
        self.assertEqual(sorted(self.stored()), sorted(sample.report["report-id"] for sample in samples))
        [[transport]] = self.place.rows("SELECT DISTINCT transport FROM message")
        self.assertEqual(transport, "lmtp")
        self.assertEqual(daemon.stop(), 0)

    def test_each_defect_ends_as_it_must(self):
        names = ["unsigned", "body-changed", "second-from", "nul-in-header", "no-attachment", "gzip-bomb", "not-json", "from-the-future", "range-reversed"]
        samples = {name: defects.DEFECTS[name](DAY, DOMAIN) for name in names}
        self.place.add_keys(*samples.values())
        daemon = self.start()
        for name, sample in samples.items():
            [reply] = hand_over(daemon.socket, sample.octets)
            self.assertTrue(reply.startswith(f"250 2.0.0 {defects.EXPECTED[name]}: "), (name, reply))

    def test_hang_up_after_the_dot_and_resend(self):
        sample = good_mail()
        self.place.add_keys(sample)
        daemon = self.start()
        for _ in range(20):
            client = Client(daemon.socket)
            client.begin()
            client.mail(sample.octets)
            client.socket.close()
        [reply] = hand_over(daemon.socket, sample.octets)
        self.assertRegex(reply, r"^250 2\.0\.0 (stored|duplicate): ")
        self.assertEqual(daemon.stop(), 0)
        self.assertEqual(self.stored(), ["one"])

    def test_oversized_mail_is_read_to_its_end_and_quarantined_by_its_headers(self):
        self.place.config.write_text("[limits]\nmax_mail_bytes = 65536\n")
        daemon = self.start()
        [reply] = hand_over(daemon.socket, b"From: a@sender.example\r\nSubject: large\r\n\r\n" + b"x" * 998 + (b"\r\n" + b"y" * 70) * 100_000)
        self.assertRegex(reply, r"^250 2\.0\.0 message-unreadable: ")
        [row] = self.place.query("quarantine")["quarantine"]
        self.assertEqual(row["slug"], "message-unreadable")
        [[kept]] = self.place.rows("SELECT kept_bytes FROM quarantine")
        self.assertLessEqual(kept, 16 << 10)

    def test_a_key_that_is_unavailable_defers(self):
        sample = defects.DEFECTS["key-temporarily-unavailable"](DAY, DOMAIN)
        self.place.add_keys(sample)
        daemon = self.start()
        just_now = b"Received: from sender.example by mx.example.net; " + email.utils.formatdate().encode() + b"\r\n"
        replies = hand_over(daemon.socket, just_now + sample.octets, recipients=["a@example.net", "b@example.net"])
        self.assertEqual(len(replies), 2)
        for reply in replies:
            self.assertRegex(reply, r"^451 4\.4\.3 key-unavailable: ")
        daemon.wait_for("mail-deferred", "outcome=key-unavailable")
        self.assertEqual(self.place.rows("SELECT * FROM message"), [])
        hours_ago = b"Received: from sender.example by mx.example.net; " + email.utils.formatdate(time.time() - 5 * 3600).encode() + b"\r\n"
        [reply] = hand_over(daemon.socket, hours_ago + sample.octets)
        self.assertRegex(reply, r"^250 2\.0\.0 key-unavailable: ", "nobody may fill the MTA's queue with mails that end in bounces")

    def test_a_hundred_sessions_at_once(self):
        samples = [good_mail(f"report-{number}") for number in range(100)]
        self.place.add_keys(*samples)
        daemon = self.start()
        clients = [Client(daemon.socket) for _ in samples]
        for client in clients:
            client.begin()
        for client, sample in zip(clients, samples):
            client.mail(sample.octets)
        for client in clients:
            self.assertRegex(client.reply(), r"^250 2\.0\.0 stored: ")
            client.socket.close()
        self.assertEqual(len(set(self.stored())), 100)

    # ---- signals ----

    def test_sigterm_finishes_what_it_accepted_and_turns_the_rest_away(self):
        sample = good_mail()
        self.place.add_keys(sample)
        daemon = self.start()
        idle, half, whole = Client(daemon.socket), Client(daemon.socket), Client(daemon.socket)
        idle.reply()
        half.begin()
        half.send(b"Subject: half of a mail\r\n")
        whole.begin()
        whole.mail(sample.octets)
        wait_until(lambda: daemon.has("mail"), "the mail is taken")
        daemon.process.send_signal(signal.SIGTERM)
        self.assertRegex(whole.reply(), r"^250 2\.0\.0 stored")
        for client in (idle, half, whole):
            self.assertRegex(client.reply() or "", r"^421 4\.3\.2 shutting-down")
            self.assertIsNone(client.line())
            client.socket.close()
        self.assertEqual(daemon.stop(), 0)
        self.assertFalse(daemon.socket.exists())
        self.assertEqual(self.stored(), ["one"])
        self.assertTrue(daemon.has("stopped"))

    def test_sigterm_under_load_loses_nothing(self):
        samples = [good_mail(f"report-{number}") for number in range(60)]
        self.place.add_keys(*samples)
        daemon = self.start()
        clients = [Client(daemon.socket) for _ in samples]
        for client in clients:
            client.begin()
        for client, sample in zip(clients, samples):
            client.mail(sample.octets)
        daemon.process.send_signal(signal.SIGTERM)
        replies = [client.reply() or "" for client in clients]
        for client in clients:
            client.socket.close()
        self.assertEqual(daemon.stop(), 0)
        kept = {sample.report["report-id"] for sample, reply in zip(samples, replies) if reply.startswith("250")}
        self.assertTrue(all(reply.startswith(("250", "421")) for reply in replies), replies)
        self.assertEqual(kept - set(self.stored()), set(), "answered 250 and missing")

    def test_sighup_reads_the_configuration_again(self):
        daemon = self.start()
        self.place.config.write_text("[lmtp]\nmax_sessions = 1\n")
        daemon.hang_up()
        daemon.wait_for("reloaded", "max_sessions=1")
        with Client(daemon.socket) as first:
            self.assertTrue(first.reply().startswith("220"))
            with Client(daemon.socket) as second:
                self.assertRegex(second.reply(), r"^421 4\.3\.2 overloaded")
                self.assertIsNone(second.line())
        daemon.wait_for("session-refused")
        self.place.config.write_text("[lmtp]\nno_such_key = 1\n")
        daemon.hang_up()
        daemon.wait_for("reload-failed", "no_such_key")
        wait_until(lambda: self.greeting(daemon).startswith("220"), "the old configuration goes on")
        self.place.config.write_text('policy_domains = ["example.org"]\n')
        daemon.hang_up()
        wait_until(lambda: daemon.log().count("\nreloaded ") == 2, "reloaded again")
        sample = good_mail()
        self.place.add_keys(sample)
        daemon.hang_up()
        wait_until(lambda: daemon.log().count("\nreloaded ") == 3, "and again, for the keys")
        [reply] = hand_over(daemon.socket, sample.octets)
        self.assertRegex(reply, r"^250 2\.0\.0 policy-domain-not-ours")

    @staticmethod
    def greeting_at(path):
        with Client(path) as client:
            return client.reply() or ""

    def greeting(self, daemon):
        return self.greeting_at(daemon.socket)

    # ---- sockets ----

    def test_the_socket_has_its_rights_from_the_start_and_a_stale_one_is_replaced(self):
        daemon = self.start()
        found = daemon.socket.stat()
        self.assertTrue(stat.S_ISSOCK(found.st_mode))
        self.assertEqual(stat.S_IMODE(found.st_mode), 0o660)
        daemon.kill()
        self.assertTrue(daemon.socket.exists(), "a dead daemon leaves its socket")
        self.place.config.write_text('[lmtp]\nsocket_mode = "0600"\n')
        again = self.start()
        self.assertEqual(stat.S_IMODE(again.socket.stat().st_mode), 0o600)
        self.assertTrue(self.greeting(again).startswith("220"))

    @harness.needs_root
    def test_the_sockets_group_is_the_configured_one(self):
        group = grp.getgrnam("mail")
        self.place.config.write_text('[lmtp]\nsocket_group = "mail"\n')
        found = self.start().socket.stat()
        self.assertEqual((found.st_gid, stat.S_IMODE(found.st_mode)), (group.gr_gid, 0o660))
        self.place.config.write_text('[lmtp]\nsocket_group = "no-such-group"\n')
        self.assert_start_fails(71, "no-such-group", "--listen", f"unix:{self.place.folder}/other.sock")
        self.assertEqual(list(self.place.folder.glob("other.sock*")), [])

    def assert_start_fails(self, status, reason, *more):
        process = subprocess.run([LMTPD, *self.place.common(), *more], capture_output=True, text=True,
                                 env=clean_environment(), timeout=60, check=False)
        self.assertEqual(process.returncode, status, process)
        self.assertIn(reason, process.stderr)

    def test_what_is_served_or_no_socket_is_left_alone(self):
        daemon = self.start()
        self.assert_start_fails(71, "is served by another process", "--listen", f"unix:{daemon.socket}")
        self.assertTrue(self.greeting(daemon).startswith("220"))
        file = self.place.folder / "precious"
        file.write_text("mine")
        self.assert_start_fails(71, "is no socket", "--listen", f"unix:{file}")
        self.assertEqual(file.read_text(), "mine")
        self.assert_start_fails(71, "No such file or directory", "--listen", f"unix:{self.place.folder}/none/lmtp.sock")
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            self.assert_start_fails(71, "in use", "--listen", f"127.0.0.1:{taken.getsockname()[1]}")

    def test_wrong_configuration_is_78(self):
        self.assert_start_fails(78, "loopback", "--listen", "0.0.0.0:2424")
        self.assert_start_fails(78, "--no-such-flag", "--no-such-flag")
        self.assert_start_fails(78, "cannot read", "--keys", "/no/such/keys", "--listen", f"unix:{self.place.folder}/l.sock")
        self.place.config.write_text("[lmtp]\nlisten = [\"nowhere\"]\n")
        self.assert_start_fails(78, "lmtp.listen", "--check-config")
        self.place.config.write_text("")
        checked = subprocess.run([LMTPD, *self.place.common(), "--check-config"], capture_output=True, text=True, env=clean_environment(), check=False)
        self.assertEqual((checked.returncode, checked.stdout), (0, "the configuration is right\n"), checked)

    def test_several_listeners(self):
        path = self.place.folder / "two.sock"
        daemon = self.start(listen=[f"unix:{path}", "127.0.0.1:0", f"unix:{self.place.folder}/three.sock"])
        for to in (path, daemon.address(), self.place.folder / "three.sock"):
            self.assertRegex(hand_over(to, b"Subject: x\r\n\r\n")[0], r"^250 ")

    # ---- limits ----

    def test_recipients_of_one_mail(self):
        self.place.config.write_text("[lmtp]\nmax_recipients = 100\n")    # RFC 5321 section 4.5.3.1.8: no fewer
        daemon = self.start()
        with Client(daemon.socket) as client:
            client.reply()
            client.command("LHLO client.example")
            client.command("MAIL FROM:<>")
            replies = [client.command(f"RCPT TO:<r{number}@example.net>")[:9] for number in range(102)]
            self.assertEqual(replies, ["250 2.1.5"] * 100 + ["452 4.5.3"] * 2)
            client.command("DATA")
            client.mail(b"Subject: x\r\n\r\n")
            self.assertEqual({client.reply()[:9] for _ in range(100)}, {"250 2.0.0"})
            self.assertEqual(client.command("NOOP")[:3], "250", "100 replies and no more")

    def test_a_silent_client_is_told_so(self):
        self.place.config.write_text("[lmtp]\nidle_timeout_seconds = 1\n")
        daemon = self.start()
        with Client(daemon.socket) as client:
            client.begin()
            client.send(b"Subject: and then nothing\r\n")
            self.assertRegex(client.reply(), r"^421 4\.4\.2 ")
            self.assertIsNone(client.line())
        daemon.wait_for("session-idle")

    def test_sessions_wait_while_too_many_bytes_are_in_flight_and_all_are_served(self):
        self.place.config.write_text("[lmtp]\nmax_bytes_in_flight = 1048576\n")
        daemon = self.start()
        clients = [Client(daemon.socket) for _ in range(6)]
        mail = stuffed(b"Subject: large\r\n\r\n" + (b"x" * 70 + b"\r\n") * 12_000)    # 0.9 MB each
        for client in clients:
            client.begin()
            client.socket.setblocking(False)
        left = {client: mail for client in clients}
        deadline = time.monotonic() + 60
        while left and time.monotonic() < deadline:
            for client in list(left):
                try:
                    left[client] = left[client][client.socket.send(left[client][:30_000]):]
                except BlockingIOError:
                    continue
                if not left[client]:
                    del left[client]
        self.assertEqual(left, {}, "sessions wait for each other")
        for client in clients:
            client.socket.settimeout(60)
            self.assertRegex(client.reply(), r"^250 ")
            client.socket.close()

    def test_out_of_descriptors_passes(self):
        def few():
            resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
        process = subprocess.Popen([LMTPD, *self.place.common(), "--keys", str(self.place.keys), "--listen", f"unix:{self.place.folder}/lmtp.sock"],
                                   stderr=subprocess.PIPE, env=clean_environment(), preexec_fn=few)    # pylint: disable=subprocess-popen-preexec-fn
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        path = self.place.folder / "lmtp.sock"
        wait_until(path.exists, "it listens")
        clients = [Client(path) for _ in range(60)]
        for line in process.stderr:
            if line.startswith(b"accept-failed "):
                break
        for client in clients:
            client.socket.close()
        wait_until(lambda: self.greeting_at(path), "it serves again")

    # ---- the store ----

    def test_a_store_that_cannot_be_opened_defers_and_recovers(self):
        sample = good_mail()
        self.place.add_keys(sample)
        self.place.database.parent.rmdir()
        daemon = self.start()
        [reply] = hand_over(daemon.socket, sample.octets)
        self.assertRegex(reply, r"^451 4\.3\.0 store-unavailable: ")
        daemon.wait_for("store-failed")
        self.place.database.parent.mkdir()
        [reply] = hand_over(daemon.socket, sample.octets)
        self.assertRegex(reply, r"^250 2\.0\.0 stored: ")

    def test_a_locked_store_defers(self):
        self.place.config.write_text("[store]\nbusy_timeout_ms = 100\n")
        sample = good_mail()
        self.place.add_keys(sample)
        daemon = self.start()
        self.assertRegex(hand_over(daemon.socket, b"Subject: creates the store\r\n\r\n")[0], r"^250 ")
        with contextlib.closing(sqlite3.connect(self.place.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            [reply] = hand_over(daemon.socket, sample.octets)
            self.assertRegex(reply, r"^451 4\.3\.0 store-busy: ")
            other.execute("ROLLBACK")
        [reply] = hand_over(daemon.socket, sample.octets)
        self.assertRegex(reply, r"^250 2\.0\.0 stored: ")

    def test_the_cells_have_nothing_of_the_daemon(self):
        daemon = self.start()
        hand_over(daemon.socket, b"Subject: x\r\n\r\n")
        children = self.descendants(daemon.process.pid)
        self.assertGreaterEqual(len(children), 2, "fork server and cell")
        for child in children:
            links = []
            for fd in os.listdir(f"/proc/{child}/fd"):
                try:
                    links.append(os.readlink(f"/proc/{child}/fd/{fd}"))
                except FileNotFoundError:
                    continue
            self.assertEqual([link for link in links if "tlsrpt.db" in link or "lmtp.sock" in link], [], child)
            self.assertLessEqual(len([link for link in links if link.startswith("socket:")]), 2 + len(children), links)

    @staticmethod
    def descendants(pid):
        found, todo = [], [pid]
        while todo:
            parent = todo.pop()
            children = pathlib.Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            found += children
            todo += children
        return found


if __name__ == "__main__":
    harness.main()
