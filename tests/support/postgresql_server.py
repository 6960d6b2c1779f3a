"""A PostgreSQL of one's own for a test: Debian's programs, a temporary folder, a unix socket, and nothing left of it afterwards.

    with Server() as server:  server.url("postgres")  →  postgresql://…     kill() crashes it, start() brings it back

    with_postgresql COMMAND…   runs COMMAND with TLSRPT_TEST_POSTGRESQL set to the URL of a superuser; 77 when there is no PostgreSQL

The server runs as an unprivileged user, since it refuses root. Its socket is in a folder that only root and that user may enter, so every role may
log in without a password. A keeper outside of the test's process tree ends the server and removes the folder when the test ends, however it ends.
Its default collation is not "C", so that a question that forgets to say how text is sorted is found out.
"""
import contextlib
import ctypes
import os
import pathlib
import pwd
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.parse

SETTINGS = {
    "listen_addresses": "", "max_connections": 60, "shared_buffers": "32MB", "dynamic_shared_memory_type": "mmap", "jit": "off",
    "wal_level": "minimal", "max_wal_senders": 0, "timezone": "UTC", "log_timezone": "UTC", "log_line_prefix": "%m [%p] %u ",
    "log_checkpoints": "off", "cluster_name": "tlsrpt-test",
}
STREAMING = {"wal_level": "replica", "max_wal_senders": 4, "hot_standby": "on"}
START_SECONDS, END_SECONDS = 60, 30


def programs():
    """The folder of the newest server that is installed; None when there is none."""
    found = [path for path in pathlib.Path("/usr/lib/postgresql").glob("*/bin") if (path / "postgres").exists()]
    return max(found, key=lambda path: int(path.parent.name), default=None)


def missing():
    """Why no server can run here; None when it can."""
    return None if programs() else "no PostgreSQL server is installed (scripts/install-deps --test)"


def account():
    """Who runs the server: somebody else than root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres")
    return pwd.getpwnam("nobody")


def as_account(who):
    """Arguments for subprocess that make it that user's."""
    return {} if os.geteuid() == who.pw_uid else {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def process_of(data):
    """The number of the server that works on that folder; None when there is none."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        if os.readlink(f"/proc/{pid}/cwd") == str(data):    # numbers are used again
            return pid
    return None


def children_of(pid):
    with contextlib.suppress(OSError):
        return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def end_of(pid, number):
    """Sends a signal and waits until the process is gone, even one that is nobody's child any more."""
    with contextlib.suppress(ProcessLookupError):
        descriptor = os.pidfd_open(pid)
        try:
            os.kill(pid, number)
            if not select.select([descriptor], [], [], END_SECONDS)[0]:
                raise AssertionError(f"process {pid} did not end")
        finally:
            os.close(descriptor)


def crash(data):
    """Server and backends at once, as when a machine loses its power: nobody may tidy up or answer a client after it."""
    pid = process_of(data)
    if pid is None:
        return
    os.kill(pid, signal.SIGSTOP)    # starts no backend from here on
    for process in [*children_of(pid), pid]:
        end_of(process, signal.SIGKILL)


class Server:
    """`fsync`: on, as in real life; off for tests that kill nobody. `settings`: more lines for postgresql.conf. `hba`: lines before "all may log in".
    `standby_of`: a Server made with STREAMING in its settings, which this one follows."""

    def __init__(self, *, fsync=True, settings=None, hba=(), start=True, standby_of=None):
        self.account = account()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tlsrpt-pg-")).resolve()
        self.data = self.folder / "data"
        self.process = None
        self._keep()
        try:
            os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
            if standby_of:
                self._follow(standby_of)
            else:
                self._make(fsync, settings or {}, hba)
            if start:
                self.start()
        except BaseException:
            self.close()
            raise

    def _keep(self):
        # Twice forked, so that it is in no process tree that somebody ends together with the test.
        command = [sys.executable, str(pathlib.Path(__file__).resolve()), "--keep", str(self.folder)]
        keeper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        if keeper.stdout.read(1) != b"k" or keeper.wait() != 0:
            raise AssertionError("the keeper did not start")
        self.keeper = keeper

    def _run(self, *command):
        done = subprocess.run([str(programs() / command[0]), *command[1:]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=self.folder, check=False,
                              env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, **as_account(self.account))
        if done.returncode:
            raise AssertionError(f"{command[0]}: {done.stdout.decode(errors='replace')}")

    def _make(self, fsync, settings, hba):
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--no-sync", "--no-instructions", "--encoding=UTF8",
                  "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")
        values = {**SETTINGS, "unix_socket_directories": str(self.folder), "fsync": "on" if fsync else "off", **settings}
        lines = "".join(f"{name} = '{value}'\n" for name, value in values.items())
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(lines)
        (self.data / "pg_hba.conf").write_text("".join(f"{line}\n" for line in [*hba, "local all all trust", "local replication all trust"]))

    def _follow(self, primary):
        self._run("pg_basebackup", "-D", str(self.data), "-h", str(primary.folder), "-U", "postgres", "-R", "--checkpoint=fast", "--no-sync")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"unix_socket_directories = '{self.folder}'\n")

    @property
    def log(self):
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def start(self):
        """Returns when it takes questions, which after kill() is when it has recovered."""
        assert process_of(self.data) is None, "it runs"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready, (self.folder / "log").open("ab") as log:
            ready.bind(b"\0tlsrpt-" + os.urandom(8).hex().encode())
            name = "@" + ready.getsockname()[1:].decode()    # as systemd would tell it: sd_notify(3)
            self.process = subprocess.Popen([str(programs() / "postgres"), "-D", str(self.data)], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            cwd=self.folder, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "NOTIFY_SOCKET": name},
                                            **as_account(self.account))
            ended = os.pidfd_open(self.process.pid)
            try:
                while True:
                    who, _, _ = select.select([ready, ended], [], [], START_SECONDS)
                    if ready in who and b"READY=1" in ready.recv(4096):
                        return self
                    if ready not in who:
                        raise AssertionError(f"PostgreSQL did not start:\n{self.log}")
            finally:
                os.close(ended)

    def stop(self):
        """In order: open transactions are rolled back, clients are told."""
        pid = process_of(self.data)
        if pid is not None:
            end_of(pid, signal.SIGINT)
        self._reap()

    def kill(self):
        """A crash. What was committed must be there after start(), and nothing else."""
        crash(self.data)
        self._reap()

    def _reap(self):
        if self.process:
            self.process.wait()
            self.process = None

    def close(self):
        """Ends it and waits until everything is removed."""
        self.keeper.stdin.close()
        self.keeper.stdout.read()
        self.keeper.stdout.close()
        self._reap()

    def url(self, role="postgres", database="postgres", host=None):
        """`host`: the folder of another socket, as a relay has it."""
        return f"postgresql://{urllib.parse.quote(role, safe='')}@/{urllib.parse.quote(database, safe='')}?host={host or self.folder}"

    def sql(self, text, database="postgres", role="postgres"):
        """Rows as lists of text, NULL as ''."""
        command = [str(programs() / "psql"), "-X", "-q", "-A", "-t", "-F", "\x1f", "-R", "\x1e", "-v", "ON_ERROR_STOP=1", "-d", self.url(role, database)]
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=False, env={"PATH": "/usr/bin:/bin", "PGCLIENTENCODING": "UTF8"})
        if done.returncode:
            raise AssertionError(f"{text}: {done.stderr.decode(errors='replace')}")
        text = done.stdout.decode().removesuffix("\n")
        return [row.split("\x1f") for row in text.split("\x1e")] if text else []

    def database(self, name):
        """Makes an empty one. @return its URL"""
        self.sql(f'CREATE DATABASE "{name}"')
        return self.url("postgres", name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def forget_shared_memory(data):
    """A killed server leaves a segment of some octets behind; postmaster.pid names it."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        segment = int((data / "postmaster.pid").read_text().split("\n")[6].split()[1])
        ctypes.CDLL(None).shmctl(segment, 0, None)    # IPC_RMID


def keep(folder):
    """Waits until the test's end of the pipe is closed, then tidies up."""
    if os.fork():
        os._exit(0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    os.write(1, b"k")
    while os.read(0, 1):
        pass
    data = folder / "data"
    crash(data)
    forget_shared_memory(data)
    shutil.rmtree(folder, ignore_errors=True)


def with_postgresql(arguments):
    """The command. @return its exit status"""
    settings = {}
    fsync = True
    while arguments and arguments[0].startswith("-"):
        option = arguments.pop(0)
        if option == "--no-fsync":
            fsync = False
        elif match := re.fullmatch(r"--set=([a-z_.]+)=(.*)", option):
            settings[match[1]] = match[2]
        else:
            arguments = []
    if not arguments:
        print("usage: with_postgresql [--no-fsync] [--set=NAME=VALUE]… COMMAND…", file=sys.stderr)
        return 64
    if reason := missing():
        print(f"SKIPPED: {reason}")
        return 77
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Server(fsync=fsync, settings=settings) as server:
        status = subprocess.run(arguments, env={**os.environ, "TLSRPT_TEST_POSTGRESQL": server.url()}, check=False).returncode
        if status != 0:
            print(server.log[-4000:], file=sys.stderr)
        return 128 - status if status < 0 else status


if __name__ == "__main__":
    if sys.argv[1:2] == ["--keep"]:
        keep(pathlib.Path(sys.argv[2]))
    else:
        sys.exit(with_postgresql(sys.argv[1:]))
