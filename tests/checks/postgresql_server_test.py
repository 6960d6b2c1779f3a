#!/usr/bin/python3
"""The tests' own PostgreSQL: it keeps what was committed through a crash, and leaves nothing behind, however its test ends."""
import os
import pathlib
import signal
import subprocess
import sys
import unittest

SUPPORT = pathlib.Path(__file__).resolve().parents[1] / "support"
sys.path.insert(0, str(SUPPORT))
import postgresql_server  # noqa: E402
from harness import wait_until  # noqa: E402
from postgresql_server import Server, process_of  # noqa: E402

if postgresql_server.missing():
    print(f"SKIPPED: {postgresql_server.missing()}")
    sys.exit(77)

HOLDER = """
import sys
sys.path.insert(0, sys.argv[1])
from postgresql_server import Server
server = Server(fsync=False)
print(server.folder, server.process.pid, flush=True)
sys.stdin.read()
"""


def is_running(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def segments():
    """Segments of System V shared memory that nobody uses any more."""
    rows = [line.split() for line in pathlib.Path("/proc/sysvipc/shm").read_text().splitlines()[1:]]
    return {row[1] for row in rows if row[6] == "0"}


class TheServer(unittest.TestCase):
    def test_a_crash_keeps_what_was_committed(self):
        with Server() as server:
            server.sql("CREATE TABLE kept (n int); INSERT INTO kept SELECT generate_series(1, 1000)")
            open_one = subprocess.Popen([postgresql_server.programs() / "psql", "-X", "-q", "-d", server.url()], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
            open_one.stdin.write(b"BEGIN; INSERT INTO kept VALUES (0);\n\\echo inserted\n")
            open_one.stdin.flush()
            self.assertEqual(open_one.stdout.readline(), b"inserted\n")
            server.kill()
            self.assertIsNone(process_of(server.data))
            with self.assertRaises(AssertionError):
                server.sql("SELECT 1")
            server.start()
            self.assertEqual(server.sql("SELECT count(*), min(n) FROM kept"), [["1000", "1"]])
            open_one.communicate()

    def test_stops_and_starts(self):
        with Server(fsync=False, settings={"max_connections": 7}) as server:
            server.stop()
            self.assertIsNone(process_of(server.data))
            server.start()
            self.assertEqual(server.sql("SHOW max_connections; SHOW fsync"), [["7\noff"]])
            self.assertEqual(server.sql("SELECT current_user, current_database()"), [["postgres", "postgres"]])
            server.database("one more")
            self.assertEqual(server.sql("SELECT 'B' < 'a', current_database()", "one more"), [["f", "one more"]])    # not the collation "C"

    def test_nothing_is_left(self):
        before = segments()
        with Server() as server:
            folder, pid = server.folder, server.process.pid
            server.kill()
        self.assertFalse(folder.exists())
        self.assertFalse(is_running(pid))
        self.assertLessEqual(segments(), before)

    def test_nothing_is_left_of_a_test_that_was_killed(self):
        for number in (signal.SIGKILL, signal.SIGTERM):
            with self.subTest(number):
                holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(SUPPORT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                folder, pid = holder.stdout.readline().split()
                self.assertTrue(is_running(int(pid)))
                os.kill(holder.pid, number)
                holder.communicate()
                wait_until(lambda gone=pathlib.Path(folder.decode()): not gone.exists(), "the folder is removed")
                self.assertFalse(is_running(int(pid)))

    def test_the_command(self):
        ran = subprocess.run([SUPPORT / "with_postgresql", "--no-fsync", "sh", "-c", 'psql -X -A -t -d "$TLSRPT_TEST_POSTGRESQL" -c "SHOW fsync"; exit 3'],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        self.assertEqual((ran.returncode, ran.stdout), (3, b"off\n"))
        self.assertEqual(subprocess.run([SUPPORT / "with_postgresql", "--what"], stderr=subprocess.DEVNULL, check=False).returncode, 64)


if __name__ == "__main__":
    unittest.main(verbosity=2)
