"""From changes that single monitors saw to when each location saw an outage (rule S10)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import Watched
from triage.sla.availability import Observation
from triage.sla.segments import Segment, intersect, segment_or_none, union


@dataclass(frozen=True, slots=True)
class Change:
    """What a monitor saw change.

    Attributes:
        monitor: Its name.
        location: Where it stands.
        watches: The home page, the panel, or both together.
        at: UTC.
        is_up: Whether what it watches is reachable from then on.
    """

    monitor: str
    location: str
    watches: Watched
    at: datetime
    is_up: bool


def witnessed(changes: Iterable[Change], until: datetime) -> tuple[Observation, ...]:
    """Return when monitors saw home page and panel unreachable together.

    A monitor of both speaks for itself. Monitors of the home page alone and of the panel alone, in
    one location, make one witness: an outage is when both kinds see theirs. A location that watches
    only one of the two confirms nothing.

    Args:
        changes: Oldest first; those of one instant count in their order.
        until: An outage that nobody saw end lasts until then; later changes are not known yet.
    """
    seen = _by_monitor(changes)
    own = (
        Observation(monitor, location, _down(known, until))
        for (location, monitor, watches), known in seen.items()
        if watches is Watched.BOTH
    )
    found = (*own, *_pairs(seen, until))
    return tuple(sorted(found, key=lambda one: (one.location, one.monitor)))


_Seen = Mapping[tuple[str, str, Watched], Sequence[Change]]


def _by_monitor(changes: Iterable[Change]) -> _Seen:
    seen: dict[tuple[str, str, Watched], list[Change]] = {}
    for change in changes:
        seen.setdefault((change.location, change.monitor, change.watches), []).append(change)
    return seen


def _pairs(seen: _Seen, until: datetime) -> Iterator[Observation]:
    for location in dict.fromkeys(place for place, _, _ in seen):
        names, parts = [], []
        for half in (Watched.HOME, Watched.PANEL):
            mine = {
                key[1]: known
                for key, known in seen.items()
                if key[0] == location and key[2] is half
            }
            names += sorted(mine)
            parts.append(list(union(s for known in mine.values() for s in _down(known, until))))
            if not mine:
                break
        else:
            yield Observation(" + ".join(names), location, tuple(intersect(*parts)))


def _down(changes: Sequence[Change], until: datetime) -> tuple[Segment, ...]:
    """Return when a monitor saw its part unreachable, as far as is known."""
    found: list[Segment] = []
    since: datetime | None = None
    for change in changes:
        if change.at > until:
            break
        if change.is_up and since is not None:
            found.extend(_some(since, change.at))
            since = None
        elif not change.is_up and since is None:
            since = change.at
    if since is not None:
        found.extend(_some(since, until))
    return tuple(union(found))


def _some(start: datetime, end: datetime) -> tuple[Segment, ...]:
    segment = segment_or_none(start, end)
    return () if segment is None else (segment,)
