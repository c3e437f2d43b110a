"""What the linear models look at: words, pairs of words, letters and concepts.

Training asks for the names of the features, serving for their columns; both go through
`token_features`, so that they cannot part.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import TypeVar

from classifiers.lexicon.concepts import PAIR_STARTS, concepts_of, concepts_of_pair
from classifiers.text.tokens import domain, folded, is_spaceless, tokens

_Key = TypeVar("_Key")
_Entry = TypeVar("_Entry")

_LETTERS, _CONCEPT = "-", "="
_MARKS = (_LETTERS, _CONCEPT)
_LETTERS_SIZE = 3
_SPACELESS_LONGEST = 3
# Entries remembered before all are forgotten: text made of ever new words must not eat the memory.
_MEMORY = 100_000


@lru_cache(maxsize=65_536)
def token_features(token: str) -> tuple[str, ...]:
    """Return the features of one token by itself, whatever stands beside it."""
    form = folded(token)
    if form == "#url":
        return (form, f"#url:{domain(token)}")
    if form.startswith("#") or not form[:1].isalpha():
        return (form,)
    meant = tuple(f"{_CONCEPT}{concept}" for concept in concepts_of(form))
    if is_spaceless(token):
        return (*_marked(_grams(form, 1, _SPACELESS_LONGEST)), *meant)
    return (form, *_marked(_grams(f" {form} ", _LETTERS_SIZE, _LETTERS_SIZE)), *meant)


def pair_features(left: str, right: str) -> tuple[str, ...]:
    """Return the features of two neighbouring folded tokens."""
    return (f"{left} {right}", *_marked_concepts(left, right))


def words(text: str) -> list[str]:
    """Return the words and pairs of words of `text`; the first block of features."""
    return [name for name in _plain(text) if name[0] not in _MARKS]


def letters(text: str) -> list[str]:
    """Return the letter groups of `text`; the second block of features."""
    return [name for name in _plain(text) if name[0] == _LETTERS]


def concepts(text: str) -> list[str]:
    """Return the concepts of `text` and every two of them together; the third block."""
    return together({name for name in _plain(text) if name[0] == _CONCEPT})


def concepts_in(split: Iterable[str]) -> frozenset[str]:
    """Return the concepts of a text given by its tokens."""
    found: set[str] = set()
    before = "^"
    for form in map(folded, split):
        found.update(concepts_of(form))
        found.update(concepts_of_pair(before, form))
        before = form
    return frozenset(found)


def together(single: Iterable[str]) -> list[str]:
    """Return concepts by themselves and in twos."""
    ordered = sorted(single)
    return [*ordered, *map("".join, combinations(ordered, 2))]


def _plain(text: str) -> list[str]:
    found: list[str] = []
    before = "^"
    for token in tokens(text):
        found.extend(token_features(token))
        form = folded(token)
        found.extend(pair_features(before, form))
        before = form
    return found


class Columns:
    """From text to the columns of a fitted model.

    Args:
        vocabulary: Column of each feature; features outside are not counted.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = dict(vocabulary)
        self._of_token: dict[str, tuple[str, tuple[int, ...], tuple[str, ...]]] = {}
        self._of_concepts: dict[frozenset[str], tuple[int, ...]] = {}

    def of(self, split: Iterable[str]) -> list[int]:
        """Return the distinct columns of a text given by its tokens, in ascending order."""
        vocabulary, known = self._vocabulary, self._of_token
        found: set[int] = set()
        meant: list[str] = []
        before = "^"
        for token in split:
            form, columns, concepts_ = known.get(token) or self._learn(token)
            found.update(columns)
            meant += concepts_
            pair = vocabulary.get(f"{before} {form}")
            if pair is not None:
                found.add(pair)
            if before in PAIR_STARTS:
                meant += _marked_concepts(before, form)
            before = form
        if meant:
            found.update(self._in_twos(frozenset(meant)))
        return sorted(found)

    def of_token(self, token: str) -> tuple[int, ...]:
        """Return the columns of one token by itself."""
        return (self._of_token.get(token) or self._learn(token))[1]

    def known(self, names: Iterable[str]) -> tuple[int, ...]:
        """Return the columns of those features that the model knows."""
        vocabulary = self._vocabulary
        return tuple(vocabulary[name] for name in names if name in vocabulary)

    def _learn(self, token: str) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
        _bound(self._of_token)
        plain, meant = _parted(token_features(token))
        entry = folded(token), self.known(plain), meant
        self._of_token[token] = entry
        return entry

    def _in_twos(self, meant: frozenset[str]) -> tuple[int, ...]:
        known = self._of_concepts.get(meant)
        if known is None:
            _bound(self._of_concepts)
            known = self._of_concepts[meant] = self.known(together(meant))
        return known


def _parted(names: Iterable[str]) -> tuple[list[str], tuple[str, ...]]:
    """Part concepts from the other features."""
    names = tuple(names)
    return (
        [name for name in names if name[0] != _CONCEPT],
        tuple(name for name in names if name[0] == _CONCEPT),
    )


def _bound(memory: dict[_Key, _Entry]) -> None:
    """Forget everything rather than grow without end on text made of ever new words."""
    if len(memory) >= _MEMORY:
        memory.clear()


def _marked_concepts(left: str, right: str) -> list[str]:
    return [f"{_CONCEPT}{concept}" for concept in concepts_of_pair(left, right)]


def _marked(grams: Iterable[str]) -> Iterator[str]:
    return (f"{_LETTERS}{gram}" for gram in grams)


def _grams(text: str, shortest: int, longest: int) -> list[str]:
    return [
        text[start : start + size]
        for size in range(shortest, longest + 1)
        for start in range(len(text) - size + 1)
    ]
