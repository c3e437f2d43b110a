"""Header fields as bytes: folded, encoded where they must be, and never two where one was meant."""

import base64
import re
from collections.abc import Iterator
from typing import Final

import idna

_LINE: Final = 76
"""The longest line that may hold an encoded word (RFC 2047 section 2)."""
_WORD_FRAME: Final = len("=?utf-8?b??=")
_CONTINUES: Final = 0b10
"""The first two bits of a byte that is not the first of its character in UTF-8."""
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_PLAIN: Final = re.compile(r"[ -~]*")
_ATOMS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+")
_ADDRESS_BREAKS: Final = re.compile(r"[\x00-\x20\x7f\x85\xa0\u2028\u2029<>,;]")
_QUOTED_LOCAL: Final = re.compile(r'"(?:[^"\\\x00-\x1f\x7f<>]|\\[ -~])*"')
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,500}>")


class UnsendableAddressError(ValueError):
    """An address that cannot stand in a header or an envelope."""


def text_field(name: str, value: str) -> bytes:
    """Return an unstructured field (RFC 5322 section 2.2.1), folded, with its line break.

    Words before the first one that must be encoded stay readable as they are.

    Args:
        name: The field's name.
        value: Any text; line breaks and control characters become blanks.
    """
    words = _UNSAFE.sub(" ", value).split()
    room = _LINE - len(name) - 2
    plain = next((i for i, word in enumerate(words) if not _is_plain(word)), len(words))
    written = words[:plain]
    if plain < len(words):
        written.append(_encoded(" ".join(words[plain:]), _LINE - 1 if plain else room))
    return f"{name}: {_folded(' '.join(written), room)}\r\n".encode("ascii")


def address_field(name: str, address: str, display_name: str = "") -> bytes:
    """Return a field that holds one mailbox (RFC 5322 section 3.4).

    The result is ASCII unless the address itself has a local part that is not (RFC 6531).

    Raises:
        UnsendableAddressError: The address cannot stand in a header.
    """
    written = f"<{safe_address(address)}>"
    phrase = _phrase(display_name, _LINE - len(name) - 2)
    between = "\r\n " if len(name) + len(phrase) + len(written) + 3 > _LINE and phrase else " "
    value = f"{phrase}{between}{written}" if phrase else written
    return f"{name}: {value}\r\n".encode()


def ids_field(name: str, ids: tuple[str, ...]) -> bytes:
    """Return a field of Message-IDs, one a line; nothing where none of them is well-formed."""
    sound = [one for one in ids if _MESSAGE_ID.fullmatch(one)]
    value = "\r\n ".join(sound)
    return f"{name}: {value}\r\n".encode("ascii") if sound else b""


def safe_address(address: str) -> str:
    """Return an address as it may stand between angle brackets, its domain in ASCII.

    Args:
        address: `local@domain`; the local part may be quoted and may hold any script.

    Raises:
        UnsendableAddressError: It is no such thing, or it holds what would end it early.
    """
    local, at, domain = address.rpartition("@")
    is_quoted = _QUOTED_LOCAL.fullmatch(local) is not None
    broken = not at or not local or (not is_quoted and _ADDRESS_BREAKS.search(local))
    if broken or ('"' in local and not is_quoted) or not local.isprintable():
        raise UnsendableAddressError(f"{address!r} is no address that mail can be sent to")
    return f"{local}@{_ascii_domain(domain, address)}"


def _ascii_domain(domain: str, address: str) -> str:
    if domain.isascii():
        if re.fullmatch(r"[A-Za-z0-9._\-\[\]:]+", domain):
            return domain
    else:
        try:
            return idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise UnsendableAddressError(f"the domain of {address!r}: {error}") from error
    raise UnsendableAddressError(f"the domain of {address!r} is none")


def _phrase(display_name: str, room: int) -> str:
    name = " ".join(_UNSAFE.sub(" ", display_name).split())
    if not _PLAIN.fullmatch(name) or "=?" in name or len(name) > room:
        return _folded(_encoded(name, room), room)
    if not name or _ATOMS.fullmatch(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _encoded(value: str, room: int) -> str:
    """Return encoded words (RFC 2047), none of which splits a character."""
    return " ".join(
        f"=?utf-8?b?{base64.b64encode(piece).decode('ascii')}?="
        for piece in _pieces(value.encode("utf-8", "replace"), room)
    )


def _pieces(data: bytes, room: int) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = min(start + (room - _WORD_FRAME) // 4 * 3, len(data))
        while end < len(data) and data[end] >> 6 == _CONTINUES:
            end -= 1
        yield data[start:end]
        start, room = end, _LINE - 1


def _is_plain(word: str) -> bool:
    return _PLAIN.fullmatch(word) is not None and "=?" not in word and len(word) < _LINE // 2


def _folded(value: str, room: int) -> str:
    """Break a line at its blanks so that no part is longer than 76 characters."""
    if len(value) <= room:
        return value
    lines = [""]
    for word in value.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > (room if len(lines) == 1 else _LINE - 1):
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return "\r\n ".join(lines)
