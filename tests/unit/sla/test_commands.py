"""`triage clock` and `triage credits`, line by line: rules S13 and S14, keys and complaints."""

import json
from typing import Any

import pytest

from tests.unit.sla.desk import ticket
from triage.sla.commands import clock_line, credits_line
from triage.sla.policy import Policy

TITLE = "Wniosek o rekompensatę z tytułu SLA"
EVIDENCE = {"outages": ["2026-03-02 10:00-20:00"], "tickets": [], "log": True}


def claim(**keys: object) -> dict[str, object]:
    return {"title": TITLE, "at": "2026-04-01T10:30:00Z", "evidence": EVIDENCE} | keys


def month(**keys: object) -> dict[str, Any]:
    """Return a line for March 2026 with ten hours of downtime: availability 98.66."""
    outage = [{"from": "2026-03-02T10:00:00Z", "to": "2026-03-02T20:00:00Z"}]
    line: dict[str, Any] = {
        "id": 7,
        "month": "2026-03",
        "monitors": [
            {"name": "a", "location": "Frankfurt", "down": outage},
            {"name": "b", "location": "New York", "down": outage},
        ],
        "maintenance": [],
        "top_ups": "123.45",
        "breached_responses": 3,
        "excluded": None,
        "claim": claim(),
    }
    return line | keys


def reasons(policy: Policy, **keys: object) -> list[str]:
    found: Any = credits_line(month(**keys), policy)["claim"]
    assert found["accepted"] is (not found["reasons"])
    return list(found["reasons"])


def test_the_answer_to_a_month_has_the_keys_of_the_contract(smmpanelus: Policy) -> None:
    assert credits_line(month(), smmpanelus) == {
        "id": 7,
        "downtime_seconds": 36000,
        "availability": "98.66",
        "downtime_credit": "1.23",
        "response_credit": "0.00",
        "claim": {"accepted": True, "reasons": [], "decide_by": "2026-04-23T10:30:00Z"},
        "currency": "USD",
        "downtime": [{"from": "2026-03-02T10:00:00Z", "to": "2026-03-02T20:00:00Z"}],
    }


def test_the_answer_to_a_ticket_has_the_keys_of_the_contract(smmpanelus: Policy) -> None:
    line = {"id": "x", "events": ticket("02 11:00"), "now": "2026-03-02T13:30:00.25+01:00"}
    found = clock_line(line, smmpanelus)
    assert found == {
        "id": "x",
        "state": "running",
        "reasons": [],
        "priority": "standard",
        "valid_from": "2026-03-02T11:00:00Z",
        "started_at": "2026-03-02T11:00:00Z",
        "due_at": "2026-03-11T11:00:00Z",
        "responded_at": None,
        "human_responded_at": None,
        "elapsed_seconds": 5400.25,
        "ledger": [
            {
                "from": "2026-03-02T11:00:00Z",
                "to": "2026-03-02T12:30:00.250000Z",
                "counted": True,
                "reason": "open",
            }
        ],
        "starts_at": "2026-03-02T11:00:00Z",
        "aim_at": None,
        "was_valid": None,
        "policy_version": "v1",
    }
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    ("title", "unmet"),
    [
        (TITLE, []),
        (f"  {TITLE}\n", []),
        (TITLE.replace("ę", "e\u0328"), []),
        (TITLE.lower(), ["title"]),
        (f"Re: {TITLE}", ["title"]),
        ("Wniosek o rekompensate z tytulu SLA", ["title"]),
        ("", ["title"]),
        (None, ["title"]),
    ],
)
def test_s13_a_claim_bears_its_title_to_the_letter(
    smmpanelus: Policy, title: str | None, unmet: list[str]
) -> None:
    assert reasons(smmpanelus, claim=claim(title=title)) == unmet


@pytest.mark.parametrize(
    ("at", "unmet"),
    [
        ("2026-03-31T23:59:59.999999Z", ["too_early"]),
        ("2026-04-01T01:59:59+02:00", ["too_early"]),
        ("2026-04-01T00:00:00Z", []),
        ("2026-04-01T23:59:59.999999Z", []),
        ("2026-04-02T00:00:00Z", ["too_late"]),
        ("2026-04-02T00:30:00+01:00", []),
    ],
)
def test_s13_a_claim_is_made_within_a_day_after_the_month(
    smmpanelus: Policy, at: str, unmet: list[str]
) -> None:
    assert reasons(smmpanelus, claim=claim(at=at)) == unmet


@pytest.mark.parametrize(
    ("evidence", "unmet"),
    [
        (EVIDENCE, []),
        ({"outages": ["x"], "tickets": [], "log": False}, ["evidence"]),
        ({"outages": [], "tickets": [], "log": True}, ["evidence"]),
        ({"outages": [], "tickets": ["1001"], "log": False}, []),
        ({"outages": ["x"]}, ["evidence"]),
        ({}, ["evidence"]),
        (None, ["evidence"]),
    ],
)
def test_s13_evidence_is_outages_with_a_log_or_ticket_numbers(
    smmpanelus: Policy, evidence: object, unmet: list[str]
) -> None:
    assert reasons(smmpanelus, claim=claim(evidence=evidence)) == unmet


def test_s13_our_own_records_decide(smmpanelus: Policy) -> None:
    assert reasons(smmpanelus, monitors=[]) == ["nothing_due"]
    assert reasons(smmpanelus, monitors=[], breached_responses=10) == []
    assert reasons(smmpanelus, top_ups="0.10") == ["nothing_due"]


def test_s14_an_exclusion_voids_the_credits_and_the_claim(smmpanelus: Policy) -> None:
    line = month(excluded="attack", breached_responses=10)
    found = credits_line(line, smmpanelus)
    assert (found["downtime_credit"], found["response_credit"]) == ("0.00", "0.00")
    assert found["availability"] == "98.66"
    assert reasons(smmpanelus, excluded="attack") == ["excluded"]
    assert reasons(smmpanelus, excluded="attack", monitors=[]) == ["excluded", "nothing_due"]


def test_s13_every_unmet_condition_is_told(smmpanelus: Policy) -> None:
    wrong = claim(title="Money", at="2026-04-05T10:00:00Z", evidence=None)
    assert reasons(smmpanelus, claim=wrong, excluded="trial", monitors=[]) == [
        "title",
        "too_late",
        "evidence",
        "excluded",
        "nothing_due",
    ]


@pytest.mark.parametrize(
    ("at", "decide_by"),
    [
        ("2026-04-01T10:00:00Z", "2026-04-23T10:00:00Z"),
        ("2026-04-01T08:00:00Z", "2026-04-24T10:00:00Z"),
        ("2026-04-01T18:00:00Z", "2026-04-24T10:00:00Z"),
    ],
)
def test_s13_a_decision_takes_fourteen_business_days_from_the_start_by_s5(
    smmpanelus: Policy, at: str, decide_by: str
) -> None:
    found: Any = credits_line(month(claim=claim(at=at)), smmpanelus)["claim"]
    assert found["decide_by"] == decide_by


def test_without_a_claim_the_records_give_the_same(smmpanelus: Policy) -> None:
    found = credits_line(month(claim=None), smmpanelus)
    assert (found["downtime_credit"], found["claim"]) == ("1.23", None)


def test_an_agreement_without_credits_says_so(instant: Policy) -> None:
    with pytest.raises(ValueError, match="instant-smm-panels v1 promises no credits"):
        credits_line(month(), instant)


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ({"month": "2026-13"}, "month = '2026-13' is no month; write it as 2026-03"),
        ({"month": None}, "month = None"),
        ({"monitors": None}, "monitors = None is no list"),
        ({"monitors": [{"name": "a", "location": 3, "down": []}]}, r"monitors\[0\].location = 3"),
        (
            {"maintenance": [{"from": "2026-03-02T10:00:00", "to": "2026-03-02T11:00:00Z"}]},
            r"maintenance\[0\].from = '2026-03-02T10:00:00' is no time with an offset",
        ),
        (
            {"maintenance": [{"from": "2026-03-02T10:00:00Z", "to": "2026-03-02T09:00:00Z"}]},
            r"maintenance\[0\] ends before it starts",
        ),
        ({"top_ups": "12,50"}, "top_ups = '12,50' is no amount"),
        ({"top_ups": "NaN"}, "top_ups"),
        ({"top_ups": "-1"}, "top_ups"),
        ({"top_ups": True}, "top_ups"),
        ({"top_ups": "1e999999"}, "top_ups"),
        ({"top_ups": "1_000"}, "top_ups"),
        ({"top_ups": "١٢"}, "top_ups"),
        ({"top_ups": "0.12345678901"}, "top_ups"),
        ({"top_ups": float("inf")}, "top_ups = inf is no amount"),
        ({"breached_responses": "12"}, "breached_responses = '12' is no count"),
        ({"breached_responses": -1}, "breached_responses"),
        ({"excluded": False}, "excluded = False is no text"),
        ({"excluded": " "}, "excluded = ' ' is no reason; write one, or null for none"),
        ({"claim": "yes"}, "claim = 'yes' is no object"),
        ({"claim": {"title": TITLE, "at": "soon"}}, "claim.at = 'soon'"),
        ({"claim": claim(evidence={"log": "yes"})}, "claim.evidence.log = 'yes' is neither"),
    ],
)
def test_a_bad_month_is_told_by_key_value_and_remedy(
    smmpanelus: Policy, keys: dict[str, object], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        credits_line(month(**keys), smmpanelus)


RECEIVED: dict[str, object] = {
    "type": "received",
    "at": "2026-03-02T11:00:00Z",
    "channel": "ticket",
}


def bad(kind: str, **keys: object) -> list[dict[str, object]]:
    return [RECEIVED, {"type": kind, "at": "2026-03-02T12:00:00Z"} | keys]


@pytest.mark.parametrize(
    ("events", "complaint"),
    [
        (None, "events = None is no list"),
        ([], "events has 0 received events; give exactly one"),
        ([RECEIVED, RECEIVED], "events has 2 received events"),
        (["received"], r"events\[0\] = 'received' is no object"),
        (bad("closed"), r"events\[1\].type = 'closed' is unknown; use one of: received, "),
        (bad("replied", at="2026-03-02 12:00"), r"events\[1\].at = .* no time with an offset"),
        (bad("replied", at=1772450000), r"events\[1\].at = 1772450000"),
        (bad("replied", at="9999-12-31T23:59:59-05:00"), r"events\[1\].at"),
        (bad("replied", at="1901-01-01T00:00:00Z"), "check the year"),
        (bad("classified", category="refund"), r"events\[1\].category = 'refund' is unknown"),
        (bad("classified", missing="order_id"), r"events\[1\].missing = 'order_id' is no list"),
        (bad("classified", missing=["colour"]), "has an unknown field; use: description"),
        (bad("classified", abusive="no"), r"abusive = 'no' is neither true nor false"),
        (bad("classified", duplicate_of=["1"]), "duplicate_of = .* is no ticket"),
        (bad("classified", by="robot"), "by = 'robot' is unknown"),
        (bad("asked"), r"events\[1\].fields = None is no list"),
        (bad("supplied", fields=[["order_id"]]), "has an unknown field"),
        (bad("bounced", message_id=3), "message_id = 3 is no text"),
        ([RECEIVED | {"channel": "phone"}], r"events\[0\].channel = 'phone' is unknown; use one"),
        ([RECEIVED | {"channel": None}], r"events\[0\].channel = None is unknown"),
        ([RECEIVED | {"customer_category": "other"}], "customer_category = 'other' is unknown"),
    ],
)
def test_p2_a_bad_ticket_is_told_by_key_value_and_remedy(
    smmpanelus: Policy, events: object, complaint: str
) -> None:
    line = {"id": 1, "events": events, "now": "2026-03-03T11:00:00Z"}
    with pytest.raises(ValueError, match=complaint):
        clock_line(line, smmpanelus)


def test_a_line_without_now_or_that_is_no_object_is_refused(smmpanelus: Policy) -> None:
    with pytest.raises(ValueError, match="now = None is no time"):
        clock_line({"events": [RECEIVED]}, smmpanelus)
    with pytest.raises(ValueError, match="the line = 3 is no object"):
        clock_line(3, smmpanelus)


def test_what_is_complained_of_is_cut_short(smmpanelus: Policy) -> None:
    with pytest.raises(ValueError, match=r"^now = .* is no time with an offset") as told:
        clock_line({"events": [RECEIVED], "now": [["x" * 100_000] * 1_000]}, smmpanelus)
    assert len(str(told.value)) < 1_000
