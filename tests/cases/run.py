#!/usr/bin/python3
"""Runs `tlsrpt-ingest check` over the cases and compares all that it says: run.py [NAME…]

    NN-name/message.eml   the mail            keys.txt     the DNS
            README.md     why; "Verdict: `slug`"            expect.json  {"at": time of receipt, "exit": …, "output": …}

Each mail is judged twice, as it is and with LF line ends as a pipe transport hands it over; both must say the same.
UPDATE_EXPECTED=1 rewrites expect.json for review, but never against the verdict in README.md.
"""
import difflib
import json
import os
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from harness import Place  # noqa: E402


def pretty(value):
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=True) + "\n"


def judged(place, mail, case, at):
    outputs, status = place.check(mail, at=at, keys=case / "keys.txt")
    if len(outputs) != 1:
        raise ValueError(f"{len(outputs)} objects printed, exit {status}")
    outputs[0].pop("file", None)
    return {"at": at, "exit": status, "output": outputs[0]}


def run(place, case, update):
    """The reasons why the case fails."""
    expected = json.loads((case / "expect.json").read_text())
    verdict = re.search(r"^Verdict: `([a-z-]+)`$", (case / "README.md").read_text(), re.MULTILINE)
    if not verdict:
        return ["README.md has no line \"Verdict: `slug`\""]
    got = judged(place, case / "message.eml", case, expected["at"])
    if got["output"].get("slug") != verdict[1]:
        return [f"the verdict is {got['output'].get('slug')} ({got['output'].get('detail')}), and should be {verdict[1]}"]
    problems = []
    if (got["exit"] == 0) != (verdict[1] == "acceptable") or got["output"].get("acceptable") != (verdict[1] == "acceptable"):
        problems.append(f"exit {got['exit']}, acceptable {got['output'].get('acceptable')}")
    if update:
        (case / "expect.json").write_text(pretty(got))
    elif got != expected:
        problems += difflib.unified_diff(pretty(expected).splitlines(), pretty(got).splitlines(), "expected", "got", lineterm="")
    unix = place.folder / "unix.eml"
    unix.write_bytes((case / "message.eml").read_bytes().replace(b"\r\n", b"\n"))
    got_unix = judged(place, unix, case, expected["at"])
    got_unix["output"]["size"] = got["output"]["size"]    # nothing else may tell the two apart
    if got_unix != got:
        problems += difflib.unified_diff(pretty(got).splitlines(), pretty(got_unix).splitlines(), "with CRLF", "with LF", lineterm="")
    return problems


def main(names):
    update = os.environ.get("UPDATE_EXPECTED") == "1"
    cases = sorted(path.parent for path in HERE.glob("*/message.eml") if not names or path.parent.name in names or path.parent.name.split("-", 1)[1] in names)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="tlsrpt-cases-") as folder:
        place = Place(folder)
        for case in cases:
            try:
                problems = run(place, case, update)
            except (OSError, ValueError, KeyError) as error:
                problems = [f"{type(error).__name__}: {error}"]
            failed += bool(problems)
            if problems:
                print(f"FAILED {case.name}", *problems, sep="\n    ")
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 0 if cases and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
