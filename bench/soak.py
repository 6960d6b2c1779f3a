#!/usr/bin/python3
"""Hours of mail through one daemon: does anything grow?

    soak.py [--rounds N] [--mails N] [--sessions N] [--build FOLDER]

Each round sends as many new mails as fast as they are taken (bench/mixed_mails.cpp: six in ten are good reports, the rest is wrong in some way), and the
mails of tests/support/hostile.py beside them, one after the other. After each round one line: rate, p50 and p99 of the replies, resident memory of the process
that has store and sockets and of all processes, descriptors and processes, size of the write-ahead log. At the end the store must hold what was sent and be whole, but for unsigned
mails that its budget says it evicted. The last third of the rounds must not need more than the first third did (memory of that process 10 %, descriptors none); memory of all of them goes up and down with the
cells that a hostile mail has just filled, so it has a bound, as the log has. Exit status 1 when anything is wrong.

Twenty rounds of 20,000 mails are an hour of 110 mails a second: ten thousand domains, and forty reporters that send in the same hour.
"""
import argparse
import collections
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))
arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
arguments.add_argument("--rounds", type=int, default=20)
arguments.add_argument("--mails", type=int, default=20_000, help="of a round")
arguments.add_argument("--sessions", type=int, default=20)
arguments.add_argument("--build", default=ROOT / "build" / "release", type=pathlib.Path)
options = arguments.parse_args()
os.environ["TLSRPT_BIN"] = str(options.build / "src" / "tools")

import harness
import hostile
import lmtp

MEMORY_BOUND_MIB = 192    # of all processes
WAL_BOUND = 64 << 20    # the store checkpoints at 16 MiB; a reader may hold that up for a while


def descendants(pid):
    """The process and all below it."""
    parents = collections.defaultdict(list)
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])].append(int(entry.name))
            except OSError:
                continue
    found = [pid]
    for one in found:
        found += parents[one]
    return found


def measure(daemon, database):
    resident = own = descriptors = processes = 0
    for pid in descendants(daemon.process.pid):
        try:
            resident += (octets := int((pathlib.Path("/proc") / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
            if pid == daemon.process.pid:
                own = octets
            descriptors += len(os.listdir(f"/proc/{pid}/fd"))
            processes += 1
        except OSError:
            continue
    wal = pathlib.Path(f"{database}-wal")
    return {"own_mib": own / 2**20, "resident_mib": resident / 2**20, "descriptors": descriptors, "processes": processes, "wal_mib": (wal.stat().st_size if wal.exists() else 0) / 2**20}


class Hostile(threading.Thread):
    """Sends every hostile mail, each in a session of its own, until told to stop; none may be refused for good."""

    def __init__(self, socket, samples):
        super().__init__(daemon=True)
        self.socket, self.samples, self.stopped, self.sent, self.wrong = socket, samples, threading.Event(), 0, []

    def run(self):
        while not self.stopped.is_set():
            for sample in self.samples:
                reply = lmtp.hand_over(self.socket, sample.octets)[0] or "no reply"
                if not reply.startswith("250 "):
                    self.wrong.append(reply)
                self.sent += 1
                if self.stopped.is_set():
                    return


def send_round(folder, daemon, number):
    made = subprocess.run([options.build / "bench" / "mixed_mails", folder, str(number), str(options.mails)], capture_output=True, text=True, check=True)
    loaded = subprocess.run([options.build / "bench" / "lmtp_load", "--to", f"unix:{daemon.socket}", "--mails", folder, "--sessions", str(options.sessions),
                             "--rcpt", "tlsrpt@example.net", "--from", "reports@sender.example"], capture_output=True, text=True, check=False)
    if loaded.returncode != 0:
        raise SystemExit(f"round {number}: {loaded.stdout}{loaded.stderr}")
    return json.loads(made.stdout), json.loads(loaded.stdout)


def main():
    missing = [str(program) for program in (options.build / "bench" / name for name in ("mixed_mails", "lmtp_load")) if not program.exists()]
    if missing:
        raise SystemExit(f"soak.py: build first: {', '.join(missing)}")
    place = harness.Place(tempfile.mkdtemp(prefix="tlsrpt-soak-"))
    place.config.write_text("[quarantine]\nquota_per_signer = 1000000000\nmax_mails_per_day = 1000000000\n")
    mails = pathlib.Path(tempfile.mkdtemp(prefix="tlsrpt-soak-mails-", dir="/dev/shm"))
    bad = [sample for _, _, sample in hostile.mails(harness.yesterday(), "example.net")]
    place.add_keys(*bad)
    subprocess.run([options.build / "bench" / "mixed_mails", mails, "0", "0"], check=True, capture_output=True)
    place.keys.write_text(place.keys.read_text() + (mails / "keys.txt").read_text())
    daemon = lmtp.Daemon(place)
    beside = Hostile(daemon.socket, bad)
    beside.start()
    expected, lines = collections.Counter(), []
    try:
        print("round  mails/s  p50 ms  p99 ms  own MiB  resident MiB  descriptors  processes  log MiB")
        for number in range(1, options.rounds + 1):
            made, loaded = send_round(mails, daemon, number)
            expected.update(made)
            line = {"mails_per_second": loaded["mails_s"], "p50": loaded["p50_ms"], "p99": loaded["p99_ms"], **measure(daemon, place.database)}
            lines.append(line)
            print(f"{number:5}  {line['mails_per_second']:7.0f}  {line['p50']:6.1f}  {line['p99']:6.1f}  {line['own_mib']:7.1f}  {line['resident_mib']:12.1f}  {line['descriptors']:11}"
                  f"  {line['processes']:9}  {line['wal_mib']:7.1f}", flush=True)
    finally:
        beside.stopped.set()
        beside.join(120)
        daemon.stop()

    wrong = list(beside.wrong)
    # The good ones among the hostile mails are few and are always the same ones: counted apart, by their From.
    rows = dict(place.rows("SELECT outcome, count(*) FROM message WHERE from_domain GLOB 'reporter[0-9]*.example' OR from_domain = 'lottery.example' GROUP BY outcome"))
    [[evicted]] = place.rows("SELECT coalesce(sum(junk_evicted + bodiless_evicted), 0) FROM quarantine_day")
    for slug, number in expected.items():
        gone = evicted if slug == "no-signature" else 0    # they go first; some of those evicted may be hostile ones
        if not number - gone <= rows.get(slug, 0) <= number:
            wrong.append(f"{slug}: {number} sent, {rows.get(slug, 0)} in the store, {gone} evicted")
    if place.integrity() != "ok":
        wrong.append("the store is damaged")
    third = max(1, len(lines) // 3)
    for what, allowed in ("own_mib", 1.10), ("descriptors", 1.0), ("processes", 1.0):
        first, last = (statistics.median(line[what] for line in some) for some in (lines[:third], lines[-third:]))
        if last > first * allowed:
            wrong.append(f"{what} grew from {first:.1f} to {last:.1f}")
    if max(line["resident_mib"] for line in lines) > MEMORY_BOUND_MIB:
        wrong.append("the processes together grew beyond their bound")
    if max(line["wal_mib"] for line in lines) > WAL_BOUND / 2**20:
        wrong.append("the write-ahead log grew beyond its bound")
    print(f"{sum(expected.values())} mails: " + ", ".join(f"{number} {slug}" for slug, number in sorted(expected.items())) + f"; {beside.sent} hostile ones beside them; {evicted} unsigned ones evicted; load average {os.getloadavg()[0]:.1f}")
    shutil.rmtree(mails)
    place.remove()
    print(*(wrong or ["nothing lost, nothing doubled, nothing grew"]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
