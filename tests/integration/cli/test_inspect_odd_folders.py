"""`triage inspect` on folders as they lie about: a line for each mail, no failure, no waiting."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

MAIL = b"From: Ann <ann@customer.example>\r\nTo: help@desk.example\r\nSubject: %s\r\n\r\nHello.\r\n"
_LONGEST_SECONDS = 90


def inspect(*paths: Path | str) -> tuple[list[dict[str, Any]], int, str]:
    """Return the lines, the exit code, and what was said on standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "triage", "inspect", *map(str, paths)],
        capture_output=True,
        check=False,
        timeout=_LONGEST_SECONDS,
    )
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return lines, done.returncode, done.stderr.decode()


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that is odd."""
    top = tmp_path_factory.mktemp("odd")
    (top / "a.eml").write_bytes(MAIL % b"one")
    (top / "empty folder").mkdir()
    (top / "empty.eml").write_bytes(b"")
    (top / "large.eml").write_bytes(MAIL % b"large" + b"word and another word\r\n" * 2_800_000)
    (top / "line.eml").write_bytes(b"a" * 5_000_000)
    (top / "broken.mbox").write_bytes(
        b"From a Mon Nov  2 09:00:00 2026\n\0\0\xff\n\nFrom b\n" + MAIL % b"two" + b"\n\nFrom "
    )
    (top / "picture.png").write_bytes(b"\x89PNG")
    (top / "up").symlink_to(top)
    (top / "gone.eml").symlink_to(top / "nowhere")
    os.mkfifo(top / "pipe.eml")
    maildir = top / "mail"
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True)
    (maildir / "new" / "1.host").write_bytes(MAIL % b"three")
    os.mkfifo(maildir / "cur" / "2.host")
    (maildir / "cur" / "up").symlink_to(top)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(top / "socket"))
    (top / os.fsdecode(b"caf\xe9.eml")).write_bytes(MAIL % b"four")
    return top


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A folder with a mail at the bottom of 1,200 others; what removes it must not recurse."""
    folders = [tmp_path / "deep"]
    folders[0].mkdir()
    for _ in range(1_200):
        folders.append(folders[-1] / "d")
        folders[-1].mkdir()
    mail = folders[-1] / "a.eml"
    mail.write_bytes(MAIL % b"deep")
    yield folders[0]
    mail.unlink()
    for folder in reversed(folders):
        folder.rmdir()


def test_each_mail_has_one_line_and_the_rest_none(odd: Path) -> None:
    lines, code, said = inspect(odd)
    assert (code, said) == (0, "")
    found = {Path(line["path"]).name: line for line in lines}
    assert sorted(found) == sorted(
        [
            *("1.host", "a.eml", "broken.mbox#1", "broken.mbox#2", "broken.mbox#3"),
            *("caf\udce9.eml", "empty.eml", "large.eml", "line.eml"),
        ]
    )
    assert len(found) == len(lines)
    assert found["large.eml"]["subject"] == "large"
    assert "cut-mail" in found["large.eml"]["defects"]
    assert found["empty.eml"]["defects"][0] == "empty"
    assert found["broken.mbox#2"]["subject"] == "two"


def test_folders_may_be_as_deep_as_they_like(deep: Path) -> None:
    (line,), code, said = inspect(deep)
    assert (line["subject"], code, said) == ("deep", 0, "")


def test_what_is_named_and_cannot_be_read_has_a_line_that_says_so(odd: Path) -> None:
    lines, code, _ = inspect(odd / "pipe.eml", "/proc/self/mem", odd / "a.eml")
    assert code == 1
    assert ["error" in line for line in lines] == [True, True, False]
    assert "this is no file" in lines[0]["error"]
    assert lines[2]["subject"] == "one"


def test_an_empty_folder_has_no_line_and_is_no_error(odd: Path) -> None:
    assert inspect(odd / "empty folder") == ([], 0, "")


def test_a_path_that_is_not_there_is_wrong_usage(odd: Path) -> None:
    lines, code, said = inspect(odd / "nowhere.eml")
    assert (lines, code) == ([], 2)
    assert "nowhere.eml" in said
