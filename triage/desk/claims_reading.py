"""What a claim's words contain: the month it is about, and its evidence (rule S13).

A first reading; a person puts it right where the words were misread.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from classifiers.text.folding import western_digits
from triage.desk.claims_months import months_in

_MOST_LINES = 50
_LONGEST_LINE = 300
_MOST_NUMBERS = 200
_LEAST_LOG_LINES = 2
_DATE = re.compile(
    r"(?<!\d)(?:20\d{2}[-/.年년]\s?\d{1,2}[-/.月월]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:20)?\d{2})(?!\d)"
)
_DAY = re.compile(r"(?<![\d:.])(?:[1-9]|[12]\d|3[01])(?![\d:.])")
_TIME = re.compile(
    r"(?<![\d:.])(?:[01]?\d|2[0-4])[:.][0-5]\d(?![\d.])|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE
)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,:/-])#?((?:[A-Za-z]{1,8}-?)?\d{2,9})(?![\w:/-]|[.,]\d)")
_LOGGED = re.compile(
    r"\b(?:down|up|offline|online|timed?[ -]?out|unreachable|error|5\d\d)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ClaimContent:
    """What a claim's words contain.

    Attributes:
        month: The first day of the month that it is about.
        outages: The lines with days and hours of downtime.
        numbers: What may be numbers of tickets, ours or a panel's ("P-297"), in their order.
        has_log: A file, a link or pasted lines may be a monitoring log.
    """

    month: date
    outages: tuple[str, ...]
    numbers: tuple[str, ...]
    has_log: bool


def read_claim(
    texts: Sequence[str], files: Sequence[str], language: str, claimed_on: date
) -> ClaimContent:
    """Read the customer's messages.

    Args:
        texts: Oldest first, the subject among them.
        files: The names of attachments.
        language: ISO 639-1.
        claimed_on: The calendar's day on which the claim was made. A claim that names no month, or
            the one before that day among others, is about the month before.
    """
    text = western_digits("\n".join(texts))
    outages = tuple(_outages(text, language, claimed_on))
    logged = [line for line in outages if _LOGGED.search(line)]
    return ClaimContent(
        month=_month(months_in(text, language, claimed_on), claimed_on),
        outages=outages,
        numbers=tuple(dict.fromkeys(_NUMBER.findall(text)))[:_MOST_NUMBERS],
        has_log=bool(files) or bool(_LINK.search(text)) or len(logged) >= _LEAST_LOG_LINES,
    )


def _month(named: set[date], claimed_on: date) -> date:
    this = claimed_on.replace(day=1)
    last = date(this.year - (this.month == 1), (this.month - 2) % 12 + 1, 1)
    if not named or last in named:
        return last
    past = [month for month in named if month <= this]
    return max(past) if past else min(named)


def _outages(text: str, language: str, claimed_on: date) -> Iterator[str]:
    """Yield the lines that name a day and an hour, or a day where hours stand on other lines."""
    lines = [line.strip()[:_LONGEST_LINE] for line in text.splitlines()]
    dated = [line for line in lines if _has_day(line, language, claimed_on)]
    exact = [line for line in dated if _TIME.search(_DATE.sub(" ", line))]
    if not exact and any(_TIME.search(_DATE.sub(" ", line)) for line in lines):
        exact = dated
    yield from exact[:_MOST_LINES]


def _has_day(line: str, language: str, claimed_on: date) -> bool:
    if _DATE.search(line):
        return True
    return bool(_DAY.search(line)) and bool(months_in(line, language, claimed_on))
