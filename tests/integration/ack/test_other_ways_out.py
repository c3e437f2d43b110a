"""Acknowledgements into a Maildir, and posted to a panel's callback over real HTTP."""

import asyncio
import mailbox
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from models.vocabulary import OutboxState, Route
from tests.integration.ack.outgoing import (
    RETRIES,
    ack_row,
    file_tickets,
    make_sender,
    outbox_rows,
    policies,
    ticket_of,
)
from tests.servers.ports import free_port
from triage.ack.callback import CallbackTransport
from triage.ack.maildir import MaildirTransport
from triage.ack.outcome import Accepted, Deferred, Outcome, Refused
from triage.ack.sender import Sender
from triage.ack.transport import Transport, UnreachableError
from triage.config.schema import OutboxSection
from triage.db import Database

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def deliver(transport: Transport, *rows: Any) -> list[Outcome]:  # noqa: ANN401 -- outbox rows, built loosely
    async def run() -> list[Outcome]:
        await transport.open()
        outcomes = [await transport.send(row, lambda: None, 5) for row in rows]
        await transport.close()
        return outcomes

    return asyncio.run(run())


def test_an_acknowledgement_in_a_maildir_is_read_by_any_mail_program(tmp_path: Path) -> None:
    [outcome] = deliver(MaildirTransport(tmp_path / "outbox"), ack_row(1, NOW))

    assert isinstance(outcome, Accepted)
    [mail] = mailbox.Maildir(tmp_path / "outbox")
    assert mail["Delivered-To"] == "customer1@example.org"
    assert mail["Return-Path"] == "<bounce+1@support.example.com>"
    assert mail["Message-ID"] == "<triage.1.test@support.example.com>"
    assert mail.get_payload() == ".dot\nbody\n"
    assert list((tmp_path / "outbox/tmp").iterdir()) == []


def test_the_same_acknowledgement_is_in_a_maildir_once_even_after_it_was_read(
    tmp_path: Path,
) -> None:
    transport = MaildirTransport(tmp_path)
    deliver(transport, ack_row(1, NOW))
    [file] = (tmp_path / "new").iterdir()
    file.rename(tmp_path / "cur" / f"{file.name}:2,S")

    [again] = deliver(transport, ack_row(1, NOW))

    assert isinstance(again, Accepted)
    assert len(list(mailbox.Maildir(tmp_path))) == 1


def test_a_maildir_that_cannot_be_written_keeps_the_mail_for_later(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    transport = MaildirTransport(tmp_path / "file")

    with pytest.raises(UnreachableError):
        asyncio.run(transport.open())
    outcome = asyncio.run(transport.send(ack_row(1, NOW), lambda: None, 5))
    assert isinstance(outcome, Deferred)


def test_the_embedded_default_settles_into_a_maildir(database: Database, tmp_path: Path) -> None:
    file_tickets(database, range(1, 121))

    sender = make_sender(database, MaildirTransport(tmp_path / "out"), tmp_path)

    assert asyncio.run(sender.run_once()) == 120
    assert len(list((tmp_path / "out/new").iterdir())) == 120
    assert ticket_of(database, 1).responded_at is not None


class Panel:
    """A panel's HTTP server: answers what it is told to and keeps every call."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.calls: list[tuple[Mapping[str, str], str]] = []
        self.url = ""


@contextmanager
def running_panel(*answers: int, headers: Mapping[str, str] | None = None) -> Iterator[Panel]:
    panel = Panel()
    panel.answers = [(status, dict(headers or {})) for status in answers]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["content-length"])).decode()
            panel.calls.append((dict(self.headers.items()), text))
            status, extra = panel.answers.pop(0) if panel.answers else (200, {})
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class's name
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    panel.url = f"http://127.0.0.1:{server.server_address[1]}/acks"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield panel
    finally:
        server.shutdown()
        server.server_close()


def call_row(url: str, number: int = 1) -> Any:  # noqa: ANN401 -- an outbox row, built loosely
    return ack_row(number, NOW, recipient=url, route=Route.CALLBACK, payload=b'{"a": "\xc5\xbc"}')


def test_a_call_is_signed_so_that_the_panel_can_check_it() -> None:
    with running_panel(204) as panel:
        [outcome] = deliver(CallbackTransport({panel.url: SECRET}), call_row(panel.url))

    assert isinstance(outcome, Accepted)
    assert outcome.evidence == {"host": "127.0.0.1", "answer": "204 No Content", "tls": None}
    [(headers, body)] = panel.calls
    assert Webhook(SECRET).verify(body, dict(headers)) == {"a": "ż"}
    assert headers["webhook-id"] == "triage.1.test@support.example.com"
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body + " ", dict(headers))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, Accepted),
        (302, Refused),
        (400, Refused),
        (410, Refused),
        (408, Deferred),
        (409, Deferred),
        (429, Deferred),
        (500, Deferred),
        (503, Deferred),
    ],
)
def test_what_a_panels_answer_means(status: int, expected: type[Outcome]) -> None:
    with running_panel(status, headers={"location": "http://192.0.2.1/"}) as panel:
        [outcome] = deliver(CallbackTransport({panel.url: SECRET}), call_row(panel.url))

    assert isinstance(outcome, expected)


def test_a_panel_says_when_it_wants_to_be_asked_again() -> None:
    with running_panel(503, headers={"retry-after": "120"}) as panel:
        [outcome] = deliver(CallbackTransport({panel.url: SECRET}), call_row(panel.url))

    assert isinstance(outcome, Deferred)
    assert outcome.retry_at is not None
    assert 119 <= (outcome.retry_at - outcome.at).total_seconds() <= 121


def test_a_panel_that_is_not_there_is_tried_again() -> None:
    url = f"http://127.0.0.1:{free_port()}/acks"

    [outcome] = deliver(CallbackTransport({url: SECRET}), call_row(url))

    assert isinstance(outcome, Deferred)


def test_a_url_that_is_configured_no_more_is_called_no_more() -> None:
    [outcome] = deliver(CallbackTransport({}), call_row("http://127.0.0.1:9/old"))

    assert isinstance(outcome, Refused)


def test_mail_and_call_of_one_ticket_are_settled_side_by_side(
    database: Database, tmp_path: Path
) -> None:
    with running_panel(500) as panel:
        file_tickets(database, [1])
        file_tickets(database, [2], route=Route.CALLBACK, recipient=panel.url)
        sender = Sender(
            database,
            policies(),
            transports={
                Route.MAIL: MaildirTransport(tmp_path / "out"),
                Route.CALLBACK: CallbackTransport({panel.url: SECRET}),
            },
            settings=OutboxSection(),
            retries=RETRIES,
            folder=tmp_path,
        )

        assert asyncio.run(sender.run_once()) == 2
        sleep(0.3)
        assert asyncio.run(sender.run_once()) == 1, "a sender runs again, in another event loop"

    assert [row.state for row in outbox_rows(database)] == [OutboxState.SENT] * 2
    assert ticket_of(database, 2).responded_at is not None
