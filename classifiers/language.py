"""Which language the customer's own words are in.

Writing decides what writing can; English is recognised first, by its words; the rest is told by
the telling words of each language and by letter profiles.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from classifiers.classification import Evidence
from classifiers.draft import Draft
from classifiers.profiles import Profile, Profiles, langdetect_profile
from classifiers.reading import Reading
from classifiers.scripts import LANGUAGES, writing
from classifiers.text.folding import fold
from models.vocabulary import Question

Floats = npt.NDArray[np.float64]
Telling = Mapping[str, Mapping[str, float]]
"""Folded words with their weights, per way of writing."""

ROMANISED: Mapping[str, str] = MappingProxyType(
    {
        "pcm": "en",
        **{f"{name}_latin": name for name in ("hi", "ur", "ar", "bn", "fa", "ru")},
    }
)
"""Ways of writing that are no language of their own, with their language."""

_WORD = re.compile(
    r"[^\W\d_]+(?:['’ʻʼ‘`\u0300-\u036f\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u200c-\u200d]+[^\W\d_]*)*"
)
_NAMES = frozenset(
    (
        *("instagram", "facebook", "youtube", "tiktok", "telegram", "whatsapp", "twitter", "smm"),
        *("spotify", "paypal", "payeer", "visa", "mastercard", "usdt", "binance", "bitcoin"),
        *("api", "ok", "id", "url", "txid", "utr", "btc", "trc", "usd", "eur", "ig", "yt", "fb"),
        *("tt", "http", "https", "www", "com", "google", "pay", "crypto", "login", "email"),
    )
)
# Languages per writing with the logarithm of how rare they are among customers; writing alone
# decides the others.
_COMMON, _RARE, _SELDOM = -4.0, -5.5, -7.0
_LATIN: Mapping[str, float] = MappingProxyType(
    {
        "en": 0.0,
        **dict.fromkeys(("es", "pt", "fr", "de", "it", "ro", "nl", "pl", "tr", "id"), _COMMON),
        **dict.fromkeys(("vi", "sw", "az", "uz", "hi_latin", "ur_latin", "ar_latin"), _COMMON),
        "pcm": -1.0,
        **dict.fromkeys(("cs", "hu", "sv", "bn_latin", "fa_latin", "ru_latin"), _RARE),
        **dict.fromkeys(("no", "da", "fi", "hr", "sk", "ca", "tl", "af"), _SELDOM),
    }
)
_GROUPS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "latin": _LATIN,
        "cyrillic": {"ru": 0.0, "uk": -0.5, "bg": -4.0, "mk": -5.0},
        "arabic": {"ar": 0.0, "fa": -0.5, "ur": -0.5},
        "devanagari": {"hi": 0.0, "mr": -4.0, "ne": -4.0},
    }
)
# Letters that only these write; one of them in a text is worth as much as a telling word.
_OWN_LETTERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ə": ("az",),
        "ğ": ("tr", "az"),
        "ı": ("tr", "az"),
        "ş": ("tr", "az", "ro"),
        "ț": ("ro",),
        "ș": ("ro",),
        "ă": ("ro", "vi"),
        "ł": ("pl",),
        "ż": ("pl",),
        "ę": ("pl",),
        "ą": ("pl",),
        "ś": ("pl",),
        "ć": ("pl", "hr"),
        "ñ": ("es", "tl"),
        "¿": ("es",),
        "¡": ("es",),
        "ã": ("pt", "vi"),
        "õ": ("pt", "vi"),
        "ß": ("de",),
        "ä": ("de", "sv", "fi", "sk"),
        "å": ("sv", "no", "da"),
        "ø": ("no", "da"),
        "æ": ("no", "da"),
        "ř": ("cs",),
        "ě": ("cs",),
        "ů": ("cs",),
        "ő": ("hu",),
        "ű": ("hu",),
        "đ": ("vi", "hr"),
        "ơ": ("vi",),
        "ư": ("vi",),
        "ạ": ("vi",),
        "ế": ("vi",),
        "ệ": ("vi",),
        "ộ": ("vi",),
        "ề": ("vi",),
        "і": ("uk",),
        "ї": ("uk",),
        "є": ("uk",),
        "ґ": ("uk",),
        "ы": ("ru",),
        "э": ("ru",),
        "ё": ("ru",),
        "ъ": ("ru", "bg"),
        "ѓ": ("mk",),
        "ќ": ("mk",),
        "ј": ("mk",),
        "ٹ": ("ur",),
        "ڈ": ("ur",),
        "ڑ": ("ur",),
        "ں": ("ur",),
        "ے": ("ur",),
        "ہ": ("ur",),
        "ھ": ("ur",),
        "ژ": ("fa",),
        "پ": ("fa", "ur"),
        "چ": ("fa", "ur"),
        "گ": ("fa", "ur"),
        "ک": ("fa", "ur"),
        "ی": ("fa", "ur"),
        "ة": ("ar",),
        "ي": ("ar",),
        "ك": ("ar",),
        "ى": ("ar",),
        "أ": ("ar",),
        "إ": ("ar",),
    }
)
_OWN_LETTER_COUNTS = 3.0
_LETTERS_COUNT, _WORDS_COUNT = 0.4, 1.0
_SURE_ENGLISH = 0.75
_TELLING = 2.5
_UNSURE = 0.5
_REASON = "its words and letter groups"
_LONGEST = 60
# No single word may rule a language out.
_WORST = 12.0


class LanguageClassifier:
    """Answers with the language; unsure where words and letters cannot tell."""

    def __init__(self, languages: "Languages") -> None:
        self._languages = languages

    def answer(self, reading: Reading, draft: Draft) -> Draft:
        """Return `draft` with the language."""
        verdict = self._languages.tell(reading.tokens)
        note = f"{verdict.language}: {verdict.reason}"
        reason = Evidence(Question.LANGUAGE, "", 0, 0, verdict.score, note)
        return draft._replace(
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
    """Tells languages apart.

    Args:
        telling: Telling words per way of writing, from the corpus.
        profiles: Letter profiles of the ways of writing that langdetect does not know.
    """

    def __init__(self, telling: Telling, profiles: Mapping[str, Profile]) -> None:
        self._english, self._foreign = _plain_words(telling)
        self._groups = {name: _Group(priors, telling, profiles) for name, priors in _GROUPS.items()}

    def tell(self, split: Iterable[str]) -> LanguageVerdict:
        """Return the language of the customer's own words, given as tokens."""
        words = words_of(split)
        if not words:
            return LanguageVerdict("und", 1.0, is_unsure=False, reason="no words")
        script = writing(words)
        group = self._groups.get(script)
        if group is None:
            language = LANGUAGES[script][0]
            return LanguageVerdict(language, 1.0, is_unsure=False, reason=f"written in {script}")
        if script == "latin":
            share = self._share_of_english(words)
            if share >= _SURE_ENGLISH:
                return LanguageVerdict("en", share, is_unsure=False, reason="English words")
        return group.tell(words)

    def _share_of_english(self, words: Sequence[str]) -> float:
        """Return how much of a text is English words; a telling foreign word counts twice."""
        english = sum(word in self._english for word in words)
        foreign = sum(word in self._foreign for word in words)
        return english / (len(words) + foreign)


class _Group:
    """The languages of one writing."""

    def __init__(
        self, priors: Mapping[str, float], telling: Telling, own: Mapping[str, Profile]
    ) -> None:
        self._names = tuple(priors)
        self._priors = np.array(tuple(priors.values()))
        profiles = [own[name] if name in own else langdetect_profile(name) for name in self._names]
        self._plain = Profiles(profiles)
        self._bare = Profiles(profiles, is_bare=True)
        self._telling = [telling.get(name, {}) for name in self._names]
        self._score = lru_cache(maxsize=32_768)(self._score_word)
        languages = [ROMANISED.get(name, name) for name in self._names]
        self._languages = tuple(dict.fromkeys(languages))
        self._membership = np.array(
            [[float(each == language) for each in self._languages] for language in languages]
        )
        self._letters = {
            letter: np.array([_OWN_LETTER_COUNTS * (name in own_to) for name in self._names])
            for letter, own_to in _OWN_LETTERS.items()
        }

    def tell(self, words: Sequence[str]) -> LanguageVerdict:
        text = "".join(words[:_LONGEST])
        is_bare = text.isascii()
        total = self._priors.copy()
        for word in words[:_LONGEST]:
            total += self._score(word, is_bare)
        if not is_bare:
            for letter in self._letters.keys() & set(text):
                total += self._letters[letter]
        shares = np.exp(total - total.max())
        by_language = (shares @ self._membership) / shares.sum()
        best = int(by_language.argmax())
        score = min(1.0, float(by_language[best]))
        return LanguageVerdict(
            self._languages[best], score, is_unsure=score < _UNSURE, reason=_REASON
        )

    def _score_word(self, word: str, is_bare: bool) -> Floats:  # noqa: FBT001 - a cache's key
        profiles = self._bare if is_bare else self._plain
        letters = profiles.of_word(word)
        plain = fold(word)
        known = np.array([telling.get(plain, 0.0) for telling in self._telling])
        result: Floats = _LETTERS_COUNT * (letters - letters.max()) + _WORDS_COUNT * known
        bounded: Floats = np.maximum(result, result.max() - _WORST)
        return bounded


def words_of(split: Iterable[str]) -> list[str]:
    """Return the words that count among tokens: lower case, without ids, links and products."""
    return [word for token in split for word in _words_in(token)]


@lru_cache(maxsize=65_536)
def _words_in(token: str) -> tuple[str, ...]:
    if token.isascii() and not token.replace("'", "").isalpha():
        return ()
    if "@" in token or "://" in token or token.startswith("www."):
        return ()
    found = _WORD.findall(token.replace("İ", "i"))
    return tuple(word for word in map(str.lower, found) if word not in _NAMES)


def _plain_words(telling: Telling) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that are English and no other language's, and those the other way round."""
    english = telling.get("en", {})
    others: dict[str, float] = {}
    for name, words in telling.items():
        if ROMANISED.get(name, name) != "en":
            for word, weight in words.items():
                others[word] = max(weight, others.get(word, 0.0))
    plain = frozenset(word for word, weight in english.items() if weight > others.get(word, 0.0))
    foreign = frozenset(
        word
        for word, weight in others.items()
        if weight >= _TELLING and weight > english.get(word, 0.0)
    )
    return plain, foreign
