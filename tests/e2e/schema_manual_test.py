#!/usr/bin/python3
"""tlsrpt-store(5) names each table and column of a new store and no other, and its example runs."""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
import postgresql_server
import senders

PAGE = harness.ROOT / "docs/man/tlsrpt-store.5"


class SchemaManual(harness.EndToEnd):
    def setUp(self):
        super().setUp()
        self.assert_delivered(self.place.deliver(senders.google(harness.yesterday(), "example.com")), "stored")

    def test_tables_and_columns(self):
        written = {}
        for section in re.split(r"^\.Ss ", PAGE.read_text(), flags=re.M)[1:]:
            name, rest = section.split("\n", 1)
            written[name] = re.findall(r"^\.It Va (\S+)$", rest.split(".Sh ")[0], re.M)
        tables = [name for name, in self.place.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'")]
        self.assertEqual(set(written), set(tables))
        for name in tables:
            with self.subTest(name):
                self.assertEqual(sorted(written[name]), sorted(column for column, in self.place.rows("SELECT name FROM pragma_table_info(?)", name)))

    def test_tables_and_columns_of_postgresql(self):
        if postgresql_server.missing():
            self.skipTest(postgresql_server.missing())
        own = re.findall(r"^\.It Va (\w+)\.(\w+)$", PAGE.read_text().split(".Sh POSTGRESQL")[1].split(".Sh ")[0], re.M)
        of_sqlite = {(table, column) for table, in self.place.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'")
                     for column, in self.place.rows("SELECT name FROM pragma_table_info(?)", table)}
        with postgresql_server.Server(fsync=False) as server:
            url = server.database("store")
            done = subprocess.run([harness.INGEST, "migrate", f"--database={url}", f"--config={self.place.config}"], capture_output=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            rows = server.sql("SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace"
                              " AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0", "store")
        self.assertEqual(sorted(map(tuple, rows)), sorted(of_sqlite - {("quarantine_use", "one")} | set(own)))

    def test_the_example(self):
        query = PAGE.read_text().split(".Bd -literal -offset indent\n")[1].split("\n.Ed")[0]
        self.assertEqual(self.place.rows(query), [("192.0.2.77", "certificate-expired", 3)])


if __name__ == "__main__":
    harness.main()
