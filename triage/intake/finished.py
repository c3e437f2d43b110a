"""Messages whose tickets are safe and whose copies at the source were not marked or moved yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, select, update
from sqlmodel import Session

from models.tables import metadata
from models.vocabulary import Category, InboxState

_INBOX: Table = metadata.tables["inbox"]
_TICKET: Table = metadata.tables["ticket"]


def finished(
    session: Session, source: str, uid_validity: int, most: int
) -> list[tuple[int, Category | None]]:
    """Return the UIDs that can be filed now, oldest first, with their tickets' categories.

    Set-aside messages are not among them: their copies stay as they are for a person to see.
    UIDs of another UIDVALIDITY name nothing on the server.
    """
    joined = _INBOX.join(_TICKET, _TICKET.c.number == _INBOX.c.ticket_number, isouter=True)
    rows = session.connection().execute(
        select(_INBOX.c.uid, _TICKET.c.category)
        .select_from(joined)
        .where(_is_unfiled(source, uid_validity))
        .order_by(_INBOX.c.id)
        .limit(most)
    )
    return [(uid, category) for uid, category in rows]


def mark_filed(
    session: Session, source: str, uid_validity: int, uids: Sequence[int], now: datetime
) -> None:
    """Note that the server's copies were dealt with."""
    session.connection().execute(
        update(_INBOX)
        .where(_is_unfiled(source, uid_validity), _INBOX.c.uid.in_(uids))
        .values(filed_at=now)
    )


def _is_unfiled(source: str, uid_validity: int) -> ColumnElement[Any]:
    return and_(
        _INBOX.c.source == source,
        _INBOX.c.state == InboxState.DONE,
        _INBOX.c.filed_at.is_(None),
        _INBOX.c.uid_validity == uid_validity,
    )
