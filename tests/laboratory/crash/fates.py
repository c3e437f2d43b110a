"""What came of one mail, read from the database and from what the sink took."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.clock import ClockEvent
from models.intake import InboxMessage
from models.outbox import Outbox
from models.ticket import Message
from models.verdict import AckDecision
from models.vocabulary import ClockEventType
from tests.laboratory.crash.letters import Letter


@dataclass(frozen=True, slots=True)
class Acked:
    """An acknowledgement of a mail.

    Attributes:
        kind: What it says.
        state: Where its outbox row stands.
        taken: How often the sink took it.
        stops: How many clock events name it.
    """

    kind: str
    state: str
    taken: int
    stops: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What came of one mail.

    Attributes:
        kept: Inbox rows with its bytes.
        state: Where the last one stands, or `missing`.
        messages: Messages on tickets that were made of it.
        starts: Whether it is the first message of its ticket.
        decision: What was decided on its acknowledgement: a code or a kind.
        allowed: How many acknowledgements were decided on.
        acked: Those that were written.
    """

    kept: int
    state: str
    messages: int
    starts: bool
    decision: str
    allowed: int
    acked: tuple[Acked, ...]


def fates(session: Session, letters: Sequence[Letter], taken: Mapping[str, int]) -> dict[str, Fate]:
    """Look up what came of mails, by their names."""
    names = {letter.raw: letter.name for letter in letters}
    rows = session.exec(select(InboxMessage).where(col(InboxMessage.raw).in_(names)))
    kept: dict[str, list[InboxMessage]] = {name: [] for name in names.values()}
    for row in rows:
        kept[names[row.raw]].append(row)
    return {name: _fate(session, found, taken) for name, found in kept.items()}


def _fate(session: Session, rows: Sequence[InboxMessage], taken: Mapping[str, int]) -> Fate:
    ids = [row.id for row in rows]
    messages = session.exec(select(Message).where(col(Message.inbox_id).in_(ids))).all()
    said = [message.id for message in messages]
    decisions = session.exec(select(AckDecision).where(col(AckDecision.message_id).in_(said))).all()
    return Fate(
        kept=len(rows),
        state=rows[-1].state.value if rows else "missing",
        messages=len(messages),
        starts=any(_starts(session, message) for message in messages),
        decision=", ".join(str(one.code or one.kind) for one in decisions),
        allowed=sum(one.is_allowed for one in decisions),
        acked=tuple(
            acked for one in decisions if one.is_allowed for acked in _acked(session, one, taken)
        ),
    )


def _starts(session: Session, message: Message) -> bool:
    first = session.exec(
        select(Message.id)
        .where(Message.ticket_number == message.ticket_number)
        .order_by(col(Message.id))
        .limit(1)
    ).one()
    return first == message.id


def _acked(session: Session, decision: AckDecision, taken: Mapping[str, int]) -> list[Acked]:
    number = decision.ticket_number
    rows = session.exec(
        select(Outbox).where(Outbox.ticket_number == number, Outbox.kind == decision.kind)
    )
    events = session.exec(
        select(ClockEvent).where(
            ClockEvent.ticket_number == number, ClockEvent.type == ClockEventType.ACKNOWLEDGED
        )
    )
    stops = Counter(event.data.get("message_id") for event in events)
    return [
        Acked(row.kind.value, row.state.value, taken.get(row.message_id, 0), stops[row.message_id])
        for row in rows
    ]
