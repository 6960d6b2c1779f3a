#!/usr/bin/python3
"""The Debian package in a clean Debian 12: installed, used, installed again, removed, purged.

The root is made by scripts/install-deps --test; what the package depends on comes from the machine's own Debian mirror.
"""
import datetime
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
import lmtp
import senders
from mail_parts import keys_text

CLEAN_ROOT = harness.PEERS / "debian.tar"
TIMERS = {path.name for path in (harness.ROOT / "etc").glob("*.timer")}
WANTED = pathlib.Path("etc/systemd/system/timers.target.wants")


class Root:
    """A Debian of its own; commands run in it with their own /proc."""

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="tlsrpt-debian-"))
        subprocess.run(["tar", "-C", self.path, "-xf", CLEAN_ROOT], check=True)
        self.path.chmod(0o755)
        for name in ["sources.list", "sources.list.d", "apt.conf.d", "auth.conf.d", "keyrings", "trusted.gpg.d"]:
            source, target = pathlib.Path("/etc/apt", name), self.path / "etc/apt" / name
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            elif source.exists():
                shutil.copy(source, target)
        shutil.copy("/etc/resolv.conf", self.path / "etc/resolv.conf")
        policy = self.path / "usr/sbin/policy-rc.d"    # no service of another package starts
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)

    def remove(self):
        shutil.rmtree(self.path)

    def command(self, *words, user=None):
        inside = ["runuser", "-u", user, "--", *words] if user else [*words]
        return ["unshare", "--mount", "--pid", "--fork", f"--mount-proc={self.path}/proc", "chroot", str(self.path), *inside]

    def run(self, *words, user=None, octets=None, check=True):
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "HOME": "/root"}
        source = {"stdin": subprocess.DEVNULL} if octets is None else {"input": octets}
        process = subprocess.run(self.command(*words, user=user), **source, capture_output=True, env=environment, timeout=300, check=False)
        if check and process.returncode != 0:
            raise AssertionError(f"{words}: exit {process.returncode}\n{process.stdout.decode()[-3000:]}\n{process.stderr.decode()[-3000:]}")
        return process

    def files(self):
        return {str(path.relative_to(self.path)) for top in ["etc", "usr", "var/lib"] for path in (self.path / top).rglob("*")}


@harness.needs_root
@unittest.skipUnless(CLEAN_ROOT.exists(), "no clean Debian here: scripts/install-deps --test makes one")
class Package(unittest.TestCase):
    """In the order of a package's life; each test continues where the one before it stopped."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        build = harness.BIN.parents[1]
        subprocess.run([harness.ROOT / "scripts/package", cls.folder.name], env={**os.environ, "TLSRPT_BUILD": str(build)}, check=True, stdout=subprocess.DEVNULL)
        cls.deb, = pathlib.Path(cls.folder.name).glob("*.deb")
        cls.root = Root()
        cls.addClassCleanup(cls.root.remove)
        cls.addClassCleanup(cls.folder.cleanup)
        shutil.copy(cls.deb, cls.root.path / "tmp/tlsrpt-inbox.deb")
        cls.root.run("apt-get", "update", "-qq")
        cls.before = cls.root.files()

    def install(self):
        self.root.run("apt-get", "install", "-qq", "--no-install-recommends", "--reinstall", "/tmp/tlsrpt-inbox.deb")

    def stat(self, path):
        return self.root.run("stat", "-c", "%A %U %G", path).stdout.decode().strip()

    def test_1_installs_with_what_it_depends_on(self):
        self.install()
        self.assertEqual(self.root.run("dpkg-query", "-W", "-f=${db:Status-Status}", "tlsrpt-inbox").stdout, b"installed")
        for program in ["tlsrpt-ingest", "tlsrpt-query", "tlsrpt-doctor", "tlsrpt-lmtpd", "tlsrpt-deliver"]:
            self.assertRegex(self.root.run(program, "--version").stdout.decode(), r"\d+\.\d+\.\d+")

    def test_2_user_folder_modes_and_store(self):
        self.assertRegex(self.root.run("getent", "passwd", "tlsrpt").stdout.decode(), r"\Atlsrpt:x:\d{3}:\d+:SMTP TLS reports[^:]*:/var/lib/tlsrpt:/usr/sbin/nologin\n\Z")
        self.assertEqual(self.stat("/var/lib/tlsrpt"), "drwxr-s--- tlsrpt tlsrpt")
        self.assertEqual(self.stat("/var/lib/tlsrpt/tlsrpt.db"), "-rw-r----- tlsrpt tlsrpt")
        self.assertEqual(self.stat("/etc/tlsrpt/tlsrpt.toml"), "-rw-r--r-- root root")
        self.assertEqual(self.root.run("tlsrpt-lmtpd", "--check-config", user="tlsrpt").returncode, 0)

    def test_3_pages_examples_completions_and_units(self):
        share = self.root.path / "usr/share"
        for page in (harness.ROOT / "docs/man").iterdir():
            self.assertTrue((share / f"man/man{page.suffix[1:]}/{page.name}.gz").exists(), page.name)
        for example in (harness.ROOT / "etc").iterdir():
            self.assertTrue((share / "doc/tlsrpt-inbox/examples" / example.name).exists(), example.name)
        for unit in [*(harness.ROOT / "etc").glob("*.service"), *(harness.ROOT / "etc").glob("*.socket"), *(harness.ROOT / "etc").glob("*.timer")]:
            self.assertTrue((self.root.path / "usr/lib/systemd/system" / unit.name).exists(), unit.name)
        # The daily summary needs an address to go to, the daemon the MTA's group: these an administrator switches on.
        wanted = {path.name for path in (self.root.path / WANTED).iterdir()} if (self.root.path / WANTED).exists() else set()
        self.assertEqual(wanted & TIMERS, TIMERS - {"tlsrpt-daily-summary.timer", "tlsrpt-weekly-summary.timer"})

    def deliver(self, sample):
        (self.root.path / "tmp/keys.txt").write_text(keys_text([sample]))
        return self.root.run("tlsrpt-ingest", "deliver", "--keys", "/tmp/keys.txt", "--sender", "a@sender.example", "--recipient", "tlsrpt@example.net",
                             user="tlsrpt", octets=sample.octets).stdout.decode()

    def test_4_takes_a_report(self):
        self.assertRegex(self.deliver(senders.google(harness.yesterday(), "example.net")), r"\A2\.0\.0 stored")
        self.assertIn(b"google.example", self.root.run("tlsrpt-query", "summary", user="tlsrpt").stdout)

    def test_5_the_daemon_takes_one_too_and_logcheck_is_silent(self):
        sample = senders.microsoft(harness.yesterday(), "example.net")
        (self.root.path / "tmp/keys.txt").write_text(keys_text([sample]))
        (self.root.path / "run/tlsrpt").mkdir(exist_ok=True)
        self.root.run("chown", "tlsrpt:tlsrpt", "/run/tlsrpt")
        daemon = lmtp.Daemon.__new__(lmtp.Daemon)
        daemon.command = self.root.command("tlsrpt-lmtpd", "--keys", "/tmp/keys.txt", user="tlsrpt")
        daemon.environment, daemon.pass_fds, daemon.lines = harness.clean_environment(PATH="/usr/sbin:/usr/bin"), (), []
        daemon.start()
        try:
            # A path to a unix socket has 107 octets: the root's own may be longer.
            link = pathlib.Path(self.folder.name, "run")
            link.symlink_to(self.root.path / "run/tlsrpt")
            self.assertRegex(lmtp.hand_over(link / "lmtp.sock", sample.octets)[0], r"\A250 2\.0\.0 stored")
        finally:
            daemon.kill()
        rule = self.root.path / "etc/logcheck/ignore.d.server/tlsrpt-inbox"
        now = datetime.datetime.now().strftime("%b %e %H:%M:%S")
        lines = [f"{now} mx tlsrpt-lmtpd[4711]: {line}\n" for line in daemon.lines]
        self.assertTrue([line for line in lines if " mail outcome=stored" in line])
        alarming = f"{now} mx tlsrpt-lmtpd[4711]: store-failed detail=x\n"
        shown = subprocess.run(["grep", "-vEf", rule], input="".join([*lines, alarming]), capture_output=True, text=True, check=False).stdout
        self.assertEqual(shown, alarming)

    def test_6_an_upgrade_keeps_store_and_configuration(self):
        config = self.root.path / "etc/tlsrpt/tlsrpt.toml"
        config.write_text('policy_domains = ["example.net"]\n')
        self.install()
        self.assertEqual(config.read_text(), 'policy_domains = ["example.net"]\n')
        self.assertIn(b"google.example", self.root.run("tlsrpt-query", "summary", user="tlsrpt").stdout)

    def test_7_removing_keeps_the_reports(self):
        self.root.run("apt-get", "remove", "-qq", "tlsrpt-inbox")
        self.assertFalse((self.root.path / "usr/bin/tlsrpt-ingest").exists())
        self.assertTrue((self.root.path / "var/lib/tlsrpt/tlsrpt.db").exists())
        self.assertIn("tlsrpt-lmtpd.socket", self.masked())
        self.install()
        self.assertEqual(self.masked(), set())
        self.assertIn(b"google.example", self.root.run("tlsrpt-query", "summary", user="tlsrpt").stdout)

    def masked(self):
        return {path.name for path in (self.root.path / "etc/systemd/system").iterdir() if path.is_symlink() and os.readlink(path) == "/dev/null"}

    def test_8_purging_leaves_nothing(self):
        self.root.run("apt-get", "purge", "-qq", "tlsrpt-inbox")
        left = {path for path in self.root.files() - self.before if "tlsrpt" in path and not path.startswith("var/lib/dpkg")}
        self.assertEqual(left, set())


if __name__ == "__main__":
    harness.main()
