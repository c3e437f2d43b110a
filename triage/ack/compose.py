"""An acknowledgement as the bytes that go over the wire (RFC 5322, MIME, RFC 3834)."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

from triage.ack.fields import address_field, ids_field, text_field

_MOST_REFERENCES: Final = 12
_LONGEST_LINE: Final = 900
"""Well under the 998 of RFC 5322 section 2.1.1; a longer line is encoded."""


@dataclass(frozen=True, slots=True)
class Letter:
    r"""Everything that an acknowledgement's header and body are made of.

    Attributes:
        sender: The mailbox that answers.
        sender_name: Who answers, as the customer reads it.
        recipient: Exactly one address.
        reply_to: The mailbox with its threading token.
        subject: One line, `[#number]` in front.
        message_id: With its angle brackets; deterministic, the same on every retry.
        in_reply_to: The original's Message-ID with its angle brackets, or None.
        references: The original's own references, oldest first.
        instance_id: The loop mark.
        languages: The languages of the text, the customer's first.
        date: When the acknowledgement was written.
        text: Plain text, lines ended by `\n`.
        html: The same as an HTML page.
    """

    sender: str
    sender_name: str
    recipient: str
    reply_to: str
    subject: str
    message_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    instance_id: str
    languages: tuple[str, ...]
    date: datetime
    text: str
    html: str


def compose(letter: Letter) -> bytes:
    """Return the message with CRLF line ends, the same bytes for the same letter.

    Written out here because the standard library's `EmailMessage` takes several times as long;
    the tests read every field back with it.

    Raises:
        UnsendableAddressError: One of the addresses cannot stand in a header.
    """
    # The Message-ID is an HMAC, so no customer can put the boundary into an excerpt.
    boundary = "=_" + hashlib.sha256(letter.message_id.encode()).hexdigest()[:24]
    return b"".join(
        (
            _header(letter),
            f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'.encode(),
            _part(boundary, "plain", letter.text),
            _part(boundary, "html", letter.html),
            f"--{boundary}--\r\n".encode(),
        )
    )


def _header(letter: Letter) -> bytes:
    parent = (letter.in_reply_to,) if letter.in_reply_to else ()
    references = tuple(one for one in letter.references if one not in parent)
    return b"".join(
        (
            address_field("From", letter.sender, letter.sender_name),
            address_field("To", letter.recipient),
            text_field("Subject", letter.subject),
            f"Date: {format_datetime(letter.date.astimezone(UTC))}\r\n".encode(),
            ids_field("Message-ID", (letter.message_id,)),
            ids_field("In-Reply-To", parent),
            ids_field("References", (*references[-_MOST_REFERENCES:], *parent) if parent else ()),
            address_field("Reply-To", letter.reply_to),
            b"Auto-Submitted: auto-replied\r\n",
            b"X-Auto-Response-Suppress: All\r\n",
            text_field("X-Triage-Instance", letter.instance_id),
            text_field("Content-Language", ", ".join(letter.languages)),
            b"MIME-Version: 1.0\r\n",
        )
    )


def _part(boundary: str, subtype: str, text: str) -> bytes:
    encoding, body = _encoded_body(text)
    head = (
        f"--{boundary}\r\n"
        f"Content-Type: text/{subtype}; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n"  # the line break before a boundary is part of it


def _encoded_body(text: str) -> tuple[str, bytes]:
    """Return the transfer encoding that keeps a text shortest while 7-bit clean, and the bytes."""
    data = text.encode("utf-8", "replace")
    lines = data.splitlines()
    data = b"\r\n".join(lines) + b"\r\n"
    if data.isascii() and max(map(len, lines), default=0) <= _LONGEST_LINE and b"\0" not in data:
        return "7bit", data
    quoted = binascii.b2a_qp(data)
    if len(quoted) <= len(data) * 4 // 3:
        return "quoted-printable", quoted
    return "base64", base64.encodebytes(data).replace(b"\n", b"\r\n")
