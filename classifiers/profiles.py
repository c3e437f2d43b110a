"""Letter profiles: langdetect's, evaluated over every letter group of a word without sampling.

langdetect itself draws letter groups at random until it is convinced, so that one text may get two
answers. The same profiles and the same smoothing summed over all groups give one answer, and a
word's sums can be remembered. Languages and ways of writing that langdetect does not know have
profiles of the same make from the corpus.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from operator import add

import numpy as np
import numpy.typing as npt
from langdetect.utils.ngram import NGram

from classifiers.text.folding import fold

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Profile = Mapping[str, float]
"""Probability of each letter group among the groups of its length."""

LONGEST_GROUP = 3
# langdetect's smoothing: alpha 0.5 over a base frequency of 10,000.
_FLOOR = 0.5 / 10_000
_CHINESE = ("zh-cn", "zh-tw")
# Bits of a letter's code point, three of which make a number.
_POINT = 21


class Profiles:
    """Log likelihood of a word in each of some languages, over that of an unknown word.

    Build with `with_and_without_diacritics`. The groups of many words are looked up at once: each
    is a number made of its letters, sought among the sorted numbers of all known groups.

    Args:
        rows: Row of each letter group in `shares`, from 1.
        shares: Probability of each group, a row per group, a column per language; row 0 is that of
            all unknown groups, and nothing.
    """

    def __init__(self, rows: Mapping[str, int], shares: Floats) -> None:
        # Neither spaces alone nor two runs are ever asked for, nor what folding made longer.
        known = [
            group
            for group in rows
            if len(group) <= LONGEST_GROUP and group[1:-1] != " " and not group.isspace()
        ]
        points = _points("".join(group.ljust(LONGEST_GROUP, "\0") for group in known))
        numbers = _numbers(*points.reshape(-1, LONGEST_GROUP).T)
        order = np.argsort(numbers)
        self._numbers = numbers[order]
        self._rows = np.fromiter(map(rows.__getitem__, known), np.intp, len(known))[order]
        self._logs = np.log((shares + _FLOOR) / _FLOOR)

    def of_words(self, words: Sequence[str]) -> Floats:
        """Return the log likelihoods of lower-case words, a row per word, a column per language."""
        runs = list(map(_runs, words))
        points = _points(f" {' '.join(runs)}  ")
        before, here, after = points[:-2], points[1:-1], points[2:]
        logs = self._logs_of(_numbers(here))
        logs += self._logs_of(_numbers(before, here))
        logs += self._logs_of(_numbers(before, here, after))
        starts = np.cumsum([0, *(len(run) + 1 for run in runs[:-1])])
        sums: Floats = np.add.reduceat(logs, starts, axis=0)
        return sums

    def _logs_of(self, numbers: Integers) -> Floats:
        """Return what groups say, a row per group; those that nobody knows say nothing."""
        places = np.searchsorted(self._numbers, numbers)
        is_known = self._numbers.take(places, mode="clip") == numbers
        logs: Floats = self._logs.take(self._rows.take(places, mode="clip") * is_known, axis=0)
        return logs


def with_and_without_diacritics(profiles: Sequence[Profile]) -> tuple[Profiles, Profiles]:
    """Return tables of profiles, one per language, for words as they are and for bare words.

    People leave diacritics out, and so the second counts `ż` as `z`.
    """
    rows = {group: row for row, group in enumerate(dict.fromkeys(chain(*profiles)), 1)}
    shares = np.zeros((len(rows) + 1, len(profiles)))
    for place, profile in enumerate(profiles):
        known = np.fromiter(map(rows.__getitem__, profile), np.intp, len(profile))
        shares[known, place] = np.fromiter(profile.values(), np.float64, len(profile))
    bare = [fold(group) or group for group in rows]
    bare_rows = {group: row for row, group in enumerate(dict.fromkeys(bare), 1)}
    bare_shares = np.zeros((len(bare_rows) + 1, len(profiles)))
    np.add.at(bare_shares, [bare_rows[group] for group in bare], shares[1:])
    return Profiles(rows, shares), Profiles(bare_rows, bare_shares)


@lru_cache(maxsize=64)
def langdetect_profile(language: str) -> Profile:
    """Return langdetect's profile of a language, by its ISO 639-1 code."""
    names = _CHINESE if language == "zh" else (language,)
    total: dict[str, float] = {}
    for name in names:
        text = files("langdetect").joinpath("profiles", name).read_text(encoding="utf-8")
        record = json.loads(text)
        sizes = [size * len(names) for size in record["n_words"]]
        for group, count in record["freq"].items():
            if len(group) <= LONGEST_GROUP and not _is_capital(group):
                total[group] = total.get(group, 0.0) + count / sizes[len(group) - 1]
    return total


def groups(word: str) -> list[str]:
    """Return the groups of one to three letters that langdetect looks at, edges included."""
    return [group for run in _runs(word).split(" ") if run for group in _groups_of_run(run)]


def _runs(word: str) -> str:
    """Return a word as langdetect takes it: runs of letters with spaces between."""
    return word if word.isascii() else "".join(map(_normal, word))


def _groups_of_run(run: str) -> list[str]:
    opened, closed = f" {run}", f"{run} "
    pairs = list(map(add, opened, closed))
    return [*run, *pairs, *map(add, pairs, closed[1:])]


@lru_cache(maxsize=16_384)
def _normal(letter: str) -> str:
    """Return what langdetect takes a letter for; a space where it takes it for none."""
    normal: str = NGram.normalize(letter)
    return normal


def _points(text: str) -> Integers:
    """Return the code points of the letters of `text`."""
    encoded = text.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(encoded, np.dtype("<u4")).astype(np.int64)


def _numbers(first: Integers, second: Integers | int = 0, third: Integers | int = 0) -> Integers:
    """Return groups of one to three letters as a number each."""
    return ((first << _POINT | second) << _POINT) | third


def _is_capital(group: str) -> bool:
    """Tell groups with capitals, which words in lower case never hold."""
    return group != group.lower()
