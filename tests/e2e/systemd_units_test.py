#!/usr/bin/python3
"""etc/'s units under a real systemd, sandbox and all: it boots as the first process of namespaces of its own, over a read-only view of this
machine with a /run, /etc and /var/lib of its own, and knows no units but ours and the targets that they name.

Changed in the units: where the programs are, and the names of user and groups, which this machine may not have. Needs root, a systemd that is
installed (not running), and the right to make namespaces.
"""
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
from harness import EndToEnd, needs, needs_root, wait_until, yesterday
from lmtp import Client, hand_over

DAY, DOMAIN = yesterday(), "example.net"
SYSTEMD = pathlib.Path("/lib/systemd/systemd")
TARGETS = ["sysinit.target", "basic.target", "sockets.target", "timers.target", "shutdown.target", "network.target", "local-fs.target"]
BOOT = """
set -e
root=$1/root
mount --make-rprivate /
mkdir "$root"
mount --rbind / "$root"
mount -o remount,bind,ro "$root"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=755 tmpfs "$root/var/lib"
# Locks of whoever makes a user meanwhile come and go.
tar -C / --exclude='*.lock' -cf - etc | tar -C "$root/run" -xf -
mount --bind "$root/run/etc" "$root/etc"
cp -a "$1/files" "$root/run/test"
for folder in tmp var/tmp; do mount -t tmpfs -o mode=1777 tmpfs "$root/$folder"; done
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"    # its limits are the whole kernel's
umount -R "$root/sys/fs/cgroup" || true
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
exec chroot "$root" env -i container=test SYSTEMD_UNIT_PATH=/run/test/units /lib/systemd/systemd --system
"""


class Machine:
    """Boots, and is gone with its first process."""

    def __init__(self, folder):
        self.process = subprocess.Popen(["unshare", "--fork", "--kill-child", "--pid", "--mount", "--cgroup", "--uts", "--ipc", "--mount-proc",
                                         "bash", "-c", BOOT, "bash", folder], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.first = None

    def wait(self):
        """Until it runs. @return why it does not"""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        wait_until(lambda: self.process.poll() is not None or children.read_text().strip(), "a first process")
        if self.process.poll() is None:
            self.first = int(children.read_text())
            wait_until(lambda: self.process.poll() is not None or "running" in self.run("systemctl", "is-system-running", check=False), "it is up", 60)
        return None if self.process.poll() is None else self.process.stdout.read().decode(errors="replace")

    def path(self, name):
        return pathlib.Path(f"/proc/{self.first}/root{name}")

    def run(self, *command, check=True):
        process = subprocess.run(["nsenter", "-t", str(self.first), "-m", "-p", "-C", "-u", "-i", "--root", *command], capture_output=True, text=True, timeout=120, check=False)
        if check and process.returncode != 0:
            raise AssertionError(f"{command}: {process.returncode}\n{process.stdout}{process.stderr}{self.status()}")
        return process.stdout

    def status(self):
        return self.run("systemctl", "status", "--no-pager", "tlsrpt-lmtpd.service", check=False)

    def show(self, unit="tlsrpt-lmtpd.service"):
        return dict(line.partition("=")[::2] for line in self.run("systemctl", "show", unit).splitlines())

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@needs_root
@needs("unshare", "nsenter", "systemctl")
@unittest.skipUnless(SYSTEMD.exists(), "no systemd")
@unittest.skipIf(os.environ.get("TLSRPT_SANITIZE"), "a sanitizer needs memory that the sandbox does not give")
class Units(EndToEnd):
    def setUp(self):
        super().setUp()
        self.place.folder.chmod(0o755)
        self.files = self.place.folder / "files"
        units = self.files / "units"
        units.mkdir(parents=True)
        for program in ("tlsrpt-lmtpd", "tlsrpt-ingest"):
            shutil.copy(harness.BIN / program, self.files)
        for unit in [*(harness.ROOT / "etc").glob("tlsrpt-*.service"), *(harness.ROOT / "etc").glob("tlsrpt-*.socket")]:
            text = unit.read_text().replace("/usr/bin/tlsrpt-", "/run/test/tlsrpt-")
            text = re.sub(r"(?m)^(User|SocketUser)=tlsrpt$", r"\1=nobody", text)
            (units / unit.name).write_text(re.sub(r"(?m)^(Group=tlsrpt|SocketGroup=postfix)$", lambda match: match[1].split("=")[0] + "=nogroup", text))
        for target in TARGETS:
            shutil.copy(pathlib.Path("/lib/systemd/system") / target, units)
        (units / "default.target").write_text("[Unit]\nRequires=tlsrpt-lmtpd.socket\nAfter=tlsrpt-lmtpd.socket\n")
        self.drop_in = units / "tlsrpt-lmtpd.service.d"
        self.drop_in.mkdir()
        (self.drop_in / "test.conf").write_text("[Service]\nEnvironment=TLSRPT_KEYS=/run/test/keys.txt\nWatchdogSec=3\n")

    def boot(self):
        shutil.copy(self.place.keys, self.files)
        machine = Machine(self.place.folder)
        self.addCleanup(machine.stop)
        why = machine.wait()
        if why is not None:
            self.skipTest(f"systemd does not run in namespaces here: {why.strip()}")
        return machine

    def mail(self, report_id):
        sample = defects.plain(DAY, DOMAIN, report=defects.good_report(DAY, DOMAIN, **{"report-id": report_id}))
        self.place.add_keys(sample)
        return sample.octets

    def test_the_daemons_life(self):
        mails = [self.mail(f"report-{number}") for number in range(4)]
        machine = self.boot()
        socket_path = machine.path("/run/tlsrpt/lmtp.sock")
        self.assertEqual(oct(socket_path.stat().st_mode)[-3:], "660")
        self.assertEqual(machine.show()["ActiveState"], "inactive", "nobody has come yet")

        def assert_stored(number, outcome="stored"):
            self.assertRegex(hand_over(socket_path, mails[number])[0], rf"^250 2\.0\.0 {outcome}: ")
        assert_stored(0)    # the first client starts it
        shown = machine.show()
        self.assertEqual((shown["ActiveState"], shown["NRestarts"]), ("active", "0"))
        self.assertEqual(oct(machine.path("/var/lib/tlsrpt").stat().st_mode)[-3:], "750")
        status = machine.run("cat", f"/proc/{shown['MainPID']}/status")
        for line in ("Seccomp:\t2", "NoNewPrivs:\t1", "CapBnd:\t0000000000000000", "CapEff:\t0000000000000000"):
            self.assertIn(f"\n{line}\n", status)
        self.assertIn("\nUid:\t65534\t65534", status)

        machine.path("/etc/tlsrpt/tlsrpt.toml").write_text("[lmtp]\nmax_sessions = 1\n")
        machine.run("systemctl", "reload", "tlsrpt-lmtpd")
        with Client(socket_path) as first:
            first.reply()

            def refused():
                with Client(socket_path) as second:
                    return second.reply().startswith("421")
            wait_until(refused, "the new configuration counts")
        self.assertEqual(machine.show()["ActiveState"], "active", "and the reload is over")
        machine.path("/etc/tlsrpt/tlsrpt.toml").write_text("")

        machine.run("kill", "-KILL", machine.show()["MainPID"])
        assert_stored(1)    # its client waits in systemd's socket
        self.assertEqual(machine.show()["NRestarts"], "1")
        machine.run("kill", "-STOP", machine.show()["MainPID"])    # it does not turn any more: the watchdog's turn
        wait_until(lambda: machine.show()["NRestarts"] == "2", "systemd ends it and starts another", 60)
        assert_stored(2)    # which takes that the restart has left the socket where it was
        assert_stored(0, "duplicate")

        machine.run("systemctl", "stop", "tlsrpt-lmtpd.socket", "tlsrpt-lmtpd.service")
        shown = machine.show()
        self.assertEqual((shown["ActiveState"], shown["Result"], shown["ExecMainStatus"]), ("inactive", "success", "0"))
        machine.run("systemctl", "start", "tlsrpt-lmtpd.service")    # without its socket unit it listens itself
        assert_stored(3)

    def test_a_wrong_configuration_is_not_tried_again_and_again(self):
        machine = self.boot()
        machine.path("/etc/tlsrpt").mkdir(exist_ok=True)
        machine.path("/etc/tlsrpt/tlsrpt.toml").write_text("no configuration\n")
        machine.run("systemctl", "start", "tlsrpt-lmtpd.service", check=False)
        shown = machine.show()
        self.assertEqual((shown["ActiveState"], shown["ExecMainStatus"], shown["NRestarts"]), ("failed", "78", "0"))

    def test_the_timers_service(self):
        machine = self.boot()
        with contextlib.suppress(FileExistsError):
            machine.path("/var/lib/tlsrpt").mkdir()
        machine.run("chown", "nobody:nogroup", "/var/lib/tlsrpt")
        machine.run("systemctl", "start", "tlsrpt-reprocess.service")
        shown = machine.show("tlsrpt-reprocess.service")
        self.assertEqual((shown["Result"], shown["ExecMainStatus"]), ("success", "0"))


if __name__ == "__main__":
    harness.main()
