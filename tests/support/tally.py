"""What a fault test counts, and the line in which it says it: scripts/fault-table makes the table of docs/reliability.md of these lines.

    FAULT injected=N acknowledged=N lost=0 doubled=0 | the fault, in words
"""
import os

from harness import EndToEnd, needs, yesterday    # noqa: F401: tests import them with this
import defects

DAY, DOMAIN = yesterday(), "example.net"
SANITIZED = bool(os.environ.get("TLSRPT_SANITIZE"))    # preloading and address-space limits do not work then


def mail(report_id):
    """A good one, of its own report."""
    return defects.plain(DAY, DOMAIN, report=defects.good_report(DAY, DOMAIN, **{"report-id": report_id}))


def say(fault, injected, acknowledged, lost, doubled):
    print(f"FAULT injected={injected} acknowledged={acknowledged} lost={lost} doubled={doubled} | {fault}", flush=True)


class Counted(EndToEnd):
    """Counts each mail that was put off as a fault, and each that was stored; a test ends with settle()."""

    def setUp(self):
        super().setUp()
        self.injected = self.acknowledged = 0

    def assert_deferred(self, delivery, *slugs):
        super().assert_deferred(delivery, *slugs)
        self.injected += 1

    def assert_delivered(self, delivery, slug):
        super().assert_delivered(delivery, slug)
        self.acknowledged += slug == "stored"

    def stored(self):
        return [row["report_id"] for row in self.place.query("reports")["reports"]]

    def settle(self, fault, acknowledged=None):
        """The store against what was said of it. @param acknowledged  the reports' ids, where the test knows them"""
        stored = self.stored()
        doubled = len(stored) - len(set(stored))
        if acknowledged is None:
            lost, count = max(0, self.acknowledged - len(set(stored))), self.acknowledged
        else:
            lost, count = len(set(acknowledged) - set(stored)), len(set(acknowledged))
        say(fault, self.injected, count, lost, doubled)
        self.assertGreater(self.injected, 0, "no fault was injected")
        self.assertEqual((lost, doubled), (0, 0), "lost, doubled")
        self.assertEqual(self.place.integrity(), "ok")

    def settle_mails(self, fault, acknowledged):
        """settle() where every report is one of mail()'s: then the rollup must say so, too."""
        self.settle(fault, acknowledged)
        [summary] = self.place.query("summary")["policy_domains"]
        self.assertEqual(summary["sessions"], 252 * len(self.stored()), "the rollup agrees with the reports")
