"""Parts of a text that look like ids and are none: links, addresses, dates, times, phones."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]+"
    r"|(?<![\w@.])(?:[\w-]{2,63}\.){1,3}(?:com|net|org|io|me|tv|gg|co|ru|be|link|app|page|xyz|site)"
    r"/[^\s<>\"')\]]*",
    re.IGNORECASE,
)
DIGIT = re.compile(r"\d")
# Letters of addresses; writing without spaces goes on around them.
_LETTER = r"[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
MAIL = re.compile(
    rf"(?:{_LETTER}|[.+-]){{1,64}}@(?:{_LETTER}|-){{1,63}}(?:\.(?:{_LETTER}|-){{1,63}}){{1,4}}"
)
# Where one of the numeric ones may begin, so that nobody looks at every letter of a text.
# What it begins with comes first as a set, which is sought three times as fast.
_BEGINNING = re.compile(r"[\d*xX•+(\[](?:(?<=\d)\d*|(?<=[*xX•])[*xX•]*|(?<=[+(])|(?<=\[)(?=#))")
_NUMERIC = re.compile(
    r"(?P<date>(?<![\w/-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2})?Z?)?(?![\w/-])"
    r"|(?<![\w/-])20\d\d[-/](?:0?[1-9]|1[0-2])(?![\w/-])"
    r"|(?<!\d)\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|(?<!\d)\d{1,2}[月월]\s?\d{1,2}[日일])"
    r"|(?P<day>(?<![\w/-])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?![\w/-]))"
    r"|(?P<time>(?<![\w:])\d{1,2}"
    r"(?::\d{2}(?::\d{2})?\s?(?:[aApP]\.?[mM]\b\.?)?|\s?[aApP][mM]\b)(?![\w:]))"
    r"|(?P<phone>(?<![\w+])\+\d[\d ().-]{7,18}\d|(?<!\w)\(\d{2,4}\)[ -]?\d{3,4}[ -]?\d{2,5})"
    r"|(?P<card>(?<![*xX•])(?:[*xX•]{2,16}+[ -]?){1,6}+\d{2,4}(?!\d)"
    r"|(?<!\d)(?:\d{4}[ -]){3}\d{4}(?!\d))"
    r"|(?P<ticket>\[#\d{1,12}\])"
)


class Masked(NamedTuple):
    """A span that is known to be something else.

    Attributes:
        kind: `link`, `mail`, `date`, `day` of a month, `time`, `phone`, `card` or `ticket`.
        start: First character.
        end: One past the last.
    """

    kind: str
    start: int
    end: int


def masked(text: str) -> Iterator[Masked]:
    """Yield the spans of `text`, which has western digits, that hold no id; they may overlap."""
    if "/" in text or "www." in text:
        yield from _all("link", LINK, text)
    if "@" in text:
        yield from _all("mail", MAIL, text)
    if DIGIT.search(text):
        beginnings = (found.start() for found in _BEGINNING.finditer(text))
        for found in matches_at(beginnings, _NUMERIC, text):
            yield Masked(str(found.lastgroup), *found.span())


def matches_at(
    beginnings: Iterable[int], pattern: re.Pattern[str], text: str
) -> Iterator[re.Match[str]]:
    """Yield what `finditer` would, of a pattern that can begin nowhere but at `beginnings`.

    Args:
        beginnings: Places in `text`, ascending.
        pattern: What is looked for.
        text: Where.
    """
    end = 0
    for start in beginnings:
        found = pattern.match(text, start) if start >= end else None
        if found:
            end = found.end()
            yield found


def _all(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Masked]:
    for found in pattern.finditer(text):
        yield Masked(kind, *found.span())
