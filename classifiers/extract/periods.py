"""The month, the dates or the tickets that a claim is about (rule S13)."""

import re
from collections.abc import Iterator, Sequence

from classifiers.extract.found import Found
from classifiers.extract.masks import Masked, matches_at
from classifiers.extract.words import Words
from models.vocabulary import Field

_AMBIGUOUS = frozenset(("may", "mar", "mai", "dec", "dom", "mei", "mars", "mart", "maj", "dey"))
_MONTHLY = (
    "month",
    "monat",
    "mes",
    "mês",
    "mois",
    "mese",
    "luna",
    "maand",
    "ay",
    "ayi",
    "ayında",
    "ayinda",
    "ayindaki",
    "miesiac",
    "miesiacu",
    "miesiaca",
    "bulan",
    "thang",
    "oyi",
    "oyida",
    "mwezi",
)
_BESIDE = frozenset(("in", "of", "en", "em", "im", "since", "during", "for", *_MONTHLY))
_MONTH = re.compile(
    r"(?:20\d{2}[-/.](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[/.]20\d{2}|\d{1,2}\s?[月월])(?!\d)"
    r"|(?<!/)(?!24/|7/24)(?:0?[1-9]|[12]\d|3[01])"
    r"(?:/(?:0?[1-9]|1[0-2])(?![\d/%])|\.(?:0?[1-9]|1[0-2])\.(?!\d)|\.(?:0[1-9]|1[0-2])(?![\d%.,])|-(?:ü|u|ı|i|cü|cu|cı|ci|го|е|і|й|куни|kuni)\b|(?:st|nd|rd|th)\b)"
    r"|\d{1,2}[-–]\d{1,2}[./]\d{1,2}(?!\d)"
)
_SHORTEST_TICKET, _REACH = 3, 3


def periods(words: Words, masks: Sequence[Masked]) -> Iterator[Found]:
    """Yield dates, months, stretches of time and numbers of tickets."""
    text = words.text
    if words.has_digit:
        for mask in masks:
            if mask.kind in {"date", "ticket"}:
                yield _found(text, mask.start, mask.end, f"a {mask.kind}")
        for found in matches_at(words.numbers, _MONTH, text):
            yield _found(text, *found.span(), "a month")
        for place in words.hits("ticket"):
            yield from _tickets(words, place)
    for name in ("month", "stretch"):
        for place in words.hits(name):
            if words.traits[place].form not in _AMBIGUOUS or _is_dated(words, place):
                yield _found(
                    text, *words.spans[place], f"a {name}" + (" of time" * (name != "month"))
                )


def _tickets(words: Words, place: int) -> Iterator[Found]:
    """Yield the first number after a word for tickets, if it is long enough for one."""
    for after in range(place + 1, min(place + 1 + _REACH, len(words.pieces))):
        if words.pieces[after].isdecimal() and len(words.pieces[after]) >= _SHORTEST_TICKET:
            yield _found(words.text, *words.spans[after], "a ticket's number")
            return


def _is_dated(words: Words, place: int) -> bool:
    """Tell a month from another word of the same spelling by a number or "in" beside it."""
    beside = words.traits[max(0, place - 1) : place] + words.traits[place + 1 : place + 2]
    return any(each.has_digit or each.form in _BESIDE for each in beside)


def _found(text: str, start: int, end: int, note: str) -> Found:
    return Found(Field.PERIOD, text[start:end], start, end, note)
