"""Monitors report once, whoever carries the report; and so do panels their top-ups."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from pydantic import SecretStr
from sqlmodel import col, select

from models.availability import MonitorObservation
from models.credit import TopUp
from models.vocabulary import Watched
from tests.integration.intake.test_webhook import KEY, post, signed
from triage.config.schema import MonitorFormat, MonitorSource
from triage.db import Database
from triage.intake.monitors import MonitorCall, receive_report
from triage.intake.webhook import WebhookAnswer

TOKEN = "f" * 40
SOURCE = MonitorSource(policy="smmpanelus", secret=SecretStr(KEY))
SERVICE = MonitorSource(
    policy="smmpanelus", format=MonitorFormat.UPTIMEROBOT, token=SecretStr(TOKEN)
)
REPORT = {
    "type": "monitor.reported",
    "timestamp": "2026-03-02T10:00:01Z",
    "data": {"observations": [{"monitor": "a", "up": False, "at": "2026-03-02T10:00:00Z"}]},
}


def report(
    database: Database, payload: object, key: str = KEY, source: MonitorSource = SOURCE
) -> WebhookAnswer:
    body = json.dumps(payload).encode()
    call = MonitorCall("oslo", signed(body, "msg_1", key), body)
    return receive_report(database, source, call, datetime.now(UTC))


def alert(database: Database, token: str | None, **fields: str) -> WebhookAnswer:
    said = {"monitorFriendlyName": "Panel", "alertType": "1", "alertDateTime": "1772445600"}
    call = MonitorCall("robot", {}, json.dumps(said | fields).encode(), "", token)
    return receive_report(database, SERVICE, call, datetime.now(UTC))


def kept(database: Database) -> list[MonitorObservation]:
    with database.read() as session:
        order = select(MonitorObservation).order_by(col(MonitorObservation.id))
        return list(session.exec(order))


def topped_up(**data: object) -> Mapping[str, object]:
    values = {
        "id": "pay-1",
        "customer": {"id": 9, "username": "ann", "email": "Ann@example.org"},
        "amount": "12.50",
        "currency": "USD",
        "at": "2026-03-02T09:00:00Z",
    }
    return {
        "type": "topup.credited",
        "timestamp": "2026-03-02T09:00:01Z",
        "data": values | data,
    }


def test_s10_a_signed_report_is_kept_once(either_database: Database) -> None:
    assert report(either_database, REPORT) == WebhookAnswer(202, {"observations": 1})
    assert report(either_database, REPORT) == WebhookAnswer(202, {"observations": 0})
    (row,) = kept(either_database)
    assert (row.monitor, row.location, row.watches) == ("a", "oslo", Watched.BOTH)
    assert (row.at, row.is_up) == (datetime(2026, 3, 2, 10, tzinfo=UTC), False)
    assert (row.policy, row.source) == ("smmpanelus", "oslo")


def test_s10_an_unsigned_report_is_refused(either_database: Database) -> None:
    other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
    assert report(either_database, REPORT, other).status == 401
    assert report(either_database, REPORT, KEY, SERVICE).status == 503
    assert kept(either_database) == []


@pytest.mark.parametrize(
    ("token", "status"), [(TOKEN, 202), (TOKEN[1:], 401), ("é", 401), (None, 503)]
)
def test_s10_a_service_that_cannot_sign_needs_the_token(
    database: Database, token: str | None, status: int
) -> None:
    assert alert(database, token).status == status
    assert len(kept(database)) == (status == 202)


def test_a_token_helps_nowhere_but_where_it_is_configured(database: Database) -> None:
    call = MonitorCall("oslo", {}, json.dumps(REPORT).encode(), "", TOKEN)
    assert receive_report(database, SOURCE, call, datetime.now(UTC)).status == 503


def test_what_cannot_have_been_seen_is_refused(database: Database) -> None:
    later = datetime.now(UTC) + timedelta(minutes=10)
    answer = alert(database, TOKEN, alertDateTime=str(int(later.timestamp())))
    assert answer.status == 422
    assert "future" in str(answer.body)
    assert alert(database, TOKEN, alertDateTime="0").status == 202
    assert alert(database, TOKEN, alertDateTime="-99999999999").status == 422
    assert len(kept(database)) == 1


def test_a_report_that_cannot_be_read_names_its_fields(database: Database) -> None:
    bad = {**REPORT, "data": {"observations": [{"monitor": "a", "at": "2026-03-02"}]}}
    answer = report(database, bad)
    assert answer.status == 422
    fields = {error["field"] for error in answer.body["errors"]}
    assert fields == {"data.observations.0.up", "data.observations.0.at"}


def test_s11_a_top_up_is_kept_once(either_database: Database) -> None:
    assert post(either_database, topped_up()) == WebhookAnswer(202, {"top_up": "pay-1"})
    assert post(either_database, topped_up(), "msg_2").status == 202
    with either_database.read() as session:
        (row,) = session.exec(select(TopUp)).all()
    assert (row.customer, row.address) == ("ann", "ann@example.org")
    assert (row.amount, row.currency, row.is_bonus) == (Decimal("12.50"), "USD", False)
    assert row.at == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_s11_a_top_up_with_other_values_is_a_conflict(either_database: Database) -> None:
    post(either_database, topped_up())
    assert post(either_database, topped_up(amount="13.00"), "msg_2").status == 409
    assert post(either_database, topped_up(id="pay-2", amount="-12.50"), "msg_3").status == 202


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "1e400"},
        {"amount": "NaN"},
        {"amount": "0.000000001"},
        {"currency": "usd"},
        {"at": "2999-01-01T00:00:00Z"},
        {"at": None},
        {"customer": None},
    ],
)
def test_s11_a_wrong_top_up_is_refused(database: Database, wrong: dict[str, object]) -> None:
    assert post(database, topped_up(**wrong)).status == 422
