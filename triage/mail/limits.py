"""How much of a mail is looked at: what bounds the time and memory of one message."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """Bounds on one mail; what lies beyond is left out of the parsed message and noted.

    The raw bytes are kept elsewhere, whole, whatever these say.

    Attributes:
        max_bytes: Of the raw mail.
        max_header_bytes: Of one header, the outer one or that of a part.
        max_fields: Fields in one header.
        max_field_chars: Of one field's value, unfolded.
        max_addresses: Mailboxes read from one field.
        max_references: Message-IDs read from References, the newest ones.
        max_depth: Multiparts inside multiparts; what is deeper is an attachment;
            200 at most.
        max_parts: Parts of the whole mail.
        max_text_bytes: Bytes of one text part that are decoded.
        max_html_bytes: Bytes of one HTML part that are made into text.
        max_text_chars: Of the visible text.
        max_sniffed: Attachments whose first bytes are looked at.
    """

    max_bytes: int = 50 * 1024 * 1024
    max_header_bytes: int = 256 * 1024
    max_fields: int = 1_000
    max_field_chars: int = 16_384
    max_addresses: int = 500
    max_references: int = 200
    max_depth: int = 60
    max_parts: int = 250
    max_text_bytes: int = 1024 * 1024
    max_html_bytes: int = 512 * 1024
    max_text_chars: int = 200_000
    max_sniffed: int = 8


DEFAULT: Final = ParseLimits()
