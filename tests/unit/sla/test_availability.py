"""Downtime and availability of a month: rule S10."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.unit.sla.desk import instant_of
from triage.sla.availability import (
    Availability,
    Observation,
    confirmed,
    measure,
    month_of,
    percent_up,
)
from triage.sla.policy import Policy
from triage.sla.segments import Segment


def span(start: str, end: str) -> Segment:
    return Segment(instant_of(start), instant_of(end))


def down(location: str, *spans: tuple[str, str], monitor: str = "m") -> Observation:
    return Observation(monitor, location, tuple(span(*pair) for pair in spans))


def march(
    policy: Policy, *observations: Observation, maintenance: tuple[Segment, ...] = ()
) -> Availability:
    version = policy.versions[0]
    assert version.availability is not None
    month = month_of(version.calendar, date(2026, 3, 1))
    return measure(month, observations, maintenance, version.availability)


def test_s10_downtime_is_what_two_locations_see_at_the_same_time(smmpanelus: Policy) -> None:
    found = march(
        smmpanelus,
        down("fra", ("02 10:00", "02 10:30"), ("03 10:00", "03 11:00")),
        down("nyc", ("02 10:10", "02 10:40")),
    )
    assert found.downtime == (span("02 10:10", "02 10:30"),)


def test_s10_two_monitors_in_one_place_are_no_independent_witnesses(smmpanelus: Policy) -> None:
    outage = ("02 10:00", "02 11:00")
    found = march(smmpanelus, down("fra", outage, monitor="a"), down("fra", outage, monitor="b"))
    assert found.downtime == ()
    assert found.percent == Decimal("100.00")


def test_s10_witnesses_may_take_turns(smmpanelus: Policy) -> None:
    found = march(
        smmpanelus,
        down("fra", ("02 10:00", "02 10:03")),
        down("nyc", ("02 10:00", "02 10:06")),
        down("sin", ("02 10:03", "02 10:06")),
    )
    assert found.downtime == (span("02 10:00", "02 10:06"),)


def test_how_many_locations_must_agree_is_the_policys_choice() -> None:
    seen = [down(place, ("02 10:00", "02 11:00")) for place in ("fra", "nyc", "sin")]
    assert len([*confirmed(seen, 3)]) == 1
    assert [*confirmed(seen, 4)] == []
    assert [*confirmed(seen[:1], 1)] == [span("02 10:00", "02 11:00")]


@pytest.mark.parametrize(
    ("end", "seconds"), [("02 10:04:59.999999", 0), ("02 10:05", 300), ("02 10:05:00.5", 300.5)]
)
def test_s10_less_than_five_consecutive_minutes_is_no_downtime(
    smmpanelus: Policy, end: str, seconds: float
) -> None:
    outage = ("02 10:00", end)
    found = march(smmpanelus, down("fra", outage), down("nyc", outage))
    assert found.down.total_seconds() == seconds


def test_s10_maintenance_is_cut_out_first_and_short_pieces_fall_away(smmpanelus: Policy) -> None:
    outage = ("02 10:00", "02 11:00")
    found = march(
        smmpanelus,
        down("fra", outage),
        down("nyc", outage),
        maintenance=(span("02 10:20", "02 10:56"), span("02 10:04", "02 10:10")),
    )
    assert found.downtime == (span("02 10:10", "02 10:20"),)


def test_s10_an_outage_over_midnight_counts_whole_and_is_then_clipped(smmpanelus: Policy) -> None:
    over_the_end = ("31 23:58", "2026-04-01 00:03")
    found = march(smmpanelus, down("fra", over_the_end), down("nyc", over_the_end))
    assert found.down == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("first", "length"),
    [("2026-02-01", 28), ("2028-02-01", 29), ("2026-03-01", 31), ("2026-12-01", 31)],
)
def test_s10_a_month_is_a_calendar_month_in_gmt(
    smmpanelus: Policy, first: str, length: int
) -> None:
    month = month_of(smmpanelus.versions[0].calendar, date.fromisoformat(first))
    assert month.length == timedelta(days=length)
    assert month.start == datetime.fromisoformat(first).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "percent"),
    [("133.92", "100.00"), ("133.93", "99.99"), ("401.76", "99.99"), ("401.77", "99.98")],
)
def test_s11_availability_is_rounded_half_up_to_two_decimals(
    smmpanelus: Policy, seconds: str, percent: str
) -> None:
    """0.005 % of 31 days are 133.92 seconds."""
    month = month_of(smmpanelus.versions[0].calendar, date(2026, 3, 1))
    end = month.start + timedelta(microseconds=int(Decimal(seconds) * 1_000_000))
    assert str(percent_up(month, [Segment(month.start, end)])) == percent


def test_s10_a_month_may_be_down_altogether(smmpanelus: Policy) -> None:
    always = ("2026-02-01 00:00", "2026-05-01 00:00")
    found = march(smmpanelus, down("fra", always), down("nyc", always))
    assert (found.percent, found.down) == (Decimal("0.00"), timedelta(days=31))
