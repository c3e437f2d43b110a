"""Every way an SMTP server can fail us, and what becomes of the acknowledgement (RFC 5321)."""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from models.outbox import Outbox
from tests.integration.ack.outgoing import ack_row, smtp_transport
from tests.servers.certificate import make_certificate
from tests.servers.ports import free_port
from tests.servers.scripted_smtp import (
    ALL_EXTENSIONS,
    END_OF_DATA,
    GREETING,
    INSIDE_DATA,
    Cut,
    Hang,
    Say,
    ScriptedSmtp,
    Step,
    scripted_smtp,
)
from triage.ack.outcome import Accepted, Deferred, InDoubt, Outcome, Refused
from triage.ack.transport import UnreachableError
from triage.config.schema import Security

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
LOGIN: dict[str, Any] = {"username": "desk", "password": SecretStr("good")}

Script = Mapping[str, Sequence[Step]]


class Offered:
    """One acknowledgement offered to a scripted server, and what was seen on both sides."""

    def __init__(
        self,
        script: Script,
        *,
        row: Outbox | None = None,
        extensions: Sequence[str] = ALL_EXTENSIONS,
        seconds: float = 5,
        **settings: object,
    ) -> None:
        self.row = row or ack_row(100001, NOW)
        self.begun = 0
        asyncio.run(self._offer(script, extensions, seconds, settings))

    async def _offer(
        self, script: Script, extensions: Sequence[str], seconds: float, settings: dict[str, object]
    ) -> None:
        async with scripted_smtp(script, extensions) as server:
            self.server: ScriptedSmtp = server
            transport = smtp_transport(server.port, **settings)
            self.outcome: Outcome = await transport.send(self.row, self._begin, seconds)
            await transport.close()

    def _begin(self) -> None:
        self.begun += 1


def test_an_accepted_mail_carries_the_evidence_of_who_took_it_and_when() -> None:
    before = datetime.now(UTC)
    offered = Offered({})

    outcome = offered.outcome
    assert isinstance(outcome, Accepted)
    assert before <= outcome.at <= datetime.now(UTC)
    assert outcome.evidence == {
        "host": f"127.0.0.1:{offered.server.port}",
        "peer": "127.0.0.1",
        "tls": None,
        "answer": "250 2.0.0 queued as 4711",
    }
    assert offered.begun == 1


def test_what_arrives_is_what_was_written_dots_included() -> None:
    offered = Offered({})

    assert offered.server.messages == [offered.row.payload]


def test_size_and_failure_notices_are_asked_for_where_they_are_offered() -> None:
    offered = Offered({})

    size = len(offered.row.payload)
    assert offered.server.said("MAIL") == [
        f"MAIL FROM:<bounce+100001@support.example.com> SIZE={size} RET=HDRS"
    ]
    assert offered.server.said("RCPT") == ["RCPT TO:<customer100001@example.org> NOTIFY=FAILURE"]


def test_a_server_without_extensions_is_asked_for_none() -> None:
    offered = Offered({}, extensions=())

    assert isinstance(offered.outcome, Accepted)
    assert offered.server.said("MAIL") == ["MAIL FROM:<bounce+100001@support.example.com>"]
    assert offered.server.said("RCPT") == ["RCPT TO:<customer100001@example.org>"]


def test_a_server_that_knows_only_helo_is_spoken_to_in_it() -> None:
    offered = Offered({"EHLO": [Say("502 5.5.1 what is EHLO")]})

    assert isinstance(offered.outcome, Accepted)
    assert offered.server.said("HELO") == ["HELO support.example.com"]


def test_a_null_envelope_sender_is_sent_as_one() -> None:
    offered = Offered({}, row=ack_row(100001, NOW, envelope_sender=""), extensions=())

    assert offered.server.said("MAIL") == ["MAIL FROM:<>"]


@pytest.mark.parametrize(
    "script",
    [
        {GREETING: [Cut("421 4.3.2 closing down")]},
        {GREETING: [Say("554 5.3.2 nobody here")]},
        {GREETING: [Cut()]},
        {GREETING: [Say("* OK IMAP4rev1 ready")]},
        {"EHLO": [Cut()]},
        {"MAIL": [Say("451 4.3.0 not now")]},
        {"MAIL": [Cut("421 4.4.2 too long")]},
        {"MAIL": [Cut()]},
        {"MAIL": [Say("530 5.7.0 authentication required")]},
        {"RCPT": [Say("450 4.2.0 greylisted")]},
        {"RCPT": [Cut()]},
        {"DATA": [Say("452 4.3.1 no room")]},
        {"DATA": [Cut()]},
        {"DATA": [Cut("421 4.3.2 closing down")]},
    ],
    ids=lambda script: f"{next(iter(script))} {next(iter(script.values()))[0]}",
)
def test_a_mail_that_never_went_out_is_tried_again(script: Script) -> None:
    offered = Offered(script)

    assert isinstance(offered.outcome, Deferred)
    assert offered.begun == 0
    assert offered.server.messages == []


def test_a_temporary_no_to_the_whole_message_is_tried_again() -> None:
    offered = Offered({END_OF_DATA: [Say("451 4.7.1 try later")]})

    assert offered.outcome == Deferred(offered.outcome.at, "after the message: 451 4.7.1 try later")


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", END_OF_DATA])
def test_a_permanent_no_refuses_the_mail_for_good(command: str) -> None:
    offered = Offered({command: [Say("550 5.1.1 no such user")]})

    assert isinstance(offered.outcome, Refused)
    assert "550 5.1.1 no such user" in offered.outcome.error


@pytest.mark.parametrize(
    "script",
    [
        {INSIDE_DATA: [Cut()]},
        {END_OF_DATA: [Cut()]},
        {END_OF_DATA: [Say("nonsense")]},
        {END_OF_DATA: [Say("354 more")]},
    ],
    ids=["cut inside the message", "cut after it", "garbage after it", "wrong code after it"],
)
def test_a_mail_whose_answer_was_lost_is_in_doubt(script: Script) -> None:
    offered = Offered(script)

    assert isinstance(offered.outcome, InDoubt)
    assert offered.begun == 1


def test_a_server_that_is_silent_before_the_message_leaves_it_unsent() -> None:
    offered = Offered({"RCPT": [Hang(5)]}, timeout_seconds=0.2)

    assert isinstance(offered.outcome, Deferred)


def test_a_server_that_is_silent_after_the_message_leaves_it_in_doubt() -> None:
    offered = Offered({END_OF_DATA: [Hang(5)]}, timeout_seconds=0.2)

    assert isinstance(offered.outcome, InDoubt)


@pytest.mark.parametrize(
    ("command", "expected"), [("MAIL", Deferred), ("DATA", Deferred), (END_OF_DATA, InDoubt)]
)
def test_the_whole_of_a_sending_is_bounded_whatever_one_command_may_take(
    command: str, expected: type[Outcome]
) -> None:
    offered = Offered({command: [Hang(5)]}, seconds=0.3, timeout_seconds=60)

    assert isinstance(offered.outcome, expected)
    assert "not finished within" in getattr(offered.outcome, "error", "")


def test_a_mail_larger_than_the_server_takes_is_refused_without_asking() -> None:
    offered = Offered({}, extensions=("SIZE 50",))

    assert isinstance(offered.outcome, Refused)
    assert "larger than the 50 bytes" in offered.outcome.error
    assert offered.server.said("MAIL") == []


def test_size_without_a_figure_or_of_zero_is_no_limit() -> None:
    assert isinstance(Offered({}, extensions=("SIZE",)).outcome, Accepted)
    assert isinstance(Offered({}, extensions=("SIZE 0",)).outcome, Accepted)


def test_an_address_in_another_script_goes_out_where_the_server_can() -> None:
    offered = Offered({}, row=ack_row(100001, NOW, recipient="почта@пример.test"))

    assert isinstance(offered.outcome, Accepted)
    assert offered.server.said("RCPT") == ["RCPT TO:<почта@xn--e1afmkfd.test> NOTIFY=FAILURE"]
    assert " SMTPUTF8 " in offered.server.said("MAIL")[0]


def test_an_address_in_another_script_is_refused_where_the_server_cannot() -> None:
    row = ack_row(100001, NOW, recipient="почта@example.org")
    offered = Offered({}, row=row, extensions=("8BITMIME",))

    assert isinstance(offered.outcome, Refused)
    assert "SMTPUTF8" in offered.outcome.error


def test_a_domain_in_another_script_needs_no_extension() -> None:
    row = ack_row(100001, NOW, recipient="anna@żółw.test")
    offered = Offered({}, row=row, extensions=())

    assert isinstance(offered.outcome, Accepted)
    assert offered.server.said("RCPT") == ["RCPT TO:<anna@xn--w-uga1v8h.test>"]


def test_a_refused_log_in_leaves_the_mail_unsent() -> None:
    script = {"AUTH": [Say("535 5.7.8 wrong password")]}
    offered = Offered(script, extensions=("AUTH PLAIN",), **LOGIN)

    assert isinstance(offered.outcome, Deferred)
    assert "535 5.7.8 wrong password" in offered.outcome.error
    assert "good" not in offered.outcome.error


def test_a_server_that_offers_no_log_in_where_one_is_configured_gets_nothing() -> None:
    offered = Offered({}, extensions=("8BITMIME",), **LOGIN)

    assert isinstance(offered.outcome, Deferred)
    assert offered.server.messages == []


def test_a_stripped_starttls_sends_neither_log_in_nor_mail() -> None:
    offered = Offered({}, security=Security.STARTTLS, extensions=("AUTH PLAIN",), **LOGIN)

    assert isinstance(offered.outcome, Deferred)
    assert "STARTTLS" in offered.outcome.error
    assert [line.partition(" ")[0] for line in offered.server.commands] == ["EHLO"]


def test_a_server_that_is_not_there_is_unreachable() -> None:
    transport = smtp_transport(free_port())

    with pytest.raises(UnreachableError, match="Error connecting to"):
        asyncio.run(transport.open())


def test_a_certificate_that_nobody_vouches_for_sends_neither_log_in_nor_mail(
    tmp_path: Path,
) -> None:
    commands, error = asyncio.run(_offer_over_tls(tmp_path, "localhost", ca_file=None))

    assert "CERTIFICATE_VERIFY_FAILED" in error
    assert commands == ["EHLO", "STARTTLS"]


def test_a_certificate_for_another_host_sends_neither_log_in_nor_mail(tmp_path: Path) -> None:
    _, error = asyncio.run(_offer_over_tls(tmp_path, "other.example.com"))

    assert "CERTIFICATE_VERIFY_FAILED" in error


def test_a_good_certificate_protects_the_mail_and_stands_in_the_evidence(tmp_path: Path) -> None:
    commands, evidence = asyncio.run(_offer_over_tls(tmp_path, "localhost"))

    assert "TLSv1.3" in evidence
    assert commands[:4] == ["EHLO", "STARTTLS", "EHLO", "AUTH"]


async def _offer_over_tls(folder: Path, name: str, **settings: object) -> tuple[list[str], str]:
    certificate, key = make_certificate(folder, name)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    async with scripted_smtp({}, ("AUTH PLAIN",), context) as server:
        chosen: dict[str, object] = {
            "host": "localhost",
            "security": Security.STARTTLS,
            "ca_file": str(certificate),
        }
        transport = smtp_transport(server.port, **chosen | LOGIN | settings)
        outcome = await transport.send(ack_row(100001, NOW), lambda: None, 5)
        await transport.close()
        said = [line.partition(" ")[0] for line in server.commands]
        return said, str(getattr(outcome, "error", "") or getattr(outcome, "evidence", ""))


def test_a_kept_connection_is_used_again_and_replaced_when_its_server_let_go() -> None:
    async def send_three() -> tuple[list[Outcome], int]:
        # The server closes after the second mail's greeting word, as servers do with idle ones.
        script: Script = {"MAIL": [Say("250 ok"), Cut("421 4.4.2 idle for too long")]}
        async with scripted_smtp(script) as server:
            transport = smtp_transport(server.port)
            outcomes = [
                await transport.send(ack_row(number, NOW), lambda: None, 5) for number in (1, 2, 3)
            ]
            await transport.close()
            return outcomes, server.connections

    outcomes, connections = asyncio.run(send_three())
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert connections == 2


def test_a_refused_mail_leaves_the_connection_good_for_the_next() -> None:
    async def send_two() -> tuple[list[Outcome], ScriptedSmtp]:
        async with scripted_smtp({"RCPT": [Say("550 5.1.1 no such user")]}) as server:
            transport = smtp_transport(server.port)
            outcomes = [
                await transport.send(ack_row(number, NOW), lambda: None, 5) for number in (1, 2)
            ]
            await transport.close()
            return outcomes, server

    outcomes, server = asyncio.run(send_two())
    assert isinstance(outcomes[0], Refused)
    assert isinstance(outcomes[1], Accepted)
    assert server.connections == 1
    assert server.said("RSET") == ["RSET"]


def test_no_more_connections_are_opened_than_configured_and_unused_ones_are_closed() -> None:
    async def send_many() -> tuple[int, int]:
        async with scripted_smtp() as server:
            transport = smtp_transport(server.port, connections=3, idle_seconds=0.2)
            rows = [ack_row(number, NOW) for number in range(30)]
            await asyncio.gather(*(transport.send(row, lambda: None, 5) for row in rows))
            opened = server.connections
            await asyncio.sleep(0.6)
            await transport.send(ack_row(31, NOW), lambda: None, 5)
            await transport.close()
            return opened, server.connections

    assert asyncio.run(send_many()) == (3, 4)
