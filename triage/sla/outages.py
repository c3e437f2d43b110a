"""Why a month's availability is what it is: every outage seen, counted or not (rule S10)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from triage.sla.availability import Observation, confirmed
from triage.sla.segments import Segment, at_least, clip, intersect, subtract, union
from triage.sla.terms import AvailabilityTerms


class OutageReason(StrEnum):
    """Why an outage is downtime, or is none."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    MAINTENANCE = "maintenance"
    TOO_SHORT = "too_short"


@dataclass(frozen=True, slots=True)
class OutageLine:
    """A stretch of time in which at least one location saw an outage.

    Attributes:
        segment: Inside the month.
        reason: Only what is confirmed is counted.
        locations: Those that saw an outage at some time of it, in the order of their names.
    """

    segment: Segment
    reason: OutageReason
    locations: tuple[str, ...]

    @property
    def is_counted(self) -> bool:
        """Whether it is downtime."""
        return self.reason is OutageReason.CONFIRMED


def explain(
    month: Segment,
    observations: Sequence[Observation],
    maintenance: Iterable[Segment],
    terms: AvailabilityTerms,
) -> tuple[OutageLine, ...]:
    """Return a month's ledger of outages, oldest first, without overlaps.

    The counted lines are the downtime that `availability.measure` gives for the same arguments.
    """
    places = _by_place(observations)
    lines = [
        OutageLine(segment, reason, _seen_in(segment, places))
        for reason, pieces in _sorted_out(observations, maintenance, terms)
        for segment in clip(pieces, month)
    ]
    return tuple(sorted(lines, key=lambda line: line.segment))


def _sorted_out(
    observations: Sequence[Observation], maintenance: Iterable[Segment], terms: AvailabilityTerms
) -> Iterator[tuple[OutageReason, Iterable[Segment]]]:
    seen = list(union(segment for one in observations for segment in one.down))
    agreed = list(confirmed(observations, terms.locations))
    works = list(union(maintenance))
    left = list(subtract(agreed, works))
    counted = list(at_least(left, terms.shortest))
    yield OutageReason.CONFIRMED, counted
    yield OutageReason.TOO_SHORT, subtract(left, counted)
    yield OutageReason.MAINTENANCE, intersect(agreed, works)
    yield OutageReason.UNCONFIRMED, subtract(seen, agreed)


def _by_place(observations: Sequence[Observation]) -> dict[str, list[Segment]]:
    places: dict[str, list[Segment]] = {}
    for one in observations:
        places.setdefault(one.location, []).extend(one.down)
    return {place: list(union(down)) for place, down in places.items()}


def _seen_in(segment: Segment, places: dict[str, list[Segment]]) -> tuple[str, ...]:
    return tuple(
        place
        for place, down in sorted(places.items())
        if next(iter(clip(down, segment)), None) is not None
    )
