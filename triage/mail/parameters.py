"""Values with parameters: Content-Type and Content-Disposition (RFC 2045, 2183, 2231)."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import unquote_to_bytes

from triage.mail.charsets import decode

MEDIA_TYPE: Final = re.compile(r"[^\s/;]{1,80}/[^\s/;]{1,120}")
"""A type and a subtype (RFC 2045 section 5.1), more or less."""

_PARAMETER: Final = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_COMMENT: Final = re.compile(r"\([^()]*\)")
_PIECE: Final = re.compile(r"(.+?)\*(\d{1,3})?(\*)?$")


_MOST_PARAMETERS: Final = 100


@dataclass(frozen=True, slots=True)
class Parametrised:
    """A token, lower-cased, and its parameters by lower-cased name."""

    token: str
    parameters: dict[str, str]


def parse_parametrised(value: str) -> Parametrised:
    """Read `token; name=value; …`, with RFC 2231's pieces joined and decoded.

    Args:
        value: The raw, unfolded value.

    Returns:
        The token, empty where there is none, and the first value of each parameter.
    """
    head, _, _ = value.partition(";")
    if "(" in head:
        head = _COMMENT.sub("", head)
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    found = _PARAMETER.finditer(value, value.find(";") if ";" in value else len(value))
    for match in islice(found, _MOST_PARAMETERS):
        name, text = match[1].lower(), _unquoted(match[2])
        if "*" in name and (piece := _PIECE.fullmatch(name)):
            place = int(piece[2] or 0)
            encoded = piece[3] is not None or piece[2] is None
            pieces.setdefault(piece[1], {}).setdefault(place, (text, encoded))
        else:
            plain.setdefault(name, text)
    for name, numbered in pieces.items():
        plain[name] = _joined(numbered)
    return Parametrised(head.strip().lower(), plain)


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        return _ESCAPED.sub(r"\1", value.strip('"'))
    return value.partition(" (")[0]


def _joined(numbered: dict[int, tuple[str, bool]]) -> str:
    """Join RFC 2231's continuations; the charset stands before the first of them."""
    first_text, first_encoded = numbered[min(numbered)]
    charset = ""
    if first_encoded and first_text.count("'") >= 2:  # noqa: PLR2004 - charset'language'text
        charset, _, first_text = first_text.split("'", 2)
        numbered[min(numbered)] = (first_text, True)
    joined = b"".join(
        unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
        for _, (text, encoded) in sorted(numbered.items())
    )
    return decode(joined, charset)[0]
