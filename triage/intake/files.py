"""Mail that lies in files: `.eml`, folders of them, mbox and Maildir, one message at a time."""

import errno
import os
import stat
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


def _files_under(top: Path, report: Callable[[str, OSError], None]) -> Iterator[Path]:
    """Yield files, folder by folder; without recursion, for folders may be thousands deep."""
    pending = [(top, _is_folder(top))]
    while pending:
        path, is_folder = pending.pop()
        if not is_folder:
            yield path
            continue
        try:
            pending.extend(reversed(_entries(path)))
        except OSError as error:
            report(str(path), error)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # opening it will say what is wrong


def _entries(folder: Path) -> list[tuple[Path, bool]]:
    """Return what is to be read in a folder, by name, each with whether it is a folder itself."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    is_maildir = {"cur", "new"} <= {entry.name for entry in entries}
    in_maildir = folder.name in {"cur", "new"}
    kept: list[tuple[Path, bool]] = []
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not (is_maildir and entry.name == "tmp"):
                kept.append((Path(entry.path), True))
        elif not is_maildir and entry.is_file() and (in_maildir or _looks_like_mail(entry)):
            kept.append((Path(entry.path), False))
    return kept


def _looks_like_mail(entry: os.DirEntry[str]) -> bool:
    suffix = Path(entry.name).suffix.lower()
    return not entry.name.startswith(".") and suffix in _MAIL_SUFFIXES


def _open(path: str, flags: int) -> int:
    """Open a file, and nothing that could keep us waiting: no pipe, no terminal, no device.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    opened = os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY)
    if stat.S_ISREG(os.fstat(opened).st_mode):
        return opened
    os.close(opened)
    raise OSError(errno.EINVAL, "this is no file", path)


def _messages_in(path: Path) -> Iterator[tuple[str, bytes]]:
    with open(path, "rb", opener=_open) as file:
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
