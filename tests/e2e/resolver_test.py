#!/usr/bin/python3
"""The real resolver says what the key file says: every shape and defect judged through an unbound on the loopback, and from --keys."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import dns_authority
import harness
import senders
from harness import EndToEnd, yesterday
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


if __name__ == "__main__":
    harness.main()
