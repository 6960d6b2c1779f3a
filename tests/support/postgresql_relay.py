"""A relay between a program and a PostgreSQL server that breaks the connection in the middle of a COMMIT.

    program ⇄ Relay (a unix socket of its own) ⇄ server

    with Relay(server) as relay:  relay.url("postgres")  →  a URL that leads through it
    relay.cut("request", 2)   the next two COMMITs do not reach the server, their connections end
    relay.cut("answer", 1)    the next COMMIT is done, but its answer is lost with the connection
    relay.close_the_door()    nobody gets through until open_the_door()

It reads the messages of the protocol (version 3) as far as it must: a COMMIT is the execution of a prepared statement with that text.
"""
import contextlib
import pathlib
import shutil
import socket
import struct
import tempfile
import threading


class Messages:
    """Splits a stream into whole messages; the first of a client has no type."""

    def __init__(self, has_first):
        self.buffer = b""
        self.has_first = has_first

    def feed(self, octets):
        self.buffer += octets
        while True:
            head = 0 if self.has_first else 1
            if len(self.buffer) < head + 4:
                return
            size = head + struct.unpack("!I", self.buffer[head:head + 4])[0]
            if len(self.buffer) < size:
                return
            message, self.buffer = self.buffer[:size], self.buffer[size:]
            self.has_first = False
            yield (message[:1] if head else b""), message


def text_at(message, start):
    end = message.index(b"\0", start)
    return message[start:end], end + 1


class Relay:
    def __init__(self, server):
        self.server = server
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tlsrpt-relay-"))
        self.cuts = []
        self.done = {"request": 0, "answer": 0}
        self.is_open = True
        self.lock = threading.Lock()
        self.connections = set()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.folder / ".s.PGSQL.5432"))
        self.listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, role, database):
        return self.server.url(role, database, host=self.folder)

    def cut(self, what, times=1):
        with self.lock:
            self.cuts += [what] * times

    def heal(self):
        with self.lock:
            self.cuts.clear()

    def close_the_door(self):
        self.is_open = False
        self._end_all()

    def open_the_door(self):
        self.is_open = True

    def _take(self, what):
        with self.lock:
            if self.cuts[:1] != [what]:
                return False
            self.cuts.pop(0)
            self.done[what] += 1
            return True

    def _accept(self):
        with contextlib.suppress(OSError):    # the end
            while True:
                client, _ = self.listener.accept()
                upstream = socket.socket(socket.AF_UNIX)
                try:
                    if not self.is_open:
                        raise OSError("closed")
                    upstream.connect(str(self.server.folder / ".s.PGSQL.5432"))
                except OSError:
                    client.close()
                    upstream.close()
                    continue
                pair = (client, upstream)
                self.connections.add(pair)
                threading.Thread(target=self._pump, args=(pair, client, upstream, self._of_client()), daemon=True).start()
                threading.Thread(target=self._pump, args=(pair, upstream, client, self._of_server()), daemon=True).start()

    def _pump(self, pair, source, sink, judge):
        """Passes whole messages on until `judge` says no, or one side is gone."""
        messages = Messages(has_first=source is pair[0])
        with contextlib.suppress(OSError):
            while octets := source.recv(65536):
                passed = b""
                for kind, message in messages.feed(octets):
                    if not judge(kind, message):
                        sink.sendall(passed)
                        return self._end(pair)
                    passed += message
                sink.sendall(passed)
        self._end(pair)

    def _end(self, pair):
        self.connections.discard(pair)
        for one in pair:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _end_all(self):
        for pair in list(self.connections):
            self._end(pair)

    def _of_client(self):
        commits = set()    # names of prepared statements

        def judge(kind, message):
            if kind == b"P":
                name, after = text_at(message, 5)
                if text_at(message, after)[0] == b"COMMIT":
                    commits.add(name)
            elif kind == b"B":
                _, after = text_at(message, 5)
                return not (text_at(message, after)[0] in commits and self._take("request"))
            return True
        return judge

    def _of_server(self):
        return lambda kind, message: not (kind == b"C" and message[5:] == b"COMMIT\0" and self._take("answer"))

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self._end_all()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
