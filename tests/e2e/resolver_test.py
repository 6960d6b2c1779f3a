#!/usr/bin/python3
"""The real resolver says what the key file says: every shape and defect judged through an unbound on the loopback, and from --keys."""
import pathlib
import select
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import dns_authority
import harness
import senders
from harness import EndToEnd, yesterday
from dkim_sign import Key
from lmtp import Client, Daemon, hand_over
from mail_parts import keys_text


def without_dns(value):
    """What may differ: how a failure of the DNS is worded, and what is known of DNSSEC."""
    if isinstance(value, dict):
        return {name: without_dns(one) for name, one in value.items() if name not in ("dnssec", "detail", "file")}
    return [without_dns(one) for one in value] if isinstance(value, list) else value


@unittest.skipUnless(harness.unbound_program(), "no unbound; scripts/install-deps --test brings one")
class Resolver(EndToEnd):
    def test_same_verdicts_as_the_key_file(self):
        samples = [make(yesterday(), "example.net") for make in [*senders.SHAPES.values(), *defects.DEFECTS.values()]]
        self.place.add_keys(*samples)
        files = []
        for sample in samples:
            files.append(self.place.folder / f"{sample.name}.eml")
            files[-1].write_bytes(sample.octets)
        from_file, _ = self.place.check(*files)
        with dns_authority.serving(self.place.folder, keys_text(samples)) as port:
            from_dns = dns_authority.check_through(self.place, port, files)
        self.assertEqual(len(from_dns), len(samples))
        for sample, one, other in zip(samples, from_file, from_dns):
            with self.subTest(sample.name):
                self.assertEqual(one["slug"], defects.EXPECTED.get(sample.name, "acceptable"), one["detail"])
                self.assertEqual(without_dns(other), without_dns(one), (other["detail"], one["detail"]))

    def test_a_dead_server_puts_the_mail_off(self):
        sample = defects.DEFECTS["good"](yesterday(), "example.net")
        file = self.place.folder / "good.eml"
        file.write_bytes(sample.octets)
        [verdict] = dns_authority.check_through(self.place, dns_authority.free_port(), [file])
        self.assertEqual(verdict["slug"], "key-unavailable", verdict)

    def test_a_resolver_that_comes_back(self):
        """Nobody answers when the mails come: the young one stays with the MTA, the old one waits in quarantine. Later both are stored."""
        day, came = yesterday(), defects.sent_at(yesterday())
        # Its signature was good for an hour from when the mail came, which is over: it is judged as of then.
        old = defects.plain(day, "example.net", selector="old", expires_at=came.timestamp() + 3600)
        young = defects.plain(day, "example.net", selector="young", report=defects.good_report(day, "example.net", **{"report-id": "young"}))
        young_octets = b"DKIM-Signature:" + young.octets.split(b"DKIM-Signature:", 1)[1]    # no Received field: it came just now
        port = dns_authority.free_port()
        self.place.config.write_text(f'[dns]\nforwarders = ["127.0.0.1@{port}"]\ntrust_anchor_file = ""\nlookup_deadline_ms = 500\n')
        daemon = Daemon(self.place, keys=False)
        self.addCleanup(daemon.kill)
        [reply] = hand_over(daemon.socket, young_octets)
        self.assertRegex(reply, r"^451 4\.4\.3 key-unavailable: ")
        [reply] = hand_over(daemon.socket, old.octets)
        self.assertRegex(reply, r"^250 2\.0\.0 key-unavailable: ")
        self.assertIn(b"still key-unavailable", self.reprocess_due())    # the first attempt; the next is half an hour later, by time of receipt long ago
        with dns_authority.serving(self.place.folder, keys_text([old, young]), port):
            # libunbound remembers for a while that the server was silent; the MTA tries again until it is asked anew.
            reply = harness.wait_until(lambda: self.unless_put_off(hand_over(daemon.socket, young_octets)), "the young one is taken")
            self.assertRegex(reply, r"^250 2\.0\.0 stored: ")
            self.assertIn(b"key-unavailable -> stored", self.reprocess_due())
            self.assertEqual(self.reprocess_due(), b"")
        self.assertEqual(self.place.query("quarantine")["quarantine"], [])
        self.assertEqual(len(self.place.query("reports")["reports"]), 2)

    @staticmethod
    def unless_put_off(replies):
        [reply] = replies
        return None if reply.startswith("451 4.4.3 key-unavailable: ") else reply

    def reprocess_due(self):
        run = subprocess.run([harness.INGEST, "reprocess", *self.place.common(), "--due"], capture_output=True, env=harness.clean_environment(), check=False)
        self.assertEqual(run.returncode, 0, run)
        return run.stdout

    def test_a_path_that_does_not_validate_is_told_of_once(self):
        anchor = self.place.folder / "root.key"
        anchor.write_text(". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n")
        samples = [defects.plain(yesterday(), "example.net", selector=f"k{n}") for n in range(2)]
        with dns_authority.serving(self.place.folder, keys_text(samples)) as port:
            self.place.config.write_text(f'[dns]\nforwarders = ["127.0.0.1@{port}"]\ntrust_anchor_file = "{anchor}"\n')
            daemon = Daemon(self.place, keys=False)
            self.addCleanup(daemon.kill)
            daemon.wait_for("dnssec-unavailable", "detail=")    # before any mail
            for sample in samples:
                hand_over(daemon.socket, sample.octets)
            self.assertEqual(daemon.stop(), 0)
            self.assertEqual(sum(line.startswith("dnssec-") for line in daemon.lines), 1, daemon.log())
            self.assertEqual(self.place.rows("SELECT DISTINCT dnssec FROM identity"), [("unavailable",)])

            file = self.place.folder / "mail.eml"
            file.write_bytes(samples[0].octets)
            check = subprocess.run([harness.INGEST, "check", *self.place.common(), file, file], capture_output=True, env=harness.clean_environment(), check=False)
            self.assertEqual(check.stderr.count(b"does not validate"), 1, check)
            deliver = subprocess.run([harness.INGEST, "deliver", *self.place.common()], input=samples[0].octets, capture_output=True,
                                     env=harness.clean_environment(), check=False)
            self.assertEqual((deliver.returncode, deliver.stderr), (0, b""))    # an MTA takes whatever is said for the answer

    def test_two_hundred_tar_pits_do_not_slow_good_mails(self):
        """Mails whose d= point at servers that never answer are in flight; good ones, whose keys nobody has asked for before, pass them by."""
        key = Key.rsa()
        stuck = [defects.plain(yesterday(), "example.net", sdid=f"d{n}.tarpit", selector=f"pit{n}", make=lambda: key,
                               header=defects.header_of(yesterday(), "example.net", author=f"a@d{n}.tarpit")) for n in range(200)]
        good = [defects.plain(yesterday(), "example.net", selector=f"good{n}", make=lambda: key,
                              report=defects.good_report(yesterday(), "example.net", **{"report-id": f"good-{n}"})) for n in range(10)]
        with dns_authority.serving(self.place.folder, keys_text(good)) as port:
            self.place.config.write_text(f'[dns]\nforwarders = ["127.0.0.1@{port}"]\n')
            daemon = Daemon(self.place, keys=False)
            self.addCleanup(daemon.kill)
            clients = [Client(daemon.socket) for _ in stuck]
            for client, sample in zip(clients, stuck):
                client.begin()
                client.mail(sample.octets)
            for sample in good:
                [reply] = hand_over(daemon.socket, sample.octets)
                self.assertRegex(reply, r"^250 2\.0\.0 stored: ")
            waiting = [client for client in clients if not select.select([client.socket], [], [], 0)[0]]
            self.assertGreater(len(waiting), 0, "the good mails came last")
            for client in clients:
                self.assertRegex(client.reply(), r"^250 2\.0\.0 key-unavailable: ")    # older than 4 hours, so kept
                client.socket.close()


if __name__ == "__main__":
    harness.main()
