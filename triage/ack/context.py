"""What an acknowledgement is told, and what it turns into."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from models.vocabulary import AckKind, Category, Field, Priority
from triage.sla.calendar import Calendar
from triage.sla.claims import ClaimReason

DECISIONS = frozenset((AckKind.CLAIM_APPROVED, AckKind.CLAIM_REJECTED))
"""The kinds that tell what became of a claim; all others have no outcome."""


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """What became of a claim (rules S11 to S13).

    Attributes:
        month: The first day of the month that it is about.
        availability: Of that month, in per cent.
        amount: What is credited; zero where it is rejected.
        currency: Its ISO 4217 code.
        reasons: The conditions that are not met; none where it is approved.
        note: What the manager adds, in words for the customer; may be empty.
    """

    month: date
    availability: Decimal
    amount: Decimal
    currency: str
    reasons: tuple[ClaimReason, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class AckContext:
    """The facts behind one acknowledgement; the templates may use every one of them.

    Attributes:
        ticket_number: The ticket's number, shown as `#number`.
        kind: Which acknowledgement this is; it names the folder of templates.
        service: Who answers (`service.name`).
        calendar: When the desk is open; instants are told in its zone, rules S1 and P3.
        now: When the acknowledgement is written.
        language: The customer's language, ISO 639-1; `und` where it is not sure.
        subject: The customer's subject as it came; may be empty.
        requester_name: The customer's own name as it came; may be empty.
        category: What the message is about.
        priority: Follows from the category.
        missing: Required fields that are not present, in the order in which they are asked for.
        asked: Fields that would help and are not present.
        needs_translation: Whether the answer waits for a translation (rule P7).
        due_at: The last instant at which the first answer is in time, or None.
        aim_at: The lower figure that agents are shown (rule P4); our own templates keep it quiet.
        decide_by: Of a claim: when it is decided (rule S13), or None.
        duplicate_of: The number of the earlier ticket, or None.
        is_follow_up: Whether the message was joined to a ticket that is still open.
        excerpt: The beginning of the customer's text, or empty.
        base_url: Where the pages are; for an operator's own templates.
        outcome: What became of a claim that was decided, or None.
    """

    ticket_number: int
    kind: AckKind
    service: str
    calendar: Calendar
    now: datetime
    language: str = "und"
    subject: str = ""
    requester_name: str = ""
    category: Category = Category.SERVICE
    priority: Priority = Priority.STANDARD
    missing: tuple[Field, ...] = ()
    asked: tuple[Field, ...] = ()
    needs_translation: bool = False
    due_at: datetime | None = None
    aim_at: datetime | None = None
    decide_by: datetime | None = None
    duplicate_of: int | None = None
    is_follow_up: bool = False
    excerpt: str = ""
    base_url: str = ""
    outcome: ClaimOutcome | None = None


def sample(kind: AckKind, *, has_all: bool) -> AckContext:
    """Return an acknowledgement to try templates out with.

    Args:
        kind: Which one.
        has_all: Whether everything that may be there is there, or nothing of it.
    """
    now = datetime(2026, 3, 3, 12, tzinfo=UTC)
    hours = (((time(10), time(17)),),) * 5
    context = AckContext(
        ticket_number=100001,
        kind=kind,
        service="Support",
        calendar=Calendar(ZoneInfo("Etc/GMT"), (*hours, (), ()), ("GB",) if has_all else ()),
        now=now,
        outcome=_sample_outcome(has_all=has_all) if kind in DECISIONS else None,
    )
    if not has_all:
        return context
    return replace(
        context,
        subject="Hello",
        requester_name="Anna",
        missing=tuple(Field),
        asked=tuple(Field),
        needs_translation=True,
        due_at=now,
        aim_at=now,
        decide_by=now,
        duplicate_of=100000,
        is_follow_up=True,
        excerpt="Hello",
    )


def _sample_outcome(*, has_all: bool) -> ClaimOutcome:
    return ClaimOutcome(
        month=date(2026, 2, 1),
        availability=Decimal("98.70"),
        amount=Decimal("1.23"),
        currency="USD",
        reasons=tuple(ClaimReason) if has_all else (),
        note="Hello" if has_all else "",
    )


@dataclass(frozen=True, slots=True)
class RenderedAck:
    r"""An acknowledgement in words.

    Attributes:
        subject: One line of at most 120 characters that begins with `[#number]`.
        text: The plain text, lines ended by `\n`.
        html: The same as an HTML page.
        languages: The languages in it in their order, the customer's first.
    """

    subject: str
    text: str
    html: str
    languages: tuple[str, ...]
