"""Instants in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from triage.web.times import Face, exact, rough

NOW = datetime(2026, 3, 11, 14, 20, tzinfo=UTC)
INDIA = Face(ZoneInfo("Asia/Kolkata"), NOW)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "19:50"),
        (NOW + timedelta(hours=6), "Thu 12 Mar 01:50"),
        (datetime(2025, 12, 31, 10, tzinfo=UTC), "Wed 31 Dec 2025 15:30"),
    ],
)
def test_a_time_says_as_much_as_is_needed_in_its_zone(at: datetime, words: str) -> None:
    assert INDIA.short(at) == words


def test_a_stamp_holds_the_instant_and_the_full_time() -> None:
    assert INDIA.stamp(NOW) == (
        '<time datetime="2026-03-11T14:20:00+00:00" '
        'title="Wed 11 Mar 2026, 19:50:00 IST">19:50</time>'
    )
    assert ">19:50:07</time>" in INDIA.precise(NOW + timedelta(seconds=7))


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=-59), "now"),
        (timedelta(minutes=1), "in 1 min"),
        (timedelta(minutes=-119), "1 h ago"),
        (timedelta(hours=47, minutes=59), "in 47 h"),
        (timedelta(days=-2), "2 d ago"),
    ],
)
def test_distances_are_rounded_down(distance: timedelta, words: str) -> None:
    assert INDIA.away(NOW + distance) == words


def test_durations_in_full_never_make_days_of_hours() -> None:
    assert exact(timedelta(hours=49, minutes=5)) == "49 h 5 min"
    assert exact(timedelta(seconds=42)) == "42 s"
    assert exact(timedelta()) == "0 s"
    assert exact(timedelta(hours=2, seconds=3)) == "2 h"
    assert rough(timedelta(seconds=5)) == "under 1 min"
