"""What a mail is to the rest of the house: one immutable value, already decoded.

Every text in here is safe to store and to show as text: no NUL, no lone surrogate, no line break
in a header's value. None of it is safe to trust: the sender wrote it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from triage.mail.headers import Headers


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox (RFC 5322 section 3.4): a display name, maybe empty, and `local@domain`."""

    name: str
    address: str

    @property
    def local(self) -> str:
        """The part before the last `@`, as written; the whole where there is none."""
        return self.address.rpartition("@")[0] or self.address

    @property
    def domain(self) -> str:
        """The part after the last `@`, lower-cased; empty where there is none."""
        return self.address.rpartition("@")[2].lower() if "@" in self.address else ""


MOST_JUDGED = 65_536
"""Bytes of an attachment that a rule looks at: notes of programs are short."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the visible text: described by us, never trusted.

    Attributes:
        name: A file name without path, control or direction characters, at most 120 characters
            long; made up from the type where the mail gives none.
        content_type: The declared media type, lower-cased, without parameters.
        sniffed_type: The media type that the first bytes look like, or None.
        size: Length of the decoded content in bytes.
        sha256: Hexadecimal digest of the decoded content.
        content: The decoded bytes.
    """

    name: str
    content_type: str
    sniffed_type: str | None
    size: int
    sha256: str
    content: bytes = field(repr=False)

    @property
    def judged(self) -> bytes:
        """The first bytes of the content, which rules may look at."""
        return self.content[:MOST_JUDGED]


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    r"""A mail after parsing; `parse` makes one from any bytes whatever.

    Attributes:
        subject: Decoded, on one line; empty where the mail has none.
        authors: The mailboxes of From, in order; empty where nothing in it can be read.
        sender: The mailbox of the Sender field.
        reply_to: The mailboxes of Reply-To.
        to: The mailboxes of To.
        cc: The mailboxes of Cc.
        return_path: The envelope sender that the last hop noted: `""` for the null reverse-path
            `<>` (RFC 5321 section 4.5.5), None where the mail has no Return-Path.
        message_id: With its angle brackets, or None.
        in_reply_to: Message-IDs with their angle brackets.
        references: Message-IDs with their angle brackets, oldest first.
        date: What the sender's clock said, in UTC; None where it cannot be read. For show only:
            no clock of ours starts with it.
        headers: All fields of the outer header.
        content_type: The declared media type of the whole mail, lower-cased.
        text: The best visible text, lines ended by `\n`, no line break at either end.
        reply_text: `text` without what is quoted and without the signature.
        html: The HTML part as it came, or None; not safe to show before cleaning.
        attachments: Every other part.
        defects: What was wrong with the mail, in stable short codes, each once.
    """

    subject: str
    authors: tuple[Address, ...]
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    return_path: str | None
    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    date: datetime | None
    headers: Headers
    content_type: str
    text: str
    reply_text: str
    html: str | None
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...]

    @property
    def author(self) -> Address | None:
        """The first mailbox of From, or None."""
        return self.authors[0] if self.authors else None
