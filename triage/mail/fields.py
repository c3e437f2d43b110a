"""Where a header ends and what its fields are, for any bytes whatever."""

import re
from dataclasses import dataclass
from typing import Final

from triage.mail.defects import Defect
from triage.mail.headers import Headers
from triage.mail.limits import ParseLimits

# A name is printable ASCII without a colon (RFC 5322 section 2.2); the obsolete syntax of section
# 4.5 lets blanks stand before the colon. Continuations begin with a blank or a tab.
_FIELD: Final = re.compile(r"([!-9;-~]{1,200})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")
_FOLDED_LINE: Final = re.compile(r"[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)")
_BLANK: Final = re.compile(rb"\n\r?\n")
_LEADING: Final = re.compile(rb"(?:[ \t]*\r?\n)+")
_MBOX: Final = re.compile(rb">?From (?![ \t]*:)[^\r\n]*\r?\n")
# Only these are believed after a line that is no field: any word and a colon may begin a body.
_KNOWN: Final = re.compile(
    r"(?:from|to|cc|bcc|subject|date|reply-to|sender|message-id|in-reply-to|references|received|"
    r"return-path|delivered-to|mime-version|content-[a-z-]+|list-[a-z-]+|x-[a-z0-9-]+|dkim-[a-z]+|"
    r"arc-[a-z-]+|authentication-results|auto-submitted|precedence|resent-[a-z-]+|user-agent)"
    r"[ \t]*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SplitHeader:
    """A header and the offset at which its body begins."""

    headers: Headers
    body_start: int
    defects: tuple[Defect, ...]


def split_header(raw: bytes, start: int, end: int, limits: ParseLimits) -> SplitHeader:
    """Split the fields off `raw[start:end]`; whatever is no header is body.

    Args:
        raw: The whole mail.
        start: Where the header may begin; blank lines and an mbox `From ` line are passed over.
        end: Where the part ends.
        limits: Bounds on the header's size, fields and values.

    Returns:
        The fields, where the body begins, and the defects met.
    """
    defects: list[Defect] = []
    if raw[start : start + 1] in {b"\r", b"\n"} and start == 0:
        start = _past(_LEADING, raw, start, end)
    if mbox := _MBOX.match(raw, start, end):
        start = mbox.end()
        defects.append(Defect.MBOX_LINE)
    if raw.startswith((b"\n", b"\r\n"), start):
        return SplitHeader(Headers(), raw.index(b"\n", start) + 1, tuple(defects))
    header_end, body_start = _end_of_header(raw, start, end, limits.max_header_bytes, defects)
    block = _text_of(raw[start:header_end], defects)
    fields, unread = _fields_of(block, limits, defects)
    if unread is not None:
        # The body begins inside what looked like the header: count back to its offset in bytes.
        body_start = start + _bytes_before(raw[start:header_end], block.count("\n", 0, unread))
    return SplitHeader(Headers(fields), min(body_start, end), tuple(defects))


def _past(pattern: re.Pattern[bytes], raw: bytes, start: int, end: int) -> int:
    """Return the offset after a match of the pattern at `start`, else `start`."""
    match = pattern.match(raw, start, end)
    return match.end() if match else start


def _end_of_header(
    raw: bytes, start: int, end: int, limit: int, defects: list[Defect]
) -> tuple[int, int]:
    """Return where the header ends and where the body begins."""
    blank = _BLANK.search(raw, start, min(end, start + limit))
    if blank:
        return blank.start() + 1, blank.end()
    if end - start <= limit:
        return end, end
    defects.append(Defect.CUT_HEADER)
    candidates = (raw.find(b"\n\n", start, end), raw.find(b"\n\r\n", start, end))
    found = [offset for offset in candidates if offset >= 0]
    if not found:
        return start + limit, end
    return start + limit, raw.index(b"\n", min(found) + 1) + 1


def _text_of(block: bytes, defects: list[Defect]) -> str:
    """Decode a header: ASCII, UTF-8 (RFC 6532), else each line by itself as it best can be."""
    block = block.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    if block.isascii():
        return block.decode("ascii")
    try:
        return block.decode("utf-8")
    except UnicodeDecodeError:
        defects.append(Defect.HEADER_8BIT)
        return "\n".join(map(_line_text, block.split(b"\n")))


def _line_text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _fields_of(
    block: str, limits: ParseLimits, defects: list[Defect]
) -> tuple[list[tuple[str, str]], int | None]:
    """Return the fields, and the offset from which the block is no header, if it ends early."""
    fields: list[tuple[str, str]] = []
    at = 0
    while at < len(block):
        field = _FIELD.match(block, at)
        if field is None:
            line_end = _end_of_line(block, at)
            if not _KNOWN.match(block, line_end):
                defects.append(Defect.HEADER_UNENDED)
                return fields, at
            defects.append(Defect.HEADER_JUNK)
            at = line_end
            continue
        if len(fields) == limits.max_fields:
            defects.append(Defect.CUT_HEADER)
            break
        fields.append((field[1], _value(field[2], limits.max_field_chars, defects)))
        at = field.end()
    return fields, None


def _end_of_line(block: str, at: int) -> int:
    line = _FOLDED_LINE.match(block, at)
    return line.end() if line else len(block)


def _value(folded: str, limit: int, defects: list[Defect]) -> str:
    """Unfold a value (RFC 5322 section 2.2.3) and hold it to its limit."""
    value = folded.replace("\n", "").strip()
    if len(value) > limit:
        defects.append(Defect.CUT_FIELD)
        value = value[:limit]
    return value


def _bytes_before(block: bytes, lines: int) -> int:
    """Return the length of the first so many lines."""
    at = 0
    for _ in range(lines):
        at = block.index(b"\n", at) + 1
    return at
