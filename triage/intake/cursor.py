"""How far a source was read, and who reads it: the `mailbox_cursor` row."""

import os
import socket
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Table, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.tables import metadata

LEASE = timedelta(seconds=20)
"""How long a reader that says nothing more keeps others away."""

_CURSOR: Table = metadata.tables["mailbox_cursor"]


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a source was read.

    Attributes:
        uid_validity: What `last_uid` is a UID of; None before anything was read.
        last_uid: The highest UID that was dealt with.
        go_live_at: Mail from before it is never answered.
    """

    uid_validity: int | None
    last_uid: int
    go_live_at: datetime


def new_owner() -> str:
    """Return a name for one reader: its machine, its process, and itself."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:12]}"


def open_cursor(session: Session, source: str, now: datetime) -> Cursor:
    """Return the cursor, made at the first contact, which is the go-live mark then.

    IMAP's times have whole seconds, so the mark is the beginning of its second: mail that came
    in the same second is answered.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    first = {"mailbox": source, "last_uid": 0, "go_live_at": now.replace(microsecond=0)}
    connection = session.connection()
    connection.execute(dialect.insert(_CURSOR).values(first).on_conflict_do_nothing())
    columns = (_CURSOR.c.uid_validity, _CURSOR.c.last_uid, _CURSOR.c.go_live_at)
    row = connection.execute(select(*columns).where(_CURSOR.c.mailbox == source)).one()
    return Cursor(*row)


def lease(session: Session, source: str, owner: str, now: datetime) -> bool:
    """Take or keep the right to read a source, for `LEASE` from now.

    Returns:
        False where another reader has it, and is alive for all we know.
    """
    connection = session.connection()
    holder = connection.execute(
        select(_CURSOR.c.lease_owner).where(_CURSOR.c.mailbox == source)
    ).scalar_one()
    is_free = or_(
        _CURSOR.c.lease_owner.is_(None),
        _CURSOR.c.lease_owner == owner,
        _CURSOR.c.lease_until <= now,
    )
    if _is_dead(holder):
        is_free = or_(is_free, _CURSOR.c.lease_owner == holder)
    taken = connection.execute(
        update(_CURSOR)
        .where(_CURSOR.c.mailbox == source, is_free)
        .values(lease_owner=owner, lease_until=now + LEASE)
    )
    return taken.rowcount == 1


def release(session: Session, source: str, owner: str) -> None:
    """Give the right back."""
    session.connection().execute(
        update(_CURSOR)
        .where(_CURSOR.c.mailbox == source, _CURSOR.c.lease_owner == owner)
        .values(lease_owner=None, lease_until=None)
    )


def advance(session: Session, source: str, uid_validity: int, last_uid: int) -> None:
    """Note that every mail up to `last_uid` was dealt with."""
    session.connection().execute(
        update(_CURSOR)
        .where(_CURSOR.c.mailbox == source)
        .values(uid_validity=uid_validity, last_uid=last_uid)
    )


def note(session: Session, source: str, now: datetime, error: str | None) -> None:
    """Note that the source was looked at, and what was wrong with it."""
    session.connection().execute(
        update(_CURSOR).where(_CURSOR.c.mailbox == source).values(polled_at=now, error=error)
    )


def forget_faults(session: Session, sources: Collection[str]) -> None:
    """Forget what was wrong with sources that are not configured any more."""
    session.connection().execute(
        update(_CURSOR)
        .where(_CURSOR.c.mailbox.not_in(sources), _CURSOR.c.error.is_not(None))
        .values(error=None)
    )


def _is_dead(owner: str | None) -> bool:
    """Tell whether a reader was a process of this machine that has ended.

    A restart after a crash need not wait for the lease to run out. Where two containers share a
    host name this may be wrong: both read, and the inbox keeps one of each mail.
    """
    host, _, rest = (owner or "").partition(":")
    process = rest.partition(":")[0]
    if host != socket.gethostname()[:40] or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
