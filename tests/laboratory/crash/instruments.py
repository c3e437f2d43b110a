"""Puts a probe at everything that a process does to the world: from outside, in the child alone."""

import os
import pathlib
import re
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from aiosmtplib.protocol import SMTPProtocol
from aiosmtplib.response import SMTPResponse
from httpx import AsyncClient, Response
from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from tests.laboratory.crash.probe import Probe, die, is_ours
from triage.desk.reader_process import ReaderProcess
from triage.desk.reading import Reader
from triage.intake.imap.bounds import BoundedImap4

POISON = b"\r\nX-Laboratory-Poison: yes\r\n"
"""A mail with this field makes the reader raise, as a fault of ours would."""

_CHANGE = re.compile(r"(?<!FOR )\b(INSERT|UPDATE|DELETE)\b(?: INTO| FROM)? \"?(\w+)")
_CRLF = b"\r\n"
_END_OF_DATA = b"\r\n.\r\n"
_FILE_CALLS = (
    *((os, name) for name in ("open", "ftruncate", "fsync", "close")),
    *((pathlib.Path, name) for name in ("replace", "unlink", "mkdir", "rename", "link_to")),
)


def install(probe: Probe) -> None:
    """Watch this process; there is no way back."""
    _watch_statements(probe)
    _watch_commits(probe)
    _watch_imap(probe)
    _watch_smtp(probe)
    _watch_http(probe)
    _watch_files(probe)
    _watch_reader(probe)
    _make_poisonous()


def _watch_statements(probe: Probe) -> None:
    """A point after each statement that changes something; what only reads leaves nothing."""

    @event.listens_for(Engine, "after_cursor_execute")
    def after(_1: object, _2: object, statement: str, *_3: object) -> None:
        words = statement.split(None, 4)
        verb = words[0].upper()
        if verb == "WITH" or verb in {"INSERT", "UPDATE", "DELETE"}:
            probe.reach(f"{_changed(statement)} · done")
        elif verb in {"CREATE", "ALTER", "DROP"}:
            probe.reach(f"{verb} {words[1].upper()} · done")


def _changed(statement: str) -> str:
    found = _CHANGE.search(statement)
    return f"{found[1]} {found[2]}" if found else "statement"


def _watch_commits(probe: Probe) -> None:
    commit: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit

    @wraps(commit)
    def watched(self: DefaultDialect, connection: Any) -> None:  # noqa: ANN401 - any driver's
        probe.reach("COMMIT · before")
        commit(self, connection)
        probe.reach("COMMIT · done")

    DefaultDialect.do_commit = watched  # type: ignore[method-assign]


def _watch_imap(probe: Probe) -> None:
    """Points before a command, once the server has it, and once its answer is read."""
    send, get_response = BoundedImap4.send, BoundedImap4._get_response  # type: ignore[attr-defined]  # imaplib's own

    def watched_send(self: BoundedImap4, data: bytes) -> None:
        line = self.__dict__.setdefault("laboratory_line", bytearray())
        is_first = not line
        line += data
        name = _imap_name(bytes(line))
        if is_first:
            probe.reach(f"IMAP {name} · before")
        send(self, data)
        if data.endswith(_CRLF):
            self.__dict__.setdefault("laboratory_waiting", {})[bytes(line).split()[0]] = name
            line.clear()
            probe.reach(f"IMAP {name} · sent")

    def watched_get_response(self: BoundedImap4) -> Any:  # noqa: ANN401 - imaplib's
        found = get_response(self)
        waiting: dict[bytes, str] = self.__dict__.get("laboratory_waiting", {})
        for tag in [tag for tag in waiting if self.tagged_commands.get(tag)]:
            probe.reach(f"IMAP {waiting.pop(tag)} · answered")
        return found

    BoundedImap4.send = watched_send  # type: ignore[method-assign,assignment]
    BoundedImap4._get_response = watched_get_response  # type: ignore[attr-defined]


def _imap_name(line: bytes) -> str:
    words = line.decode("ascii", "replace").upper().split()
    if len(words) < 2:
        return "DONE" if words == ["DONE"] else "literal"
    return " ".join(words[1:3]) if words[1] == "UID" else words[1]


def _watch_smtp(probe: Probe) -> None:
    """Points before a command, once the server has it, and once its answer is read."""
    write, read = SMTPProtocol.write, SMTPProtocol.read_response

    @wraps(write)
    def watched_write(self: SMTPProtocol, data: bytes) -> None:
        is_message = data.endswith(_END_OF_DATA)
        name = "message" if is_message else data.split()[0].decode()
        self.__dict__["laboratory_name"] = name
        probe.reach(f"SMTP {name} · before")
        if is_message and probe.tears(f"SMTP {name} · half"):
            write(self, data[: len(data) // 2])
            die()
        write(self, data)
        probe.reach(f"SMTP {name} · sent")

    @wraps(read)
    async def watched_read(self: SMTPProtocol, timeout: float | None = None) -> SMTPResponse:  # noqa: ASYNC109 - the library's
        response = await read(self, timeout)
        probe.reach(f"SMTP {self.__dict__.get('laboratory_name', 'greeting')} · answered")
        return response

    SMTPProtocol.write = watched_write  # type: ignore[method-assign]
    SMTPProtocol.read_response = watched_read  # type: ignore[method-assign]


def _watch_http(probe: Probe) -> None:
    """Points before a callback, and once its answer is read."""
    post = AsyncClient.post

    @wraps(post)
    async def watched(self: AsyncClient, url: str, **keywords: Any) -> Response:  # noqa: ANN401 - passed on
        probe.reach("HTTP POST · before")
        response = await post(self, url, **keywords)
        probe.reach("HTTP POST · answered")
        return response

    AsyncClient.post = watched  # type: ignore[method-assign,assignment]


def _watch_reader(probe: Probe) -> None:
    """Points around what the process that reads ahead is told and asked."""
    for name in ("begin", "finish"):
        call = getattr(ReaderProcess, name)
        setattr(ReaderProcess, name, _watched(probe, f"reader {name}", call))


def _watched(probe: Probe, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def watched(*args: object) -> object:
        probe.reach(f"{name} · before")
        found = call(*args)
        probe.reach(f"{name} · done")
        return found

    return watched


def _watch_files(probe: Probe) -> None:
    """Points before and after each change of a file that our rooms make themselves."""
    for owner, name in _FILE_CALLS:
        if hasattr(owner, name):
            setattr(owner, name, _watched_call(probe, name, getattr(owner, name)))
    os.write = _torn_write(probe, os.write)  # type: ignore[assignment]  # bytes alone


def _watched_call(probe: Probe, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def watched(*args: object, **keywords: object) -> object:
        if not is_ours(sys._getframe(1)):
            return call(*args, **keywords)
        probe.reach(f"file {name} · before")
        found = call(*args, **keywords)
        probe.reach(f"file {name} · done")
        return found

    return watched


def _torn_write(probe: Probe, write: Callable[[int, bytes], int]) -> Callable[[int, bytes], int]:
    @wraps(write)
    def watched(descriptor: int, data: bytes) -> int:
        if not is_ours(sys._getframe(1)):
            return write(descriptor, data)
        probe.reach("file write · before")
        if probe.tears("file write · half"):
            write(descriptor, data[: len(data) // 2])
            die()
        written = write(descriptor, data)
        probe.reach("file write · done")
        return written

    return watched


def _make_poisonous() -> None:
    read = Reader.read

    @wraps(read)
    def watched(self: Reader, rows: Any) -> Any:  # noqa: ANN401 - passed on as they are
        if any(POISON in row.raw for row in rows):
            raise RuntimeError("a fault of the laboratory's own making")
        return read(self, rows)

    Reader.read = watched  # type: ignore[method-assign]
