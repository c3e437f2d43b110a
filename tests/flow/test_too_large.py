"""A mail that is too large to be fetched: its sender is told, and may send it again."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from models.intake import InboxMessage
from models.outbox import Outbox
from models.ticket import Message, Ticket
from models.vocabulary import AckKind, TicketState
from tests.flow.test_mail_to_acknowledgement import mail
from tests.servers.dovecot import Dovecot
from tests.servers.installation import installation
from tests.servers.smtp import running_sink

pytestmark = pytest.mark.servers

WORDS = "I paid 50 USD by PayPal, transaction id 8XK12345AB678901C, and nothing was credited."


def test_the_customer_is_told_and_sends_it_again(tmp_path: Path, dovecot: Dovecot) -> None:
    user = dovecot.new_user()
    large = mail(user, "Deposit not credited", WORDS + "\r\nx" * 40_000)
    with (
        running_sink() as sink,
        installation(tmp_path, dovecot=dovecot, user=user, smtp_port=sink.port) as desk,
    ):
        desk.environment["TRIAGE_MAILBOXES__SUPPORT__MAX_MESSAGE_BYTES"] = "50000"
        dovecot.append(user, [large])
        assert desk.run("run", "--once").returncode == 0
        (told,) = sink.received()
        words = told.message.get_body(("plain",))
        assert words is not None
        assert "too large for us" in words.get_content()
        assert "in a reply to this e-mail, with smaller attachments" in words.get_content()
        with desk.database.read() as session:
            raw = session.exec(select(InboxMessage.raw)).one()
            ticket = session.exec(select(Ticket)).one()
            message = session.exec(select(Message)).one()
        assert raw.startswith(f"X-Triage-Truncated: {len(large)}\r\n".encode())
        assert len(raw) < 1000
        assert ticket.flags == ["too_large"]
        assert ticket.needs_person
        assert ticket.state is TicketState.OPEN
        assert "too-large" in message.defects

        again = mail(
            user,
            f"Re: {told.message['Subject']}",
            WORDS,
            f"In-Reply-To: {told.message['Message-ID']}\r\n",
            number=2,
        ).replace(b"customer2@", b"customer1@")
        dovecot.append(user, [again])
        assert desk.run("run", "--once").returncode == 0
        with desk.database.read() as session:
            ticket = session.exec(select(Ticket)).one()
            kinds = [
                AckKind(kind) for kind in session.exec(select(Outbox.kind).order_by(col(Outbox.id)))
            ]
        assert ticket.flags == []
        assert kinds[0] is AckKind.TOO_LARGE
        assert kinds[1:] == [AckKind.INFORMATION_RECEIVED]
        assert len(sink.received()) == 2
