#!/usr/bin/python3
"""The scripts of tests/dialogues against the real daemon, over a unix socket and over TCP, and what it kept of each mail."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
from harness import EndToEnd
from lmtp import Client, Daemon

SCRIPTS = sorted((harness.ROOT / "tests" / "dialogues").glob("*.chat"))
ESCAPE = re.compile(rb"\\(?:x([0-9a-fA-F]{2})|\{((?:[^\\}]|\\x[0-9a-fA-F]{2}|\\[rn\\])*)\*(\d+)\}|([rn\\]))")


def octets_of(text):
    def octets(match):
        if match[1]:
            return bytes([int(match[1], 16)])
        if match[3]:
            return octets_of(match[2]) * int(match[3])
        return {b"r": b"\r", b"n": b"\n", b"\\": b"\\"}[match[4]]
    return ESCAPE.sub(octets, text)


def matches(text, wanted):
    return text.startswith(wanted[:-1]) if wanted.endswith(b"*") else text == wanted


class Dialogues(EndToEnd):
    def setUp(self):
        super().setUp()
        self.place.config.write_text("[limits]\nmax_mail_bytes = 131072\n")

    def play(self, script, to):
        client = Client(to)
        for number, line in enumerate(script.read_bytes().split(b"\n"), 1):
            where = f"{script.name}:{number}"
            kind, argument = line[:3], line[3:]
            if not line or line.startswith(b"#"):
                continue
            if kind == b"C: ":
                client.send(octets_of(argument) + b"\r\n")
            elif kind == b"C+ ":
                client.send(octets_of(argument))
            elif kind == b"S: ":
                heard = client.line()
                self.assertIsNotNone(heard, f"{where}: hung up, wanted {argument}")
                self.assertTrue(matches(heard.encode(), octets_of(argument)), f"{where}: {heard}")
            elif kind == b"M: ":
                [[raw]] = self.place.rows("SELECT octets FROM message LEFT JOIN message_raw ON message_id = id ORDER BY id DESC LIMIT 1")
                self.assertEqual(raw or b"", octets_of(argument), where)
            elif kind == b"E: ":
                [[sender, recipients]] = self.place.rows("SELECT reverse_path, forward_paths FROM message ORDER BY id DESC LIMIT 1")
                first = argument.split(b"<", 1)[1].split(b">")[0]
                self.assertEqual(sender.encode(), first, where)
                for path in re.findall(rb" <(.*?)>(?= |$)", argument):
                    self.assertIn(path.decode().replace('"', '\\"'), recipients, where)
            elif line == b"X: closed":
                self.assertIsNone(client.line(), where)
            elif line == b"X: reconnect":
                client.socket.close()
                client = Client(to)
            else:
                self.fail(f"{where}: no line of a script")
        client.send(b"")
        client.socket.close()

    def test_over_a_unix_socket(self):
        daemon = Daemon(self.place)
        self.addCleanup(daemon.kill)
        self.assertGreater(len(SCRIPTS), 10)
        for script in SCRIPTS:
            with self.subTest(script=script.name):
                self.play(script, daemon.socket)
        self.assertEqual(daemon.stop(), 0)
        self.assertEqual(self.place.integrity(), "ok")

    def test_over_tcp(self):
        daemon = Daemon(self.place, listen=["127.0.0.1:0"])
        self.addCleanup(daemon.kill)
        for script in SCRIPTS:
            with self.subTest(script=script.name):
                self.play(script, daemon.address())
        self.assertEqual(daemon.stop(), 0)


if __name__ == "__main__":
    harness.main()
