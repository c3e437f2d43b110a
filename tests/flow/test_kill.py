"""SIGKILL at many moments of a backlog: nothing lost, no second ticket, nothing sent twice."""

import random
import signal
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlmodel import col, func, select

from models.intake import InboxMessage
from models.outbox import Outbox
from models.ticket import Message, Ticket
from models.verdict import AckDecision
from models.vocabulary import InboxState, OutboxState
from tests.servers.dovecot import Dovecot
from tests.servers.installation import Installation, installation, wait_until
from tests.servers.ports import free_port
from tests.servers.smtp import Sink, running_sink
from triage.db import Database

pytestmark = pytest.mark.servers

MAILS = 500
KILLS = 20
SETTLED = (OutboxState.SENT, OutboxState.IN_DOUBT)
JOBS = ("--only", "poll", "--only", "work", "--only", "send")
_COUNTS = select(
    select(func.count()).select_from(InboxMessage).scalar_subquery(),
    select(func.count()).select_from(Ticket).scalar_subquery(),
    select(func.count()).where(col(Outbox.state).in_(SETTLED)).scalar_subquery(),
)


class Progress(NamedTuple):
    """How many mails are kept, are tickets, are settled, and have reached the next hop."""

    kept: int
    tickets: int
    settled: int
    taken: int

    @property
    def is_quiet(self) -> bool:
        return self.tickets == self.settled == MAILS


def letter(user: str, number: int) -> bytes:
    return (
        f"From: Customer <customer{number}@c{number}.example.org>\r\nTo: <{user}>\r\n"
        f"Subject: Order {700000 + number} stuck\r\nMessage-ID: <kill{number}@example.org>\r\n"
        "\r\n"
        f"My order {700000 + number} has been stuck for {number} hours, please have a look.\r\n"
        f"{'More words. ' * (number % 50)}\r\n"
    ).encode()


def test_kills_lose_nothing_and_send_nothing_twice(tmp_path: Path, dovecot: Dovecot) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [letter(user, number) for number in range(MAILS)])
    moments = random.Random(20)  # noqa: S311 - the same moments in every run
    with (
        running_sink() as sink,
        installation(tmp_path, dovecot=dovecot, user=user, smtp_port=sink.port) as desk,
    ):
        desk.environment["TRIAGE_INTAKE__BATCH_SIZE"] = "20"
        desk.environment["TRIAGE_MAILBOXES__SUPPORT__BATCH_SIZE"] = "25"
        desk.run("db", "upgrade")
        for _ in range(KILLS):
            process = desk.fork(*JOBS)
            _wait_for_progress(desk, sink)
            time.sleep(moments.random() * 0.4)
            process.send_signal(signal.SIGKILL)
            process.wait()
        desk.fork(*JOBS)
        assert wait_until(lambda: _progress(desk.database, sink).is_quiet, 90), desk.log()
        _check(desk.database, sink)


def test_a_server_that_is_down_costs_nothing(tmp_path: Path, dovecot: Dovecot) -> None:
    user = dovecot.new_user()
    port = free_port()
    dovecot.append(user, [letter(user, number) for number in range(50)])
    with installation(tmp_path, dovecot=dovecot, user=user, smtp_port=port) as desk:
        desk.environment["TRIAGE_OUTBOX__RETRY_FIRST_SECONDS"] = "0.2"
        desk.environment["TRIAGE_OUTBOX__RETRY_MOST_SECONDS"] = "1"
        desk.run("db", "upgrade")
        process = desk.start()
        assert wait_until(lambda: _count(desk.database, Ticket) == 50, 60), desk.log()
        time.sleep(2)
        assert desk.stop(process) == 0
        assert _states(desk.database) == {OutboxState.PENDING: 50}
        with running_sink(port=port) as sink:
            desk.start()
            assert wait_until(lambda: _states(desk.database) == {OutboxState.SENT: 50}, 60)
            assert len({taken.message["Message-ID"] for taken in sink.received()}) == 50
            assert len(sink.received()) == 50


def _wait_for_progress(desk: Installation, sink: Sink) -> None:
    """Wait until the process has done something: the moments are to fall into its work."""
    before = _progress(desk.database, sink)
    wait_until(lambda: (now := _progress(desk.database, sink)) != before or now.is_quiet, 30)


def _progress(database: Database, sink: Sink) -> Progress:
    """Look in one statement: it is asked all the time, beside the process that is to get on."""
    with database.engine.connect() as connection:
        kept, tickets, settled = connection.execute(_COUNTS).one()
    return Progress(kept, tickets, settled, len(list(sink.folder.glob("mail.*"))))


def _check(database: Database, sink: Sink) -> None:
    taken = Counter(mail.message["Message-ID"] for mail in sink.received())
    assert [name for name, count in taken.items() if count > 1] == []
    with database.read() as session:
        states = Counter(session.exec(select(InboxMessage.state)))
        inboxes = Counter(session.exec(select(Message.inbox_id)))
        decisions = session.exec(select(func.count()).select_from(AckDecision)).one()
        rows = session.exec(select(Outbox)).all()
        addresses = Counter(session.exec(select(Ticket.requester_address)))
    assert states == {InboxState.DONE: MAILS}
    assert len(inboxes) == MAILS
    assert max(inboxes.values()) == 1
    assert len(addresses) == MAILS
    assert max(addresses.values()) == 1
    assert decisions == MAILS
    sent = {row.message_id for row in rows if row.state is OutboxState.SENT}
    doubtful = {row.message_id for row in rows if row.state is OutboxState.IN_DOUBT}
    assert sent <= set(taken)
    assert set(taken) - sent <= doubtful
    assert len(sent) + len(doubtful) == MAILS


def _states(database: Database) -> Counter[OutboxState]:
    with database.read() as session:
        return Counter(map(OutboxState, session.exec(select(Outbox.state))))


def _count(database: Database, model: type[Ticket] | type[InboxMessage]) -> int:
    with database.read() as session:
        return session.exec(select(func.count()).select_from(model)).one()
