"""Order numbers and payment references: what a number or code is, by shape and neighbours."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifiers.extract.found import Found
from classifiers.extract.lexemes import kind_of
from classifiers.text.tokens import folded
from models.vocabulary import Field

# A word, or a code that may hold dashes and underscores; with its place.
_PIECE = re.compile(
    r"(?:pi|ch|py|cs|in|txn|re|seti|cus|payin)_[A-Za-z0-9_]{8,}"
    r"|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    r"|[A-Za-z]{2,5}-\d[\dA-Za-z-]{3,}"
    r"|[A-Za-z0-9]*\d[A-Za-z0-9]*|[^\W\d_]+(?:['’][^\W\d_]+)*|[#№]"
)
_HASH = re.compile(r"(?:0x)?[0-9a-fA-F]{64}")
# Codes that are told by their shape alone; the first that fits decides. A wallet's address is
# where money goes, not a payment's reference.
_SHAPES = (
    (_HASH, "transaction hash of a blockchain"),
    (re.compile(r"T[1-9A-HJ-NP-Za-km-z]{33}|0x[0-9a-fA-F]{40}|bc1[0-9a-z]{25,60}"), ""),
    (re.compile(r"[1-9A-HJ-NP-Za-km-z]{80,90}"), "transaction signature of a blockchain"),
    (re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"), "transaction number"),
    (re.compile(r"(?:ord|order|od)[-_]?\d{3,}", re.IGNORECASE), "order number"),
    (
        re.compile(
            r"(?:txn?|trx|tr|pay|paym|inv|ref|rcpt|tid|utr|pp|dep|bin|ch|nsbd|p|pm)"
            r"[-_]?\d[\dA-Z-]{3,}|(?:pi|ch|py|cs|in|txn|re|seti|payin)_\w{8,}",
            re.IGNORECASE,
        ),
        "transaction number by its prefix",
    ),
)
_LEAST_DIGITS = 2
_SHORTEST_ORDER, _LONGEST_ORDER, _SHORTEST_TYPED = 4, 9, 2
_SHORTEST_REFERENCE = 9
_REACH = 5
_JOINERS = frozenset(
    (
        *("and", "y", "e", "und", "et", "i", "и", "та", "و", "or", "plus", "va", "və", "ve"),
        *("dan", "và", "en", "si", "na", "और", "aur", "اور", "এবং", "和", "と"),
    )
)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int
    kind: str | None


def references(text: str, blocked: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Yield order numbers and payment references.

    Args:
        text: With western digits.
        blocked: Spans that hold neither, such as links, dates and amounts.
    """
    if not any(map(str.isdigit, text)):
        return
    pieces = _pieces(text, blocked)
    claimed: str | None = None
    for place, piece in enumerate(pieces):
        if not any(map(str.isdigit, piece.text)):
            if piece.kind is not None or folded(piece.text) not in _JOINERS:
                claimed = None
            continue
        kind = _judge(pieces, place, text, claimed)
        claimed = kind.split(" ", 1)[0] if kind else None
        if kind is None:
            continue
        field = Field.ORDER_ID if kind.startswith("order") else Field.TRANSACTION_ID
        yield Found(field, _normal(piece.text), piece.start, piece.end, kind)


def _pieces(text: str, blocked: Sequence[tuple[int, int]]) -> list[_Piece]:
    taken = bytearray(len(text))
    for start, end in blocked:
        taken[start:end] = b"\1" * (end - start)
    return [
        _Piece(found.group(), found.start(), found.end(), kind_of(folded(found.group())))
        for found in _PIECE.finditer(text)
        if not taken[found.start()]
    ]


def _judge(pieces: list[_Piece], place: int, text: str, claimed: str | None) -> str | None:
    """Return what the code at `place` is: `order…`, `transaction…` or None."""
    piece = pieces[place]
    shape = _by_shape(piece.text)
    if shape is not None:
        return shape or None
    named = _named(pieces, place, text)
    if named is not None:
        return _typed(piece.text, named)
    if _is_quantity(pieces, place, text):
        return None
    if claimed and len(piece.text) >= _SHORTEST_ORDER:
        return f"{claimed} number in a list"
    return _bare(piece.text, text[piece.start - 1 : piece.start])


def _by_shape(code: str) -> str | None:
    """Return what a code is by its shape alone; an empty text for what is certainly no id."""
    for pattern, meaning in _SHAPES:
        if pattern.fullmatch(code):
            return meaning
    return None


def _named(pieces: list[_Piece], place: int, text: str) -> str | None:
    """Return the kind of the nearest word before that says what the number is."""
    steps = 0
    for before in reversed(pieces[max(0, place - _REACH) : place]):
        if any(map(str.isdigit, before.text)):
            return None
        gap = text[before.end : pieces[place].start]
        if "\n\n" in gap or "." in gap.replace("no.", "").replace("nr.", "").rstrip("."):
            return None
        if before.kind == "account" or before.text in "#№":
            continue
        if before.kind == "unit" and steps:
            continue
        if before.kind is not None:
            return before.kind
        steps += 1
    return None


def _typed(code: str, named: str) -> str | None:
    if named == "order" and len(code) >= _SHORTEST_TYPED:
        return "order number"
    if named == "transaction" and len(code) >= _SHORTEST_ORDER:
        return "transaction number"
    return None


def _is_quantity(pieces: list[_Piece], place: int, text: str) -> bool:
    """Tell a count or a duration by the word right after it."""
    piece = pieces[place]
    after = text[piece.end : piece.end + 1]
    if after in {"%", "+", "x", "k", "K"} and after:
        return True
    following = pieces[place + 1] if place + 1 < len(pieces) else None
    longest_gap = 1
    if following is None or following.start - piece.end > longest_gap:
        return False
    return following.kind == "unit"


def _bare(code: str, before: str) -> str | None:
    """Judge a number without a word that says what it is."""
    if code.isdecimal():
        if before in {"#", "№"} and len(code) >= _SHORTEST_ORDER - 1:
            return "order number after #"
        if len(code) > _LONGEST_ORDER:
            return "transaction number by its length"
        is_year = len(code) == 4 and code[:2] in {"19", "20"}  # noqa: PLR2004 - as years are written
        is_round = code.endswith("000") or len(code) < _SHORTEST_ORDER
        return None if is_year or is_round else "order number, not named as such"
    digits = sum(map(str.isdigit, code))
    letters = sum(map(str.isalpha, code))
    is_code = code.upper() == code and digits >= _LEAST_DIGITS and letters
    if is_code and len(code) >= _SHORTEST_REFERENCE:
        return "transaction number by its shape"
    return None


def _normal(code: str) -> str:
    return code.lower() if _HASH.fullmatch(code) else code
