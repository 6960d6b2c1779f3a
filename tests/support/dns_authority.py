"""An unbound on a loopback port that serves key records: the real resolver's other side.

    key names and texts  →  (port, a running server)

A text TEMPERROR becomes a zone that is forwarded to a closed port, so that the answer is SERVFAIL.
"""
import contextlib
import json
import socket
import subprocess

from harness import INGEST, clean_environment, unbound_program, wait_until


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        return udp.getsockname()[1]


def configuration(port, folder, keys):
    lines = ["server:", "  do-daemonize: no", '  chroot: ""', '  username: ""', f'  pidfile: "{folder}/unbound.pid"', "  use-syslog: no",
             f"  interface: 127.0.0.1@{port}", "  do-ip6: no", '  module-config: "iterator"', "  access-control: 127.0.0.0/8 allow",
             "  do-not-query-localhost: no", "  outbound-msg-retry: 1", f'  directory: "{folder}"', '  local-zone: "example." static',
             '  local-zone: "tarpit." deny']    # silence for every name below it
    dead = []
    for line in keys.splitlines():
        name, _, text = line.partition(" ")
        if text == "TEMPERROR":
            dead.append(name)
            continue
        strings = " ".join(f'"{text[i:i + 250]}"' for i in range(0, len(text), 250))    # RFC 6376 section 3.6.2.2
        lines.append(f"  local-data: '{name}. 300 IN TXT {strings}'")
    lines += [f'  local-zone: "{name}." transparent' for name in dead]
    for name in dead:
        lines += ["forward-zone:", f'  name: "{name}."', f"  forward-addr: 127.0.0.1@{free_port()}"]
    return "\n".join(lines) + "\nremote-control:\n  control-enable: no\n"


def answers(port):
    """Whether somebody answers DNS queries there."""
    query = bytes.fromhex("84600100000100000000000007") + b"example\x00\x00\x06\x00\x01"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(0.2)
        with contextlib.suppress(OSError):
            udp.sendto(query, ("127.0.0.1", port))
            return udp.recv(512)[:2] == b"\x84\x60"
    return False


@contextlib.contextmanager
def serving(folder, keys, port=None):
    """The port of a server that answers for the key lines; a free one unless it is given."""
    port = port or free_port()
    config = folder / "unbound.conf"
    config.write_text(configuration(port, folder, keys))
    with (folder / "unbound.log").open("wb") as log, subprocess.Popen([unbound_program(), "-d", "-c", str(config)], stderr=log, stdout=log) as server:
        try:
            def ready():
                if server.poll() is not None:
                    raise AssertionError((folder / "unbound.log").read_text())
                return answers(port)
            wait_until(ready, "unbound answers")
            yield port
        finally:
            server.terminate()
            server.wait()


@contextlib.contextmanager
def silent():
    """The port of a server that hears every query and answers none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        yield udp.getsockname()[1]


def check_through(place, port, files, at=None):
    """What `tlsrpt-ingest check` says of the files when it asks the server on that port for the keys."""
    config = place.folder / "resolver.toml"
    config.write_text(f'[dns]\nforwarders = ["127.0.0.1@{port}"]\n')
    command = [INGEST, "check", "--config", str(config), "--format", "json", *(["--at", at] if at else []), *map(str, files)]
    process = subprocess.run(command, capture_output=True, env=clean_environment(), timeout=300, check=False)
    if process.returncode not in (0, 1):
        raise AssertionError(process)
    return [json.loads(line) for line in process.stdout.splitlines()]
