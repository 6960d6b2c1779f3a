#!/usr/bin/python3
"""A file system that is really full: deliveries are put off, what was acknowledged stays, and with space again all goes in.

Small file systems of their own (tmpfs; ext4 with 4 KiB and with 1 KiB blocks on a loop device), mounted in a mount namespace that
vanishes with the test. On ext4 with 1 KiB blocks a full disk can end a process that maps the WAL index with SIGBUS: a crash is a
deferral too, and must lose nothing.
"""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import defects
import harness
from harness import EndToEnd, Place, needs, needs_root, yesterday
from tally import say

DAY, DOMAIN = yesterday(), "example.net"
INSIDE = "TLSRPT_FULL_DISK_INSIDE"    # set in the namespace
OFFERED = 40


def mails():
    """Reports with different ids, some of them large enough to fill a small disk soon."""
    for number in range(OFFERED):
        yield f"r{number}", defects.plain(DAY, DOMAIN, report=defects.good_report(DAY, DOMAIN, **{
            "report-id": f"r{number}", "organization-name": "x" * 60 + str(number), "contact-info": os.urandom(6000).hex()}))


@needs_root
@needs("unshare", "mount", "mkfs.ext4", "truncate")
class FullDisk(EndToEnd):
    def fill_and_recover(self, mount):
        """In the namespace: `mount` is a shell command that mounts something small on $DISK."""
        disk = self.place.folder / "disk"
        disk.mkdir()
        script = f"""{mount} && exec "$@" """
        environment = {**os.environ, INSIDE: str(disk), "DISK": str(disk), "IMAGE": str(self.place.folder / "disk.img")}
        process = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", sys.executable, __file__], env=environment, capture_output=True,
                                 timeout=600, check=False)
        text = process.stdout.decode() + process.stderr.decode()
        if process.returncode == 77:
            self.skipTest(text.strip().splitlines()[-1] if text.strip() else "cannot mount here")
        self.assertEqual(process.returncode, 0, text)
        print(text)

    def loop(self, block):
        return (f'truncate -s 12M "$IMAGE" && mkfs.ext4 -q -O ^has_journal -b {block} "$IMAGE" && '
                '{ mount -o loop "$IMAGE" "$DISK" || { echo "no loop device here"; exit 77; }; }')

    def test_tmpfs(self):
        self.fill_and_recover('mount -t tmpfs -o size=3m none "$DISK"')

    def test_ext4(self):
        self.fill_and_recover(self.loop(4096))

    def test_ext4_with_small_blocks(self):
        self.fill_and_recover(self.loop(1024))


def disk_kind(disk):
    kind = subprocess.run(["stat", "-f", "-c", "%T, blocks of %S", str(disk)], capture_output=True, text=True, check=True).stdout
    return kind.strip().replace("ext2/ext3", "ext4")


def inside(disk):
    """Fills the disk to its last block, delivers against it, makes space, delivers again; raises AssertionError at the first lie."""
    place = Place()
    store = disk / "store"
    store.mkdir()
    place.database = store / "tlsrpt.db"
    acknowledged, waiting, ends = set(), [], {}
    fill = disk / "fill"
    try:
        for number, (report_id, sample) in enumerate(mails()):
            if number == 5:
                with fill.open("wb", buffering=0) as file:
                    for size in (65536, 4096, 1024, 1):
                        try:
                            while file.write(b"\xa5" * size) == size:
                                pass
                        except OSError:
                            pass
            delivery = place.deliver(sample)
            ends[delivery.exit, delivery.slug] = ends.get((delivery.exit, delivery.slug), 0) + 1
            if delivery.exit == 0:
                assert delivery.slug == "stored", delivery
                acknowledged.add(report_id)
            else:
                assert delivery.exit == 75 or delivery.exit < 0, delivery
                assert delivery.exit < 0 or delivery.slug in ("store-full", "store-unavailable"), delivery
                waiting.append((report_id, sample))
        print("full:", ", ".join(f"{slug} (exit {status}) {times} times" for (status, slug), times in ends.items()))
        assert len(acknowledged) >= 5 and waiting, ends
        fill.unlink()
        # The disk itself must be large enough for what is waiting: keep to those that fit.
        for report_id, sample in waiting[:10]:
            delivery = place.deliver(sample)
            assert (delivery.exit, delivery.slug) in ((0, "stored"), (0, "duplicate")), delivery
            acknowledged.add(report_id)
        stored = [row["report_id"] for row in place.query("reports")["reports"]]
        say(f"file system full ({disk_kind(disk)})", len(waiting), len(acknowledged), len(acknowledged - set(stored)), len(stored) - len(set(stored)))
        assert len(stored) == len(set(stored)), "a report is there twice"
        assert acknowledged <= set(stored), f"acknowledged and missing: {acknowledged - set(stored)}"
        assert set(stored) - acknowledged <= {report_id for report_id, _ in waiting}
        assert place.integrity() == "ok"
    finally:
        place.remove()


if __name__ == "__main__":
    if os.environ.get(INSIDE):
        inside(pathlib.Path(os.environ[INSIDE]))
    else:
        harness.main()
