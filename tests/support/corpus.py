"""Other people's report mails, to try the programs on; none of them is in this project.

    TLSRPT_CORPUS   a folder with eml/*.eml, json/*.json, keys.txt and INDEX.tsv; default: shared/corpus beside the checkout

Tests that want it are skipped, and say so, where there is none.
"""
import csv
import os
import pathlib

_folder = pathlib.Path(os.environ.get("TLSRPT_CORPUS") or pathlib.Path(__file__).resolve().parents[3] / "shared" / "corpus")
FOLDER = _folder if (_folder / "INDEX.tsv").exists() else None
MISSING = f"no corpus of real reports in {_folder}; set TLSRPT_CORPUS"
# The mails whose keys are known, and when they were sent.
REAL_MAILS = {"google_mox-testdata-2022.eml": "2022-09-16T10:10:06Z", "google_kravietz-1.eml": "2024-09-16T11:17:13Z"}


def index():
    """file → row of INDEX.tsv"""
    with (FOLDER / "INDEX.tsv").open(newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


if __name__ == "__main__":
    print(f"corpus of real reports: {FOLDER}" if FOLDER else f"{MISSING}. Tests that need it will be skipped.")
