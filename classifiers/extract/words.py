"""The words and codes of a message with all that the lists say about each, looked up once."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from classifiers.features import pair_features, token_features
from classifiers.lexicon import word_lists
from classifiers.text.tokens import MARKS, folded, is_spaceless

_CODE = (
    r"(?:pi|ch|py|cs|in|txn|re|seti|cus|payin)_[A-Za-z0-9_]{8,}"
    r"|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    r"|[A-Za-z]{2,5}-\d[\dA-Za-z-]{3,}"
    r"|[A-Za-z0-9]*\d[A-Za-z0-9]*"
)
_WORD = rf"[^\W\d_]+(?:['’{MARKS}]+[^\W\d_]*)*"
_WITH_CODES = re.compile(rf"{_CODE}|{_WORD}|[#№]")
_WITHOUT_CODES = re.compile(_WORD)

# Concepts that name a subject; the others say that something is wrong or wanted.
_SUBJECTS = frozenset(
    (
        *("=balance", "=order", "=account", "=site", "=paid", "=method", "=howto", "=deposit"),
        *("=login", "=engagement", "=price", "=quality", "=ban", "=job"),
    )
)


_NONE: frozenset[str] = frozenset()


class WordList:
    """Words, beginnings of words (`*`), pairs, and parts of runs without spaces."""

    def __init__(self, entries: Iterable[str]) -> None:
        self.pairs: set[str] = set()
        self._exact: set[str] = set()
        self._stems: set[str] = set()
        self._parts: list[str] = []
        for entry in entries:
            self._add(entry)
        self._shortest = min(map(len, self._stems), default=1)

    def __contains__(self, form: str) -> bool:
        """Tell whether a folded word is in the list."""
        if form in self._exact or any(part in form for part in self._parts):
            return True
        return any(form[:end] in self._stems for end in range(self._shortest, len(form) + 1))

    def _add(self, entry: str) -> None:
        if is_spaceless(entry):
            self._parts.append(entry.rstrip("*"))
        elif " " in entry:
            self.pairs.add(entry.rstrip("*"))
        elif entry.endswith("*"):
            self._stems.add(entry[:-1])
        else:
            self._exact.add(entry)


class Traits(NamedTuple):
    """What the lists say about one word or code.

    Attributes:
        form: Folded.
        has_digit: It is a number or a code.
        kind: What a number after it is, a key of `lexicon/ids.toml`, or None.
        unit: It says what a number right before it counts.
        lists: Names of the other lists it is in.
        telling: It says by itself that something is wrong or wanted.
        concepts: The concepts it stands for.
    """

    form: str
    has_digit: bool
    kind: str | None
    unit: bool
    lists: frozenset[str]
    telling: bool
    concepts: frozenset[str]


class Words:
    """A text as words and codes.

    Args:
        text: With western digits.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.has_digit = any(map(str.isdigit, text))
        self._pattern = _WITH_CODES if self.has_digit else _WITHOUT_CODES
        self.pieces: list[str] = self._pattern.findall(text)
        self.traits = [traits(piece) for piece in self.pieces]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word stands in the text; worked out only where something was found."""
        return [found.span() for found in self._pattern.finditer(self.text)]

    def hits(self, name: str) -> list[int]:
        """Return the places at which a word or a pair of the list `name` begins."""
        pairs = _LISTS[name].pairs
        found = [place for place, each in enumerate(self.traits) if name in each.lists]
        if pairs:
            forms = [each.form for each in self.traits]
            found += [
                place
                for place, pair in enumerate(pairwise(forms))
                if pair[0] in _PAIR_STARTS and f"{pair[0]} {pair[1]}" in pairs
            ]
        return sorted(found)

    @property
    def tells(self) -> bool:
        """Whether any word or pair says that something is wrong or wanted."""
        before = "^"
        for each in self.traits:
            if each.telling or _tells(before, each.form):
                return True
            before = each.form
        return False


def _lists() -> dict[str, WordList]:
    periods, generic, actions = map(word_lists, ("periods", "generic", "actions"))
    return {
        "month": WordList(periods["month"]),
        "stretch": WordList(periods["stretch"]),
        "asking": WordList(generic["asking"]),
        "subject": WordList(generic["subject"]),
        "common": WordList(
            entry for listed in word_lists("function_words").values() for entry in listed
        ),
        **{name: WordList(entries) for name, entries in actions.items()},
    }


_LISTS = _lists()
_KINDS = {name: WordList(entries) for name, entries in word_lists("ids").items()}
_PAIR_STARTS = frozenset(pair.split()[0] for each in _LISTS.values() for pair in each.pairs)
_RUN_KINDS = [
    (entry.rstrip("*"), name)
    for name, entries in word_lists("ids").items()
    for entry in entries
    if is_spaceless(entry)
]


@lru_cache(maxsize=65_536)
def traits(piece: str) -> Traits:
    """Return what the lists say about one word or code."""
    form = folded(piece)
    has_digit = any(map(str.isdigit, piece))
    if has_digit:
        return Traits(
            form, has_digit=True, kind=None, unit=False, lists=_NONE, telling=False, concepts=_NONE
        )
    lists = frozenset(name for name, entries in _LISTS.items() if form in entries)
    concepts = frozenset(name for name in token_features(piece) if name.startswith("="))
    return Traits(
        form,
        has_digit=False,
        kind=_kind(form),
        unit=_is_unit(form),
        lists=lists,
        telling=bool(concepts - _SUBJECTS) and not (lists & {"asking", "subject"}),
        concepts=concepts,
    )


def _kind(form: str) -> str | None:
    """Return the kind of a word; in a run without spaces, the kind that is named last."""
    if is_spaceless(form):
        places = [
            (form.rfind(part) + len(part), len(part), name)
            for part, name in _RUN_KINDS
            if part in form and name != "unit"
        ]
        return max(places)[2] if places else None
    return next((name for name, entries in _KINDS.items() if form in entries), None)


def _is_unit(form: str) -> bool:
    if is_spaceless(form):
        return any(form.startswith(part) for part, name in _RUN_KINDS if name == "unit")
    return form in _KINDS["unit"]


@lru_cache(maxsize=65_536)
def _tells(before: str, form: str) -> bool:
    return any(
        name.startswith("=") and name not in _SUBJECTS for name in pair_features(before, form)
    )
