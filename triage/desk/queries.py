"""What the queue shows: one page of tickets, and how many there are behind each filter.

Filters and counts are answered from the index `ix_ticket_queue` alone; whole rows are read for
the tickets of one page only.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models.credit import Claim
from models.intake import InboxMessage, MailboxCursor
from models.outbox import Outbox, Switch
from models.ticket import Ticket
from models.vocabulary import (
    Category,
    InboxState,
    OutboxState,
    Priority,
    TicketState,
)

MOST_COUNTED = 5_000
"""A tab with more tickets is not counted by filter, so that a flood cannot slow the page."""
LIVE = (TicketState.OPEN, TicketState.WAITING)
TROUBLED = (OutboxState.IN_DOUBT, OutboxState.REFUSED)


class Due(StrEnum):
    """When a person's answer is due; a ticket that a person answered is in none of these."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    NONE = "none"


class Mark(StrEnum):
    """What sets a ticket apart in the queue."""

    PERSON = "person"
    UNSURE = "unsure"
    ABUSIVE = "abusive"
    MISSING = "missing"
    TRANSLATION = "translation"
    SUPPRESSED = "suppressed"


_COUNTED = (Mark.PERSON, Mark.UNSURE, Mark.ABUSIVE, Mark.TRANSLATION, Mark.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class Moment:
    """The present, as deadlines see it.

    Attributes:
        now: In UTC.
        today_ends: The next midnight of the desk's zone, in UTC.
    """

    now: datetime
    today_ends: datetime


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """What an agent wants to see.

    Attributes:
        state: The tab.
        category: One category, or all.
        priority: One priority, or both.
        language: One language code, or all.
        due: When the answer is due, or whenever.
        mark: What sets the tickets apart, or nothing.
        search: A ticket's number, an address or words of the subject; searches every state.
        page: From 1.
    """

    state: TicketState = TicketState.OPEN
    category: Category | None = None
    priority: Priority | None = None
    language: str | None = None
    due: Due | None = None
    mark: Mark | None = None
    search: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue.

    Attributes:
        tickets: In the order in which they should be worked on.
        joined: How many duplicates were joined to each ticket that has any.
        has_next: Whether there are more.
    """

    tickets: Sequence[Ticket]
    joined: Mapping[int, int]
    has_next: bool


@dataclass
class QueueCounts:
    """How many tickets of one tab stand behind each filter.

    Attributes:
        categories: By category.
        languages: By language code.
        due: By when the answer is due.
        marks: By what sets them apart; `missing` is not counted.
    """

    categories: Counter[Category] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    due: Counter[Due] = field(default_factory=Counter)
    marks: Counter[Mark] = field(default_factory=Counter)


def queue_page(session: Session, query: QueueQuery, moment: Moment, size: int) -> QueuePage:
    """Return the tickets of one page: high priority first, then by what is due.

    Closed and joined tickets, and those that a search finds, come newest first.

    Args:
        session: A reading session.
        query: What to show.
        moment: The present.
        size: Tickets on a page.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    chosen = (
        select(Ticket.number)
        .where(*_conditions(query, moment, is_sqlite=is_sqlite))
        .order_by(*_order(query))
        .offset((query.page - 1) * size)
        .limit(size + 1)
    )
    numbers = session.exec(chosen).all()
    shown = numbers[:size]
    rows = session.exec(select(Ticket).where(col(Ticket.number).in_(shown))).all()
    by_number = {ticket.number: ticket for ticket in rows}
    return QueuePage(
        tickets=[by_number[number] for number in shown if number in by_number],
        joined=_joined(session, shown),
        has_next=len(numbers) > size,
    )


def queue_counts(session: Session, state: TicketState, moment: Moment) -> QueueCounts:
    """Count one tab's tickets by every filter, in one pass over the index."""
    dues, marks = _due(moment), _marks()
    sums = [
        func.sum(case((condition, 1), else_=0))
        for condition in (*dues.values(), *(marks[mark] for mark in _COUNTED))
    ]
    counted = (
        select(Ticket.category, Ticket.language, func.count(), *sums)
        .where(Ticket.state == state)
        .group_by(col(Ticket.category), col(Ticket.language))
    )
    counts = QueueCounts()
    for category, language, number, *found in session.execute(counted):
        counts.categories[category] += number
        counts.languages[language] += number
        counts.due.update(dict(zip(dues, found, strict=False)))
        counts.marks.update(dict(zip(_COUNTED, found[len(dues) :], strict=True)))
    return counts


def live_totals(session: Session) -> dict[TicketState, int]:
    """Return how many tickets are open and waiting, each at most `MOST_COUNTED` and one."""
    return {
        state: session.exec(
            select(func.count()).select_from(
                select(Ticket.number)
                .where(Ticket.state == state)
                .limit(MOST_COUNTED + 1)
                .subquery()
            )
        ).one()
        for state in LIVE
    }


def alerts(session: Session) -> dict[str, int]:
    """Return how much waits for a person on the other pages, by page; every page asks."""
    counts = {
        "troubled": _count(Outbox).where(col(Outbox.state).in_(TROUBLED)),
        "switches": _count(Switch).where(col(Switch.is_on)),
        "set_aside": _count(InboxMessage).where(InboxMessage.state == InboxState.SET_ASIDE),
        "claims": _count(Claim)
        .join(Ticket)
        .where(
            col(Claim.decision).is_(None),
            Ticket.category == Category.CLAIM,
            Ticket.state != TicketState.MERGED,
        ),
        "connections": _count(MailboxCursor).where(col(MailboxCursor.error).is_not(None)),
    }
    found = session.execute(select(*(one.scalar_subquery() for one in counts.values()))).one()
    by_page = dict(zip(counts, found, strict=True))
    return by_page | {"outbox": by_page["troubled"] + by_page["switches"]}


def _count(model: type[SQLModel]) -> SelectOfScalar[int]:
    return select(func.count()).select_from(model)


def _conditions(query: QueueQuery, moment: Moment, *, is_sqlite: bool) -> list[ColumnElement[bool]]:
    found = (
        [_matches(query.search, is_sqlite=is_sqlite)]
        if query.search
        else [col(Ticket.state) == query.state]
    )
    if query.category is not None:
        found.append(col(Ticket.category) == query.category)
    if query.priority is not None:
        found.append(col(Ticket.priority) == query.priority)
    if query.language is not None:
        found.append(col(Ticket.language) == query.language)
    if query.due is not None:
        found.append(_due(moment)[query.due])
    if query.mark is not None:
        found.append(_marks()[query.mark])
    return found


def _order(query: QueueQuery) -> list[ColumnElement[Any]]:
    if query.search or query.state not in LIVE:
        return [col(Ticket.number).desc()]
    columns: tuple[Any, ...] = (
        Ticket.priority,
        # False sorts first: what a person answered is due no more.
        col(Ticket.human_responded_at).is_not(None),
        col(Ticket.due_at).nulls_last(),
        Ticket.number,
    )
    return list(columns)


def _matches(search: str, *, is_sqlite: bool) -> ColumnElement[bool]:
    words = search.strip()
    number = words.removeprefix("[").removesuffix("]").removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < len(str(2**31)):
        return col(Ticket.number) == int(number)
    if "@" in words[1:-1] and " " not in words:
        return col(Ticket.requester_address) == words.lower()
    pattern = "%" + re.sub(r"([%_\\])", r"\\\1", words) + "%"
    names = (Ticket.subject, Ticket.requester_address, Ticket.requester_name)
    return or_(*(_like(column, pattern, is_sqlite=is_sqlite) for column in map(col, names)))


def _like(column: Mapped[str], pattern: str, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Match without regard to case; SQLite's LIKE does so, and twice as fast as its ILIKE."""
    if is_sqlite:
        return column.like(pattern, escape="\\")
    return column.ilike(pattern, escape="\\")


def _due(moment: Moment) -> Mapping[Due, ColumnElement[bool]]:
    unanswered = col(Ticket.human_responded_at).is_(None)
    due_at = col(Ticket.due_at)
    return {
        Due.OVERDUE: unanswered & (due_at < moment.now),
        Due.TODAY: unanswered & (due_at >= moment.now) & (due_at < moment.today_ends),
        Due.LATER: unanswered & (due_at >= moment.today_ends),
        Due.NONE: unanswered & due_at.is_(None),
    }


def _marks() -> Mapping[Mark, ColumnElement[bool]]:
    return {
        Mark.PERSON: col(Ticket.needs_person).is_(True),
        Mark.UNSURE: col(Ticket.is_unsure).is_(True),
        Mark.ABUSIVE: col(Ticket.is_abusive).is_(True),
        Mark.MISSING: cast(col(Ticket.missing), String) != "[]",
        Mark.TRANSLATION: col(Ticket.needs_translation).is_(True),
        Mark.SUPPRESSED: col(Ticket.suppression).is_not(None),
    }


def _joined(session: Session, numbers: Sequence[int]) -> dict[int, int]:
    first = col(Ticket.duplicate_of)
    counted = select(first, func.count()).where(first.in_(numbers)).group_by(first)
    return dict(session.execute(counted).all())
