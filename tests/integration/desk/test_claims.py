"""A claim from the ticket to the credit: rules S10 to S14, on both databases."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import col, select

from models.credit import Claim, CreditEntry
from models.outbox import BouncedAddress, Outbox, Switch
from models.people import Audit
from models.ticket import Message, Ticket
from models.vocabulary import (
    AckKind,
    Category,
    Channel,
    CreditKind,
    Decision,
    Direction,
    Exclusion,
    Route,
    Suppression,
    TicketState,
)
from tests.integration.desk.claimants import (
    NOW,
    TITLE,
    acting,
    add_manager,
    drafter,
    put_claim,
    put_late,
    put_ticket,
    put_top_up,
)
from tests.integration.desk.site import POLICY, outage, put_down, put_works
from tests.unit.web.seed import policies, shipped_settings
from triage.db import Database
from triage.desk.acting import Acting, ActionError
from triage.desk.claims import (
    Reading,
    claim_and_ticket,
    decide,
    decided,
    exclude,
    read_anew,
    undecided,
)
from triage.desk.claims_opening import open_claims
from triage.desk.claims_records import Case, Judge
from triage.desk.credits import ledger, totals
from triage.sla.commands import credits_line
from triage.sla.policy import Policy

CLAIM = 100_100


@pytest.fixture
def desk(either_database: Database) -> Database:
    """A desk whose site was down for twelve hours in March, which is 98.39 %."""
    with either_database.write() as session:
        add_manager(session)
    for place in ("Oslo", "Rome"):
        put_down(either_database, *outage(place, "03-02 10:00", "03-02 22:00"))
    return either_database


def case_of(database: Database, number: int = CLAIM) -> Case:
    with database.read() as session:
        found = claim_and_ticket(session, number)
        assert found is not None
        case = Judge(session, policies(), NOW).case(*found)
        session.expunge_all()
        return case


def settle(
    database: Database,
    decision: Decision = Decision.APPROVED,
    reason: str = "",
    number: int = CLAIM,
    **settings: bool,
) -> None:
    with database.write() as session:
        decide(acting(session), drafter(**settings), number, decision, reason)


def claim_row(database: Database, number: int = CLAIM) -> Claim:
    with database.read() as session:
        row = session.get(Claim, number)
        assert row is not None
        session.expunge(row)
        return row


def written(database: Database) -> dict[Route, Outbox]:
    with database.read() as session:
        rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
        session.expunge_all()
        return {row.route: row for row in rows}


def test_s13_a_claim_is_opened_once_for_its_ticket(desk: Database) -> None:
    put_claim(desk)
    assert open_claims(desk, policies(), NOW) == 0
    row = claim_row(desk)
    assert (row.customer, row.month, row.policy) == ("ann", "2026-03", POLICY)
    assert row.claimed_at == datetime(2026, 4, 1, 8, tzinfo=UTC)
    assert row.evidence == {
        "outages": ["- 02.03.2026 od 10:00 do 22:00 GMT"],
        "tickets": [],
        "log": True,
    }


def test_s13_a_decision_is_due_in_14_business_days(desk: Database) -> None:
    # Claimed on Wednesday at 08:00: the count starts on Thursday, 2 April, at 10:00 (S5). Good
    # Friday and Easter Monday are no business days.
    put_claim(desk)
    assert claim_row(desk).decide_by == datetime(2026, 4, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize("channel", list(Channel))
def test_s13_a_claim_is_recognised_in_any_channel(database: Database, channel: Channel) -> None:
    source = "shop" if channel is Channel.TICKET else "mail"
    put_claim(database, channel=channel, source=source, customer=None)
    assert claim_row(database).customer == "ann@example.org"


def test_s13_other_tickets_make_no_claim(desk: Database) -> None:
    put_claim(desk, category=Category.ORDER)
    put_claim(desk, number=CLAIM + 1, flags=["machine_generated"])
    put_claim(desk, number=CLAIM + 2, state=TicketState.MERGED)
    put_claim(desk, number=CLAIM + 3, policy="instant-smm-panels")
    with desk.read() as session:
        assert session.exec(select(Claim)).all() == []


def test_s15_a_month_for_which_nothing_was_promised_makes_no_claim(database: Database) -> None:
    version = shipped_settings().policies[POLICY]["versions"]["v1"]
    bare = {
        name: value
        for name, value in version.items()
        if name not in {"availability", "credits", "claims"}
    }
    versions = {"v1": bare, "v2": version | {"in_force_from": "2026-04-01"}}
    policy = Policy.from_mapping(POLICY, {"versions": versions})
    with database.write() as session:
        add_manager(session)
        put_ticket(session, CLAIM, TITLE, "March")
        put_ticket(session, CLAIM + 1, TITLE, "April", received="05-01 08:00")
    assert open_claims(database, {POLICY: policy}, NOW) == 1
    assert claim_row(database, CLAIM + 1).month == "2026-04"
    reading = Reading("ann", "2026-03", has_outages=False, has_log=False, tickets=())
    with pytest.raises(ActionError, match="promised no credits"), database.write() as session:
        read_anew(replace(acting(session), policies={POLICY: policy}), CLAIM + 1, reading)


def test_s13_a_ticket_that_is_reclassified_becomes_a_claim_and_stops_being_one(
    desk: Database,
) -> None:
    put_claim(desk, category=Category.ORDER)
    for category, count in ((Category.CLAIM, 1), (Category.ORDER, 0)):
        with desk.write() as session:
            ticket = session.get(Ticket, CLAIM)
            assert ticket is not None
            ticket.category = category
            session.add(ticket)
        open_claims(desk, policies(), NOW)
        with desk.read() as session:
            assert len(undecided(session, 10)) == count


def test_s11_the_months_top_ups_are_summed_without_bonus_and_other_money_s14(
    desk: Database,
) -> None:
    put_claim(desk)
    put_top_up(desk, "1", "60.10")
    put_top_up(desk, "2", "40.20", customer="other", address="ann@example.org")
    put_top_up(desk, "3", "1000", is_bonus=True)
    put_top_up(desk, "4", "1000", currency="EUR")
    put_top_up(desk, "5", "1000", at="02-28 23:59")
    put_top_up(desk, "6", "1000", at="04-01 00:00")
    put_top_up(desk, "7", "1000", customer="bob", address="bob@example.org")
    put_top_up(desk, "8", "-0.30")
    case = case_of(desk)
    assert case.bundle["top_ups"] == "100.00"
    assert case.answer["availability"] == "98.39"
    assert case.credits == {CreditKind.DOWNTIME: Decimal("1.00")}
    reasons = {row["id"]: row["reason"] for row in case.bundle["top_up_list"]}
    assert reasons == {"1": None, "2": None, "3": "bonus", "4": "currency", "8": None}


def test_s11_more_taken_back_than_topped_up_is_nothing(desk: Database) -> None:
    put_claim(desk)
    put_top_up(desk, "1", "-5")
    assert case_of(desk).bundle["top_ups"] == "0.00"


@pytest.mark.parametrize(
    ("count", "credit"), [(9, {}), (10, {CreditKind.RESPONSE: Decimal("1.00")})]
)
def test_s12_ten_late_first_responses_of_one_customer_give_one_credit(
    desk: Database, count: int, credit: dict[CreditKind, Decimal]
) -> None:
    put_claim(desk)
    put_late(desk, count)
    put_late(desk, 5, 100_050, customer="bob", requester_address="bob@example.org")
    put_late(desk, 5, 100_060, received="02-10 12:00")
    case = case_of(desk)
    assert case.bundle["breached_responses"] == count
    assert case.credits == credit
    assert {row["due_at"][:7] for row in case.bundle["breaches"]} == {"2026-03"}


def test_s12_the_late_tickets_of_an_address_belong_to_its_account(desk: Database) -> None:
    put_claim(desk)
    put_late(desk, 3)
    put_late(desk, 7, 100_020, customer=None, channel=Channel.EMAIL, source="mail")
    assert case_of(desk).bundle["breached_responses"] == 10


def test_s13_numbers_given_are_looked_up_among_the_customers_tickets(desk: Database) -> None:
    put_late(desk, 2)
    put_late(desk, 1, 100_030, customer="bob", requester_address="bob@example.org")
    text = "Tickets 100001, in the panel p100002, and 100030 or p100030, paid 20.00"
    put_claim(desk, text=text, files=())
    assert claim_row(desk).evidence == {"outages": [], "tickets": [100_001, 100_002], "log": False}


def claim_message(text: str, at: datetime) -> Message:
    return Message(
        ticket_number=CLAIM, direction=Direction.INBOUND, text=text, reply_text=text, at=at
    )


def test_s13_what_came_after_the_time_for_claims_is_no_evidence(desk: Database) -> None:
    with desk.write() as session:
        put_ticket(session, CLAIM, TITLE, "Please", category=Category.CLAIM)
        for hour, text in ((4, "02.03.2026 10:00"), (30, "03.03.2026 10:00")):
            message = claim_message(text, NOW + timedelta(hours=hour))
            session.add(message)
    open_claims(desk, policies(), NOW)
    assert claim_row(desk).evidence["outages"] == ["02.03.2026 10:00"]


def test_s13_every_condition_is_checked_on_its_own(desk: Database) -> None:
    put_claim(desk, subject="SLA", text="Money please", files=(), received="04-02 00:00")
    case = case_of(desk)
    assert not case.is_accepted
    assert [reason.value for reason in case.reasons] == [
        "title",
        "too_late",
        "evidence",
        "nothing_due",
    ]


def test_s13_an_approved_claim_is_credited_and_told_once(desk: Database) -> None:
    put_claim(desk)
    put_top_up(desk, "1", "123.45")
    put_late(desk, 10)
    settle(desk)
    with desk.read() as session:
        entries = ledger(session, customer="ann", month="2026-03")
        assert {row.kind: row.amount for row in entries} == {
            CreditKind.DOWNTIME: Decimal("1.23"),
            CreditKind.RESPONSE: Decimal("1.00"),
        }
        assert list(totals(entries)) == [("USD", Decimal("2.23"))]
        ticket = session.get(Ticket, CLAIM)
        assert ticket is not None
        assert ticket.state is TicketState.CLOSED
        assert "claim_approved" in session.exec(select(Audit.action)).all()
        assert [row.ticket_number for row, _ in decided(session, 10)] == [CLAIM]
        assert undecided(session, 10) == []
    rows = written(desk)
    assert {row.kind for row in rows.values()} == {AckKind.CLAIM_APPROVED}
    assert rows[Route.MAIL].recipient == "ann@example.org"
    assert b"In-Reply-To: <100100@mail.example.org>" in rows[Route.MAIL].payload
    outcome = json.loads(rows[Route.CALLBACK].payload)["data"]["outcome"]
    assert outcome == {"month": "2026-03", "amount": "2.23", "currency": "USD", "reasons": []}
    with pytest.raises(ActionError, match="for good"):
        settle(desk)


def test_s13_a_rejected_claim_is_told_the_reasons_and_credits_nothing(desk: Database) -> None:
    put_claim(desk, subject="SLA")
    put_top_up(desk, "1", "100")
    settle(desk, Decision.REJECTED)
    row = claim_row(desk)
    assert (row.decision, row.decided_by, row.decided_at) == (Decision.REJECTED, "max", NOW)
    outcome = json.loads(written(desk)[Route.CALLBACK].payload)["data"]["outcome"]
    assert (outcome["amount"], outcome["reasons"]) == ("0.00", ["title"])
    with desk.read() as session:
        assert ledger(session) == []


def test_s13_whoever_departs_from_the_records_says_why(desk: Database) -> None:
    put_claim(desk, subject="SLA")
    put_top_up(desk, "1", "100")
    with pytest.raises(ActionError, match="say why"):
        settle(desk)
    settle(desk, reason="The title was nearly right")
    assert claim_row(desk).decision is Decision.APPROVED
    text = json.loads(written(desk)[Route.CALLBACK].payload)["data"]["text"]
    assert "The title was nearly right" in text


def test_s13_nothing_can_be_approved_where_the_records_give_nothing(desk: Database) -> None:
    put_claim(desk)
    with pytest.raises(ActionError, match="no credit"):
        settle(desk, reason="Out of kindness")
    assert claim_row(desk).decision is None
    assert written(desk) == {}


def test_s12_a_month_is_credited_once(desk: Database) -> None:
    put_claim(desk)
    put_claim(desk, number=CLAIM + 1)
    put_top_up(desk, "1", "100")
    settle(desk)
    assert case_of(desk, CLAIM + 1).credited == {CreditKind.DOWNTIME: CLAIM}
    with pytest.raises(ActionError, match="#100100"):
        settle(desk, number=CLAIM + 1)
    settle(desk, Decision.REJECTED, "It was credited before", CLAIM + 1)


def test_s12_a_month_is_credited_once_by_whatever_name(desk: Database) -> None:
    put_claim(desk, customer=None, channel=Channel.EMAIL, source="mail")
    put_late(desk, 10, customer=None, channel=Channel.EMAIL, source="mail")
    settle(desk)
    put_claim(desk, number=CLAIM + 1)
    put_top_up(desk, "1", "100")
    assert claim_row(desk, CLAIM).customer == "ann@example.org"
    assert case_of(desk, CLAIM + 1).credited == {CreditKind.RESPONSE: CLAIM}


@pytest.mark.parametrize("exclusion", list(Exclusion))
def test_s14_an_excluded_claim_is_rejected_with_its_reason(
    database: Database, exclusion: Exclusion
) -> None:
    with database.write() as session:
        add_manager(session)
    for place in ("Oslo", "Rome"):
        put_down(database, *outage(place, "03-02 10:00", "03-02 22:00"))
    put_claim(database)
    put_top_up(database, "1", "100")
    with database.write() as session:
        exclude(acting(session), CLAIM, exclusion, "A flood in the data centre")
    case = case_of(database)
    assert [reason.value for reason in case.reasons] == ["excluded"]
    assert case.amount == Decimal("0.00")
    settle(database, Decision.REJECTED)
    text = json.loads(written(database)[Route.CALLBACK].payload)["data"]["text"]
    assert "A flood in the data centre" in text


def test_s14_an_exclusion_needs_a_reason_and_can_be_taken_off(desk: Database) -> None:
    put_claim(desk)
    put_top_up(desk, "1", "100")
    with pytest.raises(ActionError, match="say why"), desk.write() as session:
        exclude(acting(session), CLAIM, Exclusion.TRIAL, " ")
    for exclusion in (Exclusion.TRIAL, None):
        with desk.write() as session:
            exclude(acting(session), CLAIM, exclusion, "A free account")
    assert case_of(desk).is_accepted


def test_s10_maintenance_entered_later_changes_what_is_proposed(desk: Database) -> None:
    put_claim(desk)
    put_top_up(desk, "1", "100")
    assert case_of(desk).is_accepted
    put_works(desk, "03-02 10:00", "03-02 22:00")
    assert [reason.value for reason in case_of(desk).reasons] == ["nothing_due"]


def test_s13_a_person_puts_right_what_was_read(desk: Database) -> None:
    put_claim(desk, text="x", files=())
    reading = Reading(
        " Bob@Example.org ", "2026-02", has_outages=True, has_log=True, tickets=(3, 3)
    )
    with desk.write() as session:
        read_anew(acting(session), CLAIM, reading)
    row = claim_row(desk)
    assert (row.customer, row.month) == ("bob@example.org", "2026-02")
    assert row.evidence == {"outages": ["read by a person"], "tickets": [3], "log": True}
    for wrong in (("", "2026-02"), ("bob", "2026-13")):
        with pytest.raises(ActionError), desk.write() as session:
            read_anew(acting(session), CLAIM, replace(reading, customer=wrong[0], month=wrong[1]))


def test_s13_the_bundle_gives_the_same_answer_to_anyone(desk: Database) -> None:
    put_claim(desk)
    put_top_up(desk, "1", "123.45")
    put_late(desk, 11)
    put_works(desk, "03-02 12:00", "03-02 13:00")
    settle(desk)
    row = claim_row(desk)
    assert row.bundle is not None
    assert "\n" not in row.bundle
    bundle = json.loads(row.bundle)
    answer = credits_line(bundle, policies()[POLICY])
    assert answer == bundle["answer"] == row.assessment
    assert answer["claim"] == {"accepted": True, "reasons": [], "decide_by": "2026-04-24T10:00:00Z"}


def test_s13_a_decision_stays_what_it_rested_on(desk: Database) -> None:
    put_claim(desk)
    put_top_up(desk, "1", "100")
    settle(desk)
    before = claim_row(desk).bundle
    put_works(desk, "03-02 10:00", "03-02 22:00")
    assert claim_row(desk).bundle == before
    nothing = Reading("a", "2026-03", has_outages=False, has_log=False, tickets=())
    actions: list[Callable[[Acting], None]] = [
        lambda a: exclude(a, CLAIM, Exclusion.ATTACK, "x"),
        lambda a: read_anew(a, CLAIM, nothing),
    ]
    for action in actions:
        with pytest.raises(ActionError, match="for good"), desk.write() as session:
            action(acting(session))


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"suppression": Suppression.UNAUTHENTIC}, Suppression.UNAUTHENTIC),
        ({"requester_address": ""}, Suppression.NULL_PATH),
        ({"source": "gone"}, Suppression.NOT_ADDRESSED),
        ({"requester_address": "bounced@example.org"}, Suppression.HARD_BOUNCED),
        ({}, None),
    ],
)
def test_a_decision_goes_to_nobody_who_must_not_be_written_to(
    database: Database, columns: dict[str, Any], code: Suppression | None
) -> None:
    with database.write() as session:
        add_manager(session)
        session.add(
            BouncedAddress(
                address="bounced@example.org", bounced_at=NOW, expires_at=NOW + timedelta(days=1)
            )
        )
    by_mail: dict[str, Any] = {"source": "mail", "channel": Channel.EMAIL}
    put_claim(database, **by_mail | columns)
    settle(database, Decision.REJECTED)
    assert claim_row(database).untold is code
    assert list(written(database)) == ([] if code else [Route.MAIL])


def test_a_panel_is_told_even_where_no_mail_may_go(database: Database) -> None:
    with database.write() as session:
        add_manager(session)
    put_claim(database, requester_address="")
    settle(database, Decision.REJECTED)
    assert claim_row(database).untold is None
    assert list(written(database)) == [Route.CALLBACK]


@pytest.mark.parametrize(
    ("switch", "settings", "code"),
    [
        ("breaker", {}, Suppression.RATE),
        ("acknowledgements_off", {}, Suppression.OPERATOR_OFF),
        (None, {"enabled": False}, Suppression.OPERATOR_OFF),
        (None, {"dry_run": True}, Suppression.DRY_RUN),
    ],
)
def test_a_decision_is_not_told_while_nothing_is_sent(
    database: Database, switch: str | None, settings: dict[str, Any], code: Suppression
) -> None:
    with database.write() as session:
        add_manager(session)
        if switch:
            session.add(Switch(name=switch, is_on=True, changed_at=NOW))
    put_claim(database)
    settle(database, Decision.REJECTED, **settings)
    assert claim_row(database).untold is code
    assert written(database) == {}


def test_money_is_never_paid_out_s13(desk: Database) -> None:
    put_claim(desk)
    put_top_up(desk, "1", "100")
    settle(desk)
    with desk.read() as session:
        (row,) = session.exec(select(CreditEntry)).all()
    assert row.amount > 0
    assert {kind.value for kind in CreditKind} == {"downtime", "response"}
