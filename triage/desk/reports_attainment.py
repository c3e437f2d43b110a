"""How well the first-response target is kept, by the contract and by people, side by side."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from models.vocabulary import ClockState
from triage.desk.reports import Case, Row
from triage.rate import Rate

DIMENSIONS: Final = ("month", "policy", "channel", "priority", "category")
_SECOND: Final = timedelta(seconds=1)
_DIGITS: Final = 6


@dataclass(slots=True)
class Group:
    """Tickets that are counted together.

    Attributes:
        states: Tickets by the state of their clock.
        in_time: Tickets that a person answered by the deadline of the contract.
        late: Tickets that a person answered after it, or not yet, and it is past.
        first: Seconds from receipt to the first response, by the calendar.
        human: Seconds from receipt to the first human response, by the calendar.
    """

    states: Counter[ClockState] = field(default_factory=Counter)
    in_time: int = 0
    late: int = 0
    first: list[float] = field(default_factory=list)
    human: list[float] = field(default_factory=list)

    @property
    def tickets(self) -> int:
        """How many there are."""
        return self.states.total()

    @property
    def contract(self) -> Rate:
        """How many were responded to in time, of those responded to or overdue (rules S2, S7)."""
        met = self.states[ClockState.MET]
        return Rate(met, met + self.states[ClockState.BREACHED])

    @property
    def by_people(self) -> Rate:
        """The same, had only people's answers counted."""
        return Rate(self.in_time, self.in_time + self.late)

    @property
    def median_first(self) -> float | None:
        """The median time to the first response, of those responded to."""
        return median(self.first) if self.first else None

    @property
    def median_human(self) -> float | None:
        """The median time to a person's answer, of those a person answered."""
        return median(self.human) if self.human else None

    def add(self, row: Row, now: datetime) -> None:
        """Count a ticket."""
        self.states[row.clock_state] += 1
        if row.is_owed:
            self._judge(row, now)
            self.first += _seconds(row, row.responded_at)
            self.human += _seconds(row, row.human_responded_at)

    def _judge(self, row: Row, now: datetime) -> None:
        answered = row.human_responded_at
        if answered is not None and (row.due_at is None or answered <= row.due_at):
            self.in_time += 1
        elif row.due_at is not None and (answered or now) > row.due_at:
            self.late += 1

    def to_json(self) -> dict[str, object]:
        """Return the figures; shares with their 95 % intervals, times in calendar seconds."""
        return {
            "tickets": self.tickets,
            "states": {state.value: self.states[state] for state in ClockState},
            **_share("attainment", self.contract),
            **_share("human_attainment", self.by_people),
            "median_first_response_seconds": _rounded(self.median_first),
            "median_human_response_seconds": _rounded(self.median_human),
            "answered_by_a_person": len(self.human),
        }


def attainment(
    cases: Iterable[Case], now: datetime, by: Sequence[str] = DIMENSIONS
) -> list[tuple[dict[str, str], Group]]:
    """Count tickets in groups.

    Args:
        cases: The tickets.
        now: The present, for deadlines that nobody has answered.
        by: What to group by, of `DIMENSIONS`; nothing makes one group of all.

    Returns:
        Each group's values by dimension, and the group, sorted by the values.
    """
    groups: dict[tuple[str, ...], Group] = defaultdict(Group)
    if not by:
        groups[()] = Group()
    for case in cases:
        groups[tuple(_value(case, name) for name in by)].add(case.row, now)
    return [(dict(zip(by, key, strict=True)), group) for key, group in sorted(groups.items())]


def _value(case: Case, dimension: str) -> str:
    return case.month if dimension == "month" else str(getattr(case.row, dimension))


def _seconds(row: Row, instant: datetime | None) -> list[float]:
    return [] if instant is None else [max((instant - row.received_at) / _SECOND, 0.0)]


def _share(name: str, rate: Rate) -> dict[str, object]:
    low, high = rate.interval if rate.of else (None, None)
    figures = {name: rate.value, f"{name}_low": low, f"{name}_high": high}
    shown = {key: None if x is None else round(x, _DIGITS) for key, x in figures.items()}
    return {**shown, f"{name}_of": rate.of}


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
