"""Which months a text speaks of, by figures and by names in the customer's language."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from triage.sla.openings import FIRST_YEAR, LAST_YEAR

_ISO = re.compile(r"(?<![\d.,])(20\d{2})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?![\d])")
_DAY_FIRST = re.compile(r"(?<![\d.,])(\d{1,2})[-/.](\d{1,2})[-/.](20\d{2})(?!\d)")
_MONTH_YEAR = re.compile(r"(?<![\d./-])(\d{1,2})[-/.](20\d{2})(?!\d)")
_NUMBERED = re.compile(
    r"(?:(20\d{2})\s?[年년]\s?)?(?<!\d)(\d{1,2})\s?[月월]"
    r"|tháng\s(\d{1,2})(?:\s?(?:năm|[/-])\s?(20\d{2}))?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]\"'’/–—-]{3,}|20\d{2}|\d{1,2}")
_SHORTEST_STEM = 3
_LONGEST_ENDING = 3
_YEAR_REACH = 2
_LAST_MONTH = 12


def months_in(text: str, language: str, until: date) -> set[date]:
    """Return the first day of every month that a text names.

    Figures with two readings are read with the day first. A month's name without a year means the
    last such month that had begun by `until`.

    Args:
        text: With western digits.
        language: ISO 639-1; English names are known besides.
        until: The day on which it was written.
    """
    found = {month for month in _by_figures(text, until) if month is not None}
    return found | set(_by_names(text, language, until))


def _by_figures(text: str, until: date) -> Iterator[date | None]:
    for match in _ISO.finditer(text):
        yield _month(match[1], match[2])
    for match in _DAY_FIRST.finditer(text):
        yield _month(match[3], match[2]) or _month(match[3], match[1])
    for match in _MONTH_YEAR.finditer(text):
        yield _month(match[2], match[1])
    for match in _NUMBERED.finditer(text):
        number = match[2] or match[3]
        year = match[1] or match[4] or str(until.year - (int(number) > until.month))
        yield _month(year, number)


def _month(year: str, month: str) -> date | None:
    is_one = 1 <= int(month) <= _LAST_MONTH and FIRST_YEAR < int(year) < LAST_YEAR
    return date(int(year), int(month), 1) if is_one else None


def _by_names(text: str, language: str, until: date) -> Iterator[date]:
    words = _WORD.findall(text)
    for place, word in enumerate(words):
        number = _number(word, language)
        if number is None:
            continue
        beside = words[max(0, place - 1) : place + 1 + _YEAR_REACH]
        year = next((int(one) for one in beside if len(one) == 4 and one.isdigit()), None)  # noqa: PLR2004 - digits of a year
        if year is None and word.islower() and language == "en":
            # "may" and "march" are words too.
            continue
        yield date(year or until.year - (number > until.month), number, 1)


@lru_cache(maxsize=4096)
def _number(word: str, language: str) -> int | None:
    """Return the number of the month whose name a word is, in whatever case it is inflected."""
    if not word[0].isalpha():
        return None
    folded = word.casefold()
    for stem, number in (*_stems(language), *_stems("en")):
        if folded.startswith(stem) and len(folded) <= len(stem) + _LONGEST_ENDING:
            return number
    return None


@lru_cache(maxsize=64)
def _stems(language: str) -> tuple[tuple[str, int], ...]:
    """Return what the names of months begin with, the longest first.

    The last letter of a longer name is left out, for it changes with the case; what two months
    share is no stem.
    """
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return ()
    numbers: dict[str, set[int]] = {}
    for form in ("format", "stand-alone"):
        for number, name in locale.months[form]["wide"].items():
            is_whole = language == "en" or len(name) <= _SHORTEST_STEM
            stem = name.casefold() if is_whole else name.casefold()[:-1]
            if len(stem) >= _SHORTEST_STEM:
                numbers.setdefault(stem, set()).add(number)
    own = [(stem, min(found)) for stem, found in numbers.items() if len(found) == 1]
    return tuple(sorted(own, key=lambda pair: -len(pair[0])))
