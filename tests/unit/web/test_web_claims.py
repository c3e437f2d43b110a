"""Claims, their decision and the credit ledger on the pages: rules S11 to S14."""

import json

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from models.credit import Claim, CreditEntry
from models.vocabulary import Decision, Exclusion
from tests.integration.desk.claimants import put_claim, put_claimed_month, put_top_up
from tests.integration.desk.site import POLICY
from tests.unit.web.conftest import Desk, LogIn
from tests.unit.web.seed import policies
from tests.unit.web.test_web_security import csrf
from triage.sla.commands import credits_line

CLAIM = "/claims/300100"


@pytest.fixture
def claimed(desk: Desk) -> Desk:
    installation = desk.installation
    installation.time = put_claimed_month(installation.database, 300_100)
    return desk


@pytest.fixture
def boss(claimed: Desk, log_in: LogIn) -> TestClient:
    del claimed
    return log_in("max")


@pytest.fixture
def clerk(claimed: Desk, log_in: LogIn) -> TestClient:
    del claimed
    return log_in("ada")


def send(client: TestClient, action: str, **values: str) -> int:
    data = {"csrf_token": csrf(client)} | values
    return client.post(f"{CLAIM}/{action}", data=data).status_code


def row(desk: Desk) -> Claim:
    with desk.installation.database.read() as session:
        found = session.get(Claim, 300_100)
        assert found is not None
        session.expunge(found)
        return found


def test_s13_claims_are_listed_with_what_the_records_propose(clerk: TestClient) -> None:
    text = clerk.get("/claims").text
    assert "#300100" in text
    assert "2.23 USD" in text
    assert 'is-good">approve' in text
    # The sample desk has a ticket of this category too.
    assert 'Claims<span class="count is-alert">2' in text


def test_s13_every_condition_is_shown_with_what_it_rests_on(clerk: TestClient) -> None:
    text = clerk.get(CLAIM).text
    for words in (
        "It bears the title of a claim",
        "The month was over",
        "It came in time",
        "1 day with hours of downtime, a monitoring log, no numbers of late tickets",
        "No exclusion applies",
        "availability 98.39 %, top-ups 123.45 USD, 10 late first responses",
        "pay-1",
        "#300001",
        "Decide by Fri 24 Apr 10:00",
    ):
        assert words in text
    assert "A manager decides." in text


def test_s13_a_manager_approves_and_the_ledger_has_it(boss: TestClient, claimed: Desk) -> None:
    assert send(boss, "decision", decision="approved") == 303
    assert claimed.installation.woken[-1] == "sender"
    found = row(claimed)
    assert (found.decision, found.decided_by) == (Decision.APPROVED, "max")
    text = boss.get(f"{CLAIM}?done=claim_approved").text
    assert "Approved. The credit is in the ledger" in text
    assert "Waiting to be sent" in text
    assert "Words for the customer" not in text
    assert "2.23 USD" in boss.get("/credits?customer=ann").text
    assert "No credit was given to this customer" in boss.get("/credits?customer=bob").text
    entries = boss.get("/credits.json?month=2026-03").json()
    assert {(one["kind"], one["amount"]) for one in entries} == {
        ("downtime", "1.23"),
        ("response", "1.00"),
    }
    lines = boss.get("/credits.csv").text.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("id,at,policy,customer,month,kind,amount")
    assert send(boss, "decision", decision="rejected", reason="No") == 409


def test_s13_a_ticket_leads_to_its_claim(clerk: TestClient, claimed: Desk) -> None:
    assert 'href="/claims/300100"' in clerk.get("/tickets/300100").text
    assert (
        "/claims/" not in clerk.get(f"/tickets/{claimed.numbers['order']}").text.split("<main")[1]
    )


def test_s13_an_agent_decides_nothing(clerk: TestClient, claimed: Desk) -> None:
    for action, values in (
        ("decision", {"decision": "approved"}),
        ("exclusion", {"exclusion": "trial", "reason": "x"}),
        ("reading", {"customer": "bob", "month": "2026-03"}),
    ):
        assert send(clerk, action, **values) == 403
    assert row(claimed).decision is None
    assert clerk.get("/credits.json").status_code == 403


def test_s13_rejecting_against_the_records_needs_a_reason(boss: TestClient, claimed: Desk) -> None:
    assert send(boss, "decision", decision="rejected") == 409
    assert send(boss, "decision", decision="perhaps") == 422
    assert row(claimed).decision is None
    assert send(boss, "decision", decision="rejected", reason="The account is closed") == 303
    text = boss.get("/claims").text
    assert 'is-bad">Rejected' in text
    assert 'Claims<span class="count is-alert">1' in text


def test_s14_a_manager_marks_an_exclusion(boss: TestClient, claimed: Desk) -> None:
    assert send(boss, "exclusion", exclusion="trial") == 409
    assert send(boss, "exclusion", exclusion="whim", reason="x") == 422
    assert send(boss, "exclusion", exclusion="trial", reason="A free account") == 303
    assert row(claimed).exclusion is Exclusion.TRIAL
    text = boss.get(CLAIM).text
    assert "A free or trial version: A free account" in text
    assert "Proposed: reject" in text
    assert send(boss, "exclusion") == 303
    assert row(claimed).exclusion is None


def test_s13_a_manager_puts_right_what_was_read(boss: TestClient, claimed: Desk) -> None:
    values = {"customer": "ann", "month": "2026-02", "has_log": "true", "tickets": "#5, 6"}
    assert send(boss, "reading", **values) == 303
    found = row(claimed)
    assert (found.month, found.evidence) == (
        "2026-02",
        {"outages": [], "log": True, "tickets": [5, 6]},
    )
    assert send(boss, "reading", **values | {"tickets": "five"}) == 409
    assert send(boss, "reading", **values | {"month": "2026-99"}) == 409


def test_s13_the_bundle_can_be_computed_again_by_anyone(boss: TestClient) -> None:
    for _ in range(2):
        answer = boss.get(f"{CLAIM}/bundle.json")
        assert answer.headers["content-disposition"].startswith("attachment")
        bundle = json.loads(answer.text)
        assert credits_line(bundle, policies()[POLICY]) == bundle["answer"]
        assert answer.text.count("\n") == 1
        send(boss, "decision", decision="approved")


def test_s13_the_evidence_can_be_printed(boss: TestClient) -> None:
    for _ in range(2):
        text = boss.get(f"{CLAIM}/evidence").text
        assert "Mon 2 Mar 2026, 10:00:00 GMT to Mon 2 Mar 2026, 22:00:00 GMT" in text
        assert "pay-1" in text
        assert "SHA-256" in text
        send(boss, "decision", decision="approved")


def test_there_is_no_claim_without_a_ticket_that_makes_one(boss: TestClient, claimed: Desk) -> None:
    number = claimed.numbers["order"]
    for path in ("", "/evidence", "/bundle.json"):
        assert boss.get(f"/claims/{number}{path}").status_code == 404
    data = {"csrf_token": csrf(boss), "decision": "approved"}
    assert boss.post(f"/claims/{number}/decision", data=data).status_code == 404


def test_what_customers_wrote_is_escaped(boss: TestClient, claimed: Desk) -> None:
    put_claim(
        claimed.installation.database,
        300_200,
        subject="<script>alert(1)</script>",
        text="02.03.2026 10:00 <img src=x>",
        customer="<b>bob",
    )
    for path in ("/claims", "/claims/300200", "/claims/300200/evidence"):
        text = boss.get(path).text
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "<b>bob" not in text


def test_a_formula_in_the_ledger_is_no_formula(boss: TestClient, claimed: Desk) -> None:
    values = {"customer": "=ann", "month": "2026-03", "has_outages": "true", "has_log": "true"}
    put_top_up(claimed.installation.database, "pay-2", "100", customer="=ann", address="")
    assert send(boss, "reading", **values) == 303
    assert send(boss, "decision", decision="approved") == 303
    with claimed.installation.database.read() as session:
        assert session.exec(select(CreditEntry.customer)).all() == ["=ann"]
    assert ",'=ann," in boss.get("/credits.csv").text
