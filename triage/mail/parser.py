"""Bytes in, message out: total and bounded.

`parse` never raises and never hangs. The work is one pass over the header, one search per boundary
and one pass over the text, each held to the limits.
"""

import re
from typing import Final

from triage.mail.addresses import parse_addresses
from triage.mail.body import read_body
from triage.mail.defects import Defect
from triage.mail.headers import Headers
from triage.mail.identifiers import read_date, read_message_ids
from triage.mail.limits import DEFAULT, ParseLimits
from triage.mail.message import Address, ParsedMessage
from triage.mail.quotes import reply_of
from triage.mail.structure import read_structure
from triage.mail.truncated import is_truncated

_PATH: Final = re.compile(r"<([^<>]*)>")
_LONGEST_SUBJECT: Final = 1_000


def parse(raw: bytes, limits: ParseLimits = DEFAULT) -> ParsedMessage:
    """Read a mail.

    Args:
        raw: Any bytes.
        limits: How much of it is looked at.

    Returns:
        The message; what was wrong with it stands in its defects.
    """
    defects: list[str] = [Defect.CUT_MAIL] if len(raw) > limits.max_bytes else []
    if is_truncated(raw):
        defects.append(Defect.TOO_LARGE)
    raw = raw[: limits.max_bytes]
    if b"\n" not in raw[: limits.max_header_bytes]:
        raw = raw.replace(b"\r", b"\n")
    if not raw or raw.isspace():
        defects.append(Defect.EMPTY)
    structure = read_structure(raw, limits)
    headers = structure.headers
    body = read_body(raw, structure.root, limits)
    fields = _Fields(headers, limits)
    defects += [*structure.defects, *fields.defects, *body.defects]
    return ParsedMessage(
        subject=headers.get("subject")[:_LONGEST_SUBJECT],
        authors=fields.authors,
        sender=next(iter(fields.addresses("sender")), None),
        reply_to=fields.addresses("reply-to"),
        to=fields.addresses("to"),
        cc=fields.addresses("cc"),
        return_path=_return_path(headers),
        message_id=fields.message_id,
        in_reply_to=read_message_ids(headers, "in-reply-to", limits.max_references),
        references=fields.references,
        date=fields.date,
        headers=headers,
        content_type=structure.root.content_type,
        text=body.text,
        reply_text=reply_of(body.text, body.answered_at),
        html=body.html,
        attachments=tuple(body.attachments),
        defects=tuple(dict.fromkeys(defects)),
    )


class _Fields:
    """The structured fields of the outer header, and what is wrong with them."""

    def __init__(self, headers: Headers, limits: ParseLimits) -> None:
        self.defects: list[str] = []
        self._headers = headers
        self._limits = limits
        self.authors = self._authors()
        self.message_id = self._message_id()
        self.references = self._references()
        self.date = read_date(headers)
        if self.date is None:
            self.defects.append(Defect.DATE_BROKEN if "date" in headers else Defect.DATE_MISSING)

    def addresses(self, name: str) -> tuple[Address, ...]:
        found: list[Address] = []
        for value in self._headers.raw_all(name):
            found.extend(parse_addresses(value, self._limits.max_addresses - len(found)))
            if len(found) >= self._limits.max_addresses:
                self.defects.append(Defect.CUT_ADDRESSES)
                break
        return tuple(found)

    def _authors(self) -> tuple[Address, ...]:
        fields = self._headers.raw_all("from")
        if not fields:
            self.defects.append(Defect.FROM_MISSING)
        elif len(fields) > 1:
            self.defects.append(Defect.FROM_REPEATED)
        authors = self.addresses("from")
        if fields and not authors:
            self.defects.append(Defect.ADDRESS_BROKEN)
        return authors

    def _message_id(self) -> str | None:
        ids = read_message_ids(self._headers, "message-id", self._limits.max_references)
        if not ids:
            present = "message-id" in self._headers
            self.defects.append(Defect.MESSAGE_ID_BROKEN if present else Defect.MESSAGE_ID_MISSING)
            return None
        return ids[0]

    def _references(self) -> tuple[str, ...]:
        most = self._limits.max_references
        found = read_message_ids(self._headers, "references", most + 1)
        if len(found) > most:
            self.defects.append(Defect.CUT_REFERENCES)
        return found[-most:]


def _return_path(headers: Headers) -> str | None:
    """Return the envelope sender, empty for the null reverse-path, None where none is noted."""
    values = headers.raw_all("return-path")
    if not values:
        return None
    inside = _PATH.search(values[0])
    return (inside[1] if inside else values[0]).strip()
