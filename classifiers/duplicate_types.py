"""What the duplicate classifier is asked and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from classifiers.classification import Evidence
from classifiers.document import DocumentError, as_channel, as_object, as_text
from models.vocabulary import Category, Channel


class Band(StrEnum):
    """What may be done with a likely duplicate."""

    JOIN = "join"
    SUGGEST = "suggest"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A new message that may repeat an earlier ticket.

    Attributes:
        customer: Address or account, as the desk knows the customer.
        channel: How it came in.
        subject: Decoded subject.
        body: Visible text.
        category: Its category where already known, else the suite finds it.
    """

    customer: str
    channel: Channel
    subject: str
    body: str
    category: Category | None = None

    @classmethod
    def from_json(cls, value: object) -> "Candidate":
        """Read `new` of one input line of `triage duplicates`.

        Raises:
            DocumentError: A key has a value of the wrong kind.
        """
        record = as_object(value, "new")
        return cls(
            customer=as_text(record.get("customer"), "new.customer"),
            channel=as_channel(record.get("channel", "ticket")),
            subject=as_text(record.get("subject"), "new.subject"),
            body=as_text(record.get("body"), "new.body"),
        )


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier ticket that the new message may repeat.

    Attributes:
        ticket: The ticket's number.
        customer: Address or account.
        channel: How it came in.
        subject: Decoded subject of its first message.
        body: Visible text of its first message.
        age_hours: Hours since it was received, not negative.
        is_open: Closed and merged tickets are never joined.
        category: Its category where already known, else the suite finds it.
    """

    ticket: str
    customer: str
    channel: Channel
    subject: str
    body: str
    age_hours: float
    is_open: bool = True
    category: Category | None = None

    @classmethod
    def from_json(cls, value: object) -> "Earlier":
        """Read one entry of `history` of an input line of `triage duplicates`.

        Raises:
            DocumentError: A key has a value of the wrong kind.
        """
        record = as_object(value, "history[]")
        return cls(
            ticket=_as_ticket(record),
            customer=as_text(record.get("customer"), "history[].customer"),
            channel=as_channel(record.get("channel", "ticket")),
            subject=as_text(record.get("subject"), "history[].subject"),
            body=as_text(record.get("body"), "history[].body"),
            age_hours=_as_age(record),
            is_open=as_text(record.get("status"), "history[].status").casefold()
            not in {"closed", "merged", "solved", "resolved"},
        )


@dataclass(frozen=True, slots=True)
class DuplicateVerdict:
    """Which earlier ticket a message repeats, and how sure that is.

    Attributes:
        duplicate_of: The earlier ticket's number; None in the band `none`.
        band: What may be done about it; only `join` may happen without a person.
        score: Probability that it is a duplicate of the best earlier ticket, in [0, 1].
        evidence: Reasons for and against.
    """

    duplicate_of: str | None
    band: Band
    score: float
    evidence: tuple[Evidence, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the output line of `triage duplicates` without its id."""
        return {
            "duplicate_of": self.duplicate_of,
            "band": str(self.band),
            "score": round(self.score, 6),
            "evidence": [reason.to_json() for reason in self.evidence],
        }


def _as_ticket(record: Mapping[str, object]) -> str:
    ticket = record.get("ticket")
    if isinstance(ticket, str | int) and not isinstance(ticket, bool) and str(ticket):
        return str(ticket)
    raise DocumentError(f"history[].ticket is {ticket!r}: give the ticket's number")


def _as_age(record: Mapping[str, object]) -> float:
    age = record.get("age_hours", 0)
    if isinstance(age, int | float) and not isinstance(age, bool) and age >= 0:
        return float(age)
    raise DocumentError(f"history[].age_hours is {age!r}: give hours since then, 0 or more")
