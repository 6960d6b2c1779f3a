"""What end-to-end tests have in common: the real programs, a store of their own, and skips that show.

A test file ends with `harness.main()`. Exit status: 0 passed, 1 failed, 77 (ctest: Skipped) when nothing failed but something
could not be run here; the reason is printed.

    TLSRPT_BIN   the folder with the programs (ctest sets it)
"""
import contextlib
import dataclasses
import datetime
import functools
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

from mail_parts import keys_text

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("TLSRPT_BIN", ROOT / "build" / "dev" / "src" / "tools"))
INGEST, QUERY = str(BIN / "tlsrpt-ingest"), str(BIN / "tlsrpt-query")
PEERS = pathlib.Path("/var/lib/tlsrpt-test-peers")    # scripts/install-deps --test
STATUS_LINE = re.compile(r"([245]\.\d+\.\d+) ([a-z-]+)(?:: .*)?\n")


def yesterday():
    """A report day that mails of senders.py, sent the morning after, had in the past."""
    return datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=2)


def clean_environment(**more):
    return {**{name: value for name, value in os.environ.items() if not name.startswith("TLSRPT_")}, "LC_ALL": "C.UTF-8", **more}


def sanitizer_beside_a_preload():
    """ASAN_OPTIONS for a program with an LD_PRELOAD, which AddressSanitizer would refuse to share."""
    return _sanitizer_with("verify_asan_link_order=0")


def sanitizer_under_strace():
    """ASAN_OPTIONS for a program that strace traces, as the search for leaks would have to. What else is found is reported where it always is."""
    return _sanitizer_with("detect_leaks=0")


def _sanitizer_with(option):
    return ":".join([*filter(None, [os.environ.get("ASAN_OPTIONS")]), option])


def wait_until(condition, what, seconds=30.0):
    """Polls until condition() is true; the value it gave. AssertionError at the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


@dataclasses.dataclass
class Delivery:
    """How one run of `tlsrpt-ingest deliver` ended."""
    exit: int
    stdout: str
    stderr: str

    @property
    def slug(self):
        match = STATUS_LINE.match(self.stdout)
        return match[2] if match else None


def delivery_of(process):
    return Delivery(process.returncode, process.stdout.decode("utf-8", "replace"), process.stderr.decode("utf-8", "replace"))


class Place:
    """A folder with a store, a key file and an empty configuration, for one test."""

    def __init__(self, folder=None):
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="tlsrpt-test-"))
        self.database = self.folder / "store" / "tlsrpt.db"
        self.database.parent.mkdir(exist_ok=True)
        self.keys = self.folder / "keys.txt"
        self.keys.touch()
        self.config = self.folder / "tlsrpt.toml"
        self.config.touch()

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def add_keys(self, *samples):
        lines = self.keys.read_text() + keys_text(samples)
        self.keys.write_text("".join(dict.fromkeys(lines.splitlines(keepends=True))))

    def common(self):
        return ["--config", str(self.config), "--database", str(self.database)]

    def deliver_command(self, *more):
        return [INGEST, "deliver", *self.common(), "--keys", str(self.keys), "--sender", "reports@sender.example",
                "--recipient", "tlsrpt@example.net", *more]

    def deliver(self, octets, *more, wrapper=(), timeout=120):
        """Pipes a mail in, as an MTA does; a Sample's keys are known first."""
        if not isinstance(octets, bytes):
            self.add_keys(octets)
            octets = octets.octets
        process = subprocess.run([*wrapper, *self.deliver_command(*more)], input=octets, capture_output=True, env=clean_environment(),
                                 timeout=timeout, check=False)
        return delivery_of(process)

    def query(self, *arguments):
        """A JSON answer of tlsrpt-query."""
        process = subprocess.run([QUERY, *arguments, *self.common(), "--format", "json"], capture_output=True, env=clean_environment(),
                                 timeout=60, check=False)
        if process.returncode != 0:
            raise AssertionError(f"tlsrpt-query {arguments}: exit {process.returncode}: {process.stderr.decode(errors='replace')}")
        return json.loads(process.stdout)

    def check(self, *files, at=None, keys=None, config=None):
        """[one object for each file] of `tlsrpt-ingest check`, and its exit status."""
        command = [INGEST, "check", "--config", str(config or self.config), "--keys", str(keys or self.keys), "--format", "json"]
        command += ["--at", at] if at else []
        process = subprocess.run([*command, *map(str, files)], capture_output=True, env=clean_environment(), timeout=300, check=False)
        return [json.loads(line) for line in process.stdout.splitlines()], process.returncode

    def rows(self, sql, *parameters):
        with contextlib.closing(sqlite3.connect(self.database, timeout=30)) as database:
            return database.execute(sql, parameters).fetchall()

    def integrity(self):
        return self.rows("PRAGMA integrity_check")[0][0]


class EndToEnd(unittest.TestCase):
    """A test with a Place of its own."""
    maxDiff = None

    def setUp(self):
        self.place = Place()
        self.addCleanup(self.place.remove)

    def assert_delivered(self, delivery, slug):
        """Exit 0 and one line with that slug: the mail is ours now."""
        self.assertEqual((delivery.exit, delivery.slug), (0, slug), delivery)
        self.assert_one_line(delivery)

    def assert_deferred(self, delivery, *slugs):
        """Exit 75 and one line that says why: the MTA keeps the mail."""
        self.assertEqual(delivery.exit, 75, delivery)
        self.assertIn(delivery.slug, slugs, delivery)
        self.assert_one_line(delivery)

    def assert_one_line(self, delivery):
        self.assertRegex(delivery.stdout, rf"\A{STATUS_LINE.pattern}\Z")
        self.assertRegex(delivery.stdout, r"\A2\." if delivery.exit == 0 else r"\A4\.")


def needs_root(test):
    return unittest.skipUnless(os.geteuid() == 0, "needs root")(test)


def needs(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    return unittest.skipIf(missing, f"not installed: {', '.join(missing)}")


@functools.cache
def unbound_program():
    """An unbound to run, the machine's or the unpacked one; None when there is none."""
    unpacked = PEERS / "unbound" / "usr" / "sbin" / "unbound"
    return shutil.which("unbound", path="/usr/sbin:/usr/bin") or (str(unpacked) if unpacked.exists() else None)


@functools.cache
def promtool():
    """Prometheus's checker, the machine's or the unpacked one; None when there is none."""
    unpacked = PEERS / "prometheus" / "usr" / "bin" / "promtool"
    return shutil.which("promtool") or (str(unpacked) if unpacked.exists() else None)


def main():
    if not os.access(INGEST, os.X_OK):
        print(f"no programs in {BIN}; build them, or set TLSRPT_BIN", file=sys.stderr)
        sys.exit(1)
    program = unittest.main(module="__main__", exit=False, verbosity=2, argv=[sys.argv[0], *sys.argv[1:]])
    result = program.result
    for test, reason in result.skipped:
        print(f"SKIPPED {test.id()}: {reason}")
    if not result.wasSuccessful() or result.testsRun == 0:
        sys.exit(1)
    sys.exit(77 if result.skipped else 0)
