#!/usr/bin/python3
"""A PostgreSQL server over TCP: what the URL says of TLS and passwords holds, and no password is ever told."""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import certificates
import harness
import postgresql_server
import senders

ADDRESS = f"127.{os.getpid() % 200 + 1}.{os.getpid() // 200 % 200 + 1}.5"    # of this machine, and of this test alone
PASSWORD = "ge heim/%"


class Tls(harness.EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = tempfile.TemporaryDirectory(prefix="tlsrpt-tls-")
        folder = pathlib.Path(cls.folder.name)
        authority = certificates.Authority(folder)
        chain = authority.server("server", ["db.test"])[0]
        who = postgresql_server.account()
        os.chown(folder, who.pw_uid, who.pw_gid)
        os.chown(chain, who.pw_uid, who.pw_gid)
        os.chmod(chain, 0o600)
        os.chmod(authority.file, 0o644)
        cls.authority = authority.file
        cls.passfile = folder / "pgpass"
        cls.passfile.write_text("*:*:*:writer:" + PASSWORD + "\n")
        cls.passfile.chmod(0o600)
        settings = {"listen_addresses": ADDRESS, "ssl": "on", "ssl_cert_file": chain, "ssl_key_file": chain}
        cls.server = postgresql_server.Server(fsync=False, settings=settings, hba=["hostssl all all 127.0.0.0/8 scram-sha-256"])
        cls.server.sql(f"CREATE ROLE writer LOGIN PASSWORD '{PASSWORD}'; CREATE DATABASE store OWNER writer")

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        cls.folder.cleanup()
        super().tearDownClass()

    def url(self, user="writer", host="db.test", mode="verify-full", more=""):
        return f"postgresql://{user}@{host}/store?hostaddr={ADDRESS}&sslmode={mode}&sslrootcert={self.authority}{more}"

    def run_with(self, url, *arguments, octets=b""):
        return subprocess.run([harness.INGEST, *arguments, f"--config={self.place.config}", f"--database={url}"], input=octets, capture_output=True,
                              env=harness.clean_environment(), check=False)

    def test_a_password_in_a_file_and_a_verified_server(self):
        url = self.url(more=f"&passfile={self.passfile}")
        done = self.run_with(url, "migrate")
        self.assertEqual(done.returncode, 0, done.stderr)
        mail = senders.mailru(harness.yesterday(), "example.com")
        self.place.add_keys(mail)
        done = self.run_with(url, "deliver", f"--keys={self.place.keys}", octets=mail.octets)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(b"stored", done.stdout)

    def test_a_password_in_the_url_is_not_told(self):
        done = self.run_with(self.url("writer:ge%20heim%2F%25"), "migrate")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"postgresql://writer@db.test/store?", done.stdout)
        self.assertNotIn(b"heim", done.stdout + done.stderr)

    def test_what_is_refused(self):
        for what, url in {"another name": self.url("writer:ge%20heim%2F%25", host="other.test"), "no TLS": self.url("writer:ge%20heim%2F%25", mode="disable"),
                          "a stranger's authority": self.url("writer:ge%20heim%2F%25").replace(str(self.authority), "/etc/hostname"),
                          "a wrong password": self.url("writer:un%20heimlich"), "a URL that cannot be read": self.url("writer:100%heim"),
                          "no password": self.url(), "another parameter": self.url("writer:ge%20heim%2F%25", more="&no_such_parameter=heim")}.items():
            with self.subTest(what):
                done = self.run_with(url, "migrate")
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(b"postgresql://writer@", done.stderr)
                if what != "another parameter":
                    self.assertNotIn(b"heim", done.stdout + done.stderr)
                done = self.run_with(url, "deliver", octets=b"From: a@b.example\r\n\r\nx\r\n")
                self.assertEqual(done.returncode, 75, done.stdout)
                if what != "another parameter":
                    self.assertNotIn(b"heim", done.stdout + done.stderr)


if __name__ == "__main__":
    if postgresql_server.missing():
        print(f"SKIPPED: {postgresql_server.missing()}")
        sys.exit(77)
    harness.main()
