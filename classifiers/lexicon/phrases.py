"""Looking up words and phrases of several lists at once, through their disguises."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from classifiers.lexicon import word_lists
from classifiers.lexicon.stems import Stems
from classifiers.text.tokens import is_spaceless

# What stars hide, likeliest first.
_HIDDEN = (
    *("u", "i", "o", "a", "e", "uc", "hi", "ss", "uck", "itch", "ic", "un", "c", "s", "t", "y"),
    *("it", "or", "hit", "stard", "ole", "л", "у", "и", "о", "а", "е", "я", "ук", "ля", "уй", "ул"),
    *("ur", "urw", "rw", "hu", "j", "k", "ierdal", "rdal", "izd", "o", "s"),
)


class Hit(NamedTuple):
    """An entry that was found; places count the chunks of the text.

    Attributes:
        kind: Name of its list.
        entry: As it stands in the list, without `*`.
        place: Of its telling word.
        first: Of its first word.
        last: Of its last word.
        at: Where it begins inside its chunk, if it is only a part of it.
    """

    kind: str
    entry: str
    place: int
    first: int
    last: int
    at: int | None


class _Phrase(NamedTuple):
    kind: str
    words: tuple[str, ...]
    telling: int


class _Known(NamedTuple):
    """What one word may be: entries by themselves, and phrases that it is the telling word of."""

    entries: tuple[tuple[str, str, int], ...]
    phrases: tuple[_Phrase, ...]


class Phrases:
    """Lists of words and phrases; `*` at the end of a word stands for any ending.

    Args:
        lists: Folded entries by kind; entries in writing without spaces match inside a run.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._common = _common_words()
        self._words: dict[str, list[str]] = {}
        self._stems: Stems[str] = Stems()
        self._parts: dict[str, list[str]] = {}
        self._phrases: dict[str, list[_Phrase]] = {}
        for kind, entries in lists.items():
            for entry in entries:
                self._add(kind, entry)
        self._any_part = re.compile("|".join(map(re.escape, self._parts)) or r"(?!)")
        self._known = lru_cache(maxsize=65_536)(self._known_of)

    def knows(self, forms: tuple[str, ...]) -> bool:
        """Tell whether a chunk that may stand for `forms` is an entry or tells of a phrase."""
        for form in forms:
            if self._is_known(form):
                return True
        return "*" in "".join(forms) and any(map(self._is_known, _unstarred(forms)))

    def find(self, forms: Sequence[tuple[str, ...]], places: Iterable[int]) -> Iterator[Hit]:
        """Yield every entry found in a text.

        Args:
            forms: What each of its chunks may stand for.
            places: Of the chunks that are looked at, which `knows` may have told.
        """
        for place in places:
            known = self._known(forms[place])
            for kind, entry, at in known.entries:
                is_part = is_spaceless(entry) and len(entry) < len(forms[place][0])
                yield Hit(kind, entry, place, place, place, at if is_part else None)
            for phrase in known.phrases:
                first = place - phrase.telling
                said = forms[first : first + len(phrase.words)] if first >= 0 else ()
                if _is_said(phrase, said):
                    last = first + len(said) - 1
                    yield Hit(phrase.kind, " ".join(phrase.words), place, first, last, None)

    def _is_known(self, form: str) -> bool:
        if form in self._words or form in self._phrases or self._stems.of(form):
            return True
        return not form.isascii() and self._any_part.search(form) is not None

    def _add(self, kind: str, entry: str) -> None:
        bare = entry.rstrip("*")
        if is_spaceless(entry):
            self._parts.setdefault(bare, []).append(kind)
        elif " " in bare:
            words = tuple(bare.split())
            telling = min(range(len(words)), key=lambda place: self._commonness(words[place]))
            phrase = _Phrase(kind, words, telling)
            self._phrases.setdefault(words[telling], []).append(phrase)
        elif entry.endswith("*"):
            self._stems.add(bare, kind)
        else:
            self._words.setdefault(bare, []).append(kind)

    def _commonness(self, word: str) -> tuple[bool, int]:
        """Return what makes a word the less telling, the more it is found everywhere."""
        return word in self._common, -len(word)

    def _known_of(self, forms: tuple[str, ...]) -> _Known:
        entries: list[tuple[str, str, int]] = []
        phrases: list[_Phrase] = []
        for form in _unstarred(forms):
            phrases += self._phrases.get(form, ())
            if not entries:
                entries += self._whole(form)
                if not form.isascii() and is_spaceless(form):
                    entries += self._inside(form)
        return _Known(tuple(dict.fromkeys(entries)), tuple(dict.fromkeys(phrases)))

    def _whole(self, form: str) -> list[tuple[str, str, int]]:
        found = [(kind, form, 0) for kind in self._words.get(form, ())]
        found += [(kind, stem, 0) for stem, kinds in self._stems.of(form) for kind in kinds]
        return found

    def _inside(self, run: str) -> Iterator[tuple[str, str, int]]:
        """Yield the entries inside a run without spaces."""
        for part, kinds in self._parts.items():
            place = run.find(part)
            if place >= 0:
                yield from ((kind, part, place) for kind in kinds)


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    lists = (*word_lists("function_words").values(), word_lists("english")["en"])
    return frozenset(word for listed in lists for word in listed)


def _is_said(phrase: _Phrase, said: Sequence[tuple[str, ...]]) -> bool:
    if len(said) != len(phrase.words):
        return False
    for wanted, forms in zip(phrase.words, said, strict=True):
        if wanted not in forms and wanted not in _unstarred(forms):
            return False
    return True


def _unstarred(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Return forms with their hidden letters filled in, in all the likely ways."""
    if "*" not in "".join(forms):
        return forms
    filled = [form.replace("*", letters) for form in forms if "*" in form for letters in _HIDDEN]
    return (*forms, *filled)
