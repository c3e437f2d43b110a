"""Unguessable marks by which our own mail is known when it comes back.

Each is the ticket's number, what the mail is, and an HMAC over both with the installation's key.
Only characters that no relay changes are used, in lower case, and a mark is read in any case,
because relays fold the case of local parts.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from typing import Final

from models.vocabulary import AckKind

_MAC_CHARS: Final = 20  # of base32: 100 bits, and the local part stays within RFC 5321's 64
_KINDS: Final = frozenset(kind.value for kind in AckKind)
_MESSAGE_ID: Final = re.compile(
    r"<triage\.(\d{1,12})\.([a-z_]{1,24})\.([a-z2-7]{20})@[^<>\s]{1,255}>", re.IGNORECASE
)
_BOUNCE: Final = re.compile(
    r"<?bounce\+(\d{1,12})\.([a-z_]{1,24})\.([a-z2-7]{20})@[^<>\s]{1,255}>?", re.IGNORECASE
)
_REPLY: Final = re.compile(
    r"<?[^<>@\s]{1,64}\+t(\d{1,12})\.([a-z2-7]{20})@[^<>\s]{1,255}>?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark of ours says: the ticket's number, and what was sent."""

    ticket_number: int
    kind: AckKind


def message_id(secret: bytes, ticket_number: int, kind: AckKind, domain: str) -> str:
    """Return the Message-ID of an acknowledgement, the same for the same ticket and kind.

    Raises:
        ValueError: The secret is empty.
    """
    mac = _mac(secret, "message-id", ticket_number, kind)
    return f"<triage.{ticket_number}.{kind}.{mac}@{domain}>"


def read_message_id(secret: bytes, value: str) -> Mark | None:
    """Return what one of our Message-IDs says, or None where it is not ours."""
    return _read(secret, "message-id", _MESSAGE_ID.fullmatch(value))


def verp_sender(secret: bytes, ticket_number: int, kind: AckKind, domain: str) -> str:
    """Return the envelope sender of an acknowledgement, which a bounce is sent to.

    Raises:
        ValueError: The secret is empty.
    """
    return f"bounce+{ticket_number}.{kind}.{_mac(secret, 'bounce', ticket_number, kind)}@{domain}"


def read_verp_sender(secret: bytes, address: str) -> Mark | None:
    """Return what one of our envelope senders says, or None where it is not ours."""
    return _read(secret, "bounce", _BOUNCE.fullmatch(address))


def reply_token(secret: bytes, ticket_number: int) -> str:
    """Return the token that a customer's answer comes back with.

    Raises:
        ValueError: The secret is empty.
    """
    return f"t{ticket_number}.{_mac(secret, 'reply', ticket_number, '')}"


def reply_address(secret: bytes, ticket_number: int, mailbox: str) -> str:
    """Return `support+<token>@domain` for the mailbox `support@domain`.

    Raises:
        ValueError: The secret is empty.
    """
    local, _, domain = mailbox.rpartition("@")
    return f"{local}+{reply_token(secret, ticket_number)}@{domain}"


def read_reply_address(secret: bytes, address: str) -> int | None:
    """Return the ticket's number out of an address with a token of ours, or None."""
    match = _REPLY.fullmatch(address)
    if not secret or match is None:
        return None
    number = int(match[1])
    is_ours = hmac.compare_digest(_mac(secret, "reply", number, ""), match[2].lower())
    return number if is_ours else None


def _read(secret: bytes, purpose: str, match: re.Match[str] | None) -> Mark | None:
    if not secret or match is None or match[2].lower() not in _KINDS:
        return None
    number, kind = int(match[1]), AckKind(match[2].lower())
    is_ours = hmac.compare_digest(_mac(secret, purpose, number, kind), match[3].lower())
    return Mark(number, kind) if is_ours else None


def _mac(secret: bytes, purpose: str, ticket_number: int, kind: str) -> str:
    """Return the HMAC-SHA-256 of what a mark says, in base32, cut to 100 bits."""
    if not secret:
        raise ValueError("an empty secret signs nothing")
    said = f"triage:{purpose}:{ticket_number}:{kind}".encode()
    digest = hmac.digest(secret, said, "sha256")
    return base64.b32encode(digest).decode("ascii").lower()[:_MAC_CHARS]
