"""Lists of properties as they stand inside a `winmail.dat` (MS-OXTNEF section 2.1.3.4)."""

import struct
from dataclasses import dataclass
from typing import Final

from triage.mail.charsets import clean, decode

_UNICODE: Final = 0x001F
_OBJECT: Final = 0x000D
_VARIABLE: Final = frozenset({0x001E, _UNICODE, 0x0102, _OBJECT})
# Bytes of one value, padded to four.
_FIXED: Final = {
    **dict.fromkeys((0x0001, 0x0002, 0x0003, 0x0004, 0x000A, 0x000B), 4),
    **dict.fromkeys((0x0005, 0x0006, 0x0007, 0x0014, 0x0040), 8),
    0x0048: 16,
}
_MULTIPLE: Final = 0x1000
_FIRST_NAMED: Final = 0x8000
_GUID: Final = 16
_MOST_PROPERTIES: Final = 2_000
_MOST_VALUES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Property:
    """The first value of a property, and the type of it."""

    type: int
    value: bytes


def read_properties(data: bytes) -> dict[int, Property]:
    """Read a list of properties as far as it goes.

    Args:
        data: The list: how many there are, and each with its type, id and values.

    Returns:
        The first of each id; named properties, which are somebody's own, are left out.
    """
    found: dict[int, Property] = {}
    cursor = _Cursor(data)
    try:
        for _ in range(min(cursor.number(), _MOST_PROPERTIES)):
            kind, number = cursor.pair()
            if number >= _FIRST_NAMED:
                cursor.skip_name()
            value = cursor.value(kind)
            if number < _FIRST_NAMED:
                found.setdefault(number, Property(kind, value))
    except _EndError:
        pass  # what was read before stands
    return found


def text_of(one: Property, charset: str) -> str:
    """Return a property's value as text.

    Args:
        one: The property.
        charset: Of what is not Unicode.

    Returns:
        The text without NUL and other controls.
    """
    if one.type & ~_MULTIPLE == _UNICODE:
        return clean(one.value.decode("utf-16-le", "replace"))
    return decode(one.value.rstrip(b"\0"), charset)[0]


class _EndError(Exception):
    """The list is shorter than it says, or has a type that nobody knows the length of."""


class _Cursor:
    """A place in a list of properties, moving on."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self) -> int:
        return int.from_bytes(self._take(4), "little")

    def pair(self) -> tuple[int, int]:
        kind, number = struct.unpack("<HH", self._take(4))
        return kind, number

    def skip_name(self) -> None:
        self._take(_GUID)
        is_word = self.number()
        size = self.number()
        if is_word:
            self._take_padded(size)

    def value(self, kind: int) -> bytes:
        """Return the first value, and stand behind the last one."""
        single = kind & ~_MULTIPLE
        fixed = _FIXED.get(single)
        if fixed is None and single not in _VARIABLE:
            raise _EndError
        count = self.number() if fixed is None or kind & _MULTIPLE else 1
        if count > _MOST_VALUES:
            raise _EndError
        values = [
            self._take_padded(self.number()) if fixed is None else self._take(fixed)
            for _ in range(count)
        ]
        first = values[0] if values else b""
        return first[_GUID:] if single == _OBJECT else first

    def _take_padded(self, size: int) -> bytes:
        taken = self._take(size)
        self._at += -size % 4
        return taken

    def _take(self, size: int) -> bytes:
        taken = self._data[self._at : self._at + size]
        if len(taken) < size:
            raise _EndError
        self._at += size
        return taken
