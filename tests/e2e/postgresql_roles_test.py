#!/usr/bin/python3
"""Roles of schemas/store/postgresql/roles.sql: the writer can do all that the programs do, the reader all that people ask, and neither can do more."""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
import postgresql_server
import senders

ROLES = harness.ROOT / "schemas/store/postgresql/roles.sql"
DAY = harness.yesterday()


class Roles(harness.EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = postgresql_server.Server(fsync=False)
        cls.server.sql("CREATE DATABASE tlsrpt")
        cls.roles()
        cls.migrated = cls.program("tlsrpt-ingest", "tlsrpt_owner", "migrate")
        cls.roles()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        super().tearDownClass()

    @classmethod
    def roles(cls):
        cls.server.sql(ROLES.read_text(), "tlsrpt")

    @classmethod
    def program(cls, name, role, *arguments, octets=b""):
        return subprocess.run([str(harness.BIN / name), *arguments, f"--database={cls.server.url(role, 'tlsrpt')}"], input=octets, capture_output=True,
                              check=False, env={**os.environ, "TLSRPT_CONFIG": os.devnull})

    def assert_refused(self, role, sql):
        with self.assertRaises(AssertionError, msg=f"{role}: {sql}") as refused:
            self.server.sql(sql, "tlsrpt", role)
        self.assertRegex(str(refused.exception), "permission denied|must be owner|must be superuser")

    def deliver(self, mail, role="tlsrpt_writer"):
        if not isinstance(mail, bytes):
            self.place.add_keys(mail)
            mail = mail.octets
        return self.program("tlsrpt-ingest", role, "deliver", f"--keys={self.place.keys}", octets=mail)

    def test_the_owner_migrates(self):
        self.assertEqual(self.migrated.returncode, 0, self.migrated.stderr)
        self.assertIn(b"created with schema", self.migrated.stdout)

    def test_the_writer_writes(self):
        mail = senders.mailru(DAY, "written.example")
        for text in (b"stored", b"duplicate"):
            done = self.deliver(mail)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(text, done.stdout + done.stderr)
        done = self.deliver(b"From: a@b.example\r\nSubject: x\r\n\r\nno report\r\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        for command in (["prune"], ["reprocess"], ["migrate"]):
            done = self.program("tlsrpt-ingest", "tlsrpt_writer", *command)
            self.assertEqual(done.returncode, 0, (command, done.stderr))
            self.assertNotIn(b"denied", done.stderr)

    def test_the_reader_reads(self):
        self.deliver(senders.google(DAY, "example.com"))
        for command in ("summary", "reports", "failures", "domains", "reporters", "incidents", "drift", "advise", "quarantine", "metrics", "export"):
            done = self.program("tlsrpt-query", "tlsrpt_reader", command)
            self.assertEqual(done.returncode, 0, (command, done.stderr))
        done = self.program("tlsrpt-query", "tlsrpt_reader", "summary", "--format=mail", "--from=a@example.com", "--to=b@example.com",
                            f"--since-last={self.place.folder / 'covered'}")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"X-TLSRPT-Covered", done.stdout)

    def test_the_reader_sends_the_summary(self):
        self.deliver(senders.google(DAY, "summary.example"))
        sent, sendmail = self.place.folder / "sent", self.place.folder / "sendmail"
        sendmail.write_text(f"#!/bin/sh\nexec cat > {sent}\n")
        sendmail.chmod(0o755)
        command = [harness.ROOT / "scripts/tlsrpt-daily-summary", "--state", self.place.folder / "state", "--sendmail", sendmail, "--query", harness.QUERY,
                   "--config", self.place.config, "--database", self.server.url("tlsrpt_reader", "tlsrpt")]
        done = subprocess.run(command, capture_output=True, env=harness.clean_environment(), check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn(b"summary.example", sent.read_bytes())
        self.assertTrue((self.place.folder / "state").read_bytes())
        sent.unlink()
        again = subprocess.run([*command, "--quiet-if-clean"], capture_output=True, env=harness.clean_environment(), check=False)
        self.assertEqual((again.returncode, again.stderr), (0, b""))

    def test_the_reader_asks_the_doctor(self):
        done = self.program("tlsrpt-query", "tlsrpt_reader", "doctor", "--format=json")
        self.assertIn(b"can be read", done.stdout, done.stderr)
        self.assertIn(b", PostgreSQL ", done.stdout)
        self.assertIn(b"store-durability", done.stdout)    # the tests' server has fsync off

    def test_the_reader_cannot_write(self):
        done = self.deliver(senders.google(DAY, "example.com"), "tlsrpt_reader")
        self.assertEqual(done.returncode, 75)
        for table, in self.server.sql("SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'tlsrpt' AND c.relkind IN ('r', 'p')", "tlsrpt"):
            for sql in (f"DELETE FROM {table}", f"TRUNCATE {table}", f"INSERT INTO {table} DEFAULT VALUES"):
                self.assert_refused("tlsrpt_reader", f"SET default_transaction_read_only = off; {sql}")
        for sql in ("SELECT ensure_month(0)", "SELECT drop_pruned_months()", "SELECT nextval('message_id_seq')", "CREATE TABLE mine (n int)", "CREATE TABLE public.mine (n int)"):
            self.assert_refused("tlsrpt_reader", f"SET default_transaction_read_only = off; {sql}")

    def test_the_writer_cannot_change_what_is_not_its_own(self):
        self.deliver(senders.google(DAY, "example.com"))
        for sql in ("UPDATE store_schema SET version = 99", "DELETE FROM store_schema", "INSERT INTO store_schema VALUES (true, 1)", "CREATE TABLE mine (n int)", "DROP TABLE message",
                    "ALTER TABLE message ADD COLUMN x int", "TRUNCATE message", "DELETE FROM policy", "DELETE FROM failure", "UPDATE policy SET policy_domain = 'x'",
                    "UPDATE failure SET failed_session_count = 0", "UPDATE message SET sha256 = ''", "UPDATE message_raw SET octets = ''", "UPDATE identity SET accepted = true",
                    "UPDATE report SET sdid = 'x'", "UPDATE report SET json_sha256 = ''", "SELECT setval('message_id_seq', 1)", "DROP FUNCTION ensure_month(integer)",
                    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", "ALTER TABLE message DISABLE TRIGGER ALL", "CREATE ROLE more", "COPY message TO PROGRAM 'true'"):
            self.assert_refused("tlsrpt_writer", sql)

    def test_an_empty_database_is_not_filled_by_a_writer(self):
        self.server.sql("CREATE DATABASE empty")
        self.server.sql(ROLES.read_text(), "empty")
        done = subprocess.run([str(harness.BIN / "tlsrpt-ingest"), "deliver", f"--database={self.server.url('tlsrpt_writer', 'empty')}"],
                              input=senders.google(DAY, "example.com").octets, capture_output=True, check=False, env={**os.environ, "TLSRPT_CONFIG": os.devnull})
        self.assertEqual(done.returncode, 75)
        self.assertIn(b"permission denied", done.stdout + done.stderr)


if __name__ == "__main__":
    if postgresql_server.missing():
        print(f"SKIPPED: {postgresql_server.missing()}")
        sys.exit(77)
    harness.main()
