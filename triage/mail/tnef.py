"""Read what Outlook and Exchange pack into `winmail.dat` (MS-OXTNEF): files, and the text itself.

One pass over attributes of a level, an id, a length and data (section 2.1.3); a length that points
outside ends it. What is embedded as another mail is a file like any other, and not opened.
"""

import struct
from dataclasses import dataclass, field
from typing import Final

from triage.mail.charsets import decode
from triage.mail.limits import ParseLimits
from triage.mail.mapi import Property, read_properties, text_of
from triage.mail.parameters import MEDIA_TYPE

_SIGNATURE: Final = b"\x78\x9f\x3e\x22"
_HEAD: Final = len(_SIGNATURE) + 2
_ATTRIBUTE: Final = struct.Struct("<BHHI")
_CHECKSUM: Final = 2
_MOST_ATTRIBUTES: Final = 5_000

# Attributes (section 2.1.3.3).
_BODY: Final = 0x800C
_FILE_BEGINS: Final = 0x9002
_FILE_TITLE: Final = 0x8010
_FILE_CONTENT: Final = 0x800F
_FILE_PROPERTIES: Final = 0x9005
_MESSAGE_PROPERTIES: Final = 0x9003
_CODE_PAGE: Final = 0x9007

# Properties of a message and of a file (MS-OXPROPS).
_PLAIN: Final = 0x1000
_HTML: Final = 0x1013
_INTERNET_CODE_PAGE: Final = 0x3FDE
_CONTENT: Final = 0x3701
_MEDIA_TYPE: Final = 0x370E
_NAMES: Final = (0x3707, 0x3704, 0x3001)
_LONGEST_NAME: Final = 4_096


@dataclass(slots=True)
class TnefFile:
    """A file of a package: what is said of it, and its bytes."""

    name: str = ""
    content_type: str = "application/octet-stream"
    content: bytes = b""


@dataclass(slots=True)
class TnefContents:
    """What a package holds.

    Attributes:
        text: The mail's plain text, empty where there is none.
        html: Its HTML, or None.
        files: In order.
        is_broken: Whether it ended before it was done, or is no such package at all.
    """

    text: str = ""
    html: str | None = None
    files: list[TnefFile] = field(default_factory=list)
    is_broken: bool = False


def read_tnef(content: bytes, limits: ParseLimits) -> TnefContents:
    """Open a package as far as it can be read.

    Args:
        content: The decoded bytes of `winmail.dat`.
        limits: Bounds on its texts and on how many files are taken out of it.

    Returns:
        Its contents; nothing is believed, and nothing fails.
    """
    if not content.startswith(_SIGNATURE):
        return TnefContents(is_broken=True)
    reader = _Reader(limits)
    at = _HEAD
    for _ in range(_MOST_ATTRIBUTES):
        if at + _ATTRIBUTE.size > len(content):
            break
        _, attribute, _, size = _ATTRIBUTE.unpack_from(content, at)
        start = at + _ATTRIBUTE.size
        reader.take(attribute, content[start : start + size])
        at = start + size + _CHECKSUM
    is_cut, is_unfinished = at > len(content), at + _ATTRIBUTE.size <= len(content)
    reader.found.is_broken = is_cut or is_unfinished
    return reader.found


class _Reader:
    def __init__(self, limits: ParseLimits) -> None:
        self.found = TnefContents()
        self._limits = limits
        self._file = TnefFile()  # of which nothing is kept until one begins
        self._charset = ""

    def take(self, attribute: int, data: bytes) -> None:
        if attribute == _CODE_PAGE:
            self._charset = _charset_of(data)
        elif attribute == _BODY:
            body = self._decoded(data[: self._limits.max_text_bytes])
            self.found.text = self.found.text or body
        elif attribute == _MESSAGE_PROPERTIES:
            self._take_message(data)
        elif attribute == _FILE_BEGINS:
            self._file = TnefFile()
            if len(self.found.files) < self._limits.max_parts:
                self.found.files.append(self._file)
        elif attribute == _FILE_TITLE:
            self._file.name = self._file.name or self._decoded(data)
        elif attribute == _FILE_CONTENT:
            self._file.content = data
        elif attribute == _FILE_PROPERTIES:
            self._take_file(data)

    def _take_message(self, data: bytes) -> None:
        properties = read_properties(data)
        page = properties.get(_INTERNET_CODE_PAGE)
        charset = _charset_of(page.value) if page else self._charset
        if plain := properties.get(_PLAIN):
            self.found.text = _text(plain, self._charset, self._limits.max_text_bytes)
        if html := properties.get(_HTML):
            self.found.html = _text(html, charset, self._limits.max_html_bytes) or None

    def _take_file(self, data: bytes) -> None:
        properties = read_properties(data)
        named = (properties[one] for one in _NAMES if one in properties)
        names = (_text(one, self._charset, _LONGEST_NAME) for one in named)
        self._file.name = next(filter(None, names), self._file.name)
        if kind := properties.get(_MEDIA_TYPE):
            declared = _text(kind, self._charset, _LONGEST_NAME).lower()
            if MEDIA_TYPE.fullmatch(declared):
                self._file.content_type = declared
        if content := properties.get(_CONTENT):
            self._file.content = content.value

    def _decoded(self, data: bytes) -> str:
        return decode(data.rstrip(b"\0"), self._charset)[0]


def _text(one: Property, charset: str, most: int) -> str:
    return text_of(Property(one.type, one.value[:most]), charset)


_OTHER_PAGES: Final = {
    65001: "utf-8",
    65000: "utf-7",
    20127: "us-ascii",
    20866: "koi8-r",
    21866: "koi8-u",
    54936: "gb18030",
    51949: "euc-kr",
    **{28590 + part: f"iso-8859-{part}" for part in (*range(1, 10), 13, 15)},
}


def _charset_of(data: bytes) -> str:
    """Return the charset of a code page's number, empty where none is given."""
    number = int.from_bytes(data[:4], "little")
    return _OTHER_PAGES.get(number, f"cp{number}") if number else ""
