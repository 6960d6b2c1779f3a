#!/usr/bin/env python3
"""The matrix through dkimpy, an independent DKIM verifier: cross_check.py EXPORT-PROGRAM DISAGREEMENTS

dkimpy is asked of each mail whether one of its signatures passes, with the key's service judged as RFC 8460 asks. Where it
says otherwise than our table, the case must be listed in DISAGREEMENTS with the reason, and every case listed there must
still disagree. Columns: case, what we say, what dkimpy says, why.
"""

import csv
import pathlib
import subprocess
import sys
import tempfile
import time

import dkim

TIME_OF_RECEIPT = 1795000060


def answers_of(directory):
    """{case: {key name: TXT}}"""
    answers = {}
    with open(directory / "keys.tsv", newline="") as lines:
        for case, name, kind, record in csv.reader(lines, delimiter="\t"):
            if kind == "found":
                answers.setdefault(case, {})[name + "."] = bytes.fromhex(record)
    return answers


def passes(mail, records):
    def look_up(name, timeout=5):
        return records.get(name.decode("ascii", "replace").lower())

    # It counts fields from the top; a mail of ours has 13 signatures at most.
    for index in range(mail.lower().count(b"dkim-signature")):
        try:
            # "True" wants the word tlsrpt itself when there is an s= list; ours also takes "*".
            verifier = dkim.DKIM(mail, minkey=1024, tlsrpt=True)
            if verifier.verify(index, dnsfunc=look_up):
                return True
        except Exception:  # every refusal of dkimpy is an exception of its own
            continue
    return False


def main():
    program, listed_file = sys.argv[1], sys.argv[2]
    time.time = lambda: TIME_OF_RECEIPT
    with open(listed_file, newline="") as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row and not row[0].startswith("#")]
    listed = {row[0]: (row[1], row[2]) for row in rows}
    unexplained = [row[0] for row in rows if len(row) != 4 or not row[3].strip()]

    found = {}
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        subprocess.run([program, name], check=True)
        answers = answers_of(directory)
        with open(directory / "index.tsv", newline="") as lines:
            cases = list(csv.reader(lines, delimiter="\t"))
        for case, slug, _section in cases:
            ours = "pass" if slug == "acceptable" else "fail"
            mail = (directory / (case + ".eml")).read_bytes()
            theirs = "pass" if passes(mail, answers.get(case, {})) else "fail"
            if ours != theirs:
                found[case] = (ours, theirs)

    for case in sorted(set(found) - set(listed)):
        print(f"not listed: {case}: we say {found[case][0]}, dkimpy says {found[case][1]}")
    for case in sorted(set(listed) - set(found)):
        print(f"listed, but no disagreement: {case}")
    for case in sorted(case for case in found if case in listed and found[case] != listed[case]):
        print(f"listed otherwise: {case}: {listed[case]}, is {found[case]}")
    for case in unexplained:
        print(f"no reason given: {case}")
    same = found == listed and not unexplained
    print(f"{len(cases)} cases, {len(found)} disagreements, {'all' if same else 'not all'} explained")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
