"""Copies on a mail server whose messages have tickets, and how they are filed there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.tables import metadata
from models.vocabulary import Category, InboxState
from triage.intake.store import RawMessage

READ = ""
"""Stands for the folder that is read, whatever it is called."""

_COPY: Table = metadata.tables["server_copy"]
_INBOX: Table = metadata.tables["inbox"]
_TICKET: Table = metadata.tables["ticket"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that can be filed now.

    Attributes:
        id: Its row.
        uid: Its UID in the folder in which it is.
        category: Its ticket's; None where it became no ticket.
        filed_as: The category that shows in the mailbox now, if any.
    """

    id: int
    uid: int
    category: Category | None
    filed_as: Category | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a copy is: a folder's name, its UIDVALIDITY, and the UID."""

    folder: str
    uid_validity: int
    uid: int


def note_copies(session: Session, source: str, messages: Sequence[RawMessage]) -> None:
    """Note where the messages' copies are; those of one content belong to one message."""
    keys = {message.key for message in messages}
    kept = select(_INBOX.c.content_key, _INBOX.c.id).where(
        _INBOX.c.source == source, _INBOX.c.content_key.in_(keys)
    )
    ids = dict(session.connection().execute(kept).all())
    rows = [
        {
            "source": source,
            "inbox_id": ids[message.key],
            "folder": READ,
            "uid_validity": message.uid_validity,
            "uid": message.uid,
        }
        for message in messages
        if message.key in ids
    ]
    if rows:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        insert = dialect.insert(_COPY).on_conflict_do_nothing()
        session.connection().execute(insert, rows)


def forget_copies(
    session: Session, source: str, folder: str = READ, valid: int | None = None
) -> None:
    """Forget copies in a folder whose UIDs name nothing any more: those not under `valid`."""
    gone = delete(_COPY).where(_COPY.c.source == source, _COPY.c.folder == folder)
    if valid is not None:
        gone = gone.where(_COPY.c.uid_validity != valid)
    session.connection().execute(gone)


def finished(
    session: Session, source: str, uid_validity: int, most: int, folder: str = READ
) -> list[Copy]:
    """Return copies that can be filed now, oldest first.

    Set-aside messages are not among them: their copies stay as they are for a person to see.
    UIDs of another UIDVALIDITY name nothing on the server.
    """
    rows = session.connection().execute(
        select(_COPY.c.id, _COPY.c.uid, _TICKET.c.category, _COPY.c.filed_as)
        .select_from(_WITH_TICKETS)
        .where(_is_unfiled(source), _COPY.c.folder == folder, _COPY.c.uid_validity == uid_validity)
        .order_by(_COPY.c.id)
        .limit(most)
    )
    return [Copy(*row) for row in rows]


def other_folders(session: Session, source: str) -> list[str]:
    """Return the folders besides the one that is read in which copies are to be filed anew."""
    folders = (
        select(_COPY.c.folder)
        .select_from(_WITH_TICKETS)
        .where(_is_unfiled(source), _COPY.c.folder != READ)
        .distinct()
    )
    return list(session.connection().execute(folders).scalars())


def mark_filed(session: Session, copies: Collection[Copy], now: datetime) -> None:
    """Note that copies show their category, unless their ticket has another one meanwhile."""
    if not copies:
        return
    category = (
        select(_TICKET.c.category)
        .join(_INBOX, _INBOX.c.ticket_number == _TICKET.c.number)
        .where(_INBOX.c.id == _COPY.c.inbox_id)
        .scalar_subquery()
    )
    shown = bindparam("shown", type_=_COPY.c.filed_as.type)
    is_right = category.is_not_distinct_from(shown)
    session.connection().execute(
        update(_COPY)
        .where(_COPY.c.id == bindparam("copy_id"))
        .values(filed_as=shown, filed_at=case((is_right, now), else_=None)),
        [{"copy_id": copy.id, "shown": copy.category} for copy in copies],
    )


def note_moves(
    session: Session, source: str, copies: Collection[Copy], places: dict[int, Place]
) -> None:
    """Note where copies were moved to, by their UIDs before; others cannot be followed."""
    lost = [copy.id for copy in copies if copy.uid not in places]
    connection = session.connection()
    if lost:
        connection.execute(delete(_COPY).where(_COPY.c.source == source, _COPY.c.id.in_(lost)))
    moved = [
        {
            "copy_id": copy.id,
            "to_folder": places[copy.uid].folder,
            "to_validity": places[copy.uid].uid_validity,
            "to_uid": places[copy.uid].uid,
        }
        for copy in copies
        if copy.uid in places
    ]
    if moved:
        # A folder that was made anew may give out UIDs that are noted for other mails.
        connection.execute(
            delete(_COPY).where(
                _COPY.c.source == source,
                _COPY.c.folder == bindparam("to_folder"),
                _COPY.c.uid_validity == bindparam("to_validity"),
                _COPY.c.uid == bindparam("to_uid"),
                _COPY.c.id != bindparam("copy_id"),
            ),
            moved,
        )
        connection.execute(
            update(_COPY)
            .where(_COPY.c.id == bindparam("copy_id"))
            .values(
                folder=bindparam("to_folder"),
                uid_validity=bindparam("to_validity"),
                uid=bindparam("to_uid"),
            ),
            moved,
        )


def file_anew(session: Session, ticket_number: int) -> None:
    """Have the copies of a ticket's messages filed again: its category is another one now."""
    messages = select(_INBOX.c.id).where(_INBOX.c.ticket_number == ticket_number)
    session.connection().execute(
        update(_COPY).where(_COPY.c.inbox_id.in_(messages)).values(filed_at=None)
    )


_WITH_TICKETS = _COPY.join(_INBOX, _INBOX.c.id == _COPY.c.inbox_id).join(
    _TICKET, _TICKET.c.number == _INBOX.c.ticket_number, isouter=True
)


def _is_unfiled(source: str) -> ColumnElement[Any]:
    return (
        (_COPY.c.source == source)
        & _COPY.c.filed_at.is_(None)
        & (_INBOX.c.state == InboxState.DONE)
    )
