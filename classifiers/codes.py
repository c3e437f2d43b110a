"""The numbers and links of a message: what tells two messages of one template apart."""

import re
from typing import NamedTuple

from rapidfuzz import fuzz

from classifiers.extract.masks import DIGIT, masked
from classifiers.extract.words import traits

_NUMBER = re.compile(r"[a-z_-]*\d[\da-z_.,-]*")
_AFTER = re.compile(r"\s?([^\W\d_]+)")
_CENTS = re.compile(r"(\d+)[.,](\d{1,2})")
_WITH_WORD = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]{1,5})")
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.|m\.)?")
_SIGNS = re.compile(r"[\W_]")
_ALIKE, _LONG, _ROUND = 85.0, 6, "000"


class Codes(NamedTuple):
    """The numbers and links of a text, written one way.

    Attributes:
        telling: Those that say which order, payment, sum or page is meant.
        passing: Those that change while a matter stays: times, quantities, telephones, addresses.
    """

    telling: frozenset[str]
    passing: frozenset[str]

    @property
    def every(self) -> frozenset[str]:
        """Both."""
        return self.telling | self.passing


NO_CODES = Codes(frozenset(), frozenset())


def codes_of(text: str) -> Codes:
    """Return the codes of a folded text with western digits."""
    if not DIGIT.search(text) and "/" not in text and "@" not in text and "www." not in text:
        return NO_CODES
    telling, passing = set[str](), set[str]()
    taken = []
    for kind, start, end in masked(text):
        taken.append((start, end))
        if kind == "link":
            telling.add(_link(text[start:end]))
        else:
            passing.add(_plain(text[start:end]))
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        if any(first < end and start < last for first, last in taken):
            continue
        written = found.group().rstrip(".,-")
        (passing if _counts(text, written, start + len(written)) else telling).add(number(written))
    return Codes(frozenset(telling - {""}), frozenset(passing - {""}))


def number(written: str) -> str:
    """Return a number or code without its punctuation, cents of nothing and currency."""
    if with_word := _WITH_WORD.fullmatch(written):
        written = with_word.group(1)
    if cents := _CENTS.fullmatch(written):
        rest = cents.group(2).rstrip("0")
        return f"{cents.group(1)}.{rest}" if rest else cents.group(1)
    return _plain(written)


def are_others(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Tell two sides that each name something which the other does not.

    Args:
        ours: Codes that only the new message names.
        theirs: Codes that only the earlier one names.
    """
    return bool(theirs) and any(not any(_is_slip(code, each) for each in theirs) for code in ours)


def _counts(text: str, written: str, end: int) -> bool:
    """Tell a quantity or a duration by the word at its end or right after it."""
    if with_word := _WITH_WORD.fullmatch(written):
        return traits(with_word.group(2)).unit
    if len(written) >= _LONG and not written.endswith(_ROUND):
        return False
    after = _AFTER.match(text, end)
    return after is not None and traits(after.group(1)).unit


def _is_slip(code: str, other: str) -> bool:
    """Tell one code from another by a slip among its letters; numbers differ by any digit."""
    if code.isdecimal() or _digits(code) != _digits(other):
        return False
    return "/" not in code and fuzz.ratio(code, other) >= _ALIKE


def _digits(code: str) -> str:
    return "".join(filter(str.isdecimal, code))


def _link(written: str) -> str:
    return _SCHEME.sub("", written).rstrip("/.,;:!?")


def _plain(written: str) -> str:
    return _SIGNS.sub("", written)
