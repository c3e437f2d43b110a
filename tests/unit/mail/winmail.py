"""Packages as Outlook makes them (`winmail.dat`), byte by byte, for tests."""

import struct

from triage.mail.mapi import Property

STRING, UNICODE, BINARY, NUMBER, OBJECT = 0x1E, 0x1F, 0x0102, 0x0003, 0x000D


def attribute(number: int, data: bytes, level: int = 1) -> bytes:
    """Make one attribute with its checksum."""
    return (
        struct.pack("<BIi", level, number, len(data)) + data + struct.pack("<H", sum(data) % 65536)
    )


def properties(values: dict[int, Property]) -> bytes:
    """Make a list of properties; `NUMBER` has a value of four bytes, others any."""
    made = struct.pack("<I", len(values))
    for number, one in values.items():
        made += struct.pack("<HH", one.type, number)
        if one.type != NUMBER:
            made += struct.pack("<II", 1, len(one.value))
        made += one.value + b"\0" * (-len(one.value) % 4)
    return made


def package(*attributes: bytes, code_page: int = 1252) -> bytes:
    """Make a whole package."""
    version = attribute(0x00089006, struct.pack("<I", 0x00010000))
    page = attribute(0x00069007, struct.pack("<II", code_page, 0))
    return struct.pack("<IH", 0x223E9F78, 1) + version + page + b"".join(attributes)


def message(values: dict[int, Property]) -> bytes:
    """Make the attribute with a mail's properties."""
    return attribute(0x00069003, properties(values))


def file(title: str, content: bytes, values: dict[int, Property] | None = None) -> bytes:
    """Make the attributes of one file."""
    made = attribute(0x00069002, b"\0" * 14, 2)
    made += attribute(0x00018010, title.encode() + b"\0", 2) + attribute(0x0006800F, content, 2)
    return made + (attribute(0x00069005, properties(values), 2) if values else b"")
