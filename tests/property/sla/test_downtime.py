"""Downtime agrees with counting witnesses minute by minute (rule S10)."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from triage.sla.availability import Observation, measure, month_of
from triage.sla.calendar import Calendar
from triage.sla.outages import explain
from triage.sla.policy import Policy
from triage.sla.segments import Segment, clip, total, union

ZERO = datetime(2026, 3, 31, 22, tzinfo=UTC)
"""Two hours before the month ends, so that outages reach over its end."""
END = 120
LAST = 240
Span = tuple[int, int]

spans = st.lists(
    st.tuples(st.integers(0, LAST), st.integers(1, 40)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=5,
)
monitors = st.lists(st.tuples(st.sampled_from(("Oslo", "Rome", "Lima")), spans), max_size=5)


def segments(found: list[Span]) -> tuple[Segment, ...]:
    minute = timedelta(minutes=1)
    return tuple(Segment(ZERO + start * minute, ZERO + end * minute) for start, end in found)


def minutes_down(seen: list[tuple[str, list[Span]]], maintenance: list[Span]) -> int:
    """Count minutes, knowing nothing of segments."""
    down, run = 0, []
    for minute in range(LAST + 50):
        places = {place for place, found in seen for start, end in found if start <= minute < end}
        works = any(start <= minute < end for start, end in maintenance)
        if len(places) >= 2 and not works:
            run.append(minute)
            continue
        if len(run) >= 5:
            down += sum(1 for member in run if member < END)
        run = []
    return down


@given(seen=monitors, maintenance=spans)
def test_s10_downtime_agrees_with_counting_minutes(
    seen: list[tuple[str, list[Span]]], maintenance: list[Span], policies: dict[str, Policy]
) -> None:
    version = policies["smmpanelus"].versions[0]
    assert version.availability is not None
    month = month_of(version.calendar, date(2026, 3, 1))
    observations = [Observation(place, place, segments(found)) for place, found in seen]
    found = measure(month, observations, segments(maintenance), version.availability)
    assert found.down == timedelta(minutes=minutes_down(seen, maintenance))


@given(seen=monitors, maintenance=spans)
def test_s10_the_ledger_adds_up_to_the_downtime(
    seen: list[tuple[str, list[Span]]], maintenance: list[Span], policies: dict[str, Policy]
) -> None:
    version = policies["smmpanelus"].versions[0]
    assert version.availability is not None
    month = month_of(version.calendar, date(2026, 3, 1))
    observations = [Observation(place, place, segments(found)) for place, found in seen]
    arguments = (month, observations, segments(maintenance), version.availability)
    lines = explain(*arguments)
    counted = tuple(line.segment for line in lines if line.is_counted)
    assert counted == measure(*arguments).downtime
    everything = union(segment for one in observations for segment in one.down)
    assert total(line.segment for line in lines) == total(clip(everything, month))
    assert all(one.segment.end <= other.segment.start for one, other in pairwise(lines))
    assert all(line.locations for line in lines)


@given(st.integers(1971, 2198), st.integers(1, 12), st.sampled_from(("Etc/GMT", "Asia/Kolkata")))
def test_months_follow_each_other_without_a_gap(year: int, month: int, zone: str) -> None:
    calendar = Calendar(ZoneInfo(zone), ((((datetime.min.time()), None),),) * 7)
    first = date(year, month, 1)
    found = month_of(calendar, first)
    following = calendar.local_day(found.end)
    assert following.day == 1
    assert month_of(calendar, following).start == found.end
