"""A short run with the same mails each time; `make fuzz` is the long form."""

import subprocess
import sys
from pathlib import Path


def test_some_thousand_mails_are_read_and_judged(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz", "--runs", "3000", "--seed", "7"]
    done = subprocess.run(
        [*command, "--seconds", "120", "--folder", str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
        timeout=300,
    )
    found = list((tmp_path / "found").glob("*"))
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    assert not found
