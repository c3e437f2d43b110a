"""The parts of a mail (RFC 2046), found without recursion and without copying.

Parts are offsets into the raw bytes. A multipart is cut from the outside in: an inner part that
was never closed ends where the outer one goes on, and a boundary used twice cuts once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from triage.mail.defects import Defect
from triage.mail.fields import split_header
from triage.mail.headers import Headers
from triage.mail.limits import ParseLimits
from triage.mail.parameters import MEDIA_TYPE, Parametrised, parse_parametrised
from triage.mail.words import decode_words

_NO_HEADERS: Final = Headers()
_FIRST_BOUNDARY: Final = re.compile(rb"^--([^\s-][^\r\n]{0,69})\r?$", re.MULTILINE)
_ENDS_MARK: Final = frozenset({b"", b" ", b"\t", b"\r", b"\n"})
# Whatever the configuration says: the tree is walked by recursion later on.
_DEEPEST: Final = 200
_GUESS_WITHIN: Final = 65_536
# Lines that begin like a delimiter and are looked at, in one multipart.
_MOST_CANDIDATES: Final = 5_000


@dataclass(slots=True)
class Part:
    """A node of the tree; `start` and `end` are its body's offsets in the raw mail.

    Attributes:
        content_type: Lower-cased media type; the default of its place where it declares none.
        parameters: Of Content-Type.
        disposition: `inline`, `attachment` or empty.
        filename: As declared, decoded, not yet safe.
        encoding: Content-Transfer-Encoding, lower-cased.
        children: The parts of a multipart.
    """

    start: int
    end: int
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    encoding: str = ""
    children: list["Part"] = field(default_factory=list)

    @property
    def is_multipart(self) -> bool:
        """Whether it was cut into parts."""
        return bool(self.children)


@dataclass(frozen=True, slots=True)
class Structure:
    """The tree, the outer header, and what was wrong on the way."""

    root: Part
    headers: Headers
    defects: tuple[Defect, ...]


def read_structure(raw: bytes, limits: ParseLimits) -> Structure:
    """Split a mail into its header and the tree of its parts.

    Args:
        raw: The mail.
        limits: Bounds on depth, parts and headers.

    Returns:
        The tree; never fails.
    """
    header = split_header(raw, 0, len(raw), limits)
    defects = list(header.defects)
    root = _part(header.headers, header.body_start, len(raw), "text/plain")
    pending = [(root, 0)]
    count = 1
    while pending:
        part, depth = pending.pop()
        if not part.content_type.startswith("multipart/"):
            continue
        if depth >= min(limits.max_depth, _DEEPEST):
            defects.append(Defect.CUT_DEPTH)
            continue
        spans = _spans(raw, part, limits.max_parts - count, defects)
        count += len(spans)
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        part.children = [_child(raw, start, end, default, limits, defects) for start, end in spans]
        pending.extend((child, depth + 1) for child in part.children)
    return Structure(root, header.headers, tuple(defects))


def _child(  # noqa: PLR0913, PLR0917 - one call site; a bundle would hide what it reads
    raw: bytes, start: int, end: int, default: str, limits: ParseLimits, defects: list[Defect]
) -> Part:
    header = split_header(raw, start, end, limits)
    defects.extend(header.defects)
    return _part(header.headers, header.body_start, end, default)


def _part(headers: Headers, start: int, end: int, default: str) -> Part:
    """Make a node out of a part's own header."""
    declared = _parametrised(headers, "content-type")
    disposition = _parametrised(headers, "content-disposition")
    encoding = _parametrised(headers, "content-transfer-encoding").token
    known = MEDIA_TYPE.fullmatch(declared.token)
    name = disposition.parameters.get("filename") or declared.parameters.get("name", "")
    return Part(
        start=min(start, end),
        end=end,
        content_type=declared.token if known else default,
        parameters=declared.parameters,
        disposition=disposition.token,
        filename=decode_words(name) if name else "",
        encoding=encoding,
    )


_NOTHING_DECLARED: Final = Parametrised("", {})


def _parametrised(headers: Headers, name: str) -> Parametrised:
    values = headers.raw_all(name)
    return parse_parametrised(values[0]) if values else _NOTHING_DECLARED


def _spans(raw: bytes, part: Part, most: int, defects: list[Defect]) -> list[tuple[int, int]]:
    """Return the offsets of a multipart's parts; none where no boundary can be found."""
    boundary = _boundary(raw, part, defects)
    if not boundary:
        return []
    if boundary.endswith(b" ") and raw.find(b"\n--" + boundary, part.start - 1, part.end) < 0:
        # A relay took the blanks off the ends of lines.
        boundary = boundary.rstrip()
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    closed = False
    for at, after, closing in _delimiters(raw, boundary, part):
        if opened is not None:
            spans.append((opened, _before_break(raw, at, opened)))
        opened = None if closing else after
        closed = closed or closing
        if len(spans) >= most:
            defects.append(Defect.CUT_PARTS)
            return spans[: max(most, 0)]
    if opened is not None:
        spans.append((opened, part.end))
    if not spans:
        defects.append(Defect.BOUNDARY_UNUSED)
    elif not closed:
        defects.append(Defect.BOUNDARY_UNCLOSED)
    return spans


def _boundary(raw: bytes, part: Part, defects: list[Defect]) -> bytes:
    """Return the declared boundary, else what looks like one; empty where nothing does."""
    declared = part.parameters.get("boundary", "")
    if declared.strip():
        return declared.encode("utf-8", "replace")
    defects.append(Defect.BOUNDARY_MISSING)
    guess = _FIRST_BOUNDARY.search(raw, part.start, min(part.end, part.start + _GUESS_WITHIN))
    return guess[1].rstrip() if guess else b""


def _delimiters(raw: bytes, boundary: bytes, part: Part) -> Iterator[tuple[int, int, bool]]:
    """Yield where each delimiter begins, where the line after it does, and whether it closes.

    Section 5.1.1: a delimiter stands at the beginning of a line, and a blank or nothing comes after
    it: one boundary may begin with another.
    """
    mark = b"--" + boundary
    at = part.start
    if not raw.startswith(mark, at, part.end):
        at = raw.find(b"\n" + mark, part.start, part.end) + 1 or -1
    for _ in range(_MOST_CANDIDATES):
        if at < 0:
            return
        mark_end = at + len(mark)
        closing = raw.startswith(b"--", mark_end)
        if closing or raw[mark_end : mark_end + 1] in _ENDS_MARK:
            line_end = raw.find(b"\n", mark_end, part.end) + 1
            yield at, line_end or part.end, closing
        at = raw.find(b"\n" + mark, mark_end, part.end) + 1 or -1


def _before_break(raw: bytes, at: int, lowest: int) -> int:
    """Leave out the line break before a delimiter, which belongs to it."""
    if raw[at - 1 : at] == b"\n" and at > lowest:
        at -= 1
    if raw[at - 1 : at] == b"\r" and at > lowest:
        at -= 1
    return at
