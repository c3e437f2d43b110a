"""Encoded words in header fields (RFC 2047), read in one pass over the value."""

import binascii
import re
from collections.abc import Iterator
from typing import Final

from triage.mail.charsets import clean, decode
from triage.mail.transfer import decode_base64

# Lenient where real mail is: spaces inside, an RFC 2231 language, padding left off.
_WORD: Final = re.compile(r"=\?([\w.:-]{1,60})(?:\*[\w-]{0,40})?\?([bBqQ])\?([^?\r\n]*)\?=")
# Embeddings and overrides turn the words around them; a header shows one line and needs none.
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def decode_words(value: str) -> str:
    """Return a header value as text on one line; whatever cannot be decoded stays as it is."""
    if "=?" in value:
        value = "".join(_decoded(value))
    if not value.isprintable():
        value = clean(_TURNS.sub("", " ".join(value.split())))
    return value.strip()


def _decoded(value: str) -> Iterator[str]:
    """Yield the pieces of a value, neighbouring words of one charset decoded together.

    Writers split a character over two words, against section 5 (3); joining the bytes mends it.
    """
    end = 0
    pending = b""
    pending_charset = ""
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        charset, encoding, payload = word.groups()
        apart = bool(between.strip()) or end == 0 or charset.lower() != pending_charset
        if apart and pending:
            yield decode(pending, pending_charset)[0]
            pending = b""
        if between.strip() or end == 0:
            yield between
        pending += _bytes_of(payload, encoding)
        pending_charset = charset.lower()
        end = word.end()
    if pending:
        yield decode(pending, pending_charset)[0]
    yield value[end:]


def _bytes_of(payload: str, encoding: str) -> bytes:
    """Undo the B or Q encoding of one word."""
    raw = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    return decode_base64(raw)[0]
