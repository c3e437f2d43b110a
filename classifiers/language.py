"""Which language the customer's own words are in.

Writing decides what writing can; English is recognised first, by its words; the rest is told by
the commonest words of each language and by langdetect's letter profiles, evaluated whole.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from classifiers.classification import Evidence
from classifiers.draft import Draft
from classifiers.lexicon import word_lists
from classifiers.profiles import Profiles
from classifiers.reading import Reading
from classifiers.scripts import LANGUAGES, writing
from classifiers.text.folding import fold
from models.vocabulary import Question

Floats = npt.NDArray[np.float64]

_WORD = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|@\S+|\S*[\d_]\S*"
    r"|([^\W\d_]+(?:[\u0300-\u036f\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u200c'’ʻʼ‘`]+[^\W\d_]*)*)"
)
_LATIN = (
    *("en", "es", "pt", "fr", "de", "it", "ro", "nl", "pl", "tr", "id", "vi", "sw", "cs", "hu"),
    *("sv", "no", "da", "fi", "hr", "sk", "ca", "tl", "af"),
)
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "latin": _LATIN,
    "cyrillic": ("ru", "uk", "bg", "mk"),
    "arabic": ("ar", "fa", "ur"),
    "devanagari": ("hi", "mr", "ne"),
}
# Lists that name a way of writing rather than a language.
_WRITTEN_AS = {"hi_latin": "hi", "ur_latin": "ur", "ar_latin": "ar", "pcm": "en"}
_NAMES = frozenset(
    (
        *("instagram", "facebook", "youtube", "tiktok", "telegram", "whatsapp", "twitter"),
        *("spotify", "paypal", "payeer", "visa", "mastercard", "usdt", "binance", "bitcoin"),
        *("smm", "api", "ok", "id", "url", "http", "https", "www", "com", "txid", "utr", "btc"),
    )
)
_KNOWN_WORD = 4.0
_SURE = 0.7
_UNSURE = 0.5


class LanguageClassifier:
    """Answers with the language; unsure where words and letters cannot tell."""

    def __init__(self, languages: "Languages") -> None:
        self._languages = languages

    def answer(self, reading: Reading, draft: Draft) -> Draft:
        """Return `draft` with the language."""
        verdict = self._languages.tell(reading.own)
        reason = Evidence(Question.LANGUAGE, "", 0, 0, verdict.score, verdict.reason)
        return replace(
            draft,
            language=verdict.language,
            language_score=verdict.score,
            is_language_unsure=verdict.is_unsure,
            evidence=(*draft.evidence, reason),
        )


@dataclass(frozen=True, slots=True)
class LanguageVerdict:
    """A language and how sure it is.

    Attributes:
        language: ISO 639-1 code, or `und` where there are no words.
        score: Confidence in [0, 1].
        is_unsure: It cannot be told.
        reason: In words an agent understands.
    """

    language: str
    score: float
    is_unsure: bool
    reason: str


class Languages:
    """Tells languages apart; build once, it reads langdetect's profiles."""

    def __init__(self) -> None:
        lists = word_lists("function_words")
        self._english = frozenset(lists["en"]) | frozenset(lists["pcm"])
        self._groups = {name: _Group(languages, lists) for name, languages in _GROUPS.items()}

    def tell(self, own: str) -> LanguageVerdict:
        """Return the language of the customer's own words, quotes and signature left out."""
        words = _words(own)
        if not words:
            return LanguageVerdict("und", 1.0, is_unsure=False, reason="no words")
        script = writing(words)
        group = self._groups.get(script)
        if group is None:
            language = LANGUAGES[script][0]
            return LanguageVerdict(language, 1.0, is_unsure=False, reason=f"written in {script}")
        if script == "latin":
            share = self._share_of_english(words)
            if share >= _SURE:
                return LanguageVerdict("en", share, is_unsure=False, reason="common English words")
        return group.tell(words)

    def _share_of_english(self, words: Sequence[str]) -> float:
        return sum(word in self._english for word in words) / len(words)


class _Group:
    """The languages of one writing."""

    def __init__(self, languages: tuple[str, ...], lists: Mapping[str, list[str]]) -> None:
        self._profiles = Profiles(languages)
        own = [name for name in lists if _belongs(name, languages)]
        self._names = (*languages, *(name for name in own if name not in languages))
        self._of_word: dict[str, Floats] = {}
        for place, name in enumerate(self._names):
            for word in lists.get(name, ()):
                row = self._of_word.setdefault(word, np.zeros(len(self._names)))
                row[place] = _KNOWN_WORD
        self._score = lru_cache(maxsize=32_768)(self._score_word)

    def tell(self, words: Sequence[str]) -> LanguageVerdict:
        total = np.zeros(len(self._names))
        for word in words:
            total += self._score(word)
        total -= total.max()
        shares = np.exp(total / np.sqrt(len(words)))
        shares /= shares.sum()
        best = int(shares.argmax())
        name = self._names[best]
        score = float(shares[best])
        return LanguageVerdict(
            _WRITTEN_AS.get(name, name),
            score,
            is_unsure=score < _UNSURE,
            reason=f"words and letter groups of {name}",
        )

    def _score_word(self, word: str) -> Floats:
        letters = self._profiles.of_word(word)
        padded = np.full(len(self._names), float(letters.mean()))
        padded[: len(letters)] = letters
        known = self._of_word.get(fold(word))
        result: Floats = padded if known is None else padded + known
        return result


def _belongs(name: str, languages: tuple[str, ...]) -> bool:
    is_latin = name.endswith("_latin") or name in {"az", "uz", "pcm"}
    return name in languages or (languages is _LATIN and is_latin)


def _words(own: str) -> list[str]:
    found = (word.lower() for word in _WORD.findall(own) if word)
    return [word for word in found if word not in _NAMES]
