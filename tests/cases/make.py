#!/usr/bin/python3
"""Writes cases anew from the mail makers of tests/support: make.py NAME… | --all

A case is NN-name/{message.eml, keys.txt, README.md, expect.json}. The keys are new each time. What the programs say of the mail is
then written by `UPDATE_EXPECTED=1 tests/cases/run.py NAME…`; README.md holds the verdict that the case is there for, and run.py
never changes it.
"""
import argparse
import datetime
import json
import pathlib
import sys
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from defects import DEFECTS, EXPECTED  # noqa: E402
from mail_parts import keys_text  # noqa: E402
from senders import SHAPES  # noqa: E402

DAY = datetime.date(2026, 10, 4)


def numbered():
    """case folder → (maker, right verdict). A case keeps the number that it has; a new one gets the next: shapes below 20, defects above."""
    numbers = {path.name.split("-", 1)[1]: int(path.name.split("-", 1)[0]) for path in HERE.glob("[0-9]*-*")}
    cases = {}
    for first, makers in ((1, SHAPES), (20, DEFECTS)):
        for name, make in makers.items():
            number = numbers.setdefault(name, max((numbers[other] + 1 for other in makers if other in numbers), default=first))
            cases[f"{number:02}-{name}"] = (make, EXPECTED.get(name, "acceptable"))
    return cases


def write(folder, make, verdict):
    sample = make(DAY, "example.net")
    folder.mkdir(exist_ok=True)
    (folder / "message.eml").write_bytes(sample.octets)
    (folder / "keys.txt").write_text(keys_text([sample]))
    about = "\n".join(textwrap.wrap(" ".join(sample.about.split()), 120))
    (folder / "README.md").write_text(f"# {sample.name}\n\n{about}\n\nVerdict: `{verdict}`\n")
    (folder / "expect.json").write_text(json.dumps({"at": sample.at.strftime("%Y-%m-%dT%H:%M:%SZ")}, indent=2) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="with or without its number")
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    cases = numbered()
    wanted = [folder for folder in cases if arguments.all or folder in arguments.names or folder.split("-", 1)[1] in arguments.names]
    if not wanted:
        parser.error("no such case; known: " + ", ".join(cases))
    for folder in wanted:
        write(HERE / folder, *cases[folder])
    print(f"{len(wanted)} written; now UPDATE_EXPECTED=1 tests/cases/run.py {'' if arguments.all else ' '.join(wanted)}".rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
