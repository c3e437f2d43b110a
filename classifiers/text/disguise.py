"""Reading words through disguises: stars, digits for letters, spaces, look-alikes, stretching.

The result is for looking for insults only; ids and ordinary words come through unharmed.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from classifiers.text.folding import fold

_CHUNK = re.compile(r"[^\s,;:?\"“”()<>\[\]{}|/\\…。，！？、·]+")
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_][\s._*-]{1,2}){3,}[^\W\d_](?!\S)")
_LEET = str.maketrans("013457@$!€8", "oieastasieb")
_LOOK_ALIKES = str.maketrans("асеорхукіјѕһԁԛԝӏαοерνικτ", "aceopxykijshdqwlaoepviкt")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_INSIDE = re.compile(r"(?<=[^\W_])[*.#_~^'’%+=-]+(?=[^\W_])")
_EDGES = "!.*'’`~_-#^+="
_LATIN = re.compile("[a-z]")
_NUMERIC = re.compile(r"\W*\d[\d.,:%k$€-]*\W*")


class PlainWord(NamedTuple):
    """A word without its disguise.

    Attributes:
        forms: What it may stand for, likeliest first; `*` inside stands for hidden letters.
        start: First character in the text.
        end: One past the last.
    """

    forms: tuple[str, ...]
    start: int
    end: int


def plain_words(text: str) -> list[PlainWord]:
    """Return the words of `text` with their undisguised forms."""
    joined = {found.start(): found for found in _SPACED.finditer(text)} if " " in text else {}
    words: list[PlainWord] = []
    end = 0
    for chunk in _CHUNK.finditer(text):
        if chunk.start() < end:
            continue
        spaced = joined.get(chunk.start())
        found = spaced or chunk
        written = re.sub(r"[\s._*-]", "", found.group()) if spaced else found.group()
        end = found.end()
        forms = _forms(written)
        if forms:
            words.append(PlainWord(forms, found.start(), end))
    return words


@lru_cache(maxsize=65_536)
def _forms(written: str) -> tuple[str, ...]:
    if "://" in written or ("@" in written[1:] and "." in written) or _NUMERIC.fullmatch(written):
        return ()
    plain = fold(written).strip(_EDGES)
    if plain.isalpha() and not _STRETCHED.search(plain):
        return (plain, *_look_alikes(plain))
    found = dict.fromkeys(_readings(fold(written)))
    return tuple(form for form in found if form)


def _readings(written: str) -> list[str]:
    """Return what a disguised word may say."""
    bare = written.strip(_EDGES)
    letters = written.translate(_LEET).strip(_EDGES) if _has_letters(bare) else bare
    readings = [bare, letters]
    for word in (bare, letters):
        readings.append(_INSIDE.sub("", word))
        readings.append(re.sub(r"\*+", "*", word))
    stretched = [_STRETCHED.sub(r"\1", word) for word in readings if _STRETCHED.search(word)]
    doubled = [_STRETCHED.sub(r"\1\1", word) for word in readings if _STRETCHED.search(word)]
    readings = [*readings, *stretched, *doubled]
    return [*readings, *(form for word in readings for form in _look_alikes(word))]


def _look_alikes(word: str) -> tuple[str, ...]:
    """Return the Latin reading of a word that mixes Latin with letters that look like it."""
    if word.isascii() or not _LATIN.search(word):
        return ()
    latin = word.translate(_LOOK_ALIKES)
    return (latin,) if latin.isascii() else ()


def _has_letters(word: str) -> bool:
    least = 2
    return sum(map(str.isalpha, word)) >= least
