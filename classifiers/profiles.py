"""langdetect's letter profiles, evaluated over every letter group of a word, without sampling.

langdetect itself draws letter groups at random until it is convinced, so that one text may get two
answers. The same profiles and the same smoothing summed over all groups give one answer, and a
word's sums can be remembered.
"""

import json
import math
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from langdetect.utils.ngram import NGram

Floats = npt.NDArray[np.float64]

# langdetect's smoothing: alpha 0.5 over a base frequency of 10,000.
_FLOOR = 0.5 / 10_000
_CHINESE = ("zh-cn", "zh-tw")


class Profiles:
    """Log likelihood of a word in each of some languages.

    Args:
        languages: Codes as langdetect's profile files name them.
    """

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        frequencies: dict[str, list[float]] = {}
        for place, language in enumerate(languages):
            for gram, probability in _profile(language).items():
                frequencies.setdefault(gram, [0.0] * len(languages))[place] = probability
        self._logs = {
            gram: np.log(np.array(values) + _FLOOR) - math.log(_FLOOR)
            for gram, values in frequencies.items()
        }
        self._silent = np.zeros(len(languages))
        self.of_word = lru_cache(maxsize=32_768)(self._of_word)

    def _of_word(self, word: str) -> Floats:
        total = self._silent.copy()
        for gram in _grams(word):
            logs = self._logs.get(gram)
            if logs is not None:
                total += logs
        return total


def _profile(language: str) -> dict[str, float]:
    """Return the probability of each letter group among groups of its length."""
    names = _CHINESE if language == "zh" else (language,)
    total: dict[str, float] = {}
    for name in names:
        text = files("langdetect").joinpath("profiles", name).read_text(encoding="utf-8")
        record = json.loads(text)
        sizes = record["n_words"]
        for gram, count in record["freq"].items():
            longest = 3
            if 1 <= len(gram) <= longest:
                share = count / sizes[len(gram) - 1] / len(names)
                total[gram] = total.get(gram, 0.0) + share
    return total


def _grams(word: str) -> list[str]:
    """Return the groups of one to three letters that langdetect looks at, edges included."""
    walker = NGram()
    found: list[str] = []
    for letter in f"{word} ":
        walker.add_char(letter)
        if walker.capitalword:
            continue
        longest = 3
        for size in range(1, longest + 1):
            if len(walker.grams) < size:
                break
            gram = walker.grams[-size:]
            if gram and gram != " ":
                found.append(gram)
    return found
