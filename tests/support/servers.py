"""Scripted servers on the loopback: HTTPS that answers by host name, SMTP that behaves by the address that was connected to.

Nothing waits for a time: a server that is to be slow waits for its client to hang up, or for the end of the test.
"""
import contextlib
import socket
import socketserver
import ssl
import threading
import warnings


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address, talk, port=0):
        self.talk = talk
        super().__init__((address, port), None)
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    @property
    def port(self):
        return self.server_address[1]

    def finish_request(self, request, client_address):
        with contextlib.suppress(OSError, ssl.SSLError):    # clients that hang up are what is tested
            self.talk(request)

    def handle_error(self, request, client_address):
        raise AssertionError("a scripted server broke")

    def stop(self):
        self.shutdown()
        self.server_close()


def context_of(pem, maximum=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    if maximum:    # what old servers do; the warning that it is old is right
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.maximum_version = maximum
    return context


# ---- HTTPS ----

def answer(body, status="200 OK", content_type="text/plain", headers=()):
    """The octets of an HTTP answer."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {content_type}"] if content_type else []), f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def wait_for_hang_up(connection):
    with contextlib.suppress(OSError):
        while connection.recv(4096):
            pass


def silent(connection):
    wait_for_hang_up(connection)


def endless(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"1000\r\n" + b"x: " + b"1" * 4092 + b"\n\r\n")


def endless_headers(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: " + b"y" * 4000 + b"\r\n")


def half(connection):
    """Says how much will come, sends half of it and nothing more."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 200\r\n\r\nversion: STSv1\n")
    wait_for_hang_up(connection)


def cut_off(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 200\r\n\r\nversion: STSv1\n")


class HttpsServer(Server):
    """`answers`: {host: octets or what talks on the connection after the request}; `certificates`: {host: PEM}, else `certificate`."""

    def __init__(self, certificate, answers, certificates=None, *, address="127.0.0.1", port=0, maximum=None):
        self.answers = answers
        contexts = {host: context_of(pem) for host, pem in (certificates or {}).items()}
        self.context = context_of(certificate, maximum)
        self.requests = []

        def choose(connection, name, _):
            connection.server_name = name
            if name in contexts:
                connection.context = contexts[name]
        self.context.sni_callback = choose
        super().__init__(address, self.serve, port)

    def serve(self, raw):
        with self.context.wrap_socket(raw, server_side=True) as connection:
            request = b""
            while b"\r\n\r\n" not in request:
                block = connection.recv(4096)
                if not block:
                    return
                request += block
            host = getattr(connection, "server_name", None) or request.split(b"Host: ")[1].split(b"\r\n")[0].decode().split(":")[0]
            self.requests.append((host, request.split(b"\r\n")[0].decode()))
            reply = self.answers.get(host, answer("no such host", "404 Not Found", "text/html"))
            if callable(reply):
                reply(connection)
            else:
                connection.sendall(reply)


# ---- SMTP ----

class SmtpServers:
    """`behaviours`: {loopback address: what talks on the connection}, all at one port."""

    def __init__(self, behaviours):
        self.servers = []
        for address, talk in behaviours.items():
            self.servers.append(Server(address, talk, self.servers[0].port if self.servers else 0))

    @property
    def port(self):
        return self.servers[0].port

    def stop(self):
        for server in self.servers:
            server.stop()


class Lines:
    def __init__(self, connection):
        self.connection = connection
        self.rest = b""

    def next(self):
        while b"\n" not in self.rest:
            block = self.connection.recv(4096)
            if not block:
                raise OSError("hung up")
            self.rest += block
        line, _, self.rest = self.rest.partition(b"\n")
        return line.strip().decode()


def smtp(pem=None, *, starttls="220 2.0.0 go on\r\n", features=("PIPELINING", "SIZE 1000"), maximum=None, after=b""):
    """A server that offers STARTTLS when it has a certificate, and hears QUIT behind it."""
    words = ["mx.example", *features, *(["STARTTLS"] if pem else [])]
    greeting = "".join(f"250{' ' if word is words[-1] else '-'}{word}\r\n" for word in words).encode()

    def talk(connection):
        lines = Lines(connection)
        connection.sendall(b"220-mx.example greets\r\n220 you\r\n")
        assert lines.next().startswith("EHLO ")
        connection.sendall(greeting)
        if lines.next() != "STARTTLS":
            return
        connection.sendall(starttls.encode() + after)
        if not starttls.startswith("220"):
            return
        with context_of(pem, maximum).wrap_socket(connection, server_side=True) as secured:
            wait_for_hang_up(secured)
    return talk


def says(text):
    """A server that says one thing and then waits."""
    def talk(connection):
        connection.sendall(text)
        wait_for_hang_up(connection)
    return talk


def hangs_up(connection):
    connection.shutdown(socket.SHUT_RDWR)
