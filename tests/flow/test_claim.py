"""A claim from the panel's call to the credit in the customer's mail: rules S10 to S13."""

import json
import mailbox
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from standardwebhooks import Webhook
from starlette.testclient import TestClient

from models.vocabulary import Role
from triage.cli import triage
from triage.config.load import load, shipped_config
from triage.desk.agents import create_agent
from triage.runtime import Job, Runtime
from triage.web.app import create_app

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PASSWORD = "four plain words here"
MORNING = datetime(2026, 4, 1, 8, tzinfo=UTC)


class OnThatMorning(Runtime):
    """An installation whose clock stands on the first morning of April."""

    def now(self) -> datetime:
        return MORNING


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    environment = {
        "TRIAGE_SERVICE__SECRET": "a secret of the tests alone",
        "TRIAGE_DATABASE__URL": f"sqlite:///{tmp_path}/triage.db",
        "TRIAGE_OUTBOX__FOLDER": f"{tmp_path}/outbox",
        "TRIAGE_SMTP__MAILDIR": f"{tmp_path}/sent",
        "TRIAGE_WEBHOOKS__SHOP__POLICY": "smmpanelus",
        "TRIAGE_WEBHOOKS__SHOP__ADDRESS": "support@example.com",
        "TRIAGE_WEBHOOKS__SHOP__SECRET": KEY,
        "TRIAGE_MONITORS__OSLO__POLICY": "smmpanelus",
        "TRIAGE_MONITORS__OSLO__SECRET": KEY,
        "TRIAGE_MONITORS__ROBOT__POLICY": "smmpanelus",
        "TRIAGE_MONITORS__ROBOT__FORMAT": "uptimerobot",
        "TRIAGE_MONITORS__ROBOT__TOKEN": "t" * 32,
    }
    found = OnThatMorning(load(shipped_config(), environment))
    found.prepare()
    with found.database.write() as session:
        create_agent(
            session, login="max", name="Max", role=Role.MANAGER, password=PASSWORD, now=MORNING
        )
    yield found
    found.stop()


@pytest.fixture
def browser(runtime: Runtime) -> Iterator[TestClient]:
    with TestClient(create_app(runtime), follow_redirects=False) as client:
        yield client


def call(client: TestClient, path: str, kind: str, data: Mapping[str, object]) -> dict[str, Any]:
    """Post a signed call and return what it was answered."""
    event = {"type": kind, "timestamp": "2026-04-01T08:00:00Z", "data": data}
    body = json.dumps(event)
    name, at = f"msg_{abs(hash(body))}", datetime.now(UTC)
    headers = {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(KEY).sign(name, at, body),
    }
    answer = client.post(path, content=body, headers=headers)
    assert answer.status_code == 202, answer.text
    found: dict[str, Any] = answer.json()
    return found


def report_outage(client: TestClient) -> None:
    """Have two monitors of different kinds see twelve hours of downtime."""
    for up, at in ((False, datetime(2026, 3, 2, 10, tzinfo=UTC)), (True, OUTAGE_ENDS)):
        seen = {"monitor": "probe", "location": "Oslo", "up": up, "at": at.isoformat()}
        call(client, "/webhooks/monitors/oslo", "monitor.reported", {"observations": [seen]})
        alert = {
            "monitorFriendlyName": "Panel",
            "alertType": "2" if up else "1",
            "alertDateTime": str(int(at.timestamp())),
        }
        answer = client.post(f"/webhooks/monitors/robot/{'t' * 32}", json=alert)
        assert answer.json() == {"observations": 1}


OUTAGE_ENDS = datetime(2026, 3, 2, 22, tzinfo=UTC)


def claim(client: TestClient) -> int:
    data = {
        "id": "77",
        "customer": {"id": "9", "username": "ann", "email": "ann@example.org", "name": "Ann"},
        "subject": "Wniosek o rekompensatę z tytułu SLA",
        "body": "Panel nie działał 02.03.2026 od 10:00 do 22:00 GMT, log w załączniku.",
        "attachments": [{"name": "monitor.csv"}],
    }
    number: int = call(client, "/webhooks/shop", "ticket.created", data)["ticket"]
    return number


def log_in(client: TestClient) -> None:
    client.get("/login")
    token = client.cookies["triage_login"]
    data = {"login": "max", "password": PASSWORD, "csrf_token": token}
    assert client.post("/login", data=data).status_code == 303


def sent(folder: Path) -> list[str]:
    """Return the text of every mail that went out, the latest last."""
    found = []
    for message in mailbox.Maildir(folder / "sent", create=False):
        part = next(part for part in message.walk() if part.get_content_type() == "text/plain")
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        found.append(payload.decode())
    return found


def test_s13_a_claim_is_acknowledged_decided_credited_and_answered(
    runtime: Runtime, browser: TestClient, tmp_path: Path
) -> None:
    report_outage(browser)
    customer = {"id": "9", "username": "ann", "email": "ann@example.org"}
    top_up = {"id": "pay-1", "customer": customer, "amount": "123.45", "currency": "USD"}
    call(browser, "/webhooks/shop", "topup.credited", top_up | {"at": "2026-03-05T12:00:00Z"})
    number = claim(browser)

    runtime.run_once({Job.WORK, Job.SEND})
    (acknowledgement,) = sent(tmp_path)
    assert "no later than Friday, 24 April 2026, 10:00 (GMT)" in acknowledgement

    log_in(browser)
    page = browser.get(f"/claims/{number}").text
    assert "Proposed: approve" in page
    assert "1.23 USD" in page
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "decision": "approved"}
    assert browser.post(f"/claims/{number}/decision", data=data).status_code == 303
    runtime.run_once({Job.SEND})
    (answer,) = [text for text in sent(tmp_path) if text != acknowledgement]
    assert "Service credit: US$1.23" in answer
    assert "Dostępność w tym miesiącu według naszych zapisów: 98,39 %" in answer

    bundle = browser.get(f"/claims/{number}/bundle.json").content
    command = ["credits", "--policy", "smmpanelus"]
    result = CliRunner().invoke(triage, command, input=bundle)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads(bundle)["answer"]
