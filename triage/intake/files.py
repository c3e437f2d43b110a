"""Mail that lies in files: `.eml`, folders of them, mbox and Maildir, one message at a time."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one message that are read; the parser's own limit is lower."""
_LONGEST_LINE: Final = 1024 * 1024
_MAIL_SUFFIXES: Final = frozenset({"", ".eml", ".mbox", ".mbx", ".mail", ".msg", ".email"})
_MBOX_MARK: Final = b"From "


def _silently(_path: str, _error: OSError) -> None:
    """Take an error without a word."""


def iter_messages(
    paths: Iterable[str | os.PathLike[str]],
    report: Callable[[str, OSError], None] = _silently,
) -> Iterator[tuple[str, bytes]]:
    """Yield every message under the paths, sorted by name within each folder.

    A path that is named is read whatever it is called; in a folder files count that end in `.eml`
    and its like or have no ending, and in a Maildir those in `cur` and `new`. Links to folders are
    not followed.

    Args:
        paths: Files and folders.
        report: Is told what could not be read.

    Yields:
        The path, for messages in an mbox with `#` and their number behind, and the raw bytes, at
        most 64 MiB of them; empty bytes for what could not be read, so that every path given
        has its line.
    """
    for named in paths:
        for path in _files_under(Path(named), report):
            try:
                yield from _messages_in(path)
            except OSError as error:
                report(str(path), error)
                yield str(path), b""


def _files_under(path: Path, report: Callable[[str, OSError], None]) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    try:
        with os.scandir(path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        report(str(path), error)
        return
    is_maildir = {"cur", "new"} <= {entry.name for entry in entries}
    in_maildir = path.name in {"cur", "new"}
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not (is_maildir and entry.name == "tmp"):
                yield from _files_under(Path(entry.path), report)
        elif not is_maildir and (in_maildir or _looks_like_mail(entry)):
            yield Path(entry.path)


def _looks_like_mail(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith(".") or not entry.is_file():
        return False
    return Path(entry.name).suffix.lower() in _MAIL_SUFFIXES


def _messages_in(path: Path) -> Iterator[tuple[str, bytes]]:
    with path.open("rb") as file:
        is_mbox = file.read(len(_MBOX_MARK)) == _MBOX_MARK and path.suffix.lower() != ".eml"
        file.seek(0)
        if is_mbox:
            for number, raw in enumerate(_split_mbox(file), start=1):
                yield f"{path}#{number}", raw
        else:
            yield str(path), file.read(_LARGEST)


def _split_mbox(file: BinaryIO) -> Iterator[bytes]:
    """Yield the messages of an mbox: each begins at a `From ` line after a blank one (RFC 4155)."""
    message: list[bytes] = []
    size = 0
    after_blank = True
    starts_line = True
    while line := file.readline(_LONGEST_LINE):
        if starts_line and after_blank and line.startswith(_MBOX_MARK) and message:
            yield b"".join(message)
            message, size = [], 0
        if size < _LARGEST:
            message.append(line)
            size += len(line)
        after_blank = starts_line and line in {b"\n", b"\r\n"}
        starts_line = line.endswith(b"\n")
    if message:
        yield b"".join(message)
