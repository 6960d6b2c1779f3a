#!/usr/bin/python3
"""The real resolver says what the key file says: every shape and defect judged through an unbound on the loopback, and from --keys."""
import pathlib
import select
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
