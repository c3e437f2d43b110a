"""The languages of one writing, told apart by telling words and letter groups."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from classifiers.language_tables import OWN_LETTERS, ROMANISED
from classifiers.profiles import (
    Profile,
    Profiles,
    langdetect_profile,
    with_and_without_diacritics,
)
from classifiers.text.folding import fold

Floats = npt.NDArray[np.float64]
Telling = Mapping[str, Mapping[str, float]]
"""Folded words with their weights, per way of writing."""

_OWN_LETTER_COUNTS = 3.0
_LETTERS_COUNT, _WORDS_COUNT = 0.4, 1.0
_LONGEST = 60
# No single word may rule a language out.
_WORST = 12.0
# Words remembered before all are forgotten: text of ever new words must not eat the memory.
_MEMORY = 32_768
# Words scored in one go; more only take more memory.
_AT_ONCE = 256


class Group:
    """The languages of one writing.

    Args:
        priors: Logarithm of how common each way of writing is among customers.
        telling: Telling words per way of writing.
        own: Letter profiles of the ways of writing that langdetect does not know.
    """

    def __init__(
        self, priors: Mapping[str, float], telling: Telling, own: Mapping[str, Profile]
    ) -> None:
        names = tuple(priors)
        self._priors = np.array(tuple(priors.values()))
        profiles = [own[name] if name in own else langdetect_profile(name) for name in names]
        known = _by_word([telling.get(name, {}) for name in names])
        plain, bare = with_and_without_diacritics(profiles)
        self._plain, self._bare = _WordScores(plain, known), _WordScores(bare, known)
        languages = [ROMANISED.get(name, name) for name in names]
        self._languages = tuple(dict.fromkeys(languages))
        self._membership = np.array(
            [[float(each == language) for each in self._languages] for language in languages]
        )
        self._letters = {
            letter: np.array([_OWN_LETTER_COUNTS * (name in own_to) for name in names])
            for letter, own_to in OWN_LETTERS.items()
        }

    def tell(self, texts: Iterable[Sequence[str]]) -> list[tuple[str, float]]:
        """Return the likeliest language of each text and its probability.

        Args:
            texts: Lower-case words of one text or more, at least one word each.
        """
        bounded = [words[:_LONGEST] for words in texts]
        totals = self._totals(bounded)
        shares = np.exp(totals - totals.max(axis=1, keepdims=True))
        by_language = (shares @ self._membership) / shares.sum(axis=1, keepdims=True)
        best = by_language.argmax(axis=1).tolist()
        scores = by_language.max(axis=1).tolist()
        return [
            (self._languages[place], min(1.0, score))
            for place, score in zip(best, scores, strict=True)
        ]

    def _totals(self, texts: Sequence[Sequence[str]]) -> Floats:
        """Return the log likelihood of each text in each way of writing, up to a constant."""
        totals = np.repeat(self._priors[np.newaxis, :], len(texts), axis=0)
        is_bare = [all(map(str.isascii, words)) for words in texts]
        for scores, kind in ((self._bare, True), (self._plain, False)):
            places = [place for place, bare in enumerate(is_bare) if bare is kind]
            if places:
                totals[places] += scores.of_texts([texts[place] for place in places])
        for place, words in enumerate(texts):
            if not is_bare[place]:
                for letter in self._letters.keys() & set("".join(words)):
                    totals[place] += self._letters[letter]
        return totals


class _WordScores:
    """What each word says for each way of writing; remembered, since people use the same words.

    Args:
        profiles: Letter profiles of the ways of writing.
        telling: Place and weight of the ways of writing that a folded word is telling of.
    """

    def __init__(
        self, profiles: Profiles, telling: Mapping[str, Sequence[tuple[int, float]]]
    ) -> None:
        self._profiles = profiles
        self._telling = telling
        self._known: dict[str, Floats] = {}

    def of_texts(self, texts: Sequence[Sequence[str]]) -> Floats:
        """Return the sums over the words of each text; no text is empty."""
        words = list(chain.from_iterable(texts))
        self._learn(dict.fromkeys(words))
        rows = np.concatenate([self._known[word] for word in words]).reshape(len(words), -1)
        starts = np.cumsum([0, *map(len, texts[:-1])])
        sums: Floats = np.add.reduceat(rows, starts, axis=0)
        return sums

    def _learn(self, words: Mapping[str, None]) -> None:
        new = [word for word in words if word not in self._known]
        if len(self._known) + len(new) > _MEMORY:
            self._known.clear()
            new = list(words)
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            self._known.update(zip(some, self._score(some), strict=True))

    def _score(self, words: Sequence[str]) -> Floats:
        letters = self._profiles.of_words(words)
        result = _LETTERS_COUNT * (letters - letters.max(axis=1, keepdims=True))
        for row, word in enumerate(words):
            for place, weight in self._telling.get(fold(word), ()):
                result[row, place] += _WORDS_COUNT * weight
        bounded: Floats = np.maximum(result, result.max(axis=1, keepdims=True) - _WORST)
        return bounded


def _by_word(telling: Sequence[Mapping[str, float]]) -> dict[str, list[tuple[int, float]]]:
    """Return place and weight of the tables that each word is in."""
    places: dict[str, list[tuple[int, float]]] = {}
    for place, table in enumerate(telling):
        for word, weight in table.items():
            places.setdefault(word, []).append((place, weight))
    return places
