"""What the linear models look at: words, pairs of words, letters and concepts.

Training asks for the names of the features, serving for their columns; both go through
`token_features`, so that they cannot part.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, combinations, pairwise, starmap
from operator import add
from typing import NamedTuple, TypeVar

from classifiers.lexicon.concepts import concepts_of, concepts_of_pair
from classifiers.lexicon.listed import CONCEPT_PAIR_STARTS, listed_pair
from classifiers.text.tokens import domain, folded, is_spaceless, tokens

_Key = TypeVar("_Key")
_Entry = TypeVar("_Entry")

# What the names of letter groups and of concepts begin with, so that no word has the same name.
_LETTERS, _CONCEPT = "-", "="
_SPACELESS_LONGEST = 3
PACKED = "i"
"""What columns are packed as: `int` of C."""
_Columns = tuple[str, bytes, tuple[str, ...]]
"""A token's folded form, the packed columns of its words and letter groups, and its concepts."""
# Entries remembered before all are forgotten: text made of ever new words must not eat the memory.
_MEMORY = 100_000


class TokenFeatures(NamedTuple):
    """The features of one token by itself, whatever stands beside it.

    Attributes:
        form: The token, folded.
        words: Names of its words.
        letters: Its letter groups, without the mark that their names begin with.
        concepts: Its concepts, without theirs.
    """

    form: str
    words: tuple[str, ...]
    letters: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()


def token_features(token: str) -> TokenFeatures:
    """Return the features of one token."""
    form = folded(token)
    if form == "#url":
        return TokenFeatures(form, (form, f"#url:{domain(token)}"))
    if not form[:1].isalpha():
        return TokenFeatures(form, (form,))
    if is_spaceless(token):
        return TokenFeatures(form, (), tuple(_parts(form)), concepts_of(form))
    return TokenFeatures(form, (form,), tuple(_triples(f" {form} ")), concepts_of(form))


def words(text: str) -> list[str]:
    """Return the words and pairs of words of `text`; the first block of features."""
    split = _features(text)
    pairs = map(" ".join, pairwise(_forms(split)))
    return [*chain.from_iterable(each.words for each in split), *pairs]


def letters(text: str) -> list[str]:
    """Return the letter groups of `text`; the second block of features."""
    return [f"{_LETTERS}{group}" for each in _features(text) for group in each.letters]


def concepts(text: str) -> list[str]:
    """Return the concepts of `text` and every two of them together; the third block."""
    split = _features(text)
    single = chain.from_iterable(each.concepts for each in split)
    paired = chain.from_iterable(starmap(concepts_of_pair, pairwise(_forms(split))))
    return together({*single, *paired})


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
    """Return the names of concepts by themselves and in twos."""
    ordered = [f"{_CONCEPT}{concept}" for concept in sorted(single)]
    return [*ordered, *map("".join, combinations(ordered, 2))]


_remembered_features = lru_cache(maxsize=65_536)(token_features)


def _features(text: str) -> list[TokenFeatures]:
    return list(map(_remembered_features, tokens(text)))


def _forms(split: Iterable[TokenFeatures]) -> list[str]:
    """Return folded tokens after the mark of a text's beginning."""
    return ["^", *(each.form for each in split)]


class Columns:
    """From text to the columns of a fitted model.

    Args:
        vocabulary: Column of each feature; features outside are not counted.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        # Asked for most, and so without their mark.
        self._letters = {
            name[1:]: column for name, column in vocabulary.items() if name[0] == _LETTERS
        }
        self._of_token: dict[str, _Columns] = {}
        self._of_concepts: dict[frozenset[str], bytes] = {}

    def of(self, split: Iterable[str], given: Iterable[str] = ()) -> list[int]:
        """Return the distinct columns of a text, in ascending order.

        Args:
            split: Its tokens.
            given: Names of the facts that it gives, sorted (`classifiers.given`); the last block.
        """
        return sorted(set(array(PACKED, self.packed(split, given))))

    def packed(self, split: Iterable[str], given: Iterable[str] = ()) -> bytes:
        """Return the columns of a text as integers of C, in any order, some several times.

        They are only ever handed on to numpy, and joined at a tenth of what lists of numbers cost.
        """
        known = self._of_token.get
        entries = [known(token) or self._learn(token) for token in split]
        forms = ["^", *[entry[0] for entry in entries]]
        meant = frozenset(chain.from_iterable([entry[2] for entry in entries])).union(
            *[
                listed_pair(before, form).concepts
                for before, form in pairwise(forms)
                if before in CONCEPT_PAIR_STARTS
            ]
        )
        return b"".join(
            (
                *[entry[1] for entry in entries],
                self._packed(chain(map(" ".join, pairwise(forms)), given)),
                self._in_twos(meant) if meant else b"",
            )
        )

    def of_token(self, token: str) -> bytes:
        """Return the packed columns of one token by itself."""
        return (self._of_token.get(token) or self._learn(token))[1]

    def of_word(self, form: str) -> int | None:
        """Return the column of a folded word or of a sign of writing without spaces, if any."""
        return self._vocabulary.get(form, self._letters.get(form))

    def _learn(self, token: str) -> "_Columns":
        _bound(self._of_token)
        form, whole, groups, meant = token_features(token)
        columns = [column for column in map(self._letters.get, groups) if column is not None]
        columns += [column for column in map(self._vocabulary.get, whole) if column is not None]
        entry = self._of_token[token] = (form, array(PACKED, columns).tobytes(), meant)
        return entry

    def _in_twos(self, meant: frozenset[str]) -> bytes:
        known = self._of_concepts.get(meant)
        if known is None:
            _bound(self._of_concepts)
            known = self._of_concepts[meant] = self._packed(together(meant))
        return known

    def _packed(self, names: Iterable[str]) -> bytes:
        """Return the packed columns of those features that the model knows."""
        columns = map(self._vocabulary.get, names)
        return array(PACKED, [column for column in columns if column is not None]).tobytes()


def _bound(memory: dict[_Key, _Entry]) -> None:
    """Forget everything rather than grow without end on text made of ever new words."""
    if len(memory) >= _MEMORY:
        memory.clear()


def _triples(text: str) -> Iterator[str]:
    return map(add, map(add, text, text[1:]), text[2:])


def _parts(text: str) -> Iterator[str]:
    """Yield the runs of one to three letters of a text without spaces."""
    for size in range(1, _SPACELESS_LONGEST + 1):
        for start in range(len(text) - size + 1):
            yield text[start : start + size]
