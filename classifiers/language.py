"""Which language the customer's own words are in.

Writing decides what writing can; English is recognised first, by its words; the rest is told by
the telling words of each language and by letter profiles.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from classifiers.classification import Evidence
from classifiers.draft import Draft
from classifiers.language_groups import Group, Telling
from classifiers.language_tables import GROUPS, ROMANISED
from classifiers.profiles import Profile
from classifiers.reading import Reading
from classifiers.scripts import LANGUAGES, writing
from classifiers.text.folding import fold
from models.vocabulary import Question

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
_SURE_ENGLISH = 0.75
_TELLING = 2.5
_UNSURE = 0.5
_VOWELS = frozenset("aeiouyæøœə")
_REASON = "its words and letter groups"


class LanguageClassifier:
    """Answers with the language; unsure where words and letters cannot tell."""

    def __init__(self, languages: "Languages") -> None:
        self._languages = languages

    def answer(self, readings: Sequence[Reading], drafts: Sequence[Draft]) -> None:
        """Fill in the language."""
        verdicts = self._languages.tell([reading.tokens for reading in readings])
        for draft, verdict in zip(drafts, verdicts, strict=True):
            draft.language = verdict.language
            draft.language_score = verdict.score
            draft.is_language_unsure = verdict.is_unsure
            draft.evidence.append(_reason(verdict))


class LanguageVerdict(NamedTuple):
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


_NO_WORDS = LanguageVerdict("und", 1.0, is_unsure=False, reason="no words")


class Languages:
    """Tells languages apart.

    Args:
        telling: Telling words per way of writing, from the corpus.
        profiles: Letter profiles of the ways of writing that langdetect does not know.
    """

    def __init__(self, telling: Telling, profiles: Mapping[str, Profile]) -> None:
        self._english, self._foreign = _plain_words(telling)
        self._groups = {name: Group(priors, telling, profiles) for name, priors in GROUPS.items()}

    def tell(self, texts: Iterable[Iterable[str]]) -> list[LanguageVerdict]:
        """Return the language of each text, given by the tokens of the customer's own words.

        What needs letter groups is worked out for all texts in one go.
        """
        verdicts: list[LanguageVerdict | None] = []
        waiting: dict[str, list[tuple[int, list[str]]]] = {}
        for place, words in enumerate(map(words_of, texts)):
            script = writing(words)
            verdict = self._plainly(words, script)
            verdicts.append(verdict)
            if verdict is None:
                waiting.setdefault(script, []).append((place, words))
        for script, texts_in_it in waiting.items():
            told = self._groups[script].tell([words for _, words in texts_in_it])
            for (place, words), (language, score) in zip(texts_in_it, told, strict=True):
                is_unsure = score < _UNSURE or (script == "latin" and not _can_be_said(words))
                verdicts[place] = LanguageVerdict(language, score, is_unsure, _REASON)
        return [verdict for verdict in verdicts if verdict is not None]

    def _plainly(self, words: Sequence[str], script: str) -> LanguageVerdict | None:
        """Return the language where it is plain to see, else None."""
        if not words:
            return _NO_WORDS
        if script not in self._groups:
            language = LANGUAGES[script][0]
            return LanguageVerdict(language, 1.0, is_unsure=False, reason=f"written in {script}")
        if script == "latin":
            share = self._share_of_english(words)
            if share >= _SURE_ENGLISH:
                return LanguageVerdict("en", share, is_unsure=False, reason="English words")
        return None

    def _share_of_english(self, words: Sequence[str]) -> float:
        """Return how much of a text is English words; a telling foreign word counts twice."""
        english = sum(map(self._english.__contains__, words))
        foreign = sum(map(self._foreign.__contains__, words))
        return english / (len(words) + foreign)


def _can_be_said(words: Sequence[str]) -> bool:
    """Tell words from keys hit at random: some word has a vowel."""
    return any(not _VOWELS.isdisjoint(fold(word)) for word in words)


def _reason(verdict: LanguageVerdict) -> Evidence:
    note = f"{verdict.language}: {verdict.reason}"
    return Evidence(Question.LANGUAGE, "", 0, 0, verdict.score, note)


def words_of(split: Iterable[str]) -> list[str]:
    """Return the words that count among tokens: lower case, without ids, links and products."""
    return list(chain.from_iterable(map(_words_in, split)))


@lru_cache(maxsize=65_536)
def _words_in(token: str) -> tuple[str, ...]:
    if token.isascii():
        word = token.lower()
        return (word,) if word.replace("'", "").isalpha() and word not in _NAMES else ()
    if token.isalpha():
        word = token.replace("İ", "i").lower()
        return (word,) if word not in _NAMES else ()
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
