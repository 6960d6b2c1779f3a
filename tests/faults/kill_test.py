#!/usr/bin/python3
"""kill -9 at many points of a delivery: what was acknowledged is there, once, and the rest goes in when the MTA tries again.

strace kills the process that makes the Nth call of some system call, N = 1, 2, 3 … until a delivery makes fewer of them: in the
parent while it reads, opens, writes and syncs, and in the cell while it examines. Each point has a mail of its own.
"""
import pathlib
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
from harness import EndToEnd, Place, clean_environment, delivery_of, needs
from tally import mail, say

# What a delivery does, and how many calls of it to strike at most; of the first two, which write the store, every one is struck.
CALLS = {"pwrite64": 60, "fdatasync": 20, "fsync": 10, "write": 12, "openat": 12, "fcntl": 12, "unlink": 4, "ftruncate": 4, "read": 12,
         "recvfrom": 6, "recvmsg": 6, "sendto": 6, "sendmsg": 6, "close": 8, "exit_group": 2}
WANTED_POINTS = 60    # of each test


@needs("strace")
class Kill(EndToEnd):
    def killed_delivery(self, place, octets, call, number):
        """Delivery with SIGKILL at that point; exit is negative when it struck the delivering process."""
        command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}",
                   *place.deliver_command()]
        process = subprocess.run(command, input=octets, capture_output=True, env=clean_environment(ASAN_OPTIONS=harness.sanitizer_under_strace()), timeout=120,
                                 check=False)
        if process.returncode > 128:
            process.returncode = -(process.returncode - 128)
        self.assertIn(process.returncode, (0, 75, -signal.SIGKILL), process)
        return delivery_of(process)

    def check_store(self, fault, points, place, acknowledged, offered):
        """acknowledged: id → slug. Every mail is offered until it is in; then the store is compared with what was said."""
        self.assertEqual(place.integrity(), "ok")
        before = {row["report_id"] for row in place.query("reports")["reports"]}
        stored = {report_id for report_id, slug in acknowledged.items() if slug in ("stored", "duplicate")}
        lost = stored - before
        quarantined = [row["slug"] for row in place.query("quarantine")["quarantine"]]
        failed = [report_id for report_id, slug in acknowledged.items() if slug == "examiner-failed"]
        self.assertGreaterEqual(quarantined.count("examiner-failed"), len(failed), "acknowledged and not in quarantine")
        for report_id, sample in offered.items():
            if report_id not in acknowledged:
                again = place.deliver(sample)
                self.assertEqual(again.exit, 0, again)
                self.assertEqual(again.slug, "duplicate" if report_id in before else "stored", again)
        reports = [row["report_id"] for row in place.query("reports")["reports"]]
        say(fault, points, len(acknowledged), len(lost), len(reports) - len(set(reports)))
        self.assertEqual(lost, set(), "acknowledged and missing")
        self.assertEqual(sorted(reports), sorted(set(offered) - set(failed)), "each is stored once")
        self.assertEqual(place.integrity(), "ok")
        [summary] = place.query("summary")["policy_domains"]
        self.assertEqual(summary["sessions"], 252 * len(reports), "the rollup agrees with the reports")

    def test_at_every_point_of_a_delivery(self):
        self.place.add_keys(mail("first"))
        offered, acknowledged, points, cells = {"first": mail("first")}, {"first": "stored"}, 0, 0
        self.assert_delivered(self.place.deliver(offered["first"]), "stored")
        for call, most in CALLS.items():
            struck = 0
            for number in range(1, most + 1):
                report_id = f"{call}-{number}"
                offered[report_id] = mail(report_id)
                delivery = self.killed_delivery(self.place, offered[report_id].octets, call, number)
                if delivery.exit == 0:
                    acknowledged[report_id] = delivery.slug
                if delivery.exit == 0 and delivery.slug == "stored":
                    break    # a delivery makes fewer of these calls
                struck += 1
                cells += delivery.exit != -signal.SIGKILL
            points += struck
            print(f"{call}: {struck} points")
        self.check_store("kill -9 at each point of a delivery", points, self.place, acknowledged, offered)
        print(f"{points} points in all, {cells} of them survived by the delivering process")
        self.assertGreaterEqual(points, WANTED_POINTS)

    def test_while_the_store_is_made(self):
        """The first delivery of all creates the file and its schema; killed there, the next one must find its way."""
        sample, points, acknowledged, lost, doubled = mail("only"), 0, 0, 0, 0
        self.place.add_keys(sample)
        for call in ("pwrite64", "fdatasync", "fcntl", "openat", "ftruncate", "unlink"):
            for number in range(1, CALLS[call] + 1):
                place = Place()
                place.keys = self.place.keys
                try:
                    delivery = self.killed_delivery(place, sample.octets, call, number)
                    points += delivery.exit != 0
                    acknowledged += delivery.slug == "stored"
                    again = place.deliver(sample)
                    lost += (delivery.slug, again.slug) == ("stored", "stored")
                    self.assertEqual(again.exit, 0, again)
                    self.assertIn(again.slug, ("duplicate",) if delivery.slug == "stored" else ("stored", "duplicate"))
                    doubled += len(place.query("reports")["reports"]) - 1
                    self.assertEqual(place.integrity(), "ok")
                finally:
                    place.remove()
                if delivery.exit == 0:
                    break
        say("kill -9 at each point of the delivery that makes the store", points, acknowledged, lost, doubled)
        self.assertEqual((lost, doubled), (0, 0), "lost, doubled")
        self.assertGreaterEqual(points, WANTED_POINTS)


if __name__ == "__main__":
    harness.main()
