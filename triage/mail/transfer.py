"""Undo a Content-Transfer-Encoding (RFC 2045 section 6) and inline uuencode, always."""

import binascii
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from triage.mail.defects import Defect

_AS_IT_IS: Final = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit", "none"})
_UUENCODE: Final = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
_BASE64_BYTES: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64: Final = bytes(set(range(256)) - set(_BASE64_BYTES))
_UU_BEGIN: Final = re.compile(r"^begin [0-7]{3,4} (.{1,200}?)\r?$", re.MULTILINE)


def decode_transfer(content: bytes, encoding: str) -> tuple[bytes, Defect | None]:
    """Return the bytes that an encoding stands for; as much of them as there is.

    Args:
        content: The body of a part.
        encoding: The declared encoding, lower-cased.

    Returns:
        The decoded bytes, and what was wrong, if anything.
    """
    if encoding in _AS_IT_IS:
        return content, None
    if encoding == "base64":
        return decode_base64(content)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(content), None
    if encoding in _UUENCODE:
        begin = re.search(rb"^begin [^\n]*\n", content, re.MULTILINE)
        lines = content[begin.end() if begin else 0 :].split(b"\n")
        return _decode_uu(lines)
    return content, Defect.ENCODING_UNKNOWN


def decode_base64(content: bytes) -> tuple[bytes, Defect | None]:
    """Decode base64; what follows the padding is not part of it, a cut end is left out.

    Returns:
        The bytes, and `BASE64_BROKEN` where anything had to be mended or left out.
    """
    try:
        decoded = binascii.a2b_base64(content)
    except binascii.Error:
        # Not a multiple of four: cut off on the way, or the padding is missing.
        data = content.translate(None, _NOT_BASE64).partition(b"=")[0]
        data = data[: -(len(data) % 4 == 1) or None]
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4)), Defect.BASE64_BROKEN
    foreign = content.translate(None, _BASE64_BYTES + b" \t\r\n")
    after_padding = content.rstrip(b"= \t\r\n").find(b"=") >= 0
    return decoded, Defect.BASE64_BROKEN if foreign or after_padding else None


def _decode_uu(lines: list[bytes]) -> tuple[bytes, Defect | None]:
    decoded: list[bytes] = []
    for line in lines:
        line = line.rstrip(b"\r")  # noqa: PLW2901 - the loop reads lines without their ends
        if line in {b"end", b"`", b""}:
            break
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Broken encoders pad a line; its first byte says how much of it counts.
            length = ((line[0] - 32) & 63) * 4 // 3 + 1
            try:
                decoded.append(binascii.a2b_uu(line[: length + 1]))
            except binascii.Error:
                return b"".join(decoded), Defect.UUENCODE_BROKEN
    return b"".join(decoded), None


def inline_files(text: str, most: int) -> list[tuple[str, bytes]]:
    """Decode the uuencoded files that stand inside a text.

    Args:
        text: The visible text, lines ended by a line feed.
        most: How many files are read at most.

    Returns:
        The name and content of each.
    """
    return [
        (name, _decode_uu(text[start:end].encode("utf-8", "replace").split(b"\n"))[0])
        for name, _, start, end in islice(_uu_spans(text), most)
    ]


def without_inline_files(text: str) -> str:
    """Return a text without the uuencoded files in it."""
    kept: list[str] = []
    at = 0
    for _, begin, _, end in _uu_spans(text):
        kept.append(text[at:begin])
        at = end + len("\nend")
    return "".join(kept) + text[at:]


def _uu_spans(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield the name of each file, where its `begin` line, its data and its `end` line begin."""
    if "begin " not in text:
        return
    end = 0
    for begin in _UU_BEGIN.finditer(text):
        if begin.start() >= end:
            end = text.find("\nend", begin.end())
            if end < 0:
                return
            yield begin[1], begin.start(), begin.end() + 1, end
