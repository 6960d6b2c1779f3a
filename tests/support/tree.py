"""A small tree of files to run one of scripts/check-* on."""
import pathlib
import subprocess
import sys
import tempfile

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts"


def check(script, files):
    """How the script ends on a folder with these files, {path: content}."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return subprocess.run([sys.executable, SCRIPTS / script, folder], capture_output=True, text=True, check=False)
