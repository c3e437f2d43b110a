"""The ledger behind a month's availability: rule S10."""

from datetime import date

from tests.unit.sla.test_availability import down, span
from triage.sla.availability import Observation, month_of
from triage.sla.outages import OutageReason, explain
from triage.sla.policy import Policy
from triage.sla.segments import Segment


def ledger(
    policy: Policy, *observations: Observation, maintenance: tuple[Segment, ...] = ()
) -> list[tuple[Segment, str, tuple[str, ...]]]:
    version = policy.versions[0]
    assert version.availability is not None
    month = month_of(version.calendar, date(2026, 3, 1))
    lines = explain(month, observations, maintenance, version.availability)
    return [(line.segment, line.reason.value, line.locations) for line in lines]


def test_s10_the_ledger_tells_what_counts_and_why_the_rest_does_not(smmpanelus: Policy) -> None:
    found = ledger(
        smmpanelus,
        down("fra", ("02 10:00", "02 10:30"), ("03 10:00", "03 10:04")),
        down("nyc", ("02 10:10", "02 10:40"), ("03 10:00", "03 10:04")),
        maintenance=(span("02 10:20", "02 10:25"),),
    )
    both = ("fra", "nyc")
    assert found == [
        (span("02 10:00", "02 10:10"), "unconfirmed", ("fra",)),
        (span("02 10:10", "02 10:20"), "confirmed", both),
        (span("02 10:20", "02 10:25"), "maintenance", both),
        (span("02 10:25", "02 10:30"), "confirmed", both),
        (span("02 10:30", "02 10:40"), "unconfirmed", ("nyc",)),
        (span("03 10:00", "03 10:04"), "too_short", both),
    ]


def test_s10_an_outage_over_the_months_end_is_clipped_after_it_was_counted(
    smmpanelus: Policy,
) -> None:
    outage = ("31 23:58", "2026-04-01T00:03")
    found = ledger(smmpanelus, down("fra", outage), down("nyc", outage))
    last = span("31 23:58", "2026-04-01T00:00")
    assert found == [(last, OutageReason.CONFIRMED, ("fra", "nyc"))]


def test_s10_a_quiet_month_has_an_empty_ledger(smmpanelus: Policy) -> None:
    assert ledger(smmpanelus, down("fra")) == []
