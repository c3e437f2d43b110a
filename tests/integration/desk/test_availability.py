"""A month's figure out of the database: rule S10, on both engines."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from models.people import Audit
from models.vocabulary import Maintenance
from tests.integration.desk.site import NOW, POLICY, instant, outage, put_down, put_works
from tests.unit.web.seed import policies
from triage.db import Database
from triage.desk.acting import ActionError
from triage.desk.availability import SeenMonth, first_of, last_seen, month_key, seen_month
from triage.desk.availability_works import Works, enter, windows, withdraw
from triage.sla.assessment import Records, assess

MARCH = date(2026, 3, 1)


def seen(database: Database, first: date = MARCH, now: str = "04-01 09:00") -> SeenMonth:
    with database.read() as session:
        return seen_month(session, policies()[POLICY], first, instant(now))


def test_s10_a_month_is_measured_from_what_was_seen(either_database: Database) -> None:
    put_down(either_database, *outage("Oslo", "03-02 10:00", "03-02 22:00"))
    put_down(either_database, *outage("Rome", "03-02 11:00", "03-02 23:00"))
    put_works(either_database, "03-02 12:00", "03-02 13:00")
    found = seen(either_database)
    assert found.availability.down == timedelta(hours=10)
    assert str(found.availability.percent) == "98.66"
    assert [line.reason.value for line in found.ledger] == [
        "unconfirmed",
        "confirmed",
        "maintenance",
        "confirmed",
        "unconfirmed",
    ]
    records = Records(MARCH, found.observations, found.works, Decimal(0), breached_responses=0)
    assert assess(records, policies()[POLICY]).availability == found.availability


def test_s10_an_outage_is_judged_whole_before_the_month_cuts_it(either_database: Database) -> None:
    for place in ("Oslo", "Rome"):
        put_down(either_database, *outage(place, "02-10 10:00", "03-01 00:02"))
        put_down(either_database, *outage(place, "03-31 23:57", "04-01 00:03"))
    found = seen(either_database)
    assert [line.segment.length for line in found.ledger] == [
        timedelta(minutes=2),
        timedelta(minutes=3),
    ]
    assert found.availability.down == timedelta(minutes=5)


def test_s10_an_outage_that_goes_on_counts_up_to_now(either_database: Database) -> None:
    for place in ("Oslo", "Rome"):
        put_down(either_database, *outage(place, "03-10 10:00", None))
    assert seen(either_database, now="03-10 10:30").availability.down == timedelta(minutes=30)
    assert not seen(either_database, now="03-10 10:30").is_over
    april = seen(either_database, date(2026, 4, 1), "04-01 09:00")
    assert april.availability.down == timedelta(hours=9)


def test_s10_reports_that_came_late_are_put_in_order(either_database: Database) -> None:
    put_down(either_database, *outage("Oslo", "03-02 10:00", "03-02 11:00")[1:])
    put_down(either_database, *outage("Rome", "03-02 10:00", "03-02 11:00"))
    put_down(either_database, *outage("Oslo", "03-02 10:00", None))
    assert seen(either_database).availability.down == timedelta(hours=1)


def test_s10_another_agreements_site_is_another_site(database: Database) -> None:
    put_down(database, *outage("Oslo", "03-02 10:00", "03-02 11:00"))
    put_down(database, *outage("Rome", "03-02 10:00", "03-02 11:00"), policy="other")
    assert seen(database).availability.down == timedelta()


def test_s10_a_withdrawn_window_counts_no_more(either_database: Database) -> None:
    for place in ("Oslo", "Rome"):
        put_down(either_database, *outage(place, "03-02 10:00", "03-02 11:00"))
    number = put_works(either_database, "03-02 09:00", "03-02 12:00")
    assert seen(either_database).availability.down == timedelta()
    with either_database.write() as session:
        withdraw(session, number, "max", NOW)
    assert seen(either_database).availability.down == timedelta(hours=1)
    with either_database.read() as session:
        assert [row.withdrawn_by for row in windows(session, POLICY)] == ["max"]
        actions = session.exec(select(Audit.action)).all()
    assert actions == ["maintenance_entered", "maintenance_withdrawn"]


def test_s10_a_window_must_make_sense(database: Database) -> None:
    works = Works(POLICY, NOW, NOW, Maintenance.PLANNED, "x")
    for wrong in (works, Works(POLICY, NOW, NOW + timedelta(hours=1), works.kind, " ")):
        with pytest.raises(ActionError), database.write() as session:
            enter(session, wrong, "max", NOW)
    with pytest.raises(ActionError), database.write() as session:
        withdraw(session, 7, "max", NOW)


def test_the_last_state_of_each_monitor_is_known(either_database: Database) -> None:
    put_down(either_database, *outage("Oslo", "03-02 10:00", "03-02 11:00"))
    put_down(either_database, *outage("Oslo", "03-03 10:00", None))
    put_down(either_database, *outage("Rome", "03-02 10:00", "03-02 10:00"))
    with either_database.read() as session:
        found = last_seen(session, POLICY, NOW)
        earlier = last_seen(session, POLICY, instant("03-02 10:30"))
    assert [(one.location, one.is_up) for one in found] == [("Oslo", False), ("Rome", True)]
    assert [(one.location, one.is_up) for one in earlier] == [("Oslo", False), ("Rome", True)]


@pytest.mark.parametrize("key", ["2026-3", "2026", "", "2026-13", "0001-01", "2026-W10", "x"])
def test_a_month_is_written_one_way(key: str) -> None:
    assert first_of("2026-03") == MARCH
    assert month_key(MARCH) == "2026-03"
    with pytest.raises(ValueError, match=r"month|isoformat"):
        first_of(key)


def test_a_policy_without_a_promise_has_no_figure(database: Database) -> None:
    with pytest.raises(ValueError, match="no availability"), database.read() as session:
        seen_month(session, policies()["instant-smm-panels"], MARCH, NOW)
