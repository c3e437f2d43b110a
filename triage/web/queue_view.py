"""The queue as the page shows it: its address, its filters, its lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from models.ticket import Ticket
from models.vocabulary import Category, ClockState, Priority, TicketState
from triage.desk.queries import Due, Mark, Moment, QueuePage, QueueQuery
from triage.sla.policy import Policy
from triage.web import words
from triage.web.safe_html import plain
from triage.web.times import Face, rough

_UTC = ZoneInfo("Etc/UTC")


def _or_none(value: object) -> object:
    """Take an empty choice of the filter form for none."""
    return value or None


class QueueParams(BaseModel):
    """The queue's address; what a form left empty is not asked for."""

    model_config = ConfigDict(frozen=True)

    state: Annotated[TicketState, BeforeValidator(lambda v: v or TicketState.OPEN)] = (
        TicketState.OPEN
    )
    category: Annotated[Category | None, BeforeValidator(_or_none)] = None
    priority: Annotated[Priority | None, BeforeValidator(_or_none)] = None
    language: Annotated[str | None, BeforeValidator(_or_none), Field(max_length=8)] = None
    due: Annotated[Due | None, BeforeValidator(_or_none)] = None
    mark: Annotated[Mark | None, BeforeValidator(_or_none)] = None
    q: Annotated[str, Field(max_length=200)] = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1

    def query(self) -> QueueQuery:
        """Return what is asked for."""
        return QueueQuery(
            state=self.state,
            category=self.category,
            priority=self.priority,
            language=self.language,
            due=self.due,
            mark=self.mark,
            search=self.q.strip(),
            page=self.page,
        )

    def href(self, **changes: object) -> str:
        """Return the address with some parameters changed; any change goes back to page 1."""
        wanted = {**self.model_dump(), "page": 1, **changes}
        if wanted["state"] == TicketState.OPEN:
            del wanted["state"]
        if wanted["page"] == 1:
            del wanted["page"]
        kept = {name: str(value) for name, value in wanted.items() if value}
        return "/?" + urlencode(kept) if kept else "/"

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the tab and the page is chosen."""
        return any((self.category, self.priority, self.language, self.due, self.mark, self.q))


@dataclass(frozen=True, slots=True)
class Badge:
    """A short mark on a line: its tone (`bad`, `warn`, `info`, `quiet`) and its words."""

    tone: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class DueCell:
    """When an answer is due: its tone, its words, the instant and how far away it is."""

    tone: str
    text: str
    at: datetime | None = None
    away: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One ticket in the queue."""

    ticket: Ticket
    subject: str
    requester: str
    due: DueCell
    face: Face
    badges: tuple[Badge, ...]


class Faces:
    """Clock faces in the zone of each agreement.

    Args:
        policies: The agreements by name; the first one's zone is the desk's own.
        now: In UTC.
    """

    def __init__(self, policies: Mapping[str, Policy], now: datetime) -> None:
        self._zones = {
            name: policy.version_at(now).calendar.zone for name, policy in policies.items()
        }
        self._now = now
        self.desk = Face(next(iter(self._zones.values()), _UTC), now)

    def of(self, policy: str) -> Face:
        """Return the face of an agreement; the desk's where it is no longer configured."""
        zone = self._zones.get(policy)
        return Face(zone, self._now) if zone is not None else self.desk

    def moment(self) -> Moment:
        """Return the present, with the end of the desk's day."""
        local = self._now.astimezone(self.desk.zone)
        midnight = datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=self.desk.zone)
        return Moment(self._now, midnight.astimezone(self._now.tzinfo))


def lines(page: QueuePage, faces: Faces) -> list[Line]:
    """Return the lines of a page."""
    today_ends = faces.moment().today_ends
    return [
        _line(ticket, faces.of(ticket.policy), today_ends, page.joined.get(ticket.number, 0))
        for ticket in page.tickets
    ]


def _line(ticket: Ticket, face: Face, today_ends: datetime, joined: int) -> Line:
    return Line(
        ticket=ticket,
        subject=plain(ticket.subject) or "(no subject)",
        requester=plain(
            ticket.requester_name or ticket.requester_address or ticket.customer or "unknown sender"
        ),
        due=due_cell(ticket, face, today_ends),
        face=face,
        badges=tuple(badges(ticket, joined)),
    )


def due_cell(ticket: Ticket, face: Face, today_ends: datetime) -> DueCell:
    """Return when a person's answer is due, or why none is."""
    if ticket.human_responded_at is not None:
        return DueCell("good", "Answered", ticket.human_responded_at, "")
    if ticket.due_at is None:
        return DueCell("quiet", words.NOTHING_DUE[ticket.clock_state])
    if ticket.due_at < face.now:
        late = rough(face.now - ticket.due_at)
        return DueCell("bad", "Overdue", ticket.due_at, f"{late} late")
    is_today = ticket.due_at < today_ends
    away = face.away(ticket.due_at)
    return DueCell("warn" if is_today else "plain", "Due", ticket.due_at, away)


def badges(ticket: Ticket, joined: int) -> Iterator[Badge]:
    """Yield the marks of a ticket, gravest first; `joined` duplicates were joined to it."""
    yield from _warnings(ticket)
    if ticket.missing:
        yield Badge("info", _missing(ticket), "Required, and not in the message")
    if ticket.duplicate_suggestion is not None:
        yield Badge("info", f"Like #{ticket.duplicate_suggestion}", "May be a duplicate")
    if joined:
        yield Badge("quiet", f"+{joined} joined", "Duplicates joined to this ticket")
    if ticket.needs_translation:
        yield Badge("info", f"Translate: {words.language(ticket.language)}")
    if ticket.suppression is not None:
        title = words.SUPPRESSION[ticket.suppression]
        yield Badge("quiet", f"No ack: {ticket.suppression}", title)
    for flag in ticket.flags:
        yield Badge(*words.FLAG.get(flag, ("quiet", words.in_words(flag))))


def _warnings(ticket: Ticket) -> Iterator[Badge]:
    if ticket.clock_state is ClockState.BREACHED:
        yield Badge("bad", "Breached", "No first response in time")
    if ticket.is_abusive:
        yield Badge("bad", "Abusive")
    if ticket.needs_person:
        yield Badge("warn", "Needs a person", "The bot leaves this to you")
    if ticket.is_unsure:
        yield Badge("warn", "Unsure", f"The bot's score is {ticket.category_score:.0%}")


def _missing(ticket: Ticket) -> str:
    return "No " + ", ".join(words.FIELD.get(name, name) for name in ticket.missing)
