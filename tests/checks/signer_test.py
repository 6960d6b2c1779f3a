#!/usr/bin/python3
"""The signer of tests/support is right: python3-dkim, written by others, verifies what it signed and nothing that was changed since."""
import datetime
import pathlib
import re
import sys
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
try:
    import dkim
except ImportError:
    print("SKIPPED: python3-dkim is not installed")
    sys.exit(77)
from defects import DEFECTS  # noqa: E402
from senders import SHAPES  # noqa: E402

DAY = datetime.date(2026, 10, 4)


def verified(sample, octets=None):
    """python3-dkim's word on each signature, as of the mail's receipt. It misreads lists in s=, so the key comes without."""
    def record(name, timeout=5):
        del timeout
        return re.sub(r" s=[^;]*;", "", sample.keys.get(name.decode().rstrip("."), "")).encode() or None

    def one(index):
        try:
            return dkim.DKIM(octets or sample.octets).verify(idx=index, dnsfunc=record)
        except dkim.ValidationError:
            return False
    with unittest.mock.patch("dkim.time.time", return_value=sample.at.timestamp() + 60):
        return [one(index) for index in range(sample.octets.count(b"DKIM-Signature:"))]


class Signer(unittest.TestCase):
    def test_every_shape_verifies(self):
        for name, make in SHAPES.items():
            with self.subTest(name):
                results = verified(make(DAY, "example.net"))
                self.assertEqual(results, [True] * len(results))
                self.assertEqual(len(results), 2 if name == "stalwart" else 1)

    def test_a_changed_body_does_not_verify(self):
        for name, make in SHAPES.items():
            with self.subTest(name):
                sample = make(DAY, "example.net")
                head, _, body = sample.octets.partition(b"\r\n\r\n")
                self.assertFalse(any(verified(sample, head + b"\r\n\r\n" + body.replace(b"A", b"B", 1))))

    def test_defects_are_what_they_say(self):
        for name, expected in {"good": True, "length-tag-and-text-appended": True, "length-tag-of-zero": True, "body-changed": False,
                               "subject-changed": False, "text-appended": False}.items():
            with self.subTest(name):
                self.assertEqual(verified(DEFECTS[name](DAY, "example.net")), [expected])


if __name__ == "__main__":
    unittest.main()
