"""What machines read and call."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr
from sqlmodel import select
from standardwebhooks.webhooks import Webhook
from starlette.testclient import TestClient

from models.intake import InboxMessage
from tests.unit.web.conftest import Desk
from triage.config.schema import WebhookSource
from triage.web.app import create_app

SECRET = "whsec_" + b64encode(b"k" * 24).decode()


def panel(desk: Desk, most: int = 1_048_576) -> TestClient:
    source = WebhookSource(
        policy="smmpanelus",
        address="support@example.com",
        secret=SecretStr(SECRET),
        max_bytes=most,
    )
    settings = desk.installation.settings
    desk.installation.settings = settings.model_copy(update={"webhooks": {"panel": source}})
    return TestClient(create_app(desk.installation))


def ticket(**changes: object) -> str:
    data = {"id": "T-1", "customer": {"id": "c1"}, "subject": "Late", "body": "Order 5 is late"}
    event = {
        "type": "ticket.created",
        "timestamp": "2026-03-11T14:20:00Z",
        "data": data | changes,
    }
    return json.dumps(event)


def signed(body: str, call: str = "msg_1", at: datetime | None = None) -> dict[str, str]:
    moment = at or datetime.now(UTC)
    return {
        "webhook-id": call,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(call, moment, body),
    }


def test_a_signed_call_is_kept_answered_with_a_number_and_wakes_the_desk(desk: Desk) -> None:
    client, body = panel(desk), ticket()
    answer = client.post("/webhooks/panel", content=body, headers=signed(body))
    assert answer.status_code == 202
    number = answer.json()["ticket"]
    assert desk.installation.woken == ["desk"]
    again = client.post("/webhooks/panel", content=body, headers=signed(body))
    assert (again.status_code, again.json()) == (202, {"ticket": number})
    other = ticket(body="something else")
    assert client.post("/webhooks/panel", content=other, headers=signed(other)).status_code == 409


@pytest.mark.parametrize("headers", [{}, {"webhook-id": "x"}, signed("another body")])
def test_an_unsigned_call_is_refused(desk: Desk, headers: dict[str, str]) -> None:
    answer = panel(desk).post("/webhooks/panel", content=ticket(), headers=headers)
    assert answer.status_code == 401
    assert desk.installation.woken == []


def test_a_body_that_is_too_large_is_refused_while_it_is_read(desk: Desk) -> None:
    client, body = panel(desk, most=2000), ticket(body="x" * 5000)

    def chunks() -> Iterator[bytes]:
        for start in range(0, len(body), 500):
            yield body[start : start + 500].encode()

    answer = client.post("/webhooks/panel", content=chunks(), headers=signed(body))
    assert answer.status_code == 413
    with desk.installation.database.read() as session:
        kept = session.exec(select(InboxMessage).where(InboxMessage.source == "panel"))
        assert kept.all() == []


def test_a_body_of_the_wrong_shape_is_told_its_faults(desk: Desk) -> None:
    body = ticket(customer={})
    answer = panel(desk).post("/webhooks/panel", content=body, headers=signed(body))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "data.customer.id"


def test_an_unknown_source_is_told_so(desk: Desk) -> None:
    assert panel(desk).post("/webhooks/other", content=b"{}").status_code == 404


def test_the_interface_is_described_and_has_a_page_without_log_in(visitor: TestClient) -> None:
    document = visitor.get("/openapi.json").json()
    call = document["paths"]["/webhooks/{source}"]["post"]
    body = call["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/PanelEvent"}
    schemas = document["components"]["schemas"]
    assert {"PanelEvent", "TicketCreated", "TopUpCredited", "MonitorReport"} <= set(schemas)
    assert set(document["paths"]) == {
        "/webhooks/{source}",
        "/webhooks/monitors/{source}",
        "/webhooks/monitors/{source}/{token}",
        "/health",
        "/metrics",
    }
    text = visitor.get("/docs").text
    for words in ("ticket.created", "webhook-signature", "transaction_id"):
        assert words in text


def test_every_reference_of_the_description_leads_somewhere(visitor: TestClient) -> None:
    text = visitor.get("/openapi.json").text
    schemas = json.loads(text)["components"]["schemas"]
    for part in text.split("#/components/schemas/")[1:]:
        assert part.split('"')[0] in schemas


def test_health_tells_whether_the_database_answers(visitor: TestClient) -> None:
    assert visitor.get("/health").json() == {"status": "ok"}


def local(desk: Desk) -> TestClient:
    return TestClient(
        create_app(desk.installation), client=("127.0.0.1", 50_000), follow_redirects=False
    )


def test_metrics_count_what_the_database_has(desk: Desk) -> None:
    text = local(desk).get("/metrics").text
    for line in (
        'triage_tickets{category="order",state="open"} 4.0',
        'triage_first_response_clocks{policy="smmpanelus",state="breached"} 1.0',
        'triage_acknowledgements{state="in_doubt"} 1.0',
        'triage_acknowledgements_suppressed{code="RATE"} 1.0',
        'triage_inbox_messages{state="set_aside"} 1.0',
    ):
        assert line in text


def test_metrics_are_for_this_machine_and_for_managers(
    desk: Desk, visitor: TestClient, agent: TestClient, manager: TestClient
) -> None:
    assert visitor.get("/metrics").status_code == 403
    assert agent.get("/metrics").status_code == 403
    assert manager.get("/metrics").status_code == 200
    behind_a_proxy = local(desk).get("/metrics", headers={"x-forwarded-for": "203.0.113.9"})
    assert behind_a_proxy.status_code == 403
