"""How well the first-response target is kept, by month, policy, channel, priority and category."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlmodel import Session

from models.tables import metadata
from models.vocabulary import Category, Channel, ClockState, Priority
from triage.desk.clocks import Policies

_OWED = (ClockState.MET, ClockState.BREACHED)


@dataclass(frozen=True, slots=True)
class Row:
    """What the report needs of a ticket."""

    policy: str
    channel: Channel
    priority: Priority
    category: Category
    clock_state: ClockState
    received_at: datetime
    responded_at: datetime | None
    human_responded_at: datetime | None


@dataclass(slots=True)
class Group:
    """The tickets of one month, policy, channel, priority and category.

    Attributes:
        states: Tickets by the state of their clock.
        first: Seconds from receipt to the first response, by the calendar.
        human: Seconds from receipt to the first human response, by the calendar.
    """

    states: Counter[ClockState] = field(default_factory=Counter)
    first: list[float] = field(default_factory=list)
    human: list[float] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Count a ticket."""
        self.states[row.clock_state] += 1
        for instant, seconds in (
            (row.responded_at, self.first),
            (row.human_responded_at, self.human),
        ):
            if instant is not None:
                seconds.append((instant - row.received_at) / timedelta(seconds=1))

    def to_json(self) -> dict[str, object]:
        """Return the figures; attainment is the share in time of those answered or overdue."""
        decided = sum(self.states[state] for state in _OWED)
        met = self.states[ClockState.MET]
        return {
            "tickets": self.states.total(),
            "states": {state.value: self.states[state] for state in ClockState},
            "attainment": round(met / decided, 6) if decided else None,
            "median_first_response_seconds": _median(self.first),
            "median_human_response_seconds": _median(self.human),
            "answered_by_a_person": len(self.human),
        }


def attainment(
    session: Session, policies: Policies, since: datetime, until: datetime
) -> list[dict[str, object]]:
    """Return one record per group of the tickets received in `[since, until)`.

    Months are those of the policy's own calendar.
    """
    table = metadata.tables["ticket"]
    statement = select(*(table.c[name] for name in Row.__dataclass_fields__)).where(
        table.c.received_at >= since, table.c.received_at < until
    )
    groups: dict[tuple[str, ...], Group] = defaultdict(Group)
    for values in session.connection().execute(statement).mappings():
        row = Row(**values)
        groups[_key(row, policies)].add(row)
    names = ("month", "policy", "channel", "priority", "category")
    return [
        dict(zip(names, key, strict=True)) | group.to_json()
        for key, group in sorted(groups.items())
    ]


def _key(row: Row, policies: Policies) -> tuple[str, ...]:
    calendar = policies[row.policy].version_at(row.received_at).calendar
    month = f"{calendar.local_day(row.received_at):%Y-%m}"
    return (month, row.policy, row.channel.value, row.priority.value, row.category.value)


def _median(seconds: list[float]) -> float | None:
    return round(median(seconds), 3) if seconds else None
