"""Offer one message over one connection, and tell never sent, refused, taken and in doubt apart.

The client library has a call for all of this; it is not used, because it does not say whether a
connection was lost before the message went out or after.
"""

import asyncio
from datetime import UTC, datetime
from typing import Final

from aiosmtplib import SMTPException, SMTPResponse

from models.outbox import Outbox
from triage.ack.fields import UnsendableAddressError, safe_address
from triage.ack.outcome import Accepted, Deferred, InDoubt, Outcome, Refused
from triage.ack.smtp_pool import Connection
from triage.ack.transport import Begun
from triage.mail.charsets import clean

_CLOSING: Final = 421
_OK: Final = frozenset({250, 251})
_GO_AHEAD: Final = frozenset({354})
_OUR_LOG_IN: Final = frozenset({530, 534, 535, 538})
"""Answers about who we are (RFC 4954 section 6), not about the message."""
_LONGEST_ANSWER: Final = 500


class LostError(Exception):
    """The connection broke, or fell silent, before the message went out: nothing was sent."""


class _AnsweredError(Exception):
    """The server said no to a command."""

    def __init__(self, command: str, response: SMTPResponse) -> None:
        super().__init__(f"{command}: {_words_of(response)}")
        self.code = response.code


async def offer(connection: Connection, row: Outbox, payload: bytes, begun: Begun) -> Outcome:
    """Offer one message; the connection is ready for the next one where it is still alive.

    Args:
        connection: For this message alone.
        row: Who it is from and to.
        payload: The message.
        begun: Called right before its text goes over the wire.

    Raises:
        LostError: The connection was lost before that.
    """
    try:
        mail, rcpt = _parameters(connection, row, len(payload))
    except _UnofferableError as error:
        return Refused(_now(), str(error), dict(connection.evidence()))
    try:
        await _command(connection, "MAIL", mail)
        await _command(connection, "RCPT", rcpt)
        await _command(connection, "DATA", b"", expected=_GO_AHEAD)
    except _AnsweredError as error:
        await _start_over(connection, error)
        return _refusal(connection, error)
    begun()
    return await _transmit(connection, payload)


class _UnofferableError(Exception):
    """This server can never take this message; it is not even asked."""


def _parameters(connection: Connection, row: Outbox, size: int) -> tuple[bytes, bytes]:
    """Return what follows MAIL and RCPT (RFC 5321 section 4.1.1, RFC 1870, 3461, 6531).

    Raises:
        _UnofferableError: The server could not take the message.
    """
    try:
        sender = safe_address(row.envelope_sender) if row.envelope_sender else ""
        recipient = safe_address(row.recipient)
    except UnsendableAddressError as error:
        raise _UnofferableError(str(error)) from error
    mail, rcpt = [f"FROM:<{sender}>"], [f"TO:<{recipient}>"]
    if not (sender + recipient).isascii():
        if not connection.offers("smtputf8"):
            raise _UnofferableError(f"{recipient} needs SMTPUTF8, which the server does not offer")
        mail += ["SMTPUTF8", "BODY=8BITMIME"]
    if connection.offers("size"):
        if connection.largest and size > connection.largest:
            raise _UnofferableError(f"larger than the {connection.largest} bytes the server takes")
        mail.append(f"SIZE={size}")
    if connection.offers("dsn"):
        # A failure must be known, for the acknowledgement stopped a clock.
        mail.append("RET=HDRS")
        rcpt.append("NOTIFY=FAILURE")
    return " ".join(mail).encode(), " ".join(rcpt).encode()


async def _command(
    connection: Connection, command: str, argument: bytes, expected: frozenset[int] = _OK
) -> None:
    """Say a command and wait for the answer.

    Raises:
        LostError: There was none, or the server is closing the connection.
        _AnsweredError: It was another one than expected.
    """
    words = (command.encode(), argument) if argument else (command.encode(),)
    smtp = connection.smtp
    try:
        # The library's own time limit starts a task per command, which costs more than the command.
        async with asyncio.timeout(smtp.timeout):
            response = await smtp.execute_command(*words, timeout=None)
    except (SMTPException, OSError) as error:
        smtp.close()
        raise LostError(f"{command}: {str(error) or 'no answer in time'}") from error
    if response.code == _CLOSING:
        raise LostError(f"{command}: {_words_of(response)}")
    if response.code not in expected:
        raise _AnsweredError(command, response)


async def _start_over(connection: Connection, error: _AnsweredError) -> None:
    """Clear the envelope, so that the connection can be used for another message."""
    if error.code in _OUR_LOG_IN:
        connection.smtp.close()
        return
    try:
        await _command(connection, "RSET", b"")
    except (LostError, _AnsweredError):
        connection.smtp.close()


def _refusal(connection: Connection, error: _AnsweredError) -> Outcome:
    is_permanent = 500 <= error.code < 600 and error.code not in _OUR_LOG_IN  # noqa: PLR2004 -- the hundreds are what RFC 5321 section 4.2.1 defines
    if is_permanent:
        return Refused(_now(), str(error), dict(connection.evidence()))
    return Deferred(_now(), str(error))


async def _transmit(connection: Connection, payload: bytes) -> Outcome:
    """Send the text and its end; from here on a lost connection leaves it in doubt."""
    smtp = connection.smtp
    protocol = smtp.protocol
    if protocol is None:
        return InDoubt(_now(), "the connection was lost when the message went out")
    try:
        async with asyncio.timeout(smtp.timeout):
            protocol.write(_stuffed(payload))
            response = await protocol.read_response()
    except (SMTPException, OSError) as error:
        smtp.close()
        reason = str(error) or "silence"
        return InDoubt(_now(), f"no answer after the message: {reason}")
    answer = _words_of(response)
    match response.code // 100:
        case 2:
            return Accepted(_now(), connection.evidence() | {"answer": answer})
        case 4:
            return Deferred(_now(), f"after the message: {answer}")
        case 5:
            return Refused(_now(), f"after the message: {answer}", dict(connection.evidence()))
        case _:
            connection.smtp.close()
            return InDoubt(_now(), f"an answer that means nothing after the message: {answer}")


def _words_of(response: SMTPResponse) -> str:
    """Return a server's answer as text that any database takes."""
    return f"{response.code} {clean(response.message[:_LONGEST_ANSWER])}"


def _stuffed(payload: bytes) -> bytes:
    """Return a message as DATA wants it: its dots doubled, and the dot that ends it (4.5.2)."""
    end = b"" if payload.endswith(b"\r\n") else b"\r\n"
    return (b"\r\n" + payload).replace(b"\r\n.", b"\r\n..")[2:] + end + b".\r\n"


def _now() -> datetime:
    return datetime.now(UTC)
