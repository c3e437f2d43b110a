"""Which ticket a mail says it belongs to; whether it may is for the desk to decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from triage.mail.addresses import parse_addresses
from triage.mail.message import ParsedMessage
from triage.mail.subject import ticket_number_in
from triage.mail.tokens import read_message_id, read_reply_address, read_verp_sender

_MOST_RECIPIENTS: Final = 100
_RECIPIENT_FIELDS: Final = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


class ClueKind(StrEnum):
    """How a mail names its ticket, the surest first."""

    TOKEN = "token"  # noqa: S105 - a kind of clue, no password
    MESSAGE_ID = "message_id"
    SUBJECT_NUMBER = "subject_number"


@dataclass(frozen=True, slots=True)
class ThreadClue:
    """The ticket that a mail names.

    A subject's number proves nothing: it counts only from somebody who takes part in that ticket.
    """

    kind: ClueKind
    ticket_number: int


def thread_of(
    message: ParsedMessage, secret: bytes, returned: str | None = None
) -> ThreadClue | None:
    """Return the surest clue, or None; the same subject alone is none.

    Args:
        message: The mail.
        secret: The key of our tokens; with an empty one only the subject is read.
        returned: Of a bounce: the Message-ID of the mail that came back.
    """
    for address in recipients_of(message):
        if (number := _number_in(secret, address)) is not None:
            return ThreadClue(ClueKind.TOKEN, number)
    back = (returned,) if returned else ()
    for identifier in (*message.in_reply_to, *reversed(message.references), *back):
        if mark := read_message_id(secret, identifier):
            return ThreadClue(ClueKind.MESSAGE_ID, mark.ticket_number)
    number = ticket_number_in(message.subject)
    return ThreadClue(ClueKind.SUBJECT_NUMBER, number) if number is not None else None


def _number_in(secret: bytes, address: str) -> int | None:
    """Read the address that answers go to, or the envelope sender that bounces go to."""
    number = read_reply_address(secret, address)
    if number is None and (mark := read_verp_sender(secret, address)):
        return mark.ticket_number
    return number


def recipients_of(message: ParsedMessage) -> Iterator[str]:
    """Yield every address the mail was sent to, as far as its header knows, lower-cased."""
    for mailbox in (*message.to, *message.cc):
        yield mailbox.address.lower()
    for name in (*_RECIPIENT_FIELDS, "resent-to", "resent-cc"):
        for value in message.headers.raw_all(name):
            for mailbox in parse_addresses(value, _MOST_RECIPIENTS):
                yield mailbox.address.lower()
