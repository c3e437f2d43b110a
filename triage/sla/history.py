"""What a ticket's events say as of an instant: the last word on each key, from the beginning on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from models.vocabulary import Category, Channel, ClockEventType, Field
from triage.sla.events import ClockEvent, Unsaid


@dataclass(frozen=True, slots=True)
class History:
    """The events of one ticket, folded.

    Attributes:
        received_at: By the server's clock.
        channel: How the ticket came.
        category: The last word, or None while nobody said any.
        category_at: From when the record bears that category for good, where the customer had
            chosen another one; else `received_at`.
        missing: Required fields absent as of filing, by the last word.
        is_abusive: By the last word.
        is_duplicate: By the last word.
        information: The `asked` and `supplied` events, oldest first.
        responded_at: The first response that stands, automatic or human, or None.
        human_responded_at: An agent's first reply, or None.
    """

    received_at: datetime
    channel: Channel
    category: Category | None
    category_at: datetime
    missing: frozenset[Field]
    is_abusive: bool
    is_duplicate: bool
    information: tuple[ClockEvent, ...]
    responded_at: datetime | None
    human_responded_at: datetime | None


def read_history(events: Iterable[ClockEvent]) -> History:
    """Fold events, which may come in any order.

    Raises:
        ValueError: Where there is not exactly one `received` event, or it lacks its channel.
    """
    known = sorted(events, key=attrgetter("at"))
    received = _received(known)
    words = [event for event in known if event.type is ClockEventType.CLASSIFIED]
    category, since = _category(words) or (None, received.at)
    chosen = received.customer_category
    was_right = chosen is None or chosen is category
    reply = next((event.at for event in known if event.type is ClockEventType.REPLIED), None)
    answers = [at for at in (_acknowledged_at(known), reply) if at is not None]
    duplicate_of = next(
        (e.duplicate_of for e in reversed(words) if not isinstance(e.duplicate_of, Unsaid)), None
    )
    return History(
        received_at=received.at,
        channel=received.channel or Channel.TICKET,
        category=category,
        category_at=received.at if was_right else max(received.at, since),
        missing=next((e.missing for e in reversed(words) if e.missing is not None), frozenset()),
        is_abusive=next((e.abusive for e in reversed(words) if e.abusive is not None), False),
        is_duplicate=duplicate_of is not None,
        information=tuple(e for e in known if e.type in _INFORMATION),
        responded_at=min(answers, default=None),
        human_responded_at=reply,
    )


def outstanding(history: History) -> frozenset[Field]:
    """Return the fields that a ticket still misses: at filing, or asked for since (rule S6)."""
    fields = history.missing
    for event in history.information:
        is_asked = event.type is ClockEventType.ASKED
        fields = fields | event.fields if is_asked else fields - event.fields
    return fields


_INFORMATION = frozenset({ClockEventType.ASKED, ClockEventType.SUPPLIED})


def _received(known: Sequence[ClockEvent]) -> ClockEvent:
    found = [event for event in known if event.type is ClockEventType.RECEIVED]
    if len(found) != 1:
        raise ValueError(f"events has {len(found)} received events; give exactly one")
    if found[0].channel is None:
        raise ValueError("the received event has no channel; give email or ticket")
    return found[0]


def _category(words: Iterable[ClockEvent]) -> tuple[Category, datetime] | None:
    """Return the last category and the instant since which no other was said."""
    found: tuple[Category, datetime] | None = None
    for event in words:
        if event.category is not None and (found is None or event.category is not found[0]):
            found = event.category, event.at
    return found


def _acknowledged_at(known: Iterable[ClockEvent]) -> datetime | None:
    """Return the first acknowledgement that did not come back.

    A bounce takes back the acknowledgement that its Message-ID names; where it names none, all
    that went before it, since they went to the same address.
    """
    standing: list[ClockEvent] = []
    for event in known:
        if event.type is ClockEventType.ACKNOWLEDGED:
            standing.append(event)
        elif event.type is ClockEventType.BOUNCED:
            named = [a for a in standing if event.message_id and a.message_id == event.message_id]
            standing = [a for a in standing if a not in named] if named else []
    return min((event.at for event in standing), default=None)
