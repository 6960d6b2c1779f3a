#!/usr/bin/python3
"""Writes signed report mails and the keys to judge them: NAME.eml for each, and keys.txt in the format of --keys.

    make_mails.py --out DIR [--day YYYY-MM-DD] [--policy-domain D] [--lf] [NAME…]
    make_mails.py --list

NAMEs are senders' shapes and defects (--list shows them; default: all shapes). The reports speak of --day (default: two days ago)
and the mails were sent the morning after. The keys are made anew each time and thrown away.
"""
import argparse
import datetime
import pathlib
import sys

from defects import DEFECTS, EXPECTED
from mail_parts import keys_text
from senders import SHAPES


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--day", type=datetime.date.fromisoformat,
                        default=datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=2))
    parser.add_argument("--policy-domain", default="example.net")
    parser.add_argument("--lf", action="store_true", help="LF line ends, as a pipe transport hands mails over")
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    makers = {**SHAPES, **DEFECTS}
    if arguments.list:
        for name, make in makers.items():
            about = make.__doc__ if name in SHAPES else EXPECTED[name]
            print(f"{name:32} {about.splitlines()[0]}")
        return 0
    unknown = [name for name in arguments.names if name not in makers]
    if unknown or not arguments.out:
        parser.error(f"unknown name: {', '.join(unknown)}" if unknown else "--out is required")
    arguments.out.mkdir(parents=True, exist_ok=True)
    samples = [makers[name](arguments.day, arguments.policy_domain) for name in arguments.names or SHAPES]
    for sample in samples:
        octets = sample.octets.replace(b"\r\n", b"\n") if arguments.lf else sample.octets
        (arguments.out / f"{sample.name}.eml").write_bytes(octets)
    (arguments.out / "keys.txt").write_text(keys_text(samples))
    return 0


if __name__ == "__main__":
    sys.exit(main())
