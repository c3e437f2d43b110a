"""The laboratory's findings as JSON and as tables for people."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.laboratory.crash.findings import Findings
from tests.laboratory.crash.laboratory import Case
from tests.laboratory.crash.stand import End

_ROOMS = {
    "db": "schema",
    "migrations": "schema",
    "intake": "intake",
    "desk": "pipeline",
    "ack": "outbox",
}
_COLUMNS = ("lost", "doubled", "twice", "unsent", "untrue", "different", "unfiled", "failed")
_HEAD = (
    "| {first} | points | kills | mails | lost | doubled | acknowledged twice | unsent "
    "| untrue | different | unfiled | failed starts | held in doubt (of them taken) |\n"
    "|---|" + "---:|" * 12
)


@dataclass(slots=True)
class Group:
    """The cases of one line of a table."""

    points: set[str] = field(default_factory=set)
    kills: int = 0
    missed: int = 0
    total: Findings = field(default_factory=Findings)

    def add(self, case: Case) -> None:
        """Count a case."""
        self.points.add(case.target.point)
        self.kills += case.end is End.KILLED
        self.missed += case.end is not End.KILLED
        self.total.add(case.findings)

    def row(self, name: str) -> str:
        """Return a line of Markdown."""
        counts = [getattr(self.total, column) for column in _COLUMNS]
        held = f"{self.total.in_doubt} ({self.total.in_doubt_taken})"
        cells = [name, len(self.points), self.kills, self.total.mails, *counts, held]
        return "| " + " | ".join(map(str, cells)) + " |"


def room_of(case: Case) -> str:
    """Return the part of the product that a case's point belongs to."""
    return _ROOMS[case.target.point.partition(".")[0]]


def markdown(cases: Sequence[Case]) -> str:
    """Return the tables: by situation, and by part of the product."""
    by_scenario = _grouped(cases, lambda case: f"{case.engine}: {case.scenario}")
    by_room = _grouped(cases, room_of)
    return "\n\n".join(
        "\n".join([_HEAD.format(first=first), *(group.row(name) for name, group in rows)])
        for first, rows in (("engine and situation", by_scenario), ("part", by_room))
    )


def to_json(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """Return one record per case."""
    return [asdict(case) for case in cases]


def _grouped(cases: Iterable[Case], name_of: Any) -> list[tuple[str, Group]]:  # noqa: ANN401 - Case to str
    groups: dict[str, Group] = {}
    for case in cases:
        groups.setdefault(name_of(case), Group()).add(case)
    everything = Group()
    for case in cases:
        everything.add(case)
    return [*groups.items(), ("**all**", everything)]
