#!/usr/bin/python3
"""The largest mail that passes every limit fits the limits of a cell: mails at the most of each limit, through the running daemon with its
own limits of memory and processor time. A twin that is one over and is refused shows that it stands at the limit.

    TLSRPT_SHOW=1   prints what each took, for docs/performance.md
"""
import base64
import gzip
import os
import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
import report_text as text
from harness import EndToEnd, yesterday
from lmtp import Client, Daemon

DAY, DOMAIN = yesterday(), "example.net"
# include/tlsrpt/limits.hpp
MAIL_BYTES, HEADER_FIELDS, SIGNATURES = 25 << 20, 1000, 8
INFLATED_BYTES, NODES, STRING_BYTES, POLICIES, FAILURES, POLICY_STRINGS, DEVIATIONS = 20 << 20, 1 << 20, 16 << 10, 10_000, 100_000, 1000, 1000

CHANCE = random.Random(8460)


def noise(size):
    """Text that hardly packs."""
    return base64.b64encode(CHANCE.randbytes(size)).decode()[:size].replace("+", "x").replace("/", "y")


def nodes_of(value):
    """Values and names, as the guard counts them."""
    count, todo = 0, [value]
    while todo:
        one = todo.pop()
        count += 1
        if isinstance(one, dict):
            count += len(one)
            todo += one.values()
        elif isinstance(one, list):
            todo += one
    return count


def failure(number, **more):
    return {"result-type": "validation-failure", "failed-session-count": 1, "receiving-ip": f"2001:db8::{number & 0xffff:x}",
            "receiving-mx-hostname": f"mx{number}.example.net", **more}


def policy(failures=(), strings=()):
    return {"policy": {"policy-type": "sts", "policy-domain": DOMAIN, "policy-string": list(strings)},
            "summary": {"total-successful-session-count": 1, "total-failure-session-count": len(failures)}, "failure-details": list(failures)}


def report(name, policies):
    return defects.good_report(DAY, DOMAIN, **{"report-id": name, "policies": policies})


def filled(value, nodes):
    """With policies and policy strings in addition, so that it has exactly so many nodes."""
    missing = nodes - nodes_of(value)
    empty = nodes_of(policy())
    while missing > 0:
        strings = min(missing - empty, POLICY_STRINGS)
        if 0 < missing - empty - strings < empty:
            strings -= empty
        value["policies"].append(policy(strings=["x"] * strings))
        missing -= empty + strings
    return value


def padded(value, size=INFLATED_BYTES):
    octets = text.compact(value)
    assert len(octets) <= size, len(octets)
    return octets + b" " * (size - len(octets))


def largest_text(name):
    """Every octet of the inflated text: strings of the greatest length."""
    return report(name, [policy(strings=[noise(STRING_BYTES) for _ in range(POLICY_STRINGS)]), policy(strings=[noise(STRING_BYTES) for _ in range(270)])])


def mail_of(octets, **how):
    return defects.plain(DAY, DOMAIN, report={"report-id": ""}, attachment=defects.report_part(gzip.compress(octets, 1, mtime=0)), **how)


def with_decoys(octets):
    """Signatures that are wrong, and no sooner known to be than the whole mail was hashed."""
    field = re.search(rb"DKIM-Signature:.*?\r\n(?![ \t])", octets, re.S)[0]
    at = field.index(b"\tb=") + 3
    wrong = field[:at] + (b"B" if field[at:at + 1] == b"A" else b"A") + field[at + 1:]
    return wrong * (SIGNATURES - 1) + octets


def largest_mails(octets, *sizes):
    fields = [(f"X-Filled-{number}", "y" * 90) for number in range(HEADER_FIELDS - 30)]
    header = defects.header_of(DAY, DOMAIN, more=fields)
    attachment = defects.report_part(gzip.compress(octets, 1, mtime=0))

    def made(note):
        return defects.plain(DAY, DOMAIN, report={"report-id": ""}, header=header, body=defects.body_of(attachment, note=note), after=with_decoys)
    without = len(made(b"").octets)
    for size in sizes:
        lines, rest = divmod(size - without, 78)
        yield made((b"z" * 76 + b"\r\n") * (lines - 1) + b"z" * (76 + rest) + b"\r\n")


class Largest(EndToEnd):
    def setUp(self):
        super().setUp()
        self.place.config.write_text("[limits]\nmax_cell_wait_seconds = 50\n")    # the wall clock is the machine's, not the mail's

    def check(self, sample, slug):
        self.place.add_keys(sample)
        daemon = Daemon(self.place)
        self.addCleanup(daemon.kill)
        with Client(daemon.socket, timeout=300) as client:
            client.begin()
            client.mail(sample.octets)
            reply = client.reply()
        if os.environ.get("TLSRPT_SHOW"):
            print(f"\n    {slug}: {len(sample.octets)} octets: " + "; ".join(sorted(self.use(daemon), reverse=True)[:1]))
        self.assertRegex(reply, rf"^250 2\.0\.0 {slug}: ")
        self.assertEqual(daemon.stop(), 0)

    @staticmethod
    def use(daemon):
        def children(pid):
            return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for server in children(daemon.process.pid):
            for cell in children(server):
                status = pathlib.Path(f"/proc/{cell}/status").read_text()
                fields = pathlib.Path(f"/proc/{cell}/stat").read_text().rpartition(")")[2].split()
                seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                peak, resident = (int(re.search(rf"{name}:\s+(\d+)", status)[1]) >> 10 for name in ("VmPeak", "VmHWM"))
                yield f"{resident:4} MiB resident, {peak} MiB of address space, {seconds:.2f} s of CPU time"

    def test_octets(self):
        octets = padded(largest_text("octets"))
        largest, larger = largest_mails(octets, MAIL_BYTES, MAIL_BYTES + 1)
        self.check(largest, "stored")
        self.check(larger, "message-unreadable")
        self.check(mail_of(octets + b" "), "report-too-large")

    def test_failures_and_nodes(self):
        def made(name, failures, nodes):
            value = report(name, [policy([failure(number) for number in range(failures)])])
            return mail_of(padded(filled(value, nodes)))
        self.check(made("most", FAILURES, NODES), "stored")
        self.check(made("one failure more", FAILURES + 1, NODES), "report-invalid")
        self.check(made("one node more", FAILURES, NODES + 1), "report-invalid")

    def test_policies(self):
        def made(policies):
            each = FAILURES // POLICIES - 1
            return mail_of(padded(report("policies", [policy([failure(number) for number in range(each)]) for _ in range(policies)])))
        self.check(made(POLICIES), "stored")
        self.check(made(POLICIES + 1), "report-invalid")

    def test_deviations(self):
        """Much to forgive in each failure: only the first deviations are kept."""
        odd = {"result-type": "Other", "receiving-mx-helo": "mx\r\n250 x", "additional-information": "no URI", "failed-session-count": "1", "sending-mta-ip": ""}
        failures = [{**failure(number), **odd} for number in range(60_000)]
        self.check(mail_of(padded(report("deviations", [policy(failures)]))), "stored")
        [[kept]] = self.place.rows("SELECT count(*) FROM deviation")
        self.assertEqual(kept, DEVIATIONS + 1)

    def test_violations(self):
        failures = [{**failure(number), "failed-session-count": -1, "receiving-ip": 5, "result-type": []} for number in range(FAILURES)]
        self.check(mail_of(padded(report("violations", [policy(failures)]))), "report-invalid")


if __name__ == "__main__":
    harness.main()
