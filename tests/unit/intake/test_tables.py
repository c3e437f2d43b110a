"""CSV files of outages and top-ups: taken whole, or refused with every fault."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from models.vocabulary import Watched
from triage.intake.monitors_csv import read_outages
from triage.intake.tables import TableError
from triage.intake.topups_csv import read_top_ups
from triage.sla.witnesses import Change

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(minute: int) -> datetime:
    return datetime(2026, 3, 2, 10, minute, tzinfo=UTC)


def faults(text: str) -> list[str]:
    with pytest.raises(TableError) as caught:
        read_outages(text.splitlines())
    return caught.value.faults


def test_s10_outages_become_changes_oldest_first() -> None:
    text = """monitor,location,from,to,watches
    b,Oslo,2026-03-02T10:05:00Z,,home
    a,Rome,2026-03-02T11:00:00+01:00,2026-03-02T10:05:00Z,
    a,Rome,2026-03-02T10:05:00Z,2026-03-02T10:09:00Z,
    a,Rome,2026-03-02T10:30:00Z,2026-03-02T10:30:00Z,
    """
    assert read_outages(text.replace("    ", "").splitlines()) == [
        Change("a", "Rome", Watched.BOTH, at(0), is_up=False),
        Change("a", "Rome", Watched.BOTH, at(5), is_up=True),
        Change("b", "Oslo", Watched.HOME, at(5), is_up=False),
        Change("a", "Rome", Watched.BOTH, at(5), is_up=False),
        Change("a", "Rome", Watched.BOTH, at(9), is_up=True),
    ]


def test_every_fault_is_told_with_its_line() -> None:
    told = faults(
        "monitor,location,from,to\n"
        "a,Oslo,2026-03-02 10:00,\n"
        ",Oslo,2026-03-02T10:00:00Z,2026-03-02T09:00:00Z\n"
        "a,Oslo,2026-03-02T10:00:00Z,,,\n"
        "a,Oslo,2026-03-02T10:00:00Z,2026-03-02T09:00:00Z\n"
    )
    assert [fault.split(":")[0] for fault in told] == ["line 2", "line 3", "line 4", "line 5"]
    assert "ends before it starts" in told[3]


@pytest.mark.parametrize("head", ["", "monitor,location", "monitor,location,from,to,colour"])
def test_a_file_with_other_columns_is_refused(head: str) -> None:
    assert all(fault.startswith("line 1") for fault in faults(head))


def test_s11_top_ups_are_read() -> None:
    text = (
        "id,customer,email,at,amount,currency,bonus\n"
        "pay-1,ann,Ann@example.org,2026-03-02T09:00:00Z,0.10,USD,\n"
        "pay-2,9,,2026-03-02T09:00:00Z,-5,USD,true\n"
    )
    one, two = read_top_ups(text.splitlines(), "smmpanelus", "csv", NOW)
    assert (one.customer, one.address, one.amount) == ("ann", "ann@example.org", Decimal("0.10"))
    assert (two.customer, two.amount, two.is_bonus) == ("9", Decimal(-5), True)


@pytest.mark.parametrize(
    "line",
    [
        "pay-1,ann,2026-03-02T09:00:00Z,ten,USD",
        "pay-1,ann,2026-03-02T09:00:00Z,NaN,USD",
        "pay-1,ann,2026-03-02,10,USD",
        "pay-1,ann,2027-03-02T09:00:00Z,10,USD",
        "pay-1,,2026-03-02T09:00:00Z,10,USD",
        "pay-1,ann,2026-03-02T09:00:00Z,10,dollar",
        '"pay-1,ann,2026-03-02T09:00:00Z,10,USD',
    ],
)
def test_s11_a_wrong_top_up_is_refused(line: str) -> None:
    with pytest.raises(TableError):
        read_top_ups(["id,customer,at,amount,currency", line], "smmpanelus", "csv", NOW)
