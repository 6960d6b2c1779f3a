"""What a domain publishes, on the loopback: a signed DNS and an HTTPS server for as many domains as a test wants.

    Cases  →  World: records in a zone, answers of policy hosts, an authority to trust
"""
import contextlib
import json
import subprocess

import harness
import servers
import signed_zone
from certificates import Authority
from dns_authority import answers, free_port
from harness import clean_environment, wait_until

ADDRESS = "tlsrpt@reports.example"
POLICY = "version: STSv1\r\nmode: enforce\r\nmx: {mx}\r\nmax_age: 604800\r\n"
KEY = "ab" * 32


class Case:
    """A domain where all is well, but for what is given.

    zone    {name below the domain, "" itself: [(type, value)…] or None}, in place of the healthy records
    policy  text, octets of an HTTP answer, or what talks; None: the healthy one
    find    {"level check": times} of everything that is not ok
    smtp    what talks at its MX
    tlsa    digest of the key in its TLSA record"""

    def __init__(self, label, find, *, zone=None, policy=None, smtp=None, tlsa=None, under="example"):
        self.label, self.find, self.zone, self.policy, self.smtp, self.tlsa = label, find, zone or {}, policy, smtp, tlsa
        self.domain = f"{label}.{under}"
        self.address = "127.0.0.1"

    def records(self):
        healthy = {"_smtp._tls": [("TXT", f'"v=TLSRPTv1; rua=mailto:{ADDRESS}"')], "_mta-sts": [("TXT", '"v=STSv1; id=20261123"')], "": [("MX", f"10 mx.{self.domain}.")],
                   "mx": [("A", self.address)], "mta-sts": [("A", "127.0.0.1")], "_25._tcp.mx": [("TLSA", f"3 1 1 {self.tlsa or KEY}")]}
        healthy.update(self.zone)
        return {f"{name}.{self.domain}." if name else f"{self.domain}.": values for name, values in healthy.items() if values}

    def answer(self):
        if self.policy is None:
            return servers.answer(POLICY.format(mx=f"mx.{self.domain}"))
        return servers.answer(self.policy.format(mx=f"mx.{self.domain}")) if isinstance(self.policy, str) else self.policy


def txt(*values):
    return [("TXT", " ".join(f'"{part}"' for part in value) if isinstance(value, tuple) else f'"{value}"') for value in values]


class World(contextlib.ExitStack):
    """Everything that the cases publish; ends with the stack."""

    def __init__(self, folder, cases, certificates=None, unsigned=()):
        """certificates  {case label: PEM} where the policy host has another one than it should"""
        super().__init__()
        self.folder, self.cases = folder, cases
        self.authority = Authority(folder)
        self.start_https(certificates(self.authority) if certificates else {})
        self.start_dns(unsigned)

    def start_https(self, certificates):
        self.web_certificate, _, _ = self.authority.server("web", [f"mta-sts.{case.domain}" for case in self.cases])
        self.https = servers.HttpsServer(self.web_certificate, {f"mta-sts.{case.domain}": case.answer() for case in self.cases},
                                         {f"mta-sts.{case.domain}": certificates[case.label] for case in self.cases if case.label in certificates})
        self.callback(self.https.stop)

    def start_dns(self, unsigned):
        records = {}
        for case in self.cases:
            records.update(case.records())
        self.anchor = signed_zone.write(self.folder, records, unsigned=["unsigned."], change=lambda line: line.replace("mailto:original@", "mailto:forged@"))
        lines = ["$ORIGIN unsigned.", "@ 3600 IN SOA ns hostmaster 1 3600 600 86400 60", "@ 3600 IN NS ns", "ns 3600 IN A 127.0.0.1"]
        lines += [f"{name} 3600 IN {rdtype} {value}" for case in unsigned for name, values in case.records().items() for rdtype, value in values]
        (self.folder / "unsigned.zone").write_text("\n".join(lines) + "\n")
        self.dns_port = free_port()
        config = self.folder / "unbound.conf"
        config.write_text("\n".join([
            "server:", "  do-daemonize: no", '  chroot: ""', '  username: ""', f'  pidfile: "{self.folder}/unbound.pid"', "  use-syslog: no", f"  interface: 127.0.0.1@{self.dns_port}",
            "  do-ip6: no", '  module-config: "iterator"', f'  directory: "{self.folder}"', "remote-control:", "  control-enable: no",
            signed_zone.auth_zone(".", "root.zone"), signed_zone.auth_zone("unsigned.", "unsigned.zone")]))
        log = self.enter_context((self.folder / "unbound.log").open("wb"))
        server = self.enter_context(subprocess.Popen([harness.unbound_program(), "-d", "-c", str(config)], stdout=log, stderr=log))
        self.callback(server.terminate)

        def ready():
            if server.poll() is not None:
                raise AssertionError((self.folder / "unbound.log").read_text())
            return answers(self.dns_port)
        wait_until(ready, "unbound answers")

    def configuration(self):
        return f'[dns]\nforwarders = ["127.0.0.1@{self.dns_port}"]\ntrust_anchor_file = "{self.anchor}"\n'

    def flags(self):
        return "--ca-file", self.authority.file, "--https-port", self.https.port


def run_doctor(*arguments):
    """(exit status, JSON document) of a run. A proxy in the environment must not matter."""
    ran = subprocess.run([harness.QUERY, "doctor", *map(str, arguments), "--format", "json"], capture_output=True, env=clean_environment(https_proxy="http://127.0.0.1:9/"), timeout=300, check=False)
    if ran.returncode not in (0, 1):
        raise AssertionError((ran.returncode, ran.stderr))
    return ran.returncode, json.loads(ran.stdout)


def trouble(findings):
    """{"level check": times} of everything that is not ok."""
    counted = {}
    for finding in findings:
        if finding["level"] != "ok":
            name = f"{finding['level']} {finding['check']}"
            counted[name] = counted.get(name, 0) + 1
    return counted
