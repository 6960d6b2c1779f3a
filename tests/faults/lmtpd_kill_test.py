#!/usr/bin/python3
"""kill -9 of the daemon in the middle of its work: every mail that was answered 250 is in the store afterwards, once.

    TLSRPT_KILLS   how often (default 200)
"""
import os
import pathlib
import queue
import random
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
from harness import EndToEnd
from lmtp import Client, Daemon
from tally import mail, say

KILLS = int(os.environ.get("TLSRPT_KILLS", "200"))
SESSIONS = 8
MAILS_A_ROUND = 40


def send_mails(path, mails, answered):
    """One session, until there are no more mails or no more daemon."""
    try:
        with Client(path, timeout=30) as client:
            client.reply()
            client.command("LHLO client.example")
            while True:
                number, octets = mails.get_nowait()
                client.envelope()
                client.mail(octets)
                if (client.reply() or "").startswith("250"):
                    answered.put(number)
    except (OSError, AssertionError, queue.Empty):
        return


class Kill(EndToEnd):
    def test_what_was_answered_is_stored(self):
        samples = {number: mail(str(number)) for number in range(MAILS_A_ROUND * 5)}
        self.place.add_keys(*samples.values())
        chance = random.Random(8460)
        answered, at_work = set(), 0
        for kill in range(KILLS):
            offered = queue.SimpleQueue()
            wanted = list(samples.items())
            chance.shuffle(wanted)    # those of earlier rounds, too: an MTA that heard no answer comes again
            for number, sample in wanted[:MAILS_A_ROUND]:
                offered.put((number, sample.octets))
            daemon = Daemon(self.place)
            self.addCleanup(daemon.kill)
            now = queue.SimpleQueue()
            threads = [threading.Thread(target=send_mails, args=(daemon.socket, offered, now)) for _ in range(SESSIONS)]
            for thread in threads:
                thread.start()
            # The moment of death: after so many answers, while the other sessions' mails are anywhere between socket and disk.
            heard = [now.get(timeout=60) for _ in range(chance.randrange(MAILS_A_ROUND - SESSIONS))]
            daemon.kill()
            for thread in threads:
                thread.join(60)
            at_work += not offered.empty()
            while not now.empty():
                heard.append(now.get())
            answered |= set(heard)
        self.assertGreater(at_work, KILLS // 4, "most rounds ended before the kill: it proves too little")
        self.assertGreater(len(answered), 10)
        self.assertEqual(self.place.integrity(), "ok")
        stored = [row["report_id"] for row in self.place.query("reports")["reports"]]
        missing = {str(number) for number in answered} - set(stored)
        say("kill -9 of the daemon while mails come in", KILLS, len(answered), len(missing), len(stored) - len(set(stored)))
        self.assertEqual(len(stored), len(set(stored)), "stored twice")
        self.assertEqual(missing, set(), "answered 250 and missing")
        [summary] = self.place.query("summary")["policy_domains"]
        self.assertEqual(summary["sessions"], 252 * len(stored), "the rollup agrees with the reports")


if __name__ == "__main__":
    harness.main()
