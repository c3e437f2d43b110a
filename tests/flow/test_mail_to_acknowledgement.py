"""A mail is delivered while `triage run` is up; its acknowledgement arrives by SMTP."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from models.clock import ClockEvent
from models.outbox import Outbox
from models.ticket import Ticket
from models.verdict import AckDecision, Verdict
from models.vocabulary import (
    Category,
    ClockEventType,
    ClockState,
    OutboxState,
    Priority,
    Question,
    Suppression,
)
from tests.servers.dovecot import Dovecot
from tests.servers.installation import installation, wait_until
from tests.servers.smtp import running_postfix, running_sink
from triage.db import Database

pytestmark = pytest.mark.servers


def mail(user: str, subject: str, body: str, extra: str = "", number: int = 1) -> bytes:
    return (
        f"From: Customer <customer{number}@example.org>\r\nTo: <{user}>\r\n"
        f"Subject: {subject}\r\nMessage-ID: <m{number}@example.org>\r\n{extra}"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{body}\r\n"
    ).encode()


TOPUP = (
    "Hello, I paid 50 USD by PayPal yesterday, transaction id 8XK12345AB678901C, the payment "
    "went through but my balance was not credited. Please check."
)


def test_a_delivered_mail_is_acknowledged_and_its_clock_stops(
    tmp_path: Path, dovecot: Dovecot
) -> None:
    user = dovecot.new_user()
    with (
        running_sink() as sink,
        installation(tmp_path, dovecot=dovecot, user=user, smtp_port=sink.port) as desk,
    ):
        process = desk.start()
        assert wait_until(lambda: "The pages are on" in desk.log(), 30), desk.log()
        before = datetime.now(UTC)
        dovecot.deliver(user, mail(user, "Payment not credited", TOPUP))
        (taken,) = sink.wait_for(1)
        ack = taken.message
        number = int(re.fullmatch(r"\[#(\d+)\] Payment not credited", ack["Subject"])[1])  # type: ignore[index]
        assert ack["To"] == "customer1@example.org"
        assert ack["Auto-Submitted"] == "auto-replied"
        assert ack["X-Auto-Response-Suppress"] == "All"
        assert ack["In-Reply-To"] == "<m1@example.org>"
        assert ack["References"] == "<m1@example.org>"
        assert ack["Reply-To"].startswith(user.partition("@")[0] + "+")
        assert taken.sender.startswith("<bounce+")
        assert ack.get_content_type() == "multipart/alternative"
        assert wait_until(lambda: _state(desk.database, number) is ClockState.MET, 10), desk.log()
        with desk.database.read() as session:
            ticket = session.get_one(Ticket, number)
            row = session.exec(select(Outbox)).one()
            stop = session.exec(
                select(ClockEvent).where(ClockEvent.type == ClockEventType.ACKNOWLEDGED)
            ).one()
            questions = set(session.exec(select(Verdict.question)))
        assert ticket.category is Category.TOPUP
        assert ticket.priority is Priority.HIGH
        assert ticket.missing == []
        assert row.state is OutboxState.SENT
        assert row.message_id == ack["Message-ID"]
        assert row.evidence["answer"].startswith("2")
        assert stop.at == row.settled_at == ticket.responded_at
        assert before < stop.at < before + timedelta(seconds=10)
        assert {Question.CATEGORY, Question.ABUSIVE, Question.LANGUAGE} <= questions
        assert wait_until(lambda: _keywords(dovecot, user) == [True], 10), desk.log()
        assert desk.stop(process) == 0


def test_an_answer_to_the_acknowledgement_continues_its_ticket(
    tmp_path: Path, dovecot: Dovecot
) -> None:
    user = dovecot.new_user()
    with (
        running_sink() as sink,
        running_postfix(f"smtp:[127.0.0.1]:{sink.port}") as port,
        installation(tmp_path, dovecot=dovecot, user=user, smtp_port=port) as desk,
    ):
        desk.start()
        dovecot.deliver(user, mail(user, "Deposit missing", "I deposited money, where is it"))
        (asked,) = sink.wait_for(1)
        answer = mail(
            user,
            f"Re: {asked.message['Subject']}",
            "Here you are: 20 USD with my visa card, transaction ID TX99887766554",
            f"In-Reply-To: {asked.message['Message-ID']}\r\n",
            number=2,
        ).replace(b"customer2@", b"customer1@")
        dovecot.deliver(user, answer)
        assert len(sink.wait_for(2)) == 2, desk.log()
        with desk.database.read() as session:
            ticket = session.exec(select(Ticket)).one()
            kinds = [
                str(kind) for kind in session.exec(select(Outbox.kind).order_by(col(Outbox.id)))
            ]
        assert kinds == ["information_missing", "information_received"]
        assert ticket.missing == []


def test_robots_are_kept_and_not_answered(tmp_path: Path, dovecot: Dovecot) -> None:
    user = dovecot.new_user()
    robots = [
        mail(user, "Out of office", "I am away", "Auto-Submitted: auto-replied\r\n", 11),
        mail(user, "Newsletter", "Offers", "Precedence: bulk\r\n", 12),
        mail(user, "List", "Post", "List-Id: <a.example.org>\r\n", 13),
    ]
    with (
        running_sink() as sink,
        installation(tmp_path, dovecot=dovecot, user=user, smtp_port=sink.port) as desk,
    ):
        dovecot.append(user, robots)
        desk.start()
        dovecot.deliver(user, mail(user, "Order stuck", "order 123456 is stuck", number=14))
        sink.wait_for(1)
        assert wait_until(lambda: _count(desk.database) == 4, 20), desk.log()
        assert len(sink.received()) == 1
        with desk.database.read() as session:
            codes = set(session.exec(select(AckDecision.code)))
    assert codes >= {Suppression.AUTO_SUBMITTED, Suppression.PRECEDENCE, Suppression.LIST}


def _state(database: Database, number: int) -> ClockState:
    with database.read() as session:
        return session.get_one(Ticket, number).clock_state


def _count(database: Database) -> int:
    with database.read() as session:
        return len(session.exec(select(Ticket.number)).all())


def _keywords(dovecot: Dovecot, user: str) -> list[bool]:
    return [b"$Triaged" in flags for flags in dovecot.flags(user).values()]
