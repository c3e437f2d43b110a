"""Parts of a text that look like ids and are none: links, addresses, dates, times, phones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]+"
    r"|(?<![\w@.])(?:[\w-]{2,63}\.){1,3}(?:com|net|org|io|me|tv|gg|co|ru|be|link|app|page|xyz|site)"
    r"/[^\s<>\"')\]]*",
    re.IGNORECASE,
)
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_DATE = re.compile(
    r"(?<![\w/-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2})?Z?)?(?![\w/-])"
    r"|(?<!\d)\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|(?<!\d)\d{1,2}[月월]\s?\d{1,2}[日일]"
)
_TIME = re.compile(
    r"(?<![\w:])\d{1,2}[:.h]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?(?![\w:])|(?<!\w)\d{1,2}\s?[ap]m\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w+])\+\d[\d ().-]{7,18}\d|(?<!\w)\(\d{2,4}\)[ -]?\d{3,4}[ -]?\d{2,5}")
# Possessive: a line of asterisks would otherwise be cut up in every possible way.
_MASKED_CARD = re.compile(
    r"(?<![*xX•])(?:[*xX•]{2,16}+[ -]?){1,6}+\d{2,4}(?!\d)|(?<!\d)(?:\d{4}[ -]){3}\d{4}(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A span that is known to be something else.

    Attributes:
        kind: `link`, `mail`, `date`, `time`, `phone` or `card`.
        start: First character.
        end: One past the last.
    """

    kind: str
    start: int
    end: int


def masked(text: str) -> Iterator[Masked]:
    """Yield the spans of `text`, which has western digits, that hold no id; they may overlap."""
    if "." in text or "://" in text:
        yield from _all("link", LINK, text)
    if "@" in text:
        yield from _all("mail", MAIL, text)
    if any(map(str.isdigit, text)):
        yield from _all("date", _DATE, text)
        yield from _all("time", _TIME, text)
        yield from _all("phone", _PHONE, text)
        yield from _all("card", _MASKED_CARD, text)


def _all(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Masked]:
    for found in pattern.finditer(text):
        yield Masked(kind, found.start(), found.end())
