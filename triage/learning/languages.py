"""What the corpus teaches about languages: telling words, and letter profiles of its own."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from classifiers.language import words_of
from classifiers.language_tables import ROMANISED
from classifiers.lexicon import word_lists
from classifiers.profiles import LONGEST_GROUP, groups
from classifiers.text.folding import fold
from classifiers.text.own_words import own_words
from classifiers.text.tokens import tokens
from triage.learning.corpus import Example

_WITHOUT_PROFILE = ("az", "uz", "pcm")

_FUNCTION_WORDS = word_lists("function_words")
_LISTED = {name: frozenset(_FUNCTION_WORDS.get(name, ())) for name in ROMANISED}
_ENGLISH = frozenset((*_FUNCTION_WORDS["en"], *word_lists("english")["en"]))

_SLOT = re.compile(r"\{\w+\}")
_LEAST_COUNT = 2
_LIST_COUNT = 4
_LEAST_WEIGHT = 0.7
_MOST_WEIGHT = 6.0
_SMOOTHING = 0.2
_LEAST_GROUP = 3


def telling_words(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Return, per way of writing, the folded words that speak for it, with their weight.

    The weight is the logarithm of how much likelier the word is there than on average.
    """
    counts = _counts(examples)
    totals = {name: sum(counted.values()) for name, counted in counts.items()}
    average: dict[str, float] = {}
    for name, counted in counts.items():
        for word, count in counted.items():
            average[word] = average.get(word, 0.0) + count / totals[name] / len(counts)
    return {
        name: {
            word: round(weight, 2)
            for word, count in sorted(counted.items())
            if count >= _LEAST_COUNT
            and (weight := _weight(count, totals[name], average[word])) >= _LEAST_WEIGHT
        }
        for name, counted in sorted(counts.items())
    }


def own_profiles(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Return letter profiles of the ways of writing that langdetect does not know."""
    texts: dict[str, list[str]] = {name: [] for name in (*_WITHOUT_PROFILE, *ROMANISED)}
    for example in examples:
        name = _way(example)
        if name in texts:
            texts[name].extend(_own(name, _words(example)))
    for name, listed in _FUNCTION_WORDS.items():
        if name in texts:
            texts[name].extend(word for entry in listed for word in entry.split())
    return {name: _profile(words) for name, words in texts.items()}


def _counts(examples: Sequence[Example]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for example in examples:
        if example.language == "und" or example.variety == "mixed":
            continue
        name = _way(example)
        words = {fold(word) for word in _words(example)}
        counts.setdefault(name, Counter()).update(_own(name, words))
    for name, listed in _FUNCTION_WORDS.items():
        entry = counts.setdefault(name, Counter())
        entry.update({word: _LIST_COUNT for phrase in listed for word in phrase.split()})
    for name, listed in {**word_lists("everyday"), **word_lists("english")}.items():
        counts.setdefault(name, Counter()).update(dict.fromkeys(listed, _LEAST_COUNT))
    return counts


def _words(example: Example) -> list[str]:
    return words_of(tokens(_SLOT.sub(" ", own_words(example.text))))


def _own(name: str, words: Iterable[str]) -> list[str]:
    """Leave out the English words that people mix into romanised writing."""
    if name not in ROMANISED or name == "pcm":
        return list(words)
    return [word for word in words if fold(word) not in _ENGLISH or fold(word) in _LISTED[name]]


def _way(example: Example) -> str:
    """Return the way of writing: the language, or its romanised form."""
    if example.variety == "pidgin":
        return "pcm"
    name = f"{example.language}_latin"
    return name if example.variety == "romanised" and name in ROMANISED else example.language


def _weight(count: int, total: int, average: float) -> float:
    return min(_MOST_WEIGHT, math.log((count + _SMOOTHING) / total / average))


def _profile(words: Iterable[str]) -> dict[str, float]:
    counted = Counter(group for word in words for group in groups(word))
    sizes = Counter[int]()
    for group, count in counted.items():
        sizes[len(group)] += count
    return {
        group: round(count / sizes[len(group)], 6)
        for group, count in sorted(counted.items())
        if count >= _LEAST_GROUP and len(group) <= LONGEST_GROUP
    }


def flat(tables: Mapping[str, Mapping[str, float]]) -> tuple[tuple[str, ...], list[float]]:
    """Return nested tables as lines `name<tab>entry` with their figures, for the model file."""
    lines = tuple(f"{name}\t{entry}" for name, table in tables.items() for entry in table)
    return lines, [figure for table in tables.values() for figure in table.values()]
