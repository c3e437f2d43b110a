"""From the outbox to the next hop and back: sent once, retried, held, recovered, waited for."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from models.outbox import Outbox
from models.ticket import Ticket
from models.vocabulary import OutboxState, Route
from tests.integration.ack.outgoing import (
    POLICY,
    RETRIES,
    file_tickets,
    make_sender,
    outbox_rows,
    policies,
    smtp_transport,
    ticket_of,
)
from tests.servers.ports import free_port
from tests.servers.scripted_smtp import (
    END_OF_DATA,
    GREETING,
    Cut,
    Hang,
    Say,
    ScriptedSmtp,
    scripted_smtp,
)
from tests.servers.smtp import running_postfix, running_sink
from triage.ack.maildir import MaildirTransport
from triage.ack.outbox import lease
from triage.ack.retries import Retries
from triage.ack.sender import Sender
from triage.config.schema import OutboxSection
from triage.db import Database


def states(database: Database) -> list[OutboxState]:
    return [row.state for row in outbox_rows(database)]


def send_once(
    database: Database, port: int, folder: Path, retries: Retries = RETRIES, **smtp: object
) -> int:
    sender = make_sender(database, smtp_transport(port, **smtp), folder, retries)
    return asyncio.run(sender.run_once())


async def while_running(sender: Sender, scene: Callable[[], Awaitable[None]]) -> None:
    """Play a scene while the sender runs, then stop it and wait for its end."""
    stop = asyncio.Event()
    running = asyncio.create_task(sender.run(stop))
    try:
        await scene()
    finally:
        stop.set()
        sender.notify()
        await asyncio.wait_for(running, 20)


async def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    deadline = monotonic() + seconds
    while not condition():
        assert monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


def test_every_mail_of_a_backlog_arrives_once_and_is_settled(
    either_database: Database, tmp_path: Path
) -> None:
    file_tickets(either_database, range(1, 251))

    with running_sink() as sink:
        assert send_once(either_database, sink.port, tmp_path) == 250
        mails = sink.wait_for(250)

    arrived = sorted(mail.message["Message-ID"] for mail in mails)
    assert arrived == sorted(row.message_id for row in outbox_rows(either_database))
    assert set(states(either_database)) == {OutboxState.SENT}
    assert ticket_of(either_database, 250).responded_at is not None
    assert list(tmp_path.glob("*.jsonl")) == []


def test_postfix_takes_it_with_the_failure_notice_asked_for(
    database: Database, tmp_path: Path
) -> None:
    file_tickets(database, [1])

    with running_sink() as sink, running_postfix(f"smtp:[127.0.0.1]:{sink.port}") as port:
        send_once(database, port, tmp_path)
        [mail] = sink.wait_for(1)

    assert "<bounce+1@support.example.com>" in mail.sender
    assert "<customer1@example.org>" in mail.recipients[0]
    assert "NOTIFY=FAILURE" in mail.recipients[0]
    [row] = outbox_rows(database)
    assert row.state is OutboxState.SENT
    assert "queued as" in row.evidence["answer"]


def test_a_mail_that_was_put_off_goes_out_later_and_only_then(
    database: Database, tmp_path: Path
) -> None:
    file_tickets(database, [1])

    async def play() -> list[bytes]:
        async with scripted_smtp({"RCPT": [Say("450 4.2.0 greylisted")] * 2}) as server:
            sender = make_sender(database, smtp_transport(server.port), tmp_path)

            async def scene() -> None:
                await until(lambda: states(database) == [OutboxState.SENT])

            await while_running(sender, scene)
            return server.messages

    assert len(asyncio.run(play())) == 1
    assert outbox_rows(database)[0].attempts == 3


def test_a_mail_in_doubt_is_held_and_its_ticket_flagged(database: Database, tmp_path: Path) -> None:
    file_tickets(database, [1])

    async def play() -> int:
        async with scripted_smtp({END_OF_DATA: [Cut()]}) as server:
            sender = make_sender(database, smtp_transport(server.port), tmp_path)
            await sender.run_once()
            await sender.run_once()
            return len(server.messages)

    assert asyncio.run(play()) == 1
    assert states(database) == [OutboxState.IN_DOUBT]
    assert ticket_of(database, 1).flags == ["ack_in_doubt"]


def test_a_mail_in_doubt_is_sent_again_with_the_same_id_where_that_is_configured(
    database: Database, tmp_path: Path
) -> None:
    file_tickets(database, [1])
    retries = Retries(timedelta(), timedelta(), timedelta(days=1), resends_in_doubt=True)

    async def play() -> list[bytes]:
        async with scripted_smtp({END_OF_DATA: [Cut()]}) as server:
            sender = make_sender(database, smtp_transport(server.port), tmp_path, retries)
            await sender.run_once()
            await sender.run_once()
            return server.messages

    messages = asyncio.run(play())
    assert len(messages) == 2
    assert messages[0] == messages[1]
    assert states(database) == [OutboxState.SENT]


def test_nothing_is_tried_for_ever(database: Database, tmp_path: Path) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=73)
    file_tickets(database, [1], created_at=long_ago)

    async def play() -> None:
        async with scripted_smtp({"RCPT": [Say("450 4.2.0 greylisted")]}) as server:
            sender = make_sender(database, smtp_transport(server.port), tmp_path)
            await sender.run_once()

    asyncio.run(play())
    [row] = outbox_rows(database)
    assert row.state is OutboxState.REFUSED
    assert row.error is not None
    assert "given up" in row.error


def test_an_address_refused_for_ever_is_asked_once(database: Database, tmp_path: Path) -> None:
    file_tickets(database, [1])

    async def play() -> int:
        async with scripted_smtp({"RCPT": [Say("550 5.1.1 no such user")] * 9}) as server:
            sender = make_sender(database, smtp_transport(server.port), tmp_path)
            for _ in range(3):
                await sender.run_once()
            return len(server.said("RCPT"))

    assert asyncio.run(play()) == 1
    assert ticket_of(database, 1).flags == ["ack_refused"]


def test_while_the_server_is_down_nothing_is_leased_and_it_is_not_hammered(
    database: Database, tmp_path: Path
) -> None:
    file_tickets(database, range(1, 21))

    async def play() -> dict[str, str]:
        port = free_port()
        sender = make_sender(database, smtp_transport(port), tmp_path)

        async def scene() -> None:
            await asyncio.sleep(1.0)

        await while_running(sender, scene)
        return {str(route): error for route, error in sender.errors.items()}

    errors = asyncio.run(play())
    assert "Error connecting" in errors["mail"]
    rows = outbox_rows(database)
    assert {(row.state, row.attempts) for row in rows} == {(OutboxState.PENDING, 0)}


def test_a_thousand_waiting_go_out_once_each_when_the_server_comes_back(
    database: Database, tmp_path: Path
) -> None:
    file_tickets(database, range(1, 1001))
    port = free_port()

    async def play() -> ScriptedSmtp:
        sender = make_sender(database, smtp_transport(port), tmp_path)
        servers: list[ScriptedSmtp] = []

        async def scene() -> None:
            await until(lambda: bool(sender.errors))
            async with scripted_smtp(port=port) as server:
                servers.append(server)
                await until(lambda: set(states(database)) == {OutboxState.SENT}, seconds=60)

        await while_running(sender, scene)
        return servers[0]

    server = asyncio.run(play())
    assert len(server.messages) == len(set(server.messages)) == 1000
    assert server.connections <= 8


def test_one_slow_mail_does_not_hold_up_the_others(database: Database, tmp_path: Path) -> None:
    file_tickets(database, [1])

    async def play() -> None:
        async with scripted_smtp({"RCPT": [Hang(6)]}) as server:
            sender = make_sender(database, smtp_transport(server.port), tmp_path)

            async def scene() -> None:
                await until(lambda: bool(server.said("RCPT")))
                await asyncio.to_thread(file_tickets, database, range(2, 12))
                sender.notify()
                await until(lambda: states(database).count(OutboxState.SENT) == 10, seconds=4)

            await while_running(sender, scene)

    asyncio.run(play())


def test_a_word_from_another_thread_wakes_the_sender_at_once(
    database: Database, tmp_path: Path
) -> None:
    async def play() -> float:
        async with scripted_smtp() as server:
            sender = make_sender(database, smtp_transport(server.port), tmp_path)

            async def scene() -> None:
                await asyncio.sleep(0.3)
                thread = threading.Thread(target=file_and_tell)
                thread.start()
                await until(lambda: len(server.messages) == 1)
                seconds.append(monotonic() - told[0])
                thread.join()

            def file_and_tell() -> None:
                file_tickets(database, [1])
                told.append(monotonic())
                sender.notify()

            seconds, told = list[float](), list[float]()
            await while_running(sender, scene)
            return seconds[0]

    assert asyncio.run(play()) < 0.5


def test_a_stop_finishes_what_is_in_hand(database: Database, tmp_path: Path) -> None:
    file_tickets(database, range(1, 51))

    async def play() -> int:
        async with scripted_smtp() as server:
            sender = make_sender(database, smtp_transport(server.port), tmp_path)

            async def scene() -> None:
                await until(lambda: len(server.messages) > 0)

            await while_running(sender, scene)
            return len(server.messages)

    assert asyncio.run(play()) == 50
    assert set(states(database)) == {OutboxState.SENT}


_KILLED = """
import os, sys
from pathlib import Path
from tests.integration.ack.killed import die_at
die_at(sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
"""


def kill_at(point: str, database: Database, port: int, folder: Path) -> None:
    """Run a sender in a process of its own that is killed at a point."""
    command = [sys.executable, "-c", _KILLED, point, database.url, str(port), str(folder)]
    ended = subprocess.run(command, check=False, capture_output=True, timeout=60)
    assert ended.returncode == -9, ended.stderr.decode()


def rows_after_kill(point: str, database: Database, folder: Path) -> tuple[Outbox, int]:
    """Return the row after one process was killed at a point and another one took over."""
    file_tickets(database, [1])
    with running_sink() as sink:
        kill_at(point, database, sink.port, folder)
        send_once(database, sink.port, folder)
        return outbox_rows(database)[0], len(sink.received())


def test_a_process_killed_before_the_message_leaves_it_to_be_sent(
    either_database: Database, tmp_path: Path
) -> None:
    row, arrived = rows_after_kill("leased", either_database, tmp_path)

    assert (row.state, row.attempts, arrived) == (OutboxState.SENT, 2, 1)


def test_a_process_killed_between_the_message_and_its_answer_leaves_it_in_doubt(
    database: Database, tmp_path: Path
) -> None:
    row, _ = rows_after_kill("begun", database, tmp_path)

    assert row.state is OutboxState.IN_DOUBT
    assert ticket_of(database, 1).flags == ["ack_in_doubt"]


def test_a_process_killed_after_the_answer_loses_nothing_of_it(
    either_database: Database, tmp_path: Path
) -> None:
    row, arrived = rows_after_kill("ended", either_database, tmp_path)

    assert (row.state, row.attempts, arrived) == (OutboxState.SENT, 1, 1)
    assert row.evidence["answer"].startswith("250")
    assert ticket_of(either_database, 1).responded_at == row.settled_at


def test_a_living_worker_is_left_alone(database: Database, tmp_path: Path) -> None:
    file_tickets(database, [1])

    async def play() -> tuple[int, int]:
        async with scripted_smtp({"RCPT": [Hang(1.5)]}) as server:
            first = make_sender(database, smtp_transport(server.port), tmp_path)
            second = make_sender(database, smtp_transport(server.port), tmp_path)
            slow = asyncio.create_task(first.run_once())
            await until(lambda: bool(server.said("RCPT")))
            taken_over = await second.run_once()
            settled = await slow
            return taken_over, settled

    assert asyncio.run(play()) == (0, 1)
    assert list(tmp_path.glob("*.jsonl")) == []


def test_a_worker_on_another_machine_whose_lease_ended_leaves_its_mail_in_doubt(
    database: Database, tmp_path: Path
) -> None:
    file_tickets(database, [1])
    lease(database, "another-machine", datetime.now(UTC), limit=1, lease_seconds=-1)

    with running_sink() as sink:
        send_once(database, sink.port, tmp_path)
        assert sink.received() == []

    assert states(database) == [OutboxState.IN_DOUBT]


def test_a_worker_on_another_machine_is_left_alone_while_its_lease_lasts(
    database: Database, tmp_path: Path
) -> None:
    file_tickets(database, [1])
    lease(database, "another-machine", datetime.now(UTC), limit=1, lease_seconds=60)

    with running_sink() as sink:
        assert send_once(database, sink.port, tmp_path) == 0

    assert states(database) == [OutboxState.LEASED]


def test_a_server_that_answers_with_garbage_cannot_spoil_the_record(
    either_database: Database, tmp_path: Path
) -> None:
    file_tickets(either_database, [1, 2])

    async def play() -> None:
        script = {END_OF_DATA: [Say("250 ok \0\x1b[31m \udcff"), Say("550 no \0 \udcff")]}
        async with scripted_smtp(script) as server:
            transport = smtp_transport(server.port, connections=1)
            await make_sender(either_database, transport, tmp_path).run_once()

    asyncio.run(play())
    assert states(either_database) == [OutboxState.SENT, OutboxState.REFUSED]
    assert outbox_rows(either_database)[0].evidence["answer"] == "250 ok [31m "


def test_a_ticket_that_cannot_be_computed_does_not_hold_up_the_others(
    database: Database, tmp_path: Path
) -> None:
    file_tickets(database, [1, 2, 3])
    with database.write() as session:
        session.get_one(Ticket, 2).policy = "no longer configured"

    with running_sink() as sink:
        assert send_once(database, sink.port, tmp_path) == 2
        assert states(database) == [OutboxState.SENT, OutboxState.LEASED, OutboxState.SENT]
        assert len(list(tmp_path.glob("*.jsonl"))) == 1, "what is known of it is kept"
        send_once(database, sink.port, tmp_path)
        assert len(sink.received()) == 3, "it is not sent again"


def test_what_could_not_be_settled_is_settled_once_the_cause_is_mended(
    database: Database, tmp_path: Path
) -> None:
    file_tickets(database, [1])
    with database.write() as session:
        session.get_one(Ticket, 1).policy = "no longer configured"

    async def play(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("triage.ack.sender._RECOVER_SECONDS", 0.2)
        async with scripted_smtp() as server:
            sender = make_sender(database, smtp_transport(server.port), tmp_path)

            async def scene() -> None:
                await until(lambda: len(server.messages) == 1)
                await asyncio.sleep(0.3)
                with database.write() as session:
                    session.get_one(Ticket, 1).policy = POLICY
                sender.notify()
                await until(lambda: states(database) == [OutboxState.SENT])

            await while_running(sender, scene)
            assert len(server.messages) == 1

    with pytest.MonkeyPatch.context() as monkeypatch:
        asyncio.run(play(monkeypatch))
    assert ticket_of(database, 1).responded_at is not None
    assert list(tmp_path.glob("*.jsonl")) == []


def test_a_server_that_does_not_greet_holds_up_neither_other_routes_nor_the_end(
    database: Database, tmp_path: Path
) -> None:
    file_tickets(database, [1])
    file_tickets(database, [2], route=Route.CALLBACK)

    async def play() -> float:
        async with scripted_smtp({GREETING: [Hang(60)]}) as server:
            sender = Sender(
                database,
                policies(),
                transports={
                    Route.MAIL: smtp_transport(server.port, timeout_seconds=60),
                    Route.CALLBACK: MaildirTransport(tmp_path / "calls"),
                },
                settings=OutboxSection(),
                retries=RETRIES,
                folder=tmp_path,
            )

            async def scene() -> None:
                await until(lambda: states(database) == [OutboxState.PENDING, OutboxState.SENT], 5)
                ending.append(monotonic())

            ending = list[float]()
            await while_running(sender, scene)
            return monotonic() - ending[0]

    assert asyncio.run(play()) < 3
