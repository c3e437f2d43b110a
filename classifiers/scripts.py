"""Which writing a text is in; many a language is known by its writing alone."""

import re
from collections.abc import Sequence

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
_RUNS = {name: re.compile(f"[{letters}]+") for name, letters, _ in _RANGES}
# One sign of Han writing carries as much as several letters.
_WEIGHTS = {"han": 3, "kana": 2, "hangul": 2}


def writing(words: Sequence[str]) -> str:
    """Return the writing that most of `words` is in: `latin` or a key of `LANGUAGES`."""
    text = " ".join(words)
    if text.isascii():
        return "latin"
    weights = {name: _weight(name, text) for name in LANGUAGES}
    weights["latin"] = sum(map(str.isalpha, text)) - sum(map(len, _all_runs(text)))
    if weights["kana"] and weights["han"] and weights["kana"] + weights["han"] > weights["latin"]:
        return "kana"
    return max(weights, key=lambda name: weights[name])


def _weight(name: str, text: str) -> int:
    return sum(map(len, _RUNS[name].findall(text))) * _WEIGHTS.get(name, 1)


def _all_runs(text: str) -> list[str]:
    return [run for pattern in _RUNS.values() for run in pattern.findall(text)]
