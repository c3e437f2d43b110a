"""Describe what is attached without believing what it says of itself."""

import hashlib
import re
import unicodedata
from typing import Final

import puremagic

from triage.mail.message import Attachment

_LONGEST_NAME: Final = 120
_LONGEST_SUFFIX: Final = 12
_SNIFFED_BYTES: Final = 8_192
# Path separators, what Windows forbids, controls, and marks that turn the writing direction.
_UNSAFE: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]'
)
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
# `<` of markup, `%` of PDF and PostScript, `{` of RTF and JSON.
_MAGIC_IN_TEXT: Final = b"<%{"
_NOT_CONTROL: Final = bytes(set(range(256)) - (set(range(32)) - set(b"\t\n\r\f\x1b")))
_SUFFIXES: Final = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/rfc822-headers": ".txt",
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "message/feedback-report": ".txt",
    "message/disposition-notification": ".txt",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/ms-tnef": ".dat",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc",
}


def describe(name: str, content_type: str, content: bytes, *, sniff: bool) -> Attachment:
    """Make the description of one attachment.

    Args:
        name: The declared file name, may be empty.
        content_type: The declared media type.
        content: The decoded bytes.
        sniff: Whether to look at the first bytes.

    Returns:
        The attachment; its name is safe, its content is not.
    """
    return Attachment(
        name=safe_name(name, content_type),
        content_type=content_type,
        sniffed_type=sniffed_type(content) if sniff else None,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def safe_name(name: str, content_type: str) -> str:
    """Return a file name without path, controls or direction marks, at most 120 characters long."""
    last = re.split(r"[/\\]", name[-4_096:])[-1]
    last = _UNSAFE.sub("_", unicodedata.normalize("NFC", last)).strip(" ._")
    if not last or not last.strip("_"):
        return "attachment" + _SUFFIXES.get(content_type, ".bin")
    if _DEVICES.match(last):
        last = f"_{last}"
    if len(last) <= _LONGEST_NAME:
        return last
    stem, dot, suffix = last.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        return last[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(suffix) - 1]}.{suffix}"


def sniffed_type(content: bytes) -> str | None:
    """Return the media type that the first bytes look like, or None."""
    head = content[:_SNIFFED_BYTES]
    if not head.strip():
        return None
    if head[0] not in _MAGIC_IN_TEXT and not head.translate(None, _NOT_CONTROL):
        # Text is known by what it lacks; asking for its magic number costs half a millisecond.
        return "text/plain"
    try:
        return puremagic.from_string(head, mime=True) or None
    except (puremagic.PureError, ValueError):
        return None
