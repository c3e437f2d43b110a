"""Past one machine: on PostgreSQL several processes share the work, and each mail is one ticket."""

from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import func, select

from models.outbox import Outbox
from models.ticket import Ticket
from models.vocabulary import OutboxState
from tests.servers.dovecot import Dovecot
from tests.servers.installation import installation, wait_until
from tests.servers.smtp import running_sink
from triage.db import Database

pytestmark = [pytest.mark.servers, pytest.mark.postgres]
MAILS = 60


def letter(user: str, number: int) -> bytes:
    return (
        f"From: <customer{number}@c{number}.example.org>\r\nTo: <{user}>\r\n"
        f"Subject: Order {600000 + number}\r\nMessage-ID: <pg{number}@example.org>\r\n\r\n"
        f"Order {600000 + number} is stuck, please look.\r\n"
    ).encode()


def test_processes_share_the_work_and_do_nothing_twice(
    tmp_path: Path, dovecot: Dovecot, postgres_url: str
) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [letter(user, number) for number in range(MAILS)])
    with (
        running_sink() as sink,
        installation(
            tmp_path, dovecot=dovecot, user=user, smtp_port=sink.port, database_url=postgres_url
        ) as desk,
    ):
        desk.environment |= {
            "TRIAGE_INTAKE__BATCH_SIZE": "7",
            "TRIAGE_MAILBOXES__SUPPORT__BATCH_SIZE": "9",
            "TRIAGE_OUTBOX__BATCH_SIZE": "5",
        }
        assert desk.run("db", "upgrade").returncode == 0
        for jobs in ("poll", "poll", "work", "work", "send", "send"):
            desk.fork("--only", jobs)
        assert wait_until(lambda: _sent(desk.database) == MAILS, 120), desk.log()
        taken = Counter(mail.message["Message-ID"] for mail in sink.received())
        with desk.database.read() as session:
            requesters = Counter(session.exec(select(Ticket.requester_address)))
            numbers = sorted(session.exec(select(Ticket.number)))
    assert len(taken) == MAILS
    assert max(taken.values()) == 1
    assert len(requesters) == MAILS
    assert max(requesters.values()) == 1
    assert numbers == list(range(100_001, 100_001 + MAILS))


def _sent(database: Database) -> int:
    with database.read() as session:
        counted = select(func.count()).select_from(Outbox)
        return session.exec(counted.where(Outbox.state == OutboxState.SENT)).one()
