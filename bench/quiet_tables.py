#!/usr/bin/python3
"""Markdown tables from the JSON that side_by_side.py --json writes: quiet_tables.py FILE…

A file's name is PLACE-SESSIONS.json, or a class of mails. Medians with the least and the most; CPU relative to py_baseline of the same runs. A program
that was wrong once has no row.
"""
import collections
import json
import pathlib
import statistics
import sys

BASE = "py_baseline"
MEDIAN = statistics.median


def rows_of(runs):
    """Program → its runs, those whose every run was right."""
    found = collections.defaultdict(list)
    for run in runs:
        found[run["program"]].append(run)
    return {program: of_it for program, of_it in found.items() if all(run.get("right") for run in of_it)}


def cpu_ms(runs):
    return sorted(1e3 * run["cpu_s"] / run["n"] for run in runs)


def table(name, runs):
    by_program = rows_of(runs)
    for program in sorted({run["program"] for run in runs} - set(by_program)):
        print(f"{name}: {program} was wrong or failed", file=sys.stderr)
    base = MEDIAN(cpu_ms(by_program[BASE])) if BASE in by_program else None
    print(f"\n| {name} | CPU, relative to {BASE} | CPU ms a mail, all processes | mails/s | p50, p99 | resident |\n|---|---|---|---|---|---|")
    for program, of_it in sorted(by_program.items(), key=lambda item: MEDIAN(cpu_ms(item[1]))):
        cpu = cpu_ms(of_it)
        ratio = f"{MEDIAN(cpu) / base:.2f}" if base else "–"
        latency = f"{MEDIAN(run['p50_ms'] for run in of_it):.1f} ms, {MEDIAN(run['p99_ms'] for run in of_it):.1f} ms" if "p50_ms" in of_it[0] else "–"
        print(f"| {program} | {ratio} | {MEDIAN(cpu):.3f} ({cpu[0]:.3f}-{cpu[-1]:.3f}) | {MEDIAN(run['n'] / run['wall_s'] for run in of_it):,.0f} "
              f"| {latency} | {MEDIAN(run['rss_mib'] for run in of_it):.0f} MiB |")


def main():
    for file in map(pathlib.Path, sys.argv[1:]):
        place, _, sessions = file.stem.partition("-")
        table(f"{place}, {sessions} session{'' if sessions == '1' else 's'}" if sessions else f"{place} reports", json.loads(file.read_text()))


if __name__ == "__main__":
    main()
