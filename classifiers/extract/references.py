"""Order numbers and payment references: what a number or code is, by shape and neighbours."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from classifiers.extract.found import Found
from classifiers.extract.words import Words
from models.vocabulary import Field

UNNAMED = "order number, not named as such"
"""What is said of a number that could be an order's, where no word says so."""

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
# Codes that only payments have: capitals and digits, groups with dashes or dots, long mixtures.
_REFERENCE = re.compile(
    r"(?=(?:.*\d){2})(?=.*[A-Z])[A-Z0-9]{9,22}"
    r"|(?=(?:.*\d){6})[A-Za-z]{0,5}\d*(?:-[\dA-Za-z]{2,}){1,5}"
    r"|[A-Z]{1,4}\d{4,}(?:\.[A-Z0-9]{2,})+"
    r"|(?=.*\d[a-z]+\d)(?=(?:.*\d){4})[a-z0-9]{10,}"
    r"|(?=(?:.*\d){10})[A-Za-z0-9]{20,40}"
)
_SHORTEST_ORDER, _LONGEST_ORDER, _SHORTEST_TYPED = 4, 9, 2
_SHORTEST_GROUP, _SHORTEST_MIXED, _LONGEST_ROUND = 3, 5, 6
_LONGEST_NAMED, _REACH, _NEAR = 13, 5, 2
_FAR_NAMING = frozenset(("order", "transaction"))
_NAMING = frozenset(("order", "transaction", "service", "other", "username", "payment"))
_JOINERS = frozenset(
    (
        *("and", "y", "e", "und", "et", "i", "и", "та", "و", "or", "plus", "va", "və", "ve"),
        *("dan", "và", "en", "si", "na", "और", "aur", "اور", "এবং", "和", "と"),
    )
)
_STOP = re.compile(r"[.!?]\s|\n\s*\n|;|[\U0001f300-\U0001faff]")
_YEAR = re.compile(r"20[0-4]\d")
_DECIMAL_BEFORE = re.compile(r"(?<!\d)\d{1,3}\.$|(?<!\d)\d{1,2},$")
_DECIMAL_AFTER = re.compile(r"\.\d|,\d(?!\d)")
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


def hashes(link: str) -> list[str]:
    """Return the blockchain transactions in a link to an explorer."""
    return [found.lower() for found in _HASH.findall(link)]


def _judge(words: Words, place: int, listed: str | None) -> str | None:
    """Return what the code at `place` is: `order…`, `transaction…` or None."""
    code = words.pieces[place]
    for pattern, meaning in _SHAPES:
        if pattern.fullmatch(code):
            return meaning or None
    named, is_labelled = _named(words, place)
    if named != "order" and _REFERENCE.fullmatch(code):
        return "transaction number by its shape"
    if not is_labelled and _is_quantity(words, place):
        return None
    if named is not None:
        return _typed(code, named, is_labelled=is_labelled)
    if listed and len(code) >= _SHORTEST_ORDER:
        return f"{listed} number in a list"
    return None if _is_decimal(words, place) else _bare(code, _sign_before(words, place))


def _is_decimal(words: Words, place: int) -> bool:
    """Tell a piece of a broken number such as `0.0031`."""
    start, end = words.spans[place]
    before, after = words.text[max(0, start - 5) : start], words.text[end : end + 3]
    return bool(_DECIMAL_BEFORE.search(before) or _DECIMAL_AFTER.match(after))


def _sign_before(words: Words, place: int) -> str:
    start = words.spans[place][0]
    return words.text[start - 1 : start] if start else ""


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
        is_near = place - before <= _NEAR
        if each.kind == "label" or each.form in "#№" or (is_near and _LABELLED.search(gap)):
            is_labelled = True
        if each.kind in _NAMING and _counts(each.kind, is_near=is_near, is_labelled=is_labelled):
            earlier = words.traits[before - 1].kind if before else None
            return ("order" if earlier == "order" else each.kind), is_labelled
    return None, is_labelled


def _counts(kind: str, *, is_near: bool, is_labelled: bool) -> bool:
    """Tell whether a word names the number after it, or only stands in the same sentence."""
    if kind == "payment":
        return is_labelled
    return kind in _FAR_NAMING or is_near or is_labelled


def _typed(code: str, named: str, *, is_labelled: bool) -> str | None:
    if not code.isdecimal() and len(code) < _SHORTEST_MIXED:
        return None
    if named == "order" and code.isdecimal() and len(code) > _LONGEST_NAMED:
        return "transaction number by its length"
    if named == "order" and len(code) >= _SHORTEST_TYPED and (is_labelled or not _is_year(code)):
        return "order number"
    if named in {"transaction", "payment"} and len(code) >= _SHORTEST_ORDER:
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
        return None
    if before in {"#", "№"} and len(code) >= _SHORTEST_GROUP:
        return "order number after #"
    if len(code) > _LONGEST_ORDER:
        return "transaction number by its length"
    is_round = code.endswith("000") and len(code) <= _LONGEST_ROUND
    is_round = is_round or len(code) < _SHORTEST_ORDER
    return None if is_round or _is_year(code) else UNNAMED


def _is_year(code: str) -> bool:
    return _YEAR.fullmatch(code) is not None


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
