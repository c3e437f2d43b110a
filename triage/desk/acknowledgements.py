"""The outbox as people watch over it: what is stuck, what was suppressed, what is switched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.outbox import Outbox, Switch
from models.verdict import AckDecision
from models.vocabulary import OutboxState, Suppression
from triage.desk.operations import SWITCHES
from triage.desk.queries import TROUBLED

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits for a person, and the figures around it.

    Attributes:
        troubled: In doubt or refused, newest first, at most `MOST_SHOWN`.
        states: How many there are in each state.
        suppressed: How many messages were not acknowledged lately, by reason, commonest first.
        switches: Every switch by name; one that was never turned is off.
    """

    troubled: Sequence[Outbox]
    states: Mapping[OutboxState, int]
    suppressed: Sequence[tuple[Suppression, int]]
    switches: Mapping[str, Switch | None]


def overview(session: Session, since: datetime) -> Overview:
    """Read the overview; `since` bounds the suppressed ones."""
    troubled = session.exec(
        select(Outbox)
        .where(col(Outbox.state).in_(TROUBLED))
        .order_by(col(Outbox.id).desc())
        .limit(MOST_SHOWN)
    ).all()
    states = session.execute(select(Outbox.state, func.count()).group_by(col(Outbox.state)))
    suppressed = session.execute(
        select(AckDecision.code, func.count())
        .where(col(AckDecision.code).is_not(None), col(AckDecision.at) >= since)
        .group_by(col(AckDecision.code))
        .order_by(func.count().desc())
    )
    found = {row.name: row for row in session.exec(select(Switch))}
    return Overview(
        troubled=troubled,
        states=dict(states.all()),
        suppressed=[(code, count) for code, count in suppressed if code is not None],
        switches={name: found.get(name) for name in SWITCHES},
    )
