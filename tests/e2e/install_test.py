#!/usr/bin/python3
"""What `cmake --install` puts where, and that the installed programs run: install_test.py BUILD_FOLDER"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop(1))
SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = ["tlsrpt-ingest", "tlsrpt-query"]
INNER = ["tlsrpt-doctor"]    # run by others: no completions of their own


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        subprocess.run(["cmake", "--install", BUILD], env={**os.environ, "DESTDIR": cls.folder.name}, check=True, capture_output=True)
        installed = [path for path in pathlib.Path(cls.folder.name).rglob("*") if path.is_file()]
        cls.completions = {path.name: path for path in installed if "completion" in str(path.parent) or "zsh" in str(path.parent)}
        cls.files = {path.name: path for path in installed if path not in cls.completions.values()}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_programs_run(self):
        for name in [*PROGRAMS, *INNER]:
            with self.subTest(name):
                run = subprocess.run([self.files[name], "--version"], capture_output=True, text=True, check=True)
                self.assertRegex(run.stdout, r"\d+\.\d+\.\d+")

    def test_completions_have_the_names_that_shells_look_for(self):
        for name in PROGRAMS:
            with self.subTest(name):
                self.assertIn(f"complete -F _{name.replace('-', '_')} {name}\n", self.completions[name].read_text())
                self.assertTrue(self.completions[f"_{name}"].read_text().startswith(f"#compdef {name}\n"))

    def test_only_doctor_loads_libcurl(self):
        loads = {name for name in [*PROGRAMS, *INNER, "tlsrpt-lmtpd"] if b"libcurl" in subprocess.run(["ldd", self.files[name]], capture_output=True, check=True).stdout}
        self.assertEqual(loads, {"tlsrpt-doctor"})

    def test_each_manual_page_is_in_its_section(self):
        for page in (SOURCE / "docs" / "man").iterdir():
            with self.subTest(page.name):
                self.assertEqual(self.files[page.name].parent.name, f"man{page.suffix[1:]}")

    def test_schemas_and_examples_are_there(self):
        for path in [*SOURCE.glob("schemas/*.json"), *(SOURCE / "etc").iterdir()]:
            with self.subTest(path.name):
                self.assertEqual(self.files[path.name].read_bytes(), path.read_bytes())


if __name__ == "__main__":
    unittest.main(verbosity=2)
