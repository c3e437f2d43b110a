"""Laws of business time, on calendars of every kind: several windows, zones, holidays."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from triage.sla.calendar import BusinessDays, Calendar
from triage.sla.segments import Segment, clip, intersect, subtract, total, union

ZONES = ("Etc/GMT", "Asia/Kolkata", "Europe/London", "America/New_York", "Australia/Lord_Howe")
WEEKS = (
    (((time(10), time(17)),),) * 5 + ((), ()),
    (((time(9), time(12)), (time(13), time(17, 30))),) * 5 + (((time(10), time(12)),), ()),
    (((time(), None),),) * 7,
    (((time(22), None),), ((time(), time(6)),), (), (), ((time(1, 30), time(3)),), (), ()),
)
CALENDARS = [
    Calendar(ZoneInfo(zone), week, holidays, {date(2024, 2, 29): "Leap day"})
    for zone in ZONES
    for week in WEEKS
    for holidays in ((), ("GB-ENG", "GB-SCT"))
]
calendars = st.sampled_from(CALENDARS)
instants = st.integers(0, 27 * 30 * 86_400_000_000).map(
    lambda microsecond: datetime(2023, 10, 1, tzinfo=UTC) + timedelta(microseconds=microsecond)
)
durations = st.timedeltas(timedelta(), timedelta(days=20))


@st.composite
def segments(draw: st.DrawFn) -> list[Segment]:
    starts = draw(st.lists(st.tuples(instants, durations), max_size=6))
    return [*union(Segment(start, start + span) for start, span in starts if span)]


@given(calendars, instants, durations, durations)
def test_business_time_is_additive(
    calendar: Calendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    middle, end = start + one, start + one + other
    together = calendar.business_time(start, middle) + calendar.business_time(middle, end)
    assert calendar.business_time(start, end) == together
    assert timedelta() <= together <= end - start


@given(calendars, instants, durations)
def test_counting_along_the_segments_gives_the_same(
    calendar: Calendar, start: datetime, span: timedelta
) -> None:
    if span:
        walked = total(clip(calendar.segments(start), Segment(start, start + span)))
        assert calendar.business_time(start, start + span) == walked


@given(calendars, instants)
def test_no_time_takes_no_time(calendar: Calendar, instant: datetime) -> None:
    assert calendar.business_time(instant, instant) == timedelta()
    assert calendar.business_time(instant, instant - timedelta(days=1)) == timedelta()


@given(calendars, instants, durations, st.sampled_from(ZONES))
def test_an_instant_is_the_same_however_it_is_written(
    calendar: Calendar, start: datetime, span: timedelta, zone: str
) -> None:
    end = start + span
    there = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    assert calendar.business_time(*there) == calendar.business_time(start, end)


@given(calendars, instants, durations)
def test_adding_business_time_is_the_last_instant_that_is_not_late(
    calendar: Calendar, start: datetime, amount: timedelta
) -> None:
    last = calendar.add_time(start, amount)
    first = calendar.add_time(start, amount, into_next=False)
    assert first <= last
    assert calendar.business_time(start, first) == amount
    assert calendar.business_time(start, last) == amount
    assert calendar.business_time(start, last + timedelta(microseconds=1)) > amount
    if amount:
        assert calendar.business_time(start, first - timedelta(microseconds=1)) < amount


@given(calendars, instants)
def test_the_next_opening_is_open_and_nothing_is_open_before_it(
    calendar: Calendar, instant: datetime
) -> None:
    opening = calendar.next_open(instant)
    assert calendar.is_open(opening)
    assert calendar.business_time(instant, opening) == timedelta()
    assert (opening == instant) is calendar.is_open(instant)


@given(calendars, instants, st.integers(0, 12), st.integers(0, 12))
def test_s2_business_days_add_up_and_keep_the_time_of_day(
    calendar: Calendar, start: datetime, one: int, other: int
) -> None:
    both = calendar.add_days(start, BusinessDays(one + other))
    step = calendar.add_days(start, BusinessDays(one)).astimezone(calendar.zone)
    assert calendar.add_days(start, BusinessDays(one)) <= both
    day = step.date()
    for _ in range(other):
        day = calendar.next_business_day(day)
    assert both == datetime.combine(
        day, start.astimezone(calendar.zone).time(), calendar.zone
    ).astimezone(UTC)


@given(segments(), segments())
def test_what_is_cut_out_and_what_is_left_make_the_whole(
    left: list[Segment], right: list[Segment]
) -> None:
    kept, cut = [*subtract(left, right)], [*intersect(left, right)]
    assert [*union([*kept, *cut])] == left
    assert total(kept) + total(cut) == total(left)
    assert [*intersect(kept, right)] == []
    assert cut == [*intersect(right, left)]
