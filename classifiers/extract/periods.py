"""The month, the dates or the tickets that a claim is about (rule S13)."""

import re
from collections.abc import Iterator

from classifiers.extract.found import Found
from classifiers.extract.masks import Masked
from classifiers.extract.wordlists import WordList
from classifiers.lexicon import word_lists
from classifiers.text.tokens import TOKEN, folded
from models.vocabulary import Field

_LISTS = word_lists("periods")
_NAMES = WordList([*_LISTS["month"], *_LISTS["stretch"]])
_AMBIGUOUS = frozenset(("may", "mar", "mai", "dec", "dom", "mei", "mars", "mart", "maj", "dey"))
_MONTH = re.compile(
    r"(?<!\d)(?:20\d{2}[-/.](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[/.]20\d{2}|\d{1,2}\s?月|\d{1,2}\s?월)"
    r"(?!\d)|(?<!\d)\d{1,2}[-–]\d{1,2}[./]\d{1,2}(?!\d)"
)
_TICKETS = re.compile(
    r"(?:ticket|tickets|tik[eè]t\w*|тикет\w*|тікет\w*|zgłosze\w*|talep\w*|#)\D{0,12}\d{3,}",
    re.IGNORECASE,
)


def periods(text: str, masks: list[Masked]) -> Iterator[Found]:
    """Yield dates, months, stretches of time and numbers of tickets in text with western digits."""
    for mask in masks:
        if mask.kind == "date":
            yield _found(text, mask.start, mask.end, "a date")
    for found in _MONTH.finditer(text):
        yield _found(text, *found.span(), "a month")
    for found in _TICKETS.finditer(text):
        yield _found(text, *found.span(), "a ticket's number")
    words = list(TOKEN.finditer(text))
    forms = [folded(word.group()) for word in words]
    for place in _NAMES.hits(forms):
        if forms[place] not in _AMBIGUOUS or _is_dated(forms, place):
            yield _found(text, *words[place].span(), "a stretch of time")


def _is_dated(forms: list[str], place: int) -> bool:
    """Tell a month from another word of the same spelling by a number or "in" beside it."""
    beside = forms[max(0, place - 1) : place] + forms[place + 1 : place + 2]
    return any(form.startswith("#") or form in {"in", "of", "en", "em", "im"} for form in beside)


def _found(text: str, start: int, end: int, note: str) -> Found:
    return Found(Field.PERIOD, text[start:end], start, end, note)
