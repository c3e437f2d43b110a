"""A shop's panel posts tickets over HTTP; its customers are answered, and so is the panel."""

import base64
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import httpx
import pytest
from sqlmodel import select
from standardwebhooks import Webhook

from models.ticket import Ticket
from models.vocabulary import TicketState
from tests.servers.installation import Installation, installation, wait_until
from tests.servers.smtp import running_sink

pytestmark = pytest.mark.servers
KEY = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
OLD_KEY = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


class Panel(BaseHTTPRequestHandler):
    """The panel's end of the callback: it keeps what it is told, signature checked."""

    told: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Webhook(KEY).verify(body, dict(self.headers.items()))
        self.told.append(json.loads(body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextmanager
def panel() -> Iterator[str]:
    Panel.told.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Panel) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/callback"
        server.shutdown()


@contextmanager
def desk(folder: Path, smtp_port: int, callback: str) -> Iterator[tuple[Installation, str]]:
    prefix = "TRIAGE_WEBHOOKS__SHOP__"
    extra = {
        f"{prefix}POLICY": "smmpanelus",
        f"{prefix}ADDRESS": "support@example.com",
        f"{prefix}SECRET": KEY,
        f"{prefix}PREVIOUS_SECRET": OLD_KEY,
        f"{prefix}CALLBACK_URL": callback,
    }
    with installation(folder, smtp_port=smtp_port, extra=extra) as found:
        found.start()
        assert wait_until(lambda: "The pages are on" in found.log(), 60), found.log()
        address = re.search(r"http://\S+?/", found.log())
        assert address
        yield found, f"{address[0]}webhooks/shop"


def created(number: int, **changes: object) -> dict[str, Any]:
    data = {
        "id": f"T{number}",
        "customer": {
            "id": f"c{number}",
            "username": f"user{number}",
            "email": f"c{number}@example.org",
        },
        "subject": "Deposit missing",
        "body": "I paid 20 USD with my visa card, transaction TX4451200981, balance still zero.",
        "category": "order",
    }
    return {
        "type": "ticket.created",
        "timestamp": datetime.now(UTC).isoformat(),
        "data": data | changes,
    }


def post(
    url: str, event: dict[str, Any], name: str = "", key: str = KEY, at: datetime | None = None
) -> httpx.Response:
    body = json.dumps(event)
    name = name or f"msg_{secrets.token_hex(8)}"
    at = at or datetime.now(UTC)
    headers = {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(key).sign(name, at, body),
        "content-type": "application/json",
    }
    return httpx.post(url, content=body, headers=headers, timeout=30)


def test_a_panels_tickets_are_taken_once_and_answered_twice_over(tmp_path: Path) -> None:
    with (
        running_sink() as sink,
        panel() as callback,
        desk(tmp_path, sink.port, callback) as (installed, url),
    ):
        event = created(1)
        first = post(url, event, "msg_1")
        assert first.status_code == 202, first.text
        number = first.json()["ticket"]
        assert post(url, event, "msg_1").json() == first.json()
        assert post(url, created(1, body="changed"), "msg_1").status_code == 409
        assert post(url, created(2), key=OLD_KEY).status_code == 202
        wrong = "whsec_" + base64.b64encode(b"x" * 24).decode()
        assert post(url, created(3), key=wrong).status_code == 401
        late = datetime.now(UTC) - timedelta(minutes=10)
        assert post(url, created(3), at=late).status_code == 401
        assert post(url, created(3, colour="red")).status_code == 422
        taken = sink.wait_for(2)
        assert wait_until(lambda: len(Panel.told) == 2, 20), installed.log()
        subjects = [mail.message["Subject"] for mail in taken]
        told = {call["data"]["id"]: call["data"] for call in Panel.told}
        assert f"[#{number}] Deposit missing" in subjects
        assert told["T1"]["ticket"] == number
        with installed.database.read() as session:
            tickets = {row.external_id: row for row in session.exec(select(Ticket))}
        assert set(tickets) == {"T1", "T2"}
        assert tickets["T1"].category == "topup"
        assert tickets["T1"].customer_category == "order"


def test_a_panels_news_supply_answer_and_close(tmp_path: Path) -> None:
    with (
        running_sink() as sink,
        panel() as callback,
        desk(tmp_path, sink.port, callback) as (installed, url),
    ):
        assert post(url, created(5, body="my money is not in my balance")).status_code == 202
        sink.wait_for(1)
        fields = {"transaction_id": "TX1", "payment_method": "card", "amount": "20 USD"}
        assert post(url, _updated("T5", fields=fields)).status_code == 202
        assert post(url, _updated("T404", fields=fields)).status_code == 404
        assert wait_until(lambda: _ticket(installed).missing == [], 20), installed.log()
        reply = {"agent": "maria", "body": "It is credited now."}
        assert post(url, _updated("T5", reply=reply, closed=True)).status_code == 202
        closed = TicketState.CLOSED
        assert wait_until(lambda: _ticket(installed).state is closed, 20), installed.log()
        ticket = _ticket(installed)
        assert ticket.human_responded_at is not None
        kinds = [call["data"]["kind"] for call in Panel.told]
        assert kinds == ["information_missing", "information_received"]


def _updated(ticket: str, **data: object) -> dict[str, Any]:
    stamp = datetime.now(UTC).isoformat()
    return {"type": "ticket.updated", "timestamp": stamp, "data": {"id": ticket} | data}


def _ticket(installed: Installation) -> Ticket:
    with installed.database.read() as session:
        return session.exec(select(Ticket)).one()
