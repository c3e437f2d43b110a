"""Business time: several windows, zones, holidays with additions and exceptions, odd days."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from tests.unit.sla.desk import instant_of
from triage.sla.calendar import BusinessDays, Calendar, Window
from triage.sla.segments import Segment

TEN_TO_FIVE: tuple[Window, ...] = ((time(10), time(17)),)
LUNCH: tuple[Window, ...] = ((time(9), time(12)), (time(13), time(17)))
ALL_DAY: tuple[Window, ...] = ((time(), None),)


def weekdays(windows: tuple[Window, ...], zone: str = "Etc/GMT", **keys: object) -> Calendar:
    return Calendar(ZoneInfo(zone), (windows,) * 5 + ((), ()), **keys)  # type: ignore[arg-type]


def test_a_lunch_break_is_not_counted() -> None:
    calendar = weekdays(LUNCH)
    assert calendar.business_time(instant_of("02 11:00"), instant_of("02 14:00")) == timedelta(
        hours=2
    )
    assert calendar.next_open(instant_of("02 12:00")) == instant_of("02 13:00")
    assert [*islice(calendar.segments(instant_of("06 13:30")), 2)] == [
        Segment(instant_of("06 13:30"), instant_of("06 17:00")),
        Segment(instant_of("09 09:00"), instant_of("09 12:00")),
    ]


def test_added_days_are_closed_worked_holidays_are_open_and_special_hours_win() -> None:
    calendar = weekdays(
        TEN_TO_FIVE,
        holidays=("GB-NIR",),
        added={date(2026, 3, 3): "Stocktaking"},
        worked={date(2026, 3, 17): "we work on Saint Patrick's"},
        special={date(2026, 3, 7): ((time(11), time(12)),)},
    )
    assert calendar.holiday(date(2026, 3, 3)) == "Stocktaking"
    assert calendar.holiday(date(2026, 3, 17)) is None
    assert calendar.is_open(instant_of("17 12:00"))
    assert calendar.is_business_day(date(2026, 3, 7))
    assert calendar.opening(date(2026, 3, 7)) == instant_of("07 11:00")
    assert not weekdays(TEN_TO_FIVE, holidays=("GB-NIR",)).is_open(instant_of("17 12:00"))


def test_s1_the_four_nations_together_as_the_library_has_them() -> None:
    calendar = weekdays(TEN_TO_FIVE, holidays=("GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS"))
    named = {
        "2026-01-02": "New Year Holiday",
        "2026-03-17": "Saint Patrick's Day",
        "2026-04-06": "Easter Monday",
        "2026-07-13": "Battle of the Boyne (observed)",
        "2026-08-03": "Summer Bank Holiday",
        "2026-08-31": "Late Summer Bank Holiday",
        "2026-11-30": "Saint Andrew's Day",
        "2026-12-28": "Boxing Day (observed)",
    }
    for day, name in named.items():
        assert calendar.holiday(date.fromisoformat(day)) == name
    assert calendar.holiday(date(2026, 3, 16)) is None


def test_p3_indias_national_holidays_as_the_library_has_them() -> None:
    calendar = weekdays(TEN_TO_FIVE, "Asia/Kolkata", holidays=("IN",))
    assert calendar.holiday(date(2026, 1, 26)) == "Republic Day"
    assert calendar.holiday(date(2026, 10, 2)) == "Mahatma Gandhi's Birthday"
    far_away = calendar.holiday(date(2044, 8, 15))
    assert far_away == "Independence Day"


def test_s2_business_days_are_a_type_of_their_own() -> None:
    calendar = weekdays(TEN_TO_FIVE)
    start = instant_of("05 16:30")
    assert calendar.add_days(start, BusinessDays(3)) == instant_of("10 16:30")
    assert calendar.add_days(start, BusinessDays(0)) == start
    assert BusinessDays(3) < BusinessDays(7)
    with pytest.raises(ValueError, match="negative"):
        BusinessDays(-1)


def test_daylight_saving_keeps_the_wall_clock() -> None:
    london = weekdays(TEN_TO_FIVE, "Europe/London")
    friday = instant_of("27 10:00")
    assert london.add_days(friday, BusinessDays(1)) == instant_of("30 09:00")
    assert london.business_time(friday, instant_of("31 09:00")) == timedelta(hours=14)


def test_a_day_of_23_or_25_hours_counts_as_it_is() -> None:
    new_york = Calendar(ZoneInfo("America/New_York"), (ALL_DAY,) * 7)
    spring = datetime(2026, 3, 8, 5, tzinfo=UTC)
    autumn = datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert new_york.midnight(date(2026, 3, 9)) - spring == timedelta(hours=23)
    assert new_york.business_time(spring, new_york.midnight(date(2026, 3, 9))) == timedelta(
        hours=23
    )
    assert new_york.business_time(autumn, new_york.midnight(date(2026, 11, 2))) == timedelta(
        hours=25
    )


def test_a_window_that_a_zone_change_swallows_is_no_window() -> None:
    at_night: tuple[Window, ...] = ((time(2, 30), time(3, 15)),)
    new_york = Calendar(ZoneInfo("America/New_York"), (at_night,) * 7)
    before = datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert new_york.business_time(before, before + timedelta(hours=23)) == timedelta()
    assert new_york.business_time(before, before + timedelta(hours=47)) == timedelta(minutes=45)


def test_a_desk_that_never_closes_is_one_endless_segment() -> None:
    always = Calendar(ZoneInfo("Asia/Kolkata"), (ALL_DAY,) * 7)
    start = instant_of("02 10:00")
    assert always.add_time(start, timedelta(days=900)) == start + timedelta(days=900)
    assert always.business_time(start, start + timedelta(days=900)) == timedelta(days=900)


@pytest.mark.parametrize(
    ("start", "hours", "next_opening", "closing"),
    [
        ("02 10:00", 7, "03 10:00", "02 17:00"),
        ("02 11:00", 2, "02 13:00", "02 13:00"),
        ("06 16:00", 1, "09 10:00", "06 17:00"),
        ("02 08:00", 0, "02 10:00", "02 10:00"),
        ("02 08:00", 14, "04 10:00", "03 17:00"),
    ],
)
def test_time_used_up_at_a_closing_lasts_until_the_next_opening_or_not(
    start: str, hours: int, next_opening: str, closing: str
) -> None:
    calendar, amount = weekdays(TEN_TO_FIVE), timedelta(hours=hours)
    assert calendar.add_time(instant_of(start), amount) == instant_of(next_opening)
    assert calendar.add_time(instant_of(start), amount, into_next=False) == instant_of(closing)


def test_a_calendar_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="opening hours"):
        Calendar(ZoneInfo("Etc/GMT"), ((),) * 7)
    with pytest.raises(ValueError, match="'XX' are not known"):
        weekdays(TEN_TO_FIVE, holidays=("XX",))


@pytest.mark.parametrize("text", ["1969-12-31 10:00", "2200-01-01 10:00"])
def test_a_time_far_from_any_ticket_is_taken_for_a_mistake(text: str) -> None:
    with pytest.raises(ValueError, match="1970 to 2199"):
        weekdays(TEN_TO_FIVE).next_open(instant_of(text))


def test_looking_back_after_looking_ahead_gives_the_same() -> None:
    calendar, fresh = weekdays(TEN_TO_FIVE), weekdays(TEN_TO_FIVE)
    assert calendar.is_open(instant_of("2031-03-03 12:00"))
    span = instant_of("2019-05-01 12:00"), instant_of("2019-05-06 12:00")
    assert calendar.business_time(*span) == fresh.business_time(*span) == timedelta(hours=21)
