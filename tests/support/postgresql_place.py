"""A Place whose store is a database of a test's own PostgreSQL server."""
import itertools
import subprocess

import harness

NUMBERS = itertools.count(1)


class ServerPlace(harness.Place):
    """`other`: a Place whose folder, keys and, without a `name` of its own, database this one shares. `relay`: what its connections lead through."""

    def __init__(self, server, other=None, relay=None, role="postgres", name=None):
        super().__init__(other and other.folder)
        self.server = server
        self.name = name or (other.name if other else f"test_{next(NUMBERS)}")
        if name or not other:
            server.database(self.name)
        self.database = (relay or server).url(role, self.name)

    def rows(self, sql, *parameters):
        assert not parameters
        return self.server.sql(sql, self.name)

    def integrity(self):
        return "ok"

    def ingest(self, *arguments, stdin=b""):
        return subprocess.run([harness.INGEST, *arguments, *self.common()], input=stdin, capture_output=True, timeout=120, check=False,
                              env=harness.clean_environment())
