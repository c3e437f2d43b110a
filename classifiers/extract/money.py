"""Amounts of money in figures, with or without a currency."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from classifiers.extract.currencies import LETTERS, unit_before, unit_of
from classifiers.extract.figures import NUMBER, SCALE, SCALES, plain, scaled
from classifiers.extract.found import Found
from classifiers.extract.masks import matches_at
from classifiers.extract.spans import Spans
from classifiers.extract.words import Words
from classifiers.text.tokens import MARKS, is_spaceless
from models.vocabulary import Field

_FIGURE = re.compile(NUMBER)
_AFTER = re.compile(rf"\s?([^\W\d_]+(?:['’{MARKS}]+[^\W\d_]*)*|[^\w\s.,:;/#%()+-])")
_LETTER = r"[A-Za-z\u00c0-\u024f\u0400-\u04ff]"
_PLAIN = re.compile(
    rf"(?<![_#.,/:-])(?<!{_LETTER})(?P<figure>{NUMBER})(?:\s?(?P<scale>(?i:{SCALE})))?"
    rf"(?![\d_%:*-]|/(?![=-])|{_LETTER}|[.,]\d)"
)
# "No cents", as shillings and rupees are written: `500/=`, `500/-`.
_ONLY = re.compile(r"/[=-](?!\w)")
# The number of a point in a list: `2. So I paid`.
_NUMBERED = re.compile(r"\d{1,2}[.)](?!\d)")
_GLUED = re.compile(r"[A-Za-z0-9_#.,/-]")
_LONGEST_FIGURE, _LONGEST_DAY = 11, 2
_LONGEST_PESO = 6
# A number as long as an id, with a currency after it that belongs to the next figure.
_LONG_CODE, _DIGIT_NEXT = 6, re.compile(r"\.?\s?\d")
_OTHER_KINDS = frozenset(("other", "service", "contact", "code"))
# Days of refill, which lists of services write as R30.
_REFILLS = frozenset(("15", "30", "60", "90", "99", "180", "365"))
_MOST_PLAIN = 10_000_000
_NEAR, _FAR = 2, 4
_CENTS = re.compile(r"[.,]\d\d$")
_BEFORE_HOURS, _LAST_HOUR = frozenset(("dating", "nearly")), 24
_YEAR = re.compile(r"20[12]\d")
# An hour or a day, such as 18.20 or 10.11, where "at" or "on" stands before.
_POINTED = re.compile(r"(?:[0-2]?\d|3[01])\.[0-5]\d(?![\d.])")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_ROUND = re.compile(r"\d{2,6}0")
_SHORTEST_SENT, _FEW = 2, 5
NO_CURRENCY = "no currency given"
"""What is said of a sum without a currency beside it."""
UNNAMED = "a sum that nothing names"
"""What is said of a figure that could be a sum of money, where no word says so."""
MONEY_WORDS = frozenset(("paid", "deposit", "deducted", "balance"))
"""Concepts of the words beside a sum."""


class _Unit(NamedTuple):
    """What follows a figure: a word that multiplies it, a currency, and where both end."""

    scale: str | None
    code: str | None
    end: int


def amounts(words: Words) -> Iterator[Found]:
    """Yield amounts with a currency.

    The value is the plain figure and the currency's ISO 4217 code or coin, such as `25.5 USD`.
    """
    text, taken = words.text, 0
    for found in matches_at(words.numbers, _FIGURE, text) if words.has_digit else ():
        start, end = found.span()
        after = _unit_after(text, end)
        before = unit_before(text, start)
        if before and before[1] >= taken and _is_price(text, found, before[0], after):
            code, start = before
            end = after.end if after.code == code or not after.code else _scale_end(text, end)
        elif after.code and not (
            _GLUED.match(text, start - 1 if start else len(text))
            or (end - start >= _LONG_CODE and _DIGIT_NEXT.match(text, after.end))
        ):
            code, end = after.code, after.end
        else:
            continue
        number = scaled(found.group(), after.scale)
        if number and sum(map(str.isdigit, found.group())) <= _LONGEST_FIGURE:
            taken = end
            yield Found(Field.AMOUNT, f"{plain(number)} {code}", start, end, f"in {code}")


def _unit_after(text: str, end: int) -> _Unit:
    """Return what stands after a figure that ends at `end`."""
    found = _AFTER.match(text, end)
    if found is None:
        return _Unit(None, None, end)
    word, start = found.group(1), found.start(1)
    scale, size = _scale_of(word)
    if scale:
        end = start + size
        found = _AFTER.match(text, end)
        if found is None:
            return _Unit(scale, None, end)
        word, start = found.group(1), found.start(1)
    unit = unit_of(word)
    return _Unit(scale, unit[0], start + unit[1]) if unit else _Unit(scale, None, end)


def _scale_of(word: str) -> tuple[str | None, int]:
    if word.lower() in SCALES:
        return word.lower(), len(word)
    if word[0] in SCALES and not word.isascii() and (is_spaceless(word) or word[0] == "만"):
        return word[0], 1
    return None, 0


def _scale_end(text: str, end: int) -> int:
    """Return where the figure that ends at `end` ends with the word that multiplies it."""
    found = _AFTER.match(text, end)
    scale, size = _scale_of(found.group(1)) if found else (None, 0)
    return found.start(1) + size if found and scale else end


def _is_price(text: str, found: re.Match[str], code: str, after: _Unit) -> bool:
    """Tell a figure with its currency before it from a code such as `P24-881` or `Rs500x`."""
    end = found.end()
    is_glued = text[end : end + 1].isalpha() and not (after.scale or after.code)
    letter = text[found.start() - 1].upper()
    if LETTERS.get(letter) == code:
        is_code = text[end : end + 1] == "-" or len(found.group()) > _LONGEST_PESO
        is_short = letter != "P" and len(found.group()) < _SHORTEST_SENT
        is_code = is_code or (letter == "R" and found.group() in _REFILLS)
        return not (is_glued or is_code or is_short)
    return not is_glued and text[end : end + 1] != "_"


def plain_amounts(words: Words, methods: Sequence[Found], blocked: Spans) -> Iterator[Found]:
    """Yield amounts without a currency: figures beside a payment's words or a way to pay.

    Args:
        words: The message.
        methods: The ways to pay found in it.
        blocked: Spans that are something else, such as ids and dates.
    """
    if not words.has_digit:
        return
    payers = _payers(words, methods)
    is_paid = payers or words.hits("sending") or _is_only_told(words)
    for place, each in enumerate(words.traits):
        if not each.has_digit or not words.pieces[place][0].isdecimal():
            continue
        if blocked.hold(words.spans[place][0]):
            continue
        is_only = _ONLY.match(words.text, words.spans[place][1])
        if not (is_paid or is_only) and _kind_before(words, place) != "amount":
            continue
        found = _PLAIN.match(words.text, words.spans[place][0])
        if found is None:
            continue
        number = scaled(found["figure"], found["scale"])
        if 0 < number < _MOST_PLAIN:
            note = _plain_note(words, place, found, payers)
            if note:
                yield Found(Field.AMOUNT, plain(number), *found.span(), note)


def _payers(words: Words, methods: Sequence[Found]) -> set[int]:
    """Return the places of a payment's words and of ways to pay."""
    if not methods and words.concepts.isdisjoint(MONEY_WORDS):
        return set()
    paying = Spans((way.start, way.end) for way in methods)
    return {
        place
        for place, each in enumerate(words.traits)
        if not each.concepts.isdisjoint(MONEY_WORDS)
        or (paying and paying.hold(words.spans[place][0]))
    }


def _is_only_told(words: Words) -> bool:
    """Tell `5000 not enter`, which hardly says more than the sum, from `max 250?`."""
    return len(words.pieces) <= _FEW and "?" not in words.text


def _plain_note(words: Words, place: int, found: re.Match[str], payers: set[int]) -> str:
    """Return why a figure without a currency is a sum, or nothing if it is none."""
    if _kind_before(words, place) == "amount" or _ONLY.match(words.text, found.end()):
        return NO_CURRENCY
    if _is_counted(words, place, found) or _is_dated(words, place):
        return ""
    is_long = found["scale"] or _CENTS.search(found["figure"])
    reach = _FAR if is_long else _NEAR
    if not payers.isdisjoint(range(place - reach, place + reach + 1)):
        return NO_CURRENCY
    return UNNAMED if is_long or _may_be_a_sum(words, place, found) else ""


def _may_be_a_sum(words: Words, place: int, found: re.Match[str]) -> bool:
    """Tell `7,000`, `350` and `sent 45`, which are sums where the message is about a top-up."""
    if _GROUPED.fullmatch(found["figure"]) or _ROUND.fullmatch(found["figure"]):
        return True
    beside = words.traits[max(0, place - _NEAR) : place + _NEAR]
    is_enough = len(found["figure"]) >= _SHORTEST_SENT
    return is_enough and any("sending" in each.lists for each in beside)


def _kind_before(words: Words, place: int) -> str | None:
    """Return what the words right before a figure say that it is.

    Before a list they stand before its first figure.
    """
    while place > _NEAR and _goes_on(words, place):
        place -= _NEAR
    before = words.traits[max(0, place - _NEAR) : place]
    kinds = [each.kind for each in before if each.kind not in {None, "label"}]
    return kinds[-1] if kinds else None


def _goes_on(words: Words, place: int) -> bool:
    """Tell a figure of a list: `30188 or 30240`."""
    return "joiner" in words.traits[place - 1].lists and words.traits[place - _NEAR].has_digit


def _is_counted(words: Words, place: int, found: re.Match[str]) -> bool:
    """Tell a count of something else, by the word after it or the words before it."""
    after = place + 1 + (found["scale"] is not None)
    if any(each.unit for each in words.traits[place + 1 : after + 1]):
        return True
    if _kind_before(words, place) in _OTHER_KINDS:
        return True
    is_first = not words.text[: found.start()].rpartition("\n")[2].strip()
    return is_first and _NUMBERED.match(words.text, found.start()) is not None


def _is_dated(words: Words, place: int) -> bool:
    """Tell a year, an hour by the part of the day, and a day by the month's name beside it."""
    if len(words.pieces[place]) > _LONGEST_DAY:
        return _YEAR.fullmatch(words.pieces[place]) is not None
    before = words.traits[place - 1].lists if place else frozenset()
    if "dating" in before and _POINTED.match(words.text, words.spans[place][0]):
        return True
    if words.pieces[place].isdecimal() and int(words.pieces[place]) <= _LAST_HOUR:
        reach = 1 if before.isdisjoint(_BEFORE_HOURS) else _FAR
        if any("daypart" in each.lists for each in words.traits[place + 1 : place + 1 + reach]):
            return True
    beside = words.traits[max(0, place - 1) : place] + words.traits[place + 1 : place + 2]
    return any("month" in each.lists for each in beside)
