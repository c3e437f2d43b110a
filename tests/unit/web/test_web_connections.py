"""Whether mail is read and sent, and how long log-ins last, at a glance."""

from datetime import datetime, timedelta

import pytest
from starlette.testclient import TestClient

from models.intake import MailboxCursor
from models.vocabulary import Route
from tests.unit.web.conftest import Desk
from tests.unit.web.seed import NOW
from triage.config.schema import Mailbox, OAuth
from triage.oauth import AccessTokens


@pytest.fixture
def mailboxes(desk: Desk) -> Desk:
    boxes = {
        name: Mailbox(
            host="imap.example.com",
            username=name,
            addresses="support@example.com",
            policy="smmpanelus",
        )
        for name in ("support", "sales", "abroad")
    }
    settings = desk.installation.settings.model_copy(update={"mailboxes": boxes})
    desk.installation.settings = settings
    with desk.installation.database.write() as session:
        session.add(
            MailboxCursor(
                mailbox="support",
                go_live_at=NOW,
                polled_at=NOW - timedelta(hours=3),
                lease_owner="host:1:a",
                lease_until=NOW + timedelta(seconds=10),
            )
        )
        session.add(
            MailboxCursor(
                mailbox="sales",
                go_live_at=NOW,
                polled_at=NOW,
                error="SourceRefusedError: the log-in is refused: <b>no</b>",
            )
        )
    return desk


def account(desk: Desk, name: str, expires_at: datetime | None) -> None:
    settings = OAuth(
        token_url="https://login.example.com/token",
        client_id="x",
        expires_at=expires_at,
        folder="/nonexistent",
    )
    desk.installation.tokens[name] = AccessTokens(name, settings, desk.installation.now)


def rows(text: str) -> dict[str, str]:
    """Return each table row by the words of its head."""
    parts = [part.split("</tr>")[0] for part in text.split('<th scope="row">')[1:]]
    return {part.split("</th>")[0]: part for part in parts}


@pytest.mark.usefixtures("mailboxes")
def test_each_mailbox_says_whether_it_is_read(agent: TestClient) -> None:
    text = agent.get("/connections").text
    found = rows(text)
    assert "Being read" in found["support"]
    assert "3 h ago" in found["support"]
    assert "Fails" in found["sales"]
    assert "&lt;b&gt;no" in found["sales"]
    assert "Nobody reads it" in found["abroad"]
    assert "never" in found["abroad"]


@pytest.mark.usefixtures("mailboxes")
def test_a_mailbox_that_fails_shows_on_every_page(agent: TestClient) -> None:
    link = agent.get("/").text.split('<a href="/connections"')[1].split("</a>")[0]
    assert "1<span" in link


def test_what_waits_and_what_cannot_be_reached_is_told(agent: TestClient, desk: Desk) -> None:
    desk.installation.unreachable[Route.MAIL] = "mail.example.com:587: connection refused"
    text = agent.get("/connections").text
    assert "connection refused" in text
    assert "No server is configured" in text
    assert "acknowledgements wait" in text


def test_days_left_of_an_account_are_shown_and_warned_about(agent: TestClient, desk: Desk) -> None:
    account(desk, "far", NOW + timedelta(days=80))
    account(desk, "near", NOW + timedelta(days=13))
    account(desk, "gone", NOW - timedelta(days=2))
    account(desk, "open", None)
    found = rows(agent.get("/connections").text)
    assert ">80</span> days" in found["far"]
    assert "badge" not in found["far"]
    assert ">soon</span>" in found["near"]
    assert ">13</span> days" in found["near"]
    assert ">over</span> 2 days ago" in found["gone"]
    assert "not known" in found["open"]


def test_strangers_see_nothing(visitor: TestClient) -> None:
    assert visitor.get("/connections").status_code == 303
