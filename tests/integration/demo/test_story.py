"""What lies behind the demo, whenever it is started: an outage, top-ups, a late answer, claims."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlmodel import col, select

from models.ticket import Message, Ticket
from models.verdict import AckDecision
from models.vocabulary import ClockState, Direction
from tests.integration.desk.timed import shared_suite
from triage.demo.past import DemoRuntime, live_through
from triage.demo.setting import demo_settings
from triage.demo.story import calls
from triage.desk.availability import seen_month
from triage.desk.claims import undecided
from triage.desk.claims_records import Case, Judge
from triage.sla.claims import ClaimReason
from triage.sla.outages import OutageReason

STARTS = ("2026-11-22T19:30", "2026-03-01T00:20", "2027-01-02T12:00", "2028-02-29T23:59")


@pytest.fixture(scope="module", params=STARTS)
def started(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> DemoRuntime:
    now = datetime.fromisoformat(request.param).replace(tzinfo=UTC)
    runtime = DemoRuntime(demo_settings(tmp_path_factory.mktemp("demo"), "127.0.0.1", 0), now)
    runtime.suite = shared_suite()
    runtime.database.upgrade()
    live_through(runtime)
    assert runtime.time is None
    runtime.time = now
    return runtime


def waiting(runtime: DemoRuntime) -> Sequence[Case]:
    with runtime.database.read() as session:
        judge = Judge(session, runtime.policies, runtime.now())
        cases = [judge.case(claim, ticket) for claim, ticket in undecided(session, 10)]
        session.expunge_all()
    return cases


def test_a_claim_waits_that_can_be_approved(started: DemoRuntime) -> None:
    first = waiting(started)[0]
    assert first.is_accepted
    assert (first.amount, first.currency) == (Decimal("4.26"), "USD")
    assert first.ticket.requester_address == "marta@example.org"


def test_a_claim_that_came_on_the_third_is_too_late(started: DemoRuntime) -> None:
    is_told = started.now().day > 3
    assert len(waiting(started)) == 1 + is_told
    for case in waiting(started)[1:]:
        assert case.reasons == (ClaimReason.TOO_LATE,)
        assert [late.external_id for late in case.late] == ["P-297"]


def test_the_month_before_shows_every_kind_of_outage(started: DemoRuntime) -> None:
    with started.database.read() as session:
        case = waiting(started)[0]
        policy = started.policies["smmpanelus"]
        month = seen_month(session, policy, case.first, started.now())
    assert {line.reason for line in month.ledger} == set(OutageReason)
    assert Decimal("98.00") <= month.availability.percent < Decimal("99.00")


def test_one_of_the_panels_tickets_was_answered_late(started: DemoRuntime) -> None:
    with started.database.read() as session:
        statement = select(Ticket.external_id, Ticket.clock_state)
        states = dict(session.exec(statement.where(col(Ticket.source) == "panel")).all())
    late = {name for name, state in states.items() if state is ClockState.BREACHED}
    assert late == {"P-297"}
    assert len(states) >= 4


def test_nothing_was_told_in_the_future() -> None:
    for start in STARTS:
        now = datetime.fromisoformat(start).replace(tzinfo=UTC)
        told = [call.at for call in calls(now)]
        assert told == sorted(told)
        assert told[-1] <= now


def test_s7_what_an_agent_said_in_the_panel_is_signed_and_not_judged(started: DemoRuntime) -> None:
    """A reply stops the clock; whether to acknowledge it is no question."""
    with started.database.read() as session:
        said = session.exec(select(Message).where(Message.direction == Direction.OUTBOUND)).all()
        judged = set(session.exec(select(AckDecision.message_id)).all())
    assert len(said) >= 3
    assert {message.author_name for message in said} == {"Agent"}
    assert not judged & {message.id for message in said}
