#!/usr/bin/python3
"""Two hosts and one PostgreSQL server that fails them: what was answered 250 is in the store, once, and while it is away LMTP answers 451.

    TLSRPT_CRASHES   how often the server is killed under load (default 12)
"""
import itertools
import os
import pathlib
import queue
import random
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
import postgresql_server
from harness import EndToEnd, wait_until
from lmtp import Client, Daemon, hand_over
from postgresql_place import ServerPlace
from postgresql_relay import Relay
from tally import mail, say

CRASHES = int(os.environ.get("TLSRPT_CRASHES", "12"))
JUNK = b"From: a@junk.example\r\nSubject: Report Domain: example.net\r\n\r\n%d\r\n"


class Host(threading.Thread):
    """Hands mails over until it has none left, again and again those that were put off, as an MTA's queue does."""

    def __init__(self, path, mails, sessions_of_one_mail=7):
        super().__init__(daemon=True)
        self.path, self.left = path, list(mails)
        self.acknowledged, self.replies, self.put_off = {}, queue.SimpleQueue(), 0
        self.most = sessions_of_one_mail
        self.start()

    def run(self):
        while self.left:
            try:
                with Client(self.path, timeout=60) as client:
                    client.reply()
                    client.command("LHLO client.example")
                    for _ in range(self.most):
                        if not self.left:
                            return
                        name, octets = self.left.pop(0)
                        client.envelope()
                        client.mail(octets)
                        reply = client.reply() or ""
                        if reply.startswith("250"):
                            self.acknowledged[name] = reply
                        else:
                            self.put_off += 1
                            self.left.append((name, octets))
                            assert reply.startswith(("451", "452")), reply
                        self.replies.put(reply)
            except (OSError, AssertionError) as error:
                self.replies.put(f"broken {error}")


class Failing(EndToEnd):
    def setUp(self):
        self.server = postgresql_server.Server(settings={"log_min_messages": "fatal"})
        self.addCleanup(self.server.close)
        self.place = ServerPlace(self.server)
        self.addCleanup(self.place.remove)

    def daemon(self, name, place=None):
        daemon = Daemon(place or self.place, socket_path=self.place.folder / f"{name}.sock")
        self.addCleanup(daemon.kill)
        return daemon

    def known(self, count, prefix=""):
        samples = {f"{prefix}{number}": mail(f"{prefix}{number}") for number in range(count)}
        self.place.add_keys(*samples.values())
        return {name: sample.octets for name, sample in samples.items()}

    def settle(self, fault, injected, acknowledged):
        stored = [row["report_id"] for row in self.place.query("reports")["reports"]]
        lost, doubled = set(acknowledged) - set(stored), len(stored) - len(set(stored))
        say(fault, injected, len(set(acknowledged)), len(lost), doubled)
        self.assertEqual((lost, doubled), (set(), 0), "lost, doubled")
        [summary] = self.place.query("summary")["policy_domains"]
        self.assertEqual(summary["sessions"], 252 * len(stored), "the rollup agrees with the reports")

    def test_two_hosts_have_the_same_mails_at_the_same_moment(self):
        mails = self.known(60)
        daemons = [self.daemon("a"), self.daemon("b")]
        hosts = [Host(daemon.socket, mails.items()) for daemon in daemons for _ in range(2)]
        for host in hosts:
            host.join(240)
            self.assertFalse(host.is_alive())
        outcomes = [reply.split()[2].rstrip(":") for host in hosts for reply in host.acknowledged.values()]
        self.assertEqual((outcomes.count("stored"), outcomes.count("duplicate")), (60, 180))
        self.settle("the same mail at two hosts of one PostgreSQL server at the same moment", 180, mails)
        for daemon in daemons:
            self.assertEqual(daemon.stop(), 0)

    def test_the_server_is_killed_under_load(self):
        mails = self.known(700)
        daemons = [self.daemon("a"), self.daemon("b")]
        names = list(mails.items())
        hosts = [Host(daemon.socket, names[half::2], 50) for half, daemon in enumerate(daemons)] + [Host(daemons[0].socket, names[:200], 50)]
        chance = random.Random(8460)
        crashes = 0
        for _ in range(CRASHES):
            if not any(host.left for host in hosts):
                break
            for _ in range(chance.randrange(5, 30)):
                hosts[0].replies.get(timeout=120)
            self.server.kill()
            crashes += 1
            # It is away: each host hears so, and neither waits for ever.
            before = [host.put_off for host in hosts[:2]]
            wait_until(lambda now=before: all(host.put_off > count or not host.left for host, count in zip(hosts, now)), "451 from both hosts", 90)
            self.server.start()
        for host in hosts:
            host.join(240)
            self.assertFalse(host.is_alive(), host.left)
        self.assertGreaterEqual(crashes, min(CRASHES, 5))
        self.assertGreater(sum(host.put_off for host in hosts), crashes)
        self.settle("kill -9 of the PostgreSQL server under load, and its recovery", crashes, mails)
        for daemon in daemons:
            self.assertEqual(daemon.stop(), 0)

    def test_the_connection_ends_in_the_middle_of_a_commit(self):
        mails = iter(self.known(40).items())
        with Relay(self.server) as relay:
            daemon = self.daemon("relayed", ServerPlace(self.server, self.place, relay))
            acknowledged, junk = [], 0
            for what, times in itertools.product(("answer", "request"), (1, 2, 1)):
                for _ in range(5):
                    name, octets = next(mails)
                    relay.cut(what, times)
                    [reply] = hand_over(daemon.socket, octets)
                    relay.heal()
                    if reply.startswith("451"):
                        [reply] = hand_over(daemon.socket, octets)
                    self.assertRegex(reply, r"\A250 2\.0\.0 (stored|duplicate)")
                    acknowledged.append(name)
                    # A mail of the quarantine has no key that would show a copy: nothing but the number of the batch can.
                    relay.cut(what, times)
                    [reply] = hand_over(daemon.socket, JUNK % junk)
                    relay.heal()
                    self.assertRegex(reply, r"\A250 2\.0\.0 no-signature")
                    junk += 1
                    self.assertEqual(len(self.place.query("quarantine")["quarantine"]), junk)
            self.assertGreaterEqual(min(relay.done.values()), 30)
            self.settle("connection to PostgreSQL cut in the middle of a COMMIT: its request, or its answer", sum(relay.done.values()), acknowledged)
            self.assertEqual(daemon.stop(), 0)

    def test_two_hosts_whose_connections_end_in_commits_all_the_time(self):
        mails = self.known(200)
        with Relay(self.server) as relay:
            through = ServerPlace(self.server, self.place, relay)
            daemons = [self.daemon("a", through), self.daemon("b", through)]
            hosts = [Host(daemon.socket, mails.items(), 20) for daemon in daemons]
            chance = random.Random(1)
            while any(host.is_alive() for host in hosts):
                relay.cut(chance.choice(("answer", "request")), chance.choice((1, 1, 1, 40)))
                try:
                    hosts[0].replies.get(timeout=0.5)
                except queue.Empty:
                    relay.heal()
            self.assertGreater(min(relay.done.values()), 10)
            self.settle("connections of two hosts to PostgreSQL cut in COMMITs all the time", sum(relay.done.values()), mails)

    def test_the_primary_is_lost_and_its_synchronous_standby_takes_over(self):
        mails = self.known(300)
        with postgresql_server.Server(settings=postgresql_server.STREAMING) as primary, postgresql_server.Server(standby_of=primary) as standby:
            self.place = ServerPlace(primary, self.place, name="replicated")
            primary.sql("ALTER SYSTEM SET synchronous_standby_names = '*'; SELECT pg_reload_conf()")
            wait_until(lambda: primary.sql("SELECT sync_state FROM pg_stat_replication") == [["sync"]], "the standby is synchronous")
            self.place.database = f"postgresql://postgres@/replicated?host={primary.folder},{standby.folder}&target_session_attrs=read-write"
            daemons = [self.daemon("a"), self.daemon("b")]
            hosts = [Host(daemon.socket, list(mails.items())[half::2], 50) for half, daemon in enumerate(daemons)]
            for _ in range(60):
                hosts[0].replies.get(timeout=120)
            primary.kill()
            told = {name for host in hosts for name in host.acknowledged}
            standby.sql("SELECT pg_promote()")
            stored = {row[0] for row in standby.sql("SELECT report_id FROM report", "replicated")}
            self.assertEqual(told - stored, set(), "acknowledged, and not on the standby")
            for host in hosts:
                host.join(240)
                self.assertFalse(host.is_alive(), host.left)
            self.settle("primary PostgreSQL server lost for good, its synchronous standby promoted", 1, mails)
            for daemon in daemons:
                self.assertEqual(daemon.stop(), 0)

    def test_the_server_is_away(self):
        mails = self.known(6)
        with Relay(self.server) as relay:
            daemon = self.daemon("alone", ServerPlace(self.server, self.place, relay))
            [reply] = hand_over(daemon.socket, mails["0"])
            self.assertRegex(reply, r"\A250 2\.0\.0 stored")
            relay.close_the_door()
            for name in ("1", "2", "3"):
                [reply] = hand_over(daemon.socket, mails[name])
                self.assertRegex(reply, r"\A451 4\.3\.0 store-unavailable")
                self.assertNotIn("secret", reply)
            relay.open_the_door()
            wait_until(lambda: hand_over(daemon.socket, mails["1"])[0].startswith("250"), "it takes mail again", 60)
            for name in ("2", "3"):
                [reply] = hand_over(daemon.socket, mails[name])
                self.assertRegex(reply, r"\A250 2\.0\.0 stored")
            self.settle("PostgreSQL away while mails come", 3, ["0", "1", "2", "3"])


if __name__ == "__main__":
    if postgresql_server.missing():
        Failing = unittest.skip(postgresql_server.missing())(Failing)
    harness.main()
