"""A message that cannot be worked on: tried three times, set aside, and its neighbours go on."""

import json
from datetime import timedelta
from pathlib import Path

from sqlmodel import col, select

from models.intake import InboxMessage
from models.people import Audit
from models.verdict import AckDecision
from models.vocabulary import Channel, InboxState
from tests.integration.desk.people import manager, press
from tests.integration.desk.timed import ADDRESSES, GMT, MONDAY, TimedDesk, timed_desk
from tests.servers.installation import installation
from triage.db import Database
from triage.intake.store import RawMessage, store

CLOSED_DOWN = "sales"
"""A mailbox that was taken out of the configuration while its mail was waiting."""


def put(desk: TimedDesk) -> None:
    """Take in two mails, and between them one that cannot become a ticket."""
    for number, source in enumerate((GMT, CLOSED_DOWN, GMT)):
        text = f"My order {5500000 + number} has not started since yesterday, please check."
        raw = desk.mail(text, From=f"c{number}@example.org")
        with desk.database.write() as session:
            messages = [RawMessage(raw, desk.now)]
            assert store(session, source, Channel.EMAIL, messages, desk.now) == 1


def inbox(database: Database) -> list[InboxMessage]:
    with database.read() as session:
        return list(session.exec(select(InboxMessage).order_by(col(InboxMessage.id))))


def states(database: Database) -> list[InboxState]:
    return [row.state for row in inbox(database)]


def set_aside(desk: TimedDesk) -> InboxMessage:
    """Let the tries pass, and return what is set aside in the end."""
    put(desk)
    for _ in range(3):
        desk.work()
        desk.pass_time(minutes=1)
    (row,) = [row for row in inbox(desk.database) if row.state is InboxState.SET_ASIDE]
    return row


def test_its_neighbours_get_their_tickets_and_it_is_tried_three_times(
    either_desk: TimedDesk,
) -> None:
    put(either_desk)
    waits = []
    for attempt in (1, 2, 3):
        assert either_desk.runtime.pipeline.process()
        first, poison, last = inbox(either_desk.database)
        assert first.state is last.state is InboxState.DONE
        assert poison.attempts == attempt
        waits.append(poison.next_attempt_at - either_desk.now)
        assert either_desk.runtime.pipeline.process() == 0, "not before its time"
        either_desk.runtime.time = poison.next_attempt_at
    assert waits[:2] == [timedelta(seconds=5), timedelta(seconds=10)]
    assert poison.state is InboxState.SET_ASIDE
    assert poison.ticket_number is None
    assert poison.error is not None
    assert poison.error.startswith("Traceback")
    assert poison.error.strip().endswith(f"KeyError: '{CLOSED_DOWN}'")
    assert either_desk.runtime.pipeline.process() == 0
    with either_desk.database.read() as session:
        assert len(session.exec(select(AckDecision)).all()) == 2


def test_bytes_that_no_reader_can_read_are_set_aside_as_they_came(desk: TimedDesk) -> None:
    raw = b'{"type": "ticket.created"'
    message = RawMessage(raw, desk.now, media_type="application/json", ticket_number=7)
    with desk.database.write() as session:
        store(session, "shop", Channel.TICKET, [message], desk.now)
    for _ in range(3):
        desk.work()
        desk.pass_time(minutes=1)
    (row,) = inbox(desk.database)
    assert (row.state, row.raw, row.attempts) == (InboxState.SET_ASIDE, raw, 3)


def test_a_transient_fault_leaves_no_trace(either_desk: TimedDesk) -> None:
    put(either_desk)
    either_desk.work()
    mended = timed_desk(either_desk.database.url, extra=with_sales())
    mended.runtime.time = either_desk.now + timedelta(seconds=5)
    mended.work()
    mended.database.dispose()
    assert states(either_desk.database) == [InboxState.DONE] * 3
    assert [row.error for row in inbox(either_desk.database)] == [None] * 3


def with_sales() -> dict[str, str]:
    """Return the settings that bring the mailbox back."""
    values = {"PATH": "var/sales", "ADDRESSES": "sales@support.example.com", "POLICY": "smmpanelus"}
    return {f"TRIAGE_MAILDIRS__{CLOSED_DOWN.upper()}__{key}": each for key, each in values.items()}


def test_a_person_has_it_tried_again_from_the_page(either_desk: TimedDesk) -> None:
    row = set_aside(either_desk)
    mended = timed_desk(either_desk.database.url, either_desk.now, with_sales())
    with manager(mended) as client:
        text = client.get("/set-aside").text
        assert f"KeyError: &#39;{CLOSED_DOWN}&#39;" in text
        assert client.get(f"/set-aside/{row.id}/raw").content == row.raw
        press(client, f"/set-aside/{row.id}/retry")
    mended.work()
    assert states(mended.database) == [InboxState.DONE] * 3
    with mended.database.read() as session:
        audit = session.exec(select(Audit).where(Audit.action == "set_aside.retry")).one()
    assert (audit.actor, audit.data) == ("max", {"inbox": row.id})
    mended.database.dispose()


def test_a_person_has_it_tried_again_from_the_command_line(desk: TimedDesk, tmp_path: Path) -> None:
    row = set_aside(desk)
    extra = with_sales() | {
        f"TRIAGE_MAILDIRS__{GMT.upper()}__{key}": value
        for key, value in (("PATH", "x"), ("ADDRESSES", ADDRESSES[GMT]), ("POLICY", "smmpanelus"))
    }
    with installation(tmp_path, database_url=desk.database.url, extra=extra) as site:
        (line,) = site.run("set-aside", "list").stdout.splitlines()
        entry = json.loads(line)
        assert (entry["id"], entry["source"], entry["attempts"]) == (row.id, CLOSED_DOWN, 3)
        assert site.run("set-aside", "show", str(row.id)).stdout == row.raw
        assert site.run("set-aside", "retry", str(row.id)).returncode == 0
    assert states(desk.database) == [InboxState.DONE] * 3


def test_what_fails_again_is_set_aside_again(desk: TimedDesk) -> None:
    row = set_aside(desk)
    with manager(desk) as client:
        press(client, "/set-aside/retry")
    assert desk.now > MONDAY
    for attempt in (1, 2, 3):
        desk.work()
        (poison,) = [one for one in inbox(desk.database) if one.id == row.id]
        assert poison.attempts == attempt
        desk.pass_time(minutes=1)
    assert poison.state is InboxState.SET_ASIDE
