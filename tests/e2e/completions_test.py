#!/usr/bin/python3
"""What bash and zsh offer after a TAB, in the real shells; and that the manual pages know every command and flag."""
import os
import pathlib
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import harness

PROGRAMS = {"tlsrpt-query": "tlsrpt-query.1", "tlsrpt-ingest": "tlsrpt-ingest.1", "tlsrpt-lmtpd": "tlsrpt-lmtpd.8"}


def script_of(program, shell):
    return subprocess.run([harness.BIN / program, "--completions", shell], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
                          env=harness.clean_environment()).stdout


def offered_by_bash(program, *words):
    """What bash offers for the last of the words."""
    function = "_" + program.replace("-", "_")
    line = " ".join(shlex.quote(word) for word in (program, *words))
    asking = f"{script_of(program, 'bash')}\nCOMP_WORDS=({line}); COMP_CWORD={len(words)}; {function}; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    run = subprocess.run(["bash", "--norc", "-c", asking], capture_output=True, text=True, check=True, cwd=harness.ROOT / "etc")
    if run.stderr:
        raise AssertionError(run.stderr)
    return run.stdout.split()


def completed_by_zsh(folder, line, until):
    """What an interactive zsh makes of the line after a TAB; it answers on a terminal, as to a person."""
    (folder / ".zshrc").write_text(f"fpath=({folder} $fpath); autoload -U compinit; compinit -u -d {folder}/dump; PROMPT='READY> '; unsetopt beep\n")
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe("zsh", ["zsh", "-i"], harness.clean_environment(ZDOTDIR=str(folder), TERM="dumb", HOME=str(folder)))
    seen = ""

    def read_until(what):
        nonlocal seen
        deadline = time.monotonic() + 60
        while what not in seen:
            if not select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0]:
                raise AssertionError(f"no {what!r} in {seen!r}")
            seen += os.read(terminal, 4096).decode(errors="replace")
    try:
        read_until("READY> ")
        os.write(terminal, line.encode() + b"\t")
        read_until(until)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)
    return seen


class Completions(unittest.TestCase):
    def test_bash(self):
        for words, expected in ((["su"], ["summary"]), (["summary", "--form"], ["--format"]), (["summary", "--format", "js"], ["json"]),
                                (["--config", "reports", "fai"], ["failures"]), (["reports", "--format", "=", "nd"], ["ndjson"]),
                                (["quarantine", "--slug", "signature-h"], ["signature-has-length"]), (["raw", "--for"], []),
                                (["--config", "tlsrpt.toml"], ["tlsrpt.toml.example"])):
            with self.subTest(words):
                self.assertEqual(offered_by_bash("tlsrpt-query", *words), expected)
        self.assertEqual(offered_by_bash("tlsrpt-ingest", "check", "--format", ""), ["text", "json"])
        self.assertIn("tlsrpt.toml.example", offered_by_bash("tlsrpt-ingest", "check", "tlsrpt.t"))
        self.assertEqual(offered_by_bash("tlsrpt-lmtpd", "--check"), ["--check-config"])

    @harness.needs("zsh")
    def test_zsh(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for program in PROGRAMS:
                (folder / f"_{program}").write_text(script_of(program, "zsh"))
            self.assertIn("tlsrpt-query summary", completed_by_zsh(folder, "tlsrpt-query sum", "summary"))
            completed_by_zsh(folder, "tlsrpt-query reports --format nd", "ndjson")
            completed_by_zsh(folder, "tlsrpt-lmtpd --check", "--check-config")

    def test_a_wrong_shell_is_refused(self):
        run = subprocess.run([harness.QUERY, "--completions", "fish"], capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 64)

    def test_the_manual_pages_know_every_command_and_flag(self):
        for program, page in PROGRAMS.items():
            text = (harness.ROOT / "docs" / "man" / page).read_text()
            commands = re.findall(r"(?m)^ {4}([a-z-]+)\) words=", script_of(program, "bash"))
            words = {word for found in re.findall(r" words='([^']*)'", script_of(program, "bash").split('case "$command $before"')[0]) for word in found.split()
                     if word.startswith("-") or word in commands}
            self.assertIn("--config", words)
            for word in words - {"-h"}:
                with self.subTest(f"{page}: {word}"):
                    name = re.escape(word.removeprefix("-"))
                    self.assertRegex(text, rf"\bFl {name}(?![\w-])" if word.startswith("-") else rf"(?m)^\.(?:It )?Cm (?:.*\| )?{name}(?![\w-])")
            described = {"-" + flag for item in re.findall(r"(?m)^\.It (Fl .*)", text) for flag in re.findall(r"Fl (-[a-z-]+)", item)}
            self.assertEqual(described - words - {"--completions"}, set(), f"{page}: flags that {program} does not have")

    def test_the_doctors_flags_are_in_the_page_that_man_shows_for_it(self):
        """tlsrpt-doctor is what tlsrpt-query runs; its own --help names more than the completions when they differ."""
        shown = subprocess.run([harness.QUERY, "doctor", "--help"], capture_output=True, text=True, check=True, env=harness.clean_environment()).stdout
        flags = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", shown))
        self.assertIn("--probe", flags)
        page = (harness.ROOT / "docs" / "man" / "tlsrpt-doctor.1").read_text().split()
        self.assertEqual(page[0], ".so")
        text = (harness.ROOT / "docs" / "man" / pathlib.Path(page[1]).name).read_text()
        for flag in flags:
            with self.subTest(flag):
                self.assertRegex(text, rf"\bFl {re.escape(flag[1:])}(?![\w-])")


if __name__ == "__main__":
    harness.main()
