"""A panel's call: signed, kept once, numbered at once, and answered alike whenever it comes."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from sqlmodel import col, select
from standardwebhooks import Webhook

from models.intake import InboxMessage
from models.vocabulary import Channel
from triage.config.schema import WebhookSource
from triage.db import Database
from triage.intake.deliveries import prune
from triage.intake.webhook import WebhookAnswer, receive

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD_KEY = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
SOURCE = WebhookSource(
    policy="smmpanelus",
    address="support@example.com",
    secret=SecretStr(KEY),
    previous_secret=SecretStr(OLD_KEY),
)
CREATED = {
    "type": "ticket.created",
    "timestamp": "2026-03-02T10:00:00Z",
    "data": {
        "id": "77",
        "customer": {"id": "9", "username": "ann", "email": "ann@example.org"},
        "subject": "Deposit missing",
        "body": "I paid and nothing came.",
        "category": "topup",
        "fields": {"amount": "20 USD"},
    },
}


def updated(**data: object) -> dict[str, object]:
    return {"type": "ticket.updated", "timestamp": "2026-03-02T11:00:00Z", "data": data}


def signed(
    body: bytes, webhook_id: str, key: str = KEY, age: timedelta = timedelta()
) -> dict[str, str]:
    at = datetime.now(UTC) - age
    return {
        "Webhook-Id": webhook_id,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": Webhook(key).sign(webhook_id, at, body.decode()),
    }


def post(
    database: Database,
    payload: Mapping[str, object],
    webhook_id: str = "msg_1",
    key: str = KEY,
    source: WebhookSource = SOURCE,
) -> WebhookAnswer:
    body = json.dumps(payload).encode()
    headers = signed(body, webhook_id, key)
    return receive(database, "shop", source, headers, body, datetime.now(UTC))


def rows(database: Database) -> list[InboxMessage]:
    with database.read() as session:
        return list(session.exec(select(InboxMessage).order_by(col(InboxMessage.id))))


def test_a_ticket_is_kept_as_it_came_and_answered_with_its_number(
    either_database: Database,
) -> None:
    answer = post(either_database, CREATED)
    assert answer.status == 202
    (row,) = rows(either_database)
    assert answer.body == {"ticket": row.ticket_number}
    assert row.raw == json.dumps(CREATED).encode()
    assert (row.media_type, row.channel, row.external_id) == (
        "application/json",
        Channel.TICKET,
        "77",
    )


def test_the_same_call_again_gets_the_same_answer_and_changes_nothing(
    either_database: Database,
) -> None:
    assert post(either_database, CREATED) == post(either_database, CREATED)
    assert len(rows(either_database)) == 1


def test_a_used_id_with_another_body_is_a_conflict(database: Database) -> None:
    post(database, CREATED)
    assert post(database, updated(id="77", closed=True)).status == 409


def test_the_same_ticket_under_a_new_id_keeps_its_number(either_database: Database) -> None:
    first = post(either_database, CREATED)
    assert post(either_database, CREATED, webhook_id="msg_2") == first
    assert len(rows(either_database)) == 1


def test_a_ticket_that_exists_with_other_words_is_a_conflict(database: Database) -> None:
    post(database, CREATED)
    other = {**CREATED, "data": {**CREATED["data"], "body": "Else."}}  # type: ignore[dict-item]  # a dict
    answer = post(database, other, webhook_id="msg_2")
    assert answer.status == 409
    assert "ticket.updated" in answer.body["error"]


def test_an_update_goes_to_its_ticket(either_database: Database) -> None:
    number = post(either_database, CREATED).body["ticket"]
    news = updated(id="77", fields={"transaction_id": "tx-1"})
    assert post(either_database, news, "msg_2") == WebhookAnswer(202, {"ticket": number})
    assert [row.ticket_number for row in rows(either_database)] == [number, number]


def test_an_update_of_an_unknown_ticket_says_what_to_do_and_may_come_again(
    database: Database,
) -> None:
    news = updated(id="77", closed=True)
    answer = post(database, news, "msg_2")
    assert answer.status == 404
    assert "ticket.created" in answer.body["error"]
    post(database, CREATED)
    assert post(database, news, "msg_2").status == 202


def test_calls_are_known_after_their_answers_are_forgotten(either_database: Database) -> None:
    first = post(either_database, CREATED, "msg_1")
    news = updated(id="77", body="Any news?")
    post(either_database, news, "msg_2")
    now = datetime.now(UTC)
    assert prune(either_database, now - timedelta(days=1)) == 0
    assert prune(either_database, now + timedelta(seconds=1)) == 2
    assert prune(either_database, now + timedelta(seconds=1)) == 0
    assert post(either_database, CREATED, "msg_1") == first
    assert post(either_database, news, "msg_2") == first
    assert post(either_database, updated(id="77", body="Other"), "msg_2").status == 409
    assert len(rows(either_database)) == 2


@pytest.mark.parametrize("key", [KEY, OLD_KEY])
def test_both_keys_are_good_while_they_are_rotated(database: Database, key: str) -> None:
    assert post(database, CREATED, key=key).status == 202


def test_a_wrong_key_is_refused_before_the_body_is_looked_at(database: Database) -> None:
    stranger = "whsec_" + "A" * 32
    assert post(database, {"type": "nonsense"}, key=stranger).status == 401
    assert rows(database) == []


def test_a_changed_body_or_id_breaks_the_signature(database: Database) -> None:
    body = json.dumps(CREATED).encode()
    headers = signed(body, "msg_1")
    now = datetime.now(UTC)
    assert receive(database, "shop", SOURCE, headers, body + b" ", now).status == 401
    renamed = {**headers, "Webhook-Id": "msg_2"}
    assert receive(database, "shop", SOURCE, renamed, body, now).status == 401


@pytest.mark.parametrize(
    ("age", "status"),
    [
        (timedelta(minutes=4, seconds=50), 202),
        (timedelta(minutes=5, seconds=10), 401),
        (-timedelta(minutes=4, seconds=50), 202),
        (-timedelta(minutes=5, seconds=10), 401),
    ],
)
def test_clocks_may_differ_by_five_minutes_either_way(
    database: Database, age: timedelta, status: int
) -> None:
    body = json.dumps(CREATED).encode()
    headers = signed(body, "msg_1", age=age)
    answer = receive(database, "shop", SOURCE, headers, body, datetime.now(UTC))
    assert answer.status == status


@pytest.mark.parametrize(
    "broken",
    [
        {"Webhook-Signature": ""},
        {"Webhook-Signature": "v1"},
        {"Webhook-Signature": "v1,%%%"},
        {"Webhook-Signature": "v1a,AAAA v2,BBBB"},
        {"Webhook-Timestamp": "yesterday"},
        {"Webhook-Timestamp": "1e400"},
        {"Webhook-Id": ""},
    ],
)
def test_headers_of_any_form_are_refused_alike(database: Database, broken: dict[str, str]) -> None:
    body = json.dumps(CREATED).encode()
    headers = {**signed(body, "msg_1"), **broken}
    answer = receive(database, "shop", SOURCE, headers, body, datetime.now(UTC))
    assert answer.status == 401
    assert answer.body == receive(database, "shop", SOURCE, {}, b"\xff", datetime.now(UTC)).body


def test_a_body_over_the_limit_is_refused_unread(database: Database) -> None:
    small = SOURCE.model_copy(update={"max_bytes": 100})
    assert post(database, CREATED, source=small).status == 413


def test_errors_name_their_field(database: Database) -> None:
    bad = {
        **CREATED,
        "data": {
            "id": "1",
            "customer": {"id": "9", "email": "nobody"},
            "body": "x",
            "urgent": True,
        },
    }
    answer = post(database, bad)
    assert answer.status == 422
    assert {entry["field"] for entry in answer.body["errors"]} == {
        "data.customer.email",
        "data.urgent",
    }
    assert rows(database) == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"type": "ticket.closed"}'])
def test_what_is_no_event_is_invalid(database: Database, body: bytes) -> None:
    headers = signed(body, "msg_1")
    answer = receive(database, "shop", SOURCE, headers, body, datetime.now(UTC))
    assert answer.status == 422


def test_a_source_without_a_key_takes_nothing(database: Database) -> None:
    closed = WebhookSource(policy="smmpanelus", address="support@example.com")
    assert post(database, CREATED, source=closed).status == 503
    wrong = SOURCE.model_copy(update={"secret": SecretStr("whsec_"), "previous_secret": None})
    assert post(database, CREATED, source=wrong).status == 503


def test_calls_at_the_same_moment_make_one_ticket(either_database: Database) -> None:
    calls = [f"msg_{number % 4}" for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda call: post(either_database, CREATED, call), calls))
    assert {(answer.status, answer.body["ticket"]) for answer in answers} == {
        (202, answers[0].body["ticket"])
    }
    assert len(rows(either_database)) == 1
