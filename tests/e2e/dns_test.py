#!/usr/bin/python3
"""The resolver of src/dns against real name servers on the loopback interface.

    dns_test.py RESOLVE_KEYS

`plain` is an unbound with every kind of answer; `signed` is an unbound that serves a root zone signed here, with an anchor of
its own; the other servers are sockets of this script: one stays silent, one says SERVFAIL, one forwards and strips signatures.
Needs unbound, python3-dnspython and python3-cryptography; exit 77 without them.
"""
import json
import os
import pathlib
import queue
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness

try:
    import dns.message, dns.query, dns.rcode
    import signed_zone
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

HOST = "127.0.0.1"
PORT_53_HOSTS = "127.0.0.53", "127.0.0.77"    # the first is systemd-resolved's where that runs; resolv.conf knows no ports, and only root can serve port 53
UNBOUND = harness.unbound_program()
RESOLVE_KEYS = ""


# ---- servers ----

def free_port():
    """A port that is free for UDP and TCP."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
            udp.bind((HOST, 0))
            try:
                tcp.bind((HOST, udp.getsockname()[1]))
                return udp.getsockname()[1]
            except OSError:
                continue


def port_53_host():
    """The first loopback address whose port 53 can be served here; None without one."""
    for host in PORT_53_HOSTS:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
            try:
                udp.bind((host, 53))
                tcp.bind((host, 53))
                return host
            except OSError:
                continue
    return None


class Unbound:
    """An unbound with the given lines in its server clause, answering when the constructor returns."""

    def __init__(self, folder, name, server_lines, other_clauses="", interfaces=()):
        self.port = free_port()
        config = os.path.join(folder, name + ".conf")
        lines = [f"interface: {HOST}@{self.port}", *(f"interface: {one}" for one in interfaces),
                 'chroot: ""', 'username: ""', 'pidfile: ""', "use-syslog: no", f'directory: "{folder}"', "do-daemonize: no",
                 "module-config: iterator", "do-not-query-localhost: no", "access-control: 127.0.0.0/8 allow",
                 'local-zone: "ready.test." static', txt("ready.test.", "yes"), *server_lines]
        with open(config, "w") as file:
            file.write("server:\n  " + "\n  ".join(lines) + "\nremote-control:\n  control-enable: no\n" + other_clauses)
        self.log = open(os.path.join(folder, name + ".log"), "w+")
        self.process = subprocess.Popen([UNBOUND, "-c", config], stdout=self.log, stderr=self.log)
        query = dns.message.make_query("ready.test.", "TXT")
        deadline = time.monotonic() + 30
        while True:
            try:
                dns.query.udp(query, HOST, port=self.port, timeout=0.2)
                return
            except (dns.exception.Timeout, OSError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.log.seek(0)
                    raise RuntimeError(f"unbound {name} does not answer: {self.log.read()}")

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


class UdpServer:
    """Answers each query, in a thread of its own, with what `handler(query)` returns; None is silence."""

    def __init__(self, handler):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((HOST, 0))
        self.port = self.socket.getsockname()[1]
        self.handler = handler
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                query, client = self.socket.recvfrom(65535)
            except OSError:
                return
            threading.Thread(target=self.answer, args=(query, client), daemon=True).start()

    def answer(self, query, client):
        answer = self.handler(dns.message.from_wire(query))
        if answer is not None:
            self.socket.sendto(answer.to_wire(), client)

    def stop(self):
        self.socket.close()


def say_servfail(query):
    answer = dns.message.make_response(query)
    answer.set_rcode(dns.rcode.SERVFAIL)
    return answer


def forwarded(query, port):
    return dns.query.udp(query, HOST, port=port, timeout=5)


def strip_signatures(query, port):
    """A forwarder that knows no DNSSEC: no EDNS upstream, so no signatures come back."""
    plain = dns.message.make_query(query.question[0].name, query.question[0].rdtype)
    plain.id = query.id
    return forwarded(plain, port)


# ---- zones ----

def txt(name, *strings):
    return "local-data: '" + name + " TXT " + " ".join(f'"{one}"' for one in strings) + "'"


PLAIN_ZONE = [
    'local-zone: "example.com." static',
    txt("good._domainkey.example.com.", "v=DKIM1; p=good"),
    txt("split._domainkey.example.com.", "v=DKIM1; p=" + "a" * 200, "b" * 255, "c"),
    txt("large._domainkey.example.com.", *["d" * 250] * 8),
    txt("oversized._domainkey.example.com.", *["e" * 250] * 17),
    txt("two._domainkey.example.com.", "v=DKIM1; p=one"),
    txt("two._domainkey.example.com.", "v=DKIM1; p=two"),
    "local-data: 'nodata._domainkey.example.com. A 192.0.2.1'",
    *(txt(f"fresh{n}._domainkey.example.com.", "v=DKIM1; p=fresh") for n in range(8)),
    'local-zone: "tarpit." deny',    # silence for every name below it
]

ALIAS_ZONE = """\
$ORIGIN alias.example.
@ 3600 IN SOA ns hostmaster 1 3600 600 86400 60
@ 3600 IN NS ns
ns 3600 IN A 127.0.0.1
s1._domainkey 3600 IN CNAME key.hosted
s2._domainkey 3600 IN CNAME nowhere
key.hosted 3600 IN TXT "v=DKIM1; p=aliased"
"""

UNSIGNED_ZONE = """\
$ORIGIN unsigned.example.
@ 3600 IN SOA ns hostmaster 1 3600 600 86400 60
@ 3600 IN NS ns
ns 3600 IN A 127.0.0.1
s1._domainkey 3600 IN TXT "v=DKIM1; p=unsigned"
"""


def signed_root_zone(folder):
    """Writes root.zone, signed with a new key, and returns the path of the anchor."""
    records = {"s1._domainkey.signed.example.": [("TXT", '"v=DKIM1; p=signed"')], "tampered._domainkey.signed.example.": [("TXT", '"v=DKIM1; p=original"')]}
    return signed_zone.write(pathlib.Path(folder), records, unsigned=["unsigned.example."], change=lambda line: line.replace("p=original", "p=forged"))


# ---- the tests ----

def resolve(port, *arguments):
    """What resolve_keys prints for each name: {name: {"kind", "text", "detail", "dnssec", "ms"}}."""
    forwarder = [] if port is None else ["--forwarder", f"{HOST}@{port}"]
    ran = subprocess.run([RESOLVE_KEYS, *forwarder, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)
    if ran.returncode != 0 or ran.stderr:
        raise AssertionError(f"resolve_keys exit {ran.returncode}: {ran.stderr}")
    return {answer["name"]: answer for answer in map(json.loads, ran.stdout.splitlines())}


GOOD = "good._domainkey.example.com"


class ResolverTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="tlsrpt-dns-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.port_53_host = port_53_host()
        cls.write("alias.zone", ALIAS_ZONE)
        cls.write("unsigned.zone", UNSIGNED_ZONE)
        cls.anchor = signed_root_zone(cls.folder)
        cls.plain = cls.started(Unbound(cls.folder, "plain", PLAIN_ZONE, signed_zone.auth_zone("alias.example.", "alias.zone"),
                                        [f"{cls.port_53_host}@53"] if cls.port_53_host else []))
        cls.signed = cls.started(Unbound(cls.folder, "signed", [],
                                         signed_zone.auth_zone(".", "root.zone") + signed_zone.auth_zone("unsigned.example.", "unsigned.zone")))
        cls.silent = cls.started(UdpServer(lambda query: None))
        cls.nobody = free_port()

    @classmethod
    def started(cls, server):
        cls.addClassCleanup(server.stop)
        return server

    @classmethod
    def write(cls, name, text):
        path = os.path.join(cls.folder, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def check(self, answer, kind, text="", detail="", dnssec="unavailable"):
        self.assertEqual((answer["kind"], answer["text"], answer["detail"], answer["dnssec"]), (kind, text, detail, dnssec))

    def test_every_kind_of_answer(self):
        rows = [
            (GOOD, "found", "v=DKIM1; p=good", ""),
            ("split._domainkey.example.com", "found", "v=DKIM1; p=" + "a" * 200 + "b" * 255 + "c", ""),
            ("large._domainkey.example.com", "found", "d" * 2000, ""),    # over UDP's size: asked again by TCP
            ("oversized._domainkey.example.com", "none", "", "a TXT record of 4250 octets, over 4096"),
            ("missing._domainkey.example.com", "none", "", "NXDOMAIN"),
            ("nodata._domainkey.example.com", "none", "", "no TXT record"),
            ("two._domainkey.example.com", "multiple", "", "2 TXT records"),
            ("s1._domainkey.alias.example", "found", "v=DKIM1; p=aliased", ""),
            ("s2._domainkey.alias.example", "none", "", "NXDOMAIN"),
            ("s1;._domainkey.example.com", "none", "", "not the name of a DKIM key"),
        ]
        answers = resolve(self.plain.port, *[name for name, *_ in rows])
        for name, *expected in rows:
            with self.subTest(name):
                self.check(answers[name], *expected)

    def test_resolv_conf(self):
        if not self.port_53_host:
            self.skipTest("port 53 cannot be bound here")
        path = self.write("resolv.conf", f"# a stub resolver on this machine\nnameserver {self.port_53_host}\noptions edns0 trust-ad\n")
        self.check(resolve(None, "--resolv-conf", path, GOOD)[GOOD], "found", "v=DKIM1; p=good")

    def test_one_of_two_forwarders_is_dead(self):
        for dead in self.nobody, self.silent.port:
            with self.subTest(dead):
                self.check(resolve(dead, "--forwarder", f"{HOST}@{self.plain.port}", GOOD)[GOOD], "found", "v=DKIM1; p=good")

    def test_servfail(self):
        failing = self.started(UdpServer(say_servfail))
        self.check(resolve(failing.port, GOOD)[GOOD], "unavailable", "", "SERVFAIL")

    def test_a_slow_server_is_waited_for(self):
        def answer_late(query):
            time.sleep(0.7)    # this is the server's slowness; nothing is synchronised by it
            return forwarded(query, self.plain.port)
        slow = self.started(UdpServer(answer_late))
        self.check(resolve(slow.port, GOOD)[GOOD], "found", "v=DKIM1; p=good")

    def test_the_cache_answers(self):
        asked = []
        def count(query):
            asked.append(query)
            return forwarded(query, self.plain.port)
        counting = self.started(UdpServer(count))
        for name in GOOD, "missing._domainkey.alias.example":    # a name that is not there is remembered as well
            with self.subTest(name):
                asked.clear()
                resolve(counting.port, name, "--", name, "--", name)
                self.assertEqual(len(asked), 1)

    # ---- deadlines: the margins are wide, what is excluded is a whole deadline more ----

    def test_lookup_deadline_with_a_silent_server(self):
        answer = resolve(self.silent.port, "--lookup-deadline", 1000, GOOD)[GOOD]
        self.check(answer, "unavailable", "", "deadline")
        self.assertGreaterEqual(answer["ms"], 1000)
        self.assertLess(answer["ms"], 1900)

    def test_the_probe_adds_nothing_to_the_deadline(self):
        for dead in self.silent.port, self.nobody:
            with self.subTest(dead):
                answer = resolve(dead, "--anchor", self.anchor, "--lookup-deadline", 2000, GOOD)[GOOD]
                self.assertEqual(answer["kind"], "unavailable")
                self.assertLess(answer["ms"], 2900)

    def test_mail_deadline(self):
        # One domain has four lookups in flight, so eight names would take two lookup deadlines.
        names = [f"s{n}._domainkey.example.com" for n in range(8)]
        answers = resolve(self.silent.port, "--lookup-deadline", 2000, "--mail-deadline", 2500, *names)
        for name in names:
            self.check(answers[name], "unavailable", "", "deadline")
            self.assertGreaterEqual(answers[name]["ms"], 2500)
            self.assertLess(answers[name]["ms"], 3900)

    def test_four_lookups_of_one_domain_at_a_time(self):
        asked = queue.SimpleQueue()
        listening = self.started(UdpServer(lambda query: asked.put(str(query.question[0].name))))
        names = [f"s{n}._domainkey.h{n}.example.com" for n in range(40)]
        resolve(listening.port, "--lookup-deadline", 300, "--mail-deadline", 300, *names)
        seen = {asked.get(timeout=30) for _ in range(4)}
        self.assertEqual(seen, {name + "." for name in names[:4]})
        self.assertTrue(asked.empty() or asked.get() in seen)

    def test_tar_pits_do_not_hold_up_others(self):
        pits = [f"s._domainkey.d{n}.tarpit" for n in range(200)] + [f"s{n}._domainkey.h{n}.same.tarpit" for n in range(200)]
        arguments = ["--lookup-deadline", 1500, "--mail-deadline", 1500]
        # Each round: everything in one call with a good name last; then a good name that is in no cache, after the forwarder was silent for so many.
        rounds = 4
        for n in range(rounds):
            arguments += [*pits, f"fresh{n}._domainkey.example.com", "--", f"fresh{rounds + n}._domainkey.example.com", "--"]
        answers = resolve(self.plain.port, *arguments, GOOD)
        for n in range(2 * rounds):
            self.check(answers[f"fresh{n}._domainkey.example.com"], "found", "v=DKIM1; p=fresh")
        for n in range(rounds, 2 * rounds):
            self.assertLess(answers[f"fresh{n}._domainkey.example.com"]["ms"], 1000)
        for pit in pits:
            self.assertEqual(answers[pit]["kind"], "unavailable", pit)

    def test_a_forwarder_is_never_written_off(self):
        # libunbound by itself would say SERVFAIL to everything after a dozen seconds without one answer.
        arguments = []
        for n in range(4):
            arguments += [f"s{n}._domainkey.h{one}.tarpit" for one in range(4)] + ["--"]
        self.check(resolve(self.plain.port, *arguments, GOOD)[GOOD], "found", "v=DKIM1; p=good")

    # ---- DNSSEC ----

    SIGNED = "s1._domainkey.signed.example"
    TAMPERED = "tampered._domainkey.signed.example"
    MISSING = "missing._domainkey.signed.example"
    UNSIGNED = "s1._domainkey.unsigned.example"

    def test_a_path_that_validates(self):
        answers = resolve(self.signed.port, "--anchor", self.anchor, self.SIGNED, self.TAMPERED, self.MISSING, self.UNSIGNED)
        self.check(answers[self.SIGNED], "found", "v=DKIM1; p=signed", dnssec="secure")
        self.check(answers[self.MISSING], "none", "", "NXDOMAIN", dnssec="secure")
        self.check(answers[self.UNSIGNED], "found", "v=DKIM1; p=unsigned", dnssec="insecure")
        self.assertEqual(answers[self.TAMPERED]["kind"], "unavailable")
        self.assertIn("bogus: ", answers[self.TAMPERED]["detail"])
        self.assertEqual(answers[self.TAMPERED]["text"], "")

    def test_paths_that_do_not_validate(self):
        stripping = self.started(UdpServer(lambda query: strip_signatures(query, self.signed.port)))
        other_key = ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n"
        paths = {
            "a forwarder that strips signatures": (stripping.port, ["--anchor", self.anchor]),
            "another root's anchor": (self.signed.port, ["--anchor", self.write("other.key", other_key)]),
            "a missing anchor": (self.signed.port, ["--anchor", os.path.join(self.folder, "no-such.key")]),
            "a broken anchor": (self.signed.port, ["--anchor", self.write("broken.key", "this is no anchor\n")]),
            "no anchor": (self.signed.port, []),
        }
        for what, (port, anchor) in paths.items():
            with self.subTest(what):
                answers = resolve(port, *anchor, self.SIGNED, self.TAMPERED, self.MISSING, self.UNSIGNED)
                self.check(answers[self.SIGNED], "found", "v=DKIM1; p=signed")
                self.check(answers[self.TAMPERED], "found", "v=DKIM1; p=forged")
                self.check(answers[self.MISSING], "none", "", "NXDOMAIN")
                self.check(answers[self.UNSIGNED], "found", "v=DKIM1; p=unsigned")

    def test_a_path_that_ceases_to_validate_and_begins_again(self):
        """Asked again and again, as a daemon asks every hour: told once each time it changes, and answered accordingly from then on."""
        strips = threading.Event()
        turning = self.started(UdpServer(lambda query: strip_signatures(query, self.signed.port) if strips.is_set() else forwarded(query, self.signed.port)))
        command = [RESOLVE_KEYS, "--forwarder", f"{HOST}@{turning.port}", "--anchor", self.anchor, "--path-holds", "50", "--watch", "3",
                   self.SIGNED, self.TAMPERED]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watching:
            self.addCleanup(watching.kill)
            for validates in True, False, True:
                path, signed, tampered = (json.loads(watching.stdout.readline()) for _ in range(3))
                self.assertEqual((path["validates"], path["detail"] == ""), (validates, validates), path)
                self.check(signed, "found", "v=DKIM1; p=signed", dnssec="secure" if validates else "unavailable")
                self.assertEqual(tampered["kind"], "unavailable" if validates else "found", tampered)    # only a validating path may call it bogus
                strips.set() if validates else strips.clear()
            self.assertEqual((watching.stdout.read(), watching.wait(60)), ("", 0))


if __name__ == "__main__":
    if UNBOUND is None:
        print("skipped: no unbound")
        sys.exit(77)
    RESOLVE_KEYS = sys.argv.pop(1)
    unittest.main(verbosity=2)
