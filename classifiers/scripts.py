"""Which writing a text is in; many a language is known by its writing alone."""

import re
from collections.abc import Sequence
from functools import lru_cache

# Writings with the languages that customers write in them; the first is the usual one.
_RANGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("kana", "\u3040-\u30ff\uff66-\uff9f", ("ja",)),
    ("hangul", "\uac00-\ud7af\u1100-\u11ff\u3131-\u318e", ("ko",)),
    ("han", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff", ("zh", "ja")),
    ("thai", "\u0e00-\u0e7f", ("th",)),
    ("devanagari", "\u0900-\u097f", ("hi", "mr", "ne")),
    ("bengali", "\u0980-\u09ff", ("bn",)),
    ("arabic", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff", ("ar", "fa", "ur")),
    ("cyrillic", "\u0400-\u052f", ("ru", "uk", "bg")),
    ("greek", "\u0370-\u03ff", ("el",)),
    ("hebrew", "\u0590-\u05ff", ("he",)),
    ("armenian", "\u0530-\u058f", ("hy",)),
    ("georgian", "\u10a0-\u10ff", ("ka",)),
    ("gurmukhi", "\u0a00-\u0a7f", ("pa",)),
    ("gujarati", "\u0a80-\u0aff", ("gu",)),
    ("tamil", "\u0b80-\u0bff", ("ta",)),
    ("telugu", "\u0c00-\u0c7f", ("te",)),
    ("kannada", "\u0c80-\u0cff", ("kn",)),
    ("malayalam", "\u0d00-\u0d7f", ("ml",)),
    ("sinhala", "\u0d80-\u0dff", ("si",)),
    ("ethiopic", "\u1200-\u137f", ("am",)),
    ("khmer", "\u1780-\u17ff", ("km",)),
    ("lao", "\u0e80-\u0eff", ("lo",)),
    ("burmese", "\u1000-\u109f", ("my",)),
)
LANGUAGES = {name: languages for name, _, languages in _RANGES}
_PATTERNS = [(name, re.compile(f"[{letters}]")) for name, letters, _ in _RANGES]
# One sign of Han writing carries as much as several letters.
_WEIGHTS = {"han": 3, "kana": 2, "hangul": 2}


def writing(words: Sequence[str]) -> str:
    """Return the writing that most of `words` is in: `latin` or a key of `LANGUAGES`."""
    if all(map(str.isascii, words)):
        return "latin"
    weights: dict[str, int] = {}
    for word in words:
        for name, weight in _weights_of(word):
            weights[name] = weights.get(name, 0) + weight
    japanese = weights.get("kana", 0) + weights.get("han", 0)
    if weights.get("kana") and japanese > weights.get("latin", 0):
        return "kana"
    return max(weights, key=lambda name: weights[name], default="latin")


@lru_cache(maxsize=32_768)
def _weights_of(word: str) -> tuple[tuple[str, int], ...]:
    """Return how much of a word is in which writing."""
    if word.isascii():
        return (("latin", len(word)),)
    written = list(map(_writing_of, word))
    return tuple(
        (name, written.count(name) * _WEIGHTS.get(name, 1)) for name in dict.fromkeys(written)
    )


@lru_cache(maxsize=8_192)
def _writing_of(letter: str) -> str:
    return next((name for name, pattern in _PATTERNS if pattern.match(letter)), "latin")
