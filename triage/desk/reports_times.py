"""How long customers wait for the first response: the whole distribution, not a mean."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import Final

from triage.desk.reports import Case

_HOUR: Final = 3600.0
_DAY: Final = 24 * _HOUR
BUCKETS: Final = (
    ("1 s", 1.0),
    ("10 s", 10.0),
    ("1 min", 60.0),
    ("10 min", 600.0),
    ("1 h", _HOUR),
    ("4 h", 4 * _HOUR),
    ("8 h", 8 * _HOUR),
    ("1 day", _DAY),
    ("2 days", 2 * _DAY),
    ("3 days", 3 * _DAY),
    ("7 days", 7 * _DAY),
    ("longer", inf),
)
"""Names and upper bounds in calendar seconds, the bound included."""
QUANTILES: Final = (0.5, 0.9, 0.95, 0.99)
_BOUNDS: Final = [bound for _, bound in BUCKETS]


@dataclass(frozen=True, slots=True)
class Times:
    """Calendar seconds from receipt to a response, over the tickets to which one is owed.

    Attributes:
        kind: "first" for the contract's response, automatic or human; "human" for a person's.
        seconds: Of those responded to, shortest first.
        waiting: How many have had no such response yet.
    """

    kind: str
    seconds: Sequence[float]
    waiting: int

    @property
    def counts(self) -> list[int]:
        """How many fall into each of `BUCKETS`."""
        counts = [0] * len(BUCKETS)
        for length in self.seconds:
            counts[bisect_left(_BOUNDS, length)] += 1
        return counts

    def quantile(self, share: float) -> float | None:
        """Return the shortest time within which a share was responded to; None where none was.

        Tickets that still wait are not counted, so the figure flatters where many do.
        """
        if not self.seconds:
            return None
        return self.seconds[ceil(share * len(self.seconds)) - 1]

    def to_json(self) -> dict[str, object]:
        """Return counts and quantiles."""
        names = [name for name, _ in BUCKETS]
        quantiles = {f"p{100 * share:g}_seconds": self.quantile(share) for share in QUANTILES}
        return {
            "response": self.kind,
            "responded": len(self.seconds),
            "waiting": self.waiting,
            **{key: None if x is None else round(x, 3) for key, x in quantiles.items()},
            "counts": dict(zip(names, self.counts, strict=True)),
        }


def response_times(cases: Iterable[Case]) -> tuple[Times, Times]:
    """Return the contract's and people's response times, side by side."""
    owed = [case.row for case in cases if case.row.is_owed]
    first = [(row.received_at, row.responded_at) for row in owed]
    human = [(row.received_at, row.human_responded_at) for row in owed]
    found = []
    for kind, pairs in (("first", first), ("human", human)):
        lengths = sorted(
            max((at - received).total_seconds(), 0.0) for received, at in pairs if at is not None
        )
        found.append(Times(kind, lengths, len(pairs) - len(lengths)))
    return found[0], found[1]
