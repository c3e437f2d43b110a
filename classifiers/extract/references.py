"""Order numbers and payment references: what a number or code is, by shape and neighbours."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from classifiers.extract.found import Found
from classifiers.extract.words import Words
from models.vocabulary import Field

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
            r"(?:txn?|trx|tr|pay|paym|inv|ref|rcpt|tid|utr|pp|dep|bin|ch|nsbd|p|pm|t)"
            r"[-_]?\d[\dA-Z-]{5,}|(?:pi|ch|py|cs|in|txn|re|seti|payin)_\w{8,}",
            re.IGNORECASE,
        ),
        "transaction number by its prefix",
    ),
)
_SHORTEST_ORDER, _LONGEST_ORDER, _SHORTEST_TYPED, _SHORTEST_REFERENCE = 4, 9, 2, 9
_SHORTEST_GROUP, _LEAST_DIGITS, _REACH = 3, 2, 5
_NAMING = frozenset(("order", "transaction", "service", "other", "username", "payment"))
_JOINERS = frozenset(
    (
        *("and", "y", "e", "und", "et", "i", "и", "та", "و", "or", "plus", "va", "və", "ve"),
        *("dan", "và", "en", "si", "na", "और", "aur", "اور", "এবং", "和", "と"),
    )
)
_STOP = re.compile(r"[.!?]\s|\n\s*\n|;")
_LABELLED = re.compile(r"[#№:=]")


def references(words: Words, blocked: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Yield order numbers and payment references.

    Args:
        words: The message.
        blocked: Spans that hold neither, such as links, dates and amounts.
    """
    if not words.has_digit:
        return
    listed: str | None = None
    end = 0
    for place, each in enumerate(words.traits):
        if not each.has_digit:
            if each.kind in _NAMING or not (each.form in _JOINERS or each.form in "#№"):
                listed = None
            continue
        start = words.spans[place][0]
        if start < end or any(first <= start < last for first, last in blocked):
            continue
        kind = _judge(words, place, listed)
        listed = kind.split(" ", 1)[0] if kind else None
        if kind is None:
            continue
        code, end = _whole(words, place, kind)
        field = Field.ORDER_ID if kind.startswith("order") else Field.TRANSACTION_ID
        yield Found(field, code.lower() if _HASH.fullmatch(code) else code, start, end, kind)


def _judge(words: Words, place: int, listed: str | None) -> str | None:
    """Return what the code at `place` is: `order…`, `transaction…` or None."""
    code = words.pieces[place]
    for pattern, meaning in _SHAPES:
        if pattern.fullmatch(code):
            return meaning or None
    named, is_labelled = _named(words, place)
    if not is_labelled and _is_quantity(words, place):
        return None
    if named is not None:
        return _typed(code, named, is_labelled=is_labelled)
    if listed and len(code) >= _SHORTEST_ORDER:
        return f"{listed} number in a list"
    start = words.spans[place][0]
    return _bare(code, words.text[start - 1 : start] if start else "")


def _named(words: Words, place: int) -> tuple[str | None, bool]:
    """Return the kind of the nearest word before that says what a number is.

    Also tells whether a label such as "id", "no", "#" or ":" stands between.
    """
    start = words.spans[place][0]
    is_labelled = False
    for before in range(place - 1, max(-1, place - 1 - _REACH), -1):
        each = words.traits[before]
        gap = words.text[words.spans[before][1] : start]
        start = words.spans[before][0]
        if each.kind == "label":
            gap = gap.removeprefix(".")
        if each.has_digit or _STOP.search(gap):
            return None, is_labelled
        if each.kind == "label" or each.form in "#№" or _LABELLED.search(gap):
            is_labelled = True
        if each.kind == "payment" and not is_labelled:
            continue
        if each.kind in _NAMING:
            return ("transaction" if each.kind == "payment" else each.kind), is_labelled
    return None, is_labelled


def _typed(code: str, named: str, *, is_labelled: bool) -> str | None:
    if named == "order" and len(code) >= _SHORTEST_TYPED and (is_labelled or not _is_year(code)):
        return "order number"
    if named == "transaction" and len(code) >= _SHORTEST_ORDER:
        return "transaction number"
    return None


def _is_quantity(words: Words, place: int) -> bool:
    """Tell a count or a duration by what stands right after it."""
    end = words.spans[place][1]
    if words.text[end : end + 1] in {"%", "+", "x"}:
        return True
    if place + 1 == len(words.pieces) or words.spans[place + 1][0] - end > 1:
        return False
    return words.traits[place + 1].unit


def _bare(code: str, before: str) -> str | None:
    """Judge a code without a word that says what it is."""
    if not code.isdecimal():
        digits = sum(map(str.isdigit, code))
        is_code = code.upper() == code and digits >= _LEAST_DIGITS
        is_long = len(code) >= _SHORTEST_REFERENCE
        return "transaction number by its shape" if is_code and is_long else None
    if before in {"#", "№"} and len(code) >= _SHORTEST_GROUP:
        return "order number after #"
    if len(code) > _LONGEST_ORDER:
        return "transaction number by its length"
    is_round = code.endswith("000") or len(code) < _SHORTEST_ORDER
    return None if is_round or _is_year(code) else "order number, not named as such"


def _is_year(code: str) -> bool:
    return len(code) == 4 and code.startswith(("19", "20"))  # noqa: PLR2004 - as years are written


def _whole(words: Words, place: int, kind: str) -> tuple[str, int]:
    """Return the code with the groups of digits that belong to it, and where it ends.

    Banks print references in groups: `9031 774 120588` is one number.
    """
    last = place
    if kind.startswith("transaction number") and words.pieces[place].isdecimal():
        for before, after in pairwise(range(place, len(words.pieces))):
            is_near = words.spans[after][0] - words.spans[before][1] == 1
            group = words.pieces[after]
            if not (is_near and group.isdecimal() and len(group) >= _SHORTEST_GROUP):
                break
            if words.text[words.spans[before][1]] != " ":
                break
            last = after
    return "".join(words.pieces[place : last + 1]), words.spans[last][1]
