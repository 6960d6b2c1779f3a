#!/usr/bin/python3
"""System calls that fail under a delivery, a clock that jumps, a DNS that is dead or never answers.

strace makes the Nth call of a kind fail, N = 1, 2, 3 … until a delivery makes fewer of them: once, and from there on. Each point has a
mail of its own, which is offered until it is in.
"""
import email.utils
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import dns_authority
import harness
from harness import clean_environment, delivery_of, needs, unbound_program
from tally import Counted, mail

# The calls by which a delivery writes its store, and how a disk answers them when it is broken or full.
# At how many of them at most: of fcntl the first ones, which take the locks.
FAULTS = [("fdatasync", "EIO", 10, "fdatasync fails with EIO"), ("pwrite64", "ENOSPC", 12, "pwrite fails with ENOSPC"),
          ("pwrite64", "EIO", 12, "pwrite fails with EIO"), ("ftruncate", "ENOSPC", 4, "ftruncate fails with ENOSPC"),
          ("fcntl", "ENOLCK", 4, "locks cannot be taken (ENOLCK)")]
TEMPORARY = {"store-busy", "store-unavailable", "store-full", "internal", "misconfigured", "key-unavailable"}


def at_time(*when):
    """Wrapper for a program that has another clock."""
    return ["env", f"ASAN_OPTIONS={harness.sanitizer_beside_a_preload()}", "faketime", *when]


class Injected(Counted):
    def deliver_with(self, sample, call, error, when):
        """@return the delivery, and how many calls failed in it"""
        with tempfile.NamedTemporaryFile(dir=self.place.folder) as log:
            command = ["strace", "-f", "-qq", "-o", log.name, "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}",
                       *self.place.deliver_command()]
            process = subprocess.run(command, input=sample.octets, capture_output=True, env=clean_environment(ASAN_OPTIONS=harness.sanitizer_under_strace()),
                                     timeout=120, check=False)
            return delivery_of(process), pathlib.Path(log.name).read_bytes().count(b"(INJECTED)")

    def fail_at_every_point(self, call, error, most, fault):
        self.place.config.write_text("[store]\nbusy_timeout_ms = 100\n")    # a lock that cannot be had looks like one that somebody holds
        first = mail("first")
        self.assert_delivered(self.place.deliver(first), "stored")
        acknowledged, waiting = {"first"}, []
        for how in ("", "+"):    # once, or from then on
            for number in range(1, most + 1):
                report_id = f"{number}{how}"
                sample = mail(report_id)
                self.place.add_keys(sample)
                delivery, injected = self.deliver_with(sample, call, error, f"{number}{how}")
                if not injected and delivery.exit == 0:
                    acknowledged.add(report_id)
                    break    # a delivery makes fewer of these calls
                self.injected += injected
                if delivery.exit == 0:    # it was not needed for the commit, a checkpoint's say
                    self.assertEqual(delivery.slug, "stored", delivery)
                    acknowledged.add(report_id)
                else:
                    self.assertEqual(delivery.exit, 75, (delivery, call, number))
                    self.assertIn(delivery.slug, TEMPORARY, delivery)
                    waiting.append((report_id, sample))
        self.assertTrue(waiting, "no delivery was put off")
        kept = set(self.stored())    # a mail can be in although the delivery could not be sure of it
        for report_id, sample in waiting:
            again = self.place.deliver(sample)
            self.assertEqual((again.exit, again.slug), (0, "duplicate" if report_id in kept else "stored"))
            acknowledged.add(report_id)
        self.settle_mails(fault, acknowledged)

    @needs("strace")
    def test_calls_fail(self):
        for call, error, most, fault in FAULTS:
            with self.subTest(call=call, error=error):
                self.doCleanups()
                self.setUp()
                self.fail_at_every_point(call, error, most, fault)

    # ---- time ----

    @needs("faketime")
    def test_clock_before_the_program(self):
        """A machine whose clock lost its battery: nothing can be judged, so nothing is."""
        sample = mail("one")
        self.place.add_keys(sample)
        for date in ("1970-01-02 00:00:00", "2001-09-09 01:46:40", "2020-01-01 00:00:00"):
            self.assert_deferred(self.place.deliver(sample, wrapper=at_time(date)), "misconfigured")
        self.assert_delivered(self.place.deliver(sample), "stored")
        self.settle("clock before the program's release", {"one"})

    @needs("faketime")
    def test_clock_jumps(self):
        """Between deliveries, forward and back: what was stored is known again, and nothing counts twice."""
        acknowledged = set()
        for number, jump in enumerate(("+30d", "+0", "-1h", "+25h", "+6d", "-2h", "+0")):
            new = mail(f"at {jump} {number}")
            delivery = self.place.deliver(new, wrapper=at_time("-f", jump))
            self.assert_delivered(delivery, "stored")
            acknowledged.add(f"at {jump} {number}")
            again = self.place.deliver(new)
            self.assertEqual((again.exit, again.slug), (0, "duplicate"), again)
            self.injected += 1
        self.settle_mails("clock jumps between deliveries, by -2 h to +30 d", acknowledged)

    # ---- the DNS ----

    def deliver_by_dns(self, sample, forwarder):
        """Without a key file: the key comes from the name server on that port."""
        self.place.config.write_text(f'[dns]\nforwarders = ["127.0.0.1@{forwarder}"]\n')
        command = self.place.deliver_command()
        at = command.index("--keys")
        process = subprocess.run(command[:at] + command[at + 2:], input=sample.octets, capture_output=True, env=clean_environment(), timeout=120,
                                 check=False)
        return delivery_of(process)

    @unittest.skipUnless(unbound_program(), "no unbound: scripts/install-deps --test unpacks one")
    def test_dns_dead_and_silent(self):
        sample = mail("one")    # that our own MTA took just now: older ones are not put off
        sample.octets = b"Received: from sender.example by mx.example.net; " + email.utils.formatdate().encode() + b"\r\n" + sample.octets
        self.assert_deferred(self.deliver_by_dns(sample, dns_authority.free_port()), "key-unavailable")
        key_name, text = next(iter(sample.keys.items()))
        with dns_authority.serving(self.place.folder, f"{key_name} TEMPERROR\n") as port:
            self.assert_deferred(self.deliver_by_dns(sample, port), "key-unavailable")
        with dns_authority.silent() as port:
            self.assert_deferred(self.deliver_by_dns(sample, port), "key-unavailable")
        with dns_authority.serving(self.place.folder, f"{key_name} {text}\n") as port:
            self.assert_delivered(self.deliver_by_dns(sample, port), "stored")
        self.settle("DNS dead, SERVFAIL, silent", {"one"})


if __name__ == "__main__":
    harness.main()
