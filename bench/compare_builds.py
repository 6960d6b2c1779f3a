#!/usr/bin/python3
"""Do two builds judge and store the same? compare_builds.py OLD NEW [--mails DIR --keys FILE [--count N]]

OLD and NEW are folders with the programs. Every mail there is (tests/cases, the senders, defects and hostile mails of tests/support, the corpus of
real mails and reports, and those of --mails) is judged by `check --format json`, as of a fixed time; then all of them are delivered in the same
order into a new store, once by `tlsrpt-ingest deliver` and once over LMTP to tlsrpt-lmtpd, and all rows are compared. Each delivered mail has a Received field of
this midnight, so that both builds take it as of the same moment.

Exit status: 0 all the same, 1 a difference, which is printed.
"""
import argparse
import dataclasses
import datetime
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "support"))
import corpus
import defects
import harness
import hostile
import lmtp
import senders
from mail_parts import keys_text


@dataclasses.dataclass
class Group:
    """Mails that are judged with the same keys."""
    name: str
    mails: list    # (name, octets)
    keys: str      # text of a key file


def groups(arguments):
    for case in sorted((harness.ROOT / "tests" / "cases").glob("[0-9]*")):
        yield Group(case.name, [(case.name, (case / "message.eml").read_bytes())], (case / "keys.txt").read_text())
    day = harness.yesterday()
    fresh = {name: make(day, "example.net") for name, make in {**senders.SHAPES, **defects.DEFECTS}.items()}
    for name, sample in {**fresh, **{f"hostile-{name}": sample for name, _, sample in hostile.mails(day, "example.net")}}.items():
        yield Group(name, [(name, sample.octets)], keys_text([sample]))
    if corpus.FOLDER:
        mails = [(file.name, file.read_bytes()) for file in sorted((corpus.FOLDER / "eml").glob("*.eml"))]
        yield Group("corpus", mails, (corpus.FOLDER / "keys.txt").read_text())
    if arguments.mails:
        more = sorted(arguments.mails.glob("*.eml"))[:arguments.count]
        yield Group("more", [(file.name, file.read_bytes()) for file in more], arguments.keys.read_text())


def received(midnight):
    return f"Received: from sender.example by mx.example.net; {midnight:%a, %d %b %Y %H:%M:%S} +0000\r\n".encode()


def verdicts(programs, place, every, midnight):
    said = []
    for group in every:
        place.keys.write_text(group.keys)
        files = []
        for number, (_, octets) in enumerate(group.mails):
            files.append(place.folder / f"{number:05}.eml")
            files[-1].write_bytes(octets)
        command = [programs / "tlsrpt-ingest", "check", "--config", place.config, "--keys", place.keys, "--format", "json", "--at",
                   f"{midnight:%Y-%m-%dT%H:%M:%SZ}", *(file.name for file in files)]
        done = subprocess.run(command, capture_output=True, env=harness.clean_environment(), cwd=place.folder, check=False)
        said += [f"{group.name} {line}" for line in done.stdout.decode().splitlines()]
    return said


def dump(database):
    """Every row of every table; the builds may differ in schema, as long as a table has the same columns."""
    connection = sqlite3.connect(database)
    rows = []
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall():
        answer = connection.execute(f'SELECT * FROM "{table}"')
        columns = " ".join(column[0] for column in answer.description)
        rows += [f"{table} ({columns}) {row!r}" for row in sorted(answer.fetchall(), key=repr)]
    connection.close()
    return rows


def by_pipe(programs, place, group):
    command = [programs / "tlsrpt-ingest", "deliver", *place.common(), "--keys", place.keys, "--sender", "a@sender.example", "--recipient", "tlsrpt@example.net"]
    for name, octets in group.mails:
        done = subprocess.run(command, input=octets, capture_output=True, env=harness.clean_environment(), check=False)
        yield f"{name} {done.returncode} {done.stdout.decode(errors='replace').strip()}"


def by_lmtp(programs, place, group):
    lmtp.LMTPD = str(programs / "tlsrpt-lmtpd")
    daemon = lmtp.Daemon(place)
    with lmtp.Client(daemon.socket) as client:
        client.reply()
        client.command("LHLO client.example")
        for name, octets in group.mails:
            client.envelope("a@sender.example", ["tlsrpt@example.net"])
            client.mail(octets)
            yield f"{name} {client.reply()}"
    daemon.stop(signal.SIGTERM)


def deliveries(how, programs, place, every, midnight):
    said = []
    for group in every:
        place.keys.write_text(group.keys)
        fresh = [(name, received(midnight) + octets) for name, octets in group.mails]
        said += how(programs, place, Group(group.name, fresh, group.keys))
    return said, dump(place.database)


def differences(what, old, new):
    if old == new:
        print(f"{what}: {len(old)} lines, the same")
        return 0
    print(f"{what}: DIFFERENT, {len(old)} and {len(new)} lines")
    shown = [(a, b) for a, b in zip(old, new) if a != b][:5]
    for before, after in shown:
        print(f"  old {str(before)[:2000]}\n  new {str(after)[:2000]}")
    return 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=pathlib.Path)
    parser.add_argument("new", type=pathlib.Path)
    parser.add_argument("--mails", type=pathlib.Path, help="further mails, *.eml")
    parser.add_argument("--keys", type=pathlib.Path, help="their keys")
    parser.add_argument("--count", type=int, help="only so many of them")
    arguments = parser.parse_args()
    midnight = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    every = list(groups(arguments))
    print(f"{sum(len(group.mails) for group in every)} mails")
    found = 0
    with tempfile.TemporaryDirectory(prefix="tlsrpt-compare-") as folder:
        def place():
            return harness.Place(tempfile.mkdtemp(dir=folder))
        builds = [arguments.old.resolve(), arguments.new.resolve()]
        found += differences("verdicts", *(verdicts(build, place(), every, midnight) for build in builds))
        for what, how in (("pipe", by_pipe), ("LMTP", by_lmtp)):
            (old_said, old_rows), (new_said, new_rows) = (deliveries(how, build, place(), every, midnight) for build in builds)
            found += differences(f"replies over {what}", old_said, new_said)
            found += differences(f"rows after delivery over {what}", old_rows, new_rows)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
