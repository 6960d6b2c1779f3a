#!/usr/bin/python3
"""One line of configuration: every program over a PostgreSQL store says what it says over SQLite, as writer and as reader; several hosts migrate at
once; and what was copied from one to the other and back is the same."""
import datetime
import email.utils
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness
import lmtp
import postgresql_server
import senders
from harness import INGEST, QUERY, EndToEnd, Place, clean_environment
from postgresql_place import ServerPlace

DAY = harness.yesterday()
ROLES = harness.ROOT / "schemas/store/postgresql/roles.sql"
QUESTIONS = [["summary"], ["reports"], ["failures"], ["incidents"], ["reporters"], ["domains"], ["advise"], ["drift"], ["quarantine"], ["summary", "--policy-domain", "*.example"],
             ["failures", "--reporter", "google.com"], ["incidents", "--as-of", str(DAY)]]
RECEIVED = email.utils.format_datetime(datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=5)).encode()    # the same in both stores
JUNK = [b"Received: from x.example by mx.example.net; " + RECEIVED + b"\r\nFrom: a@junk.example\r\nSubject: " + rest
        for rest in (b"buy\r\n\r\n", b"Report Domain: example.net\r\n\r\nno report\r\n")]
SECRET = "hunter2"


def with_password(url):
    return url.replace("@/", f":{SECRET}@/", 1)


def programs(place):
    """Configured by a line of the file, as on a host; the URL has a password in it."""
    database = with_password(place.database) if isinstance(place, ServerPlace) else str(place.database)
    place.config.write_text(f'database = "{database}"\n')

    def run(program, *arguments, octets=b"", status=0):
        done = subprocess.run([program, *arguments, "--config", str(place.config)], input=octets, capture_output=True, env=clean_environment(), timeout=120, check=False)
        assert done.returncode == status, done
        assert SECRET.encode() not in done.stdout + done.stderr, done
        return done.stdout
    return run


class Programs(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = postgresql_server.Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        super().tearDownClass()

    def setUp(self):
        self.place = ServerPlace(self.server)
        self.addCleanup(self.place.remove)

    def fill(self, place):
        run = programs(place)
        for name, make in senders.SHAPES.items():
            for domain in ("example.net", "a.example"):
                sample = make(DAY, domain)
                place.add_keys(sample)
                for _ in range(2 if name == "google" else 1):
                    run(INGEST, "deliver", "--keys", str(place.keys), octets=sample.octets)
        for octets in JUNK:
            run(INGEST, "deliver", "--keys", str(place.keys), octets=octets)
        run(INGEST, "prune")
        run(INGEST, "reprocess", "--keys", str(place.keys))
        return run

    def test_programs_say_what_they_say_over_sqlite(self):
        file = Place()
        self.addCleanup(file.remove)
        over_sqlite, over_server = self.fill(file), self.fill(self.place)
        for question in QUESTIONS:
            with self.subTest(question):
                answer = over_server(QUERY, *question, "--format", "json")
                self.assertEqual(json.loads(answer), json.loads(over_sqlite(QUERY, *question, "--format", "json")))
        for ways in (["export"], ["metrics"], ["summary", "--format", "csv"], ["raw", "1"], ["show", "1"], ["show", "3"]):
            with self.subTest(ways):
                answer = over_server(QUERY, *ways)
                self.assertGreater(len(answer), 50)
                self.assertEqual(answer, over_sqlite(QUERY, *ways))
        self.assertIn(b"<html", over_server(QUERY, "html"))
        self.assertGreater(len(json.loads(over_server(QUERY, "reports", "--format", "json"))["reports"]), 10)

    def test_doctor_knows_the_server(self):
        run = self.fill(self.place)
        findings = subprocess.run([QUERY, "doctor", "--format", "json", "--config", str(self.place.config)], capture_output=True, text=True, env=clean_environment(),
                                  timeout=120, check=False)
        self.assertIn("PostgreSQL", findings.stdout, findings.stderr)
        self.assertNotIn(SECRET, findings.stdout + findings.stderr)
        self.assertTrue(run(QUERY, "summary"))

    def test_a_reader_asks_and_mails_and_writes_nothing(self):
        for _ in range(2):    # rights on tables when there are tables
            self.server.sql(ROLES.read_text(), self.place.name)
            programs(ServerPlace(self.server, self.place, role="tlsrpt_owner"))(INGEST, "migrate")
        writer = ServerPlace(self.server, self.place, role="tlsrpt_writer")
        self.fill(writer)
        daemon = lmtp.Daemon(writer)
        self.addCleanup(lambda: daemon.process.poll() is None and daemon.kill())
        sample = senders.google(DAY, "over-lmtp.example")
        self.place.add_keys(sample)
        self.assertRegex(lmtp.hand_over(daemon.socket, sample.octets)[0], r"\A250 2\.0\.0 stored")
        reader = ServerPlace(self.server, self.place, role="tlsrpt_reader")
        run = programs(reader)
        self.assertIn("over-lmtp.example", str(json.loads(run(QUERY, "domains", "--format", "json"))))
        sent = self.place.folder / "sent"
        sendmail = self.place.folder / "sendmail"
        sendmail.write_text(f"#!/bin/sh\ncat >> {sent}\n")
        sendmail.chmod(0o755)
        command = [harness.ROOT / "scripts/tlsrpt-daily-summary", "--state", self.place.folder / "mark", "--sendmail", sendmail, "--query", QUERY, "--config", reader.config,
                   "--from", "tlsrpt@example.net", "--to", "postmaster@example.net"]
        for _ in range(2):    # what came since the last one: nothing
            summary = subprocess.run([*command, "--quiet-if-clean"], capture_output=True, text=True, env=clean_environment(), timeout=120, check=False)
            self.assertEqual((summary.returncode, summary.stderr), (0, ""))
        self.assertIn("over-lmtp.example", sent.read_text())
        self.assertRegex((self.place.folder / "mark").read_text(), r"\d")
        refused = subprocess.run([INGEST, "deliver", "--config", str(reader.config)], input=JUNK[0], capture_output=True, env=clean_environment(), timeout=120, check=False)
        self.assertEqual(refused.returncode, 75, refused)
        self.assertEqual(daemon.stop(), 0)

    def test_several_hosts_migrate_at_once(self):
        command = [INGEST, "migrate", "--config", os.devnull, "--database", self.place.database]
        hosts = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment()) for _ in range(6)]
        daemons = [lmtp.Daemon(self.place, socket_path=self.place.folder / f"{name}.sock", wait=False) for name in "ab"]
        said = []
        for host in hosts:
            out, err = host.communicate(timeout=120)
            self.assertEqual((host.returncode, err), (0, b""))
            said.append(out)
        self.assertTrue(all(b"schema" in one for one in said), said)
        for daemon in daemons:
            self.addCleanup(lambda daemon=daemon: daemon.process.poll() is None and daemon.kill())
            daemon.wait_for("ready")
            self.assertEqual(daemon.stop(), 0)
        self.assertEqual(self.place.rows("SELECT count(*) FROM store_schema"), [["1"]])

    def test_the_owner_copies_and_the_others_go_on(self):
        file = Place()
        self.addCleanup(file.remove)
        run = self.fill(file)
        octets = file.database.read_bytes()
        self.server.sql(ROLES.read_text(), self.place.name)
        owner, reader = (ServerPlace(self.server, self.place, role=role) for role in ("tlsrpt_owner", "tlsrpt_reader"))
        run(INGEST, "copy", "--from", str(file.database), "--to", with_password(owner.database))
        self.assertEqual(file.database.read_bytes(), octets)    # it is only read
        self.server.sql(ROLES.read_text(), self.place.name)
        self.assertEqual(programs(reader)(QUERY, "reports"), run(QUERY, "reports", "--database", str(file.database)))
        writer = ServerPlace(self.server, self.place, role="tlsrpt_writer")
        sample = senders.google(DAY, "after-copy.example")
        writer.add_keys(sample)
        self.assertIn(b"stored", programs(writer)(INGEST, "deliver", "--keys", str(writer.keys), octets=sample.octets))

    def test_a_store_moves_to_a_server_and_back(self):
        file = Place()
        self.addCleanup(file.remove)
        self.fill(file)
        back = self.place.folder / "back.db"
        told = []
        for source, target in ((file.database, self.place.database), (self.place.database, back), (file.database, self.place.database)):
            done = subprocess.run([INGEST, "copy", "--config", os.devnull, "--from", with_password(str(source)), "--to", with_password(str(target))], capture_output=True, text=True,
                                  env=clean_environment(), timeout=120, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertNotIn(SECRET, done.stdout)
            told.append(done.stdout.splitlines()[:-1])
        self.assertEqual(told[0], told[1])
        self.assertEqual(told[0], told[2])
        self.assertIn("was there before", done.stdout)
        reports = [line for line in told[0] if re.search(r"\breport\b", line)]
        self.assertGreater(int(reports[0].split()[0]), 10)
        for arguments in (["reports"], ["quarantine"], ["show", "2"]):
            answers = {subprocess.run([QUERY, *arguments, "--config", os.devnull, "--database", str(database)], capture_output=True, env=clean_environment(), timeout=60,
                                      check=True).stdout for database in (file.database, self.place.database, back)}
            self.assertEqual(len(answers), 1)


if __name__ == "__main__":
    if postgresql_server.missing():
        Programs = unittest.skip(postgresql_server.missing())(Programs)
    harness.main()
