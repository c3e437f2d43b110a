"""The words and codes of a message with all that the lists say about each, looked up once."""

import re
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from classifiers.extract.masks import DIGIT
from classifiers.lexicon import word_lists
from classifiers.lexicon.listed import (
    CONCEPT_PAIR_STARTS,
    LIST_PAIR_STARTS,
    Listed,
    kind_parts,
    listed,
    listed_pair,
)
from classifiers.text.tokens import MARKS, folded, is_spaceless

_CODE = (
    r"(?=[A-Za-z\d-])(?:"
    r"(?:pi|ch|py|cs|in|txn|re|seti|cus|payin|pay|tr|plink|pm|src)_[A-Za-z0-9_]{8,}"
    r"|(?:flw|psk|mp|txn?|trx|inv|rcpt|dep)(?:_tx)?_(?=(?:[a-f]*\d){2})[\da-f]{5,}(?!\w)"
    r"|[A-Z]{2,5}_(?=[A-Fa-f]*\d)[0-9A-Fa-f]{5,}(?!\w)"
    r"|(?:[A-Za-z]{2,6}_){1,3}\d{8}[A-Za-z0-9_]*|[A-Z0-9]{4}(?:\.[A-Z0-9]{4}){2,5}(?![\w.])"
    r"|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    r"|(?=[A-Za-z0-9]{1,12}-)(?=[\d-]{0,40}[A-Za-z])(?=(?:[A-Za-z-]{0,20}\d){3})"
    r"[A-Za-z0-9]{1,12}(?:-[A-Za-z0-9]{1,20}){1,6}"
    r"|[A-Za-z]{0,5}\d*(?:-[\dA-Za-z]{2,}){1,5}(?<=\d)(?<=..........)"
    r"|[A-Z]{1,4}\d{4,}(?:\.[A-Z0-9]{2,})+"
    r"|[A-Za-z0-9]*\d[A-Za-z0-9]*)"
)
_RUN = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = rf"[{_RUN}]+|[^\W\d_{_RUN}]+(?:['’{MARKS}]+[^\W\d_{_RUN}]*)*"
# What only English keyboards wrote is matched in a third of the time without all other letters.
_ASCII_WORD = r"[A-Za-z]+(?:'+[A-Za-z]*)*"
# What ends in a space or a mark is one word or code, whatever codes look like; said first, since
# they take long to rule out.
_ENDED = r"++(?=[\s,!?;:)]|\Z)"
_PATTERNS = {
    (is_ascii, has_digit): re.compile(rf"{plain}|{_CODE}|{word}|[#№]" if has_digit else word)
    for is_ascii, plain, word in (
        (True, rf"[A-Za-z0-9]{_ENDED}", _ASCII_WORD),
        (False, rf"[A-Za-z0-9]{_ENDED}|[^\W\d_{_RUN}]{_ENDED}", _WORD),
    )
    for has_digit in (True, False)
}
"""By whether a text is all ASCII and whether it has a digit."""
# A set of signs that comes first is sought fast: a third less than `\d+` takes.
_DIGITS = re.compile(r"\d\d*")

# Concepts that name a subject; the others say that something is wrong or wanted.
_SUBJECTS = frozenset(
    (
        *("balance", "order", "account", "site", "paid", "method", "howto", "deposit"),
        *("login", "engagement", "price", "quality", "ban", "job", "elsewhere"),
    )
)
_UNTELLING = frozenset(("asking", "subject", "works"))
_SMALL = frozenset(("asking", "common", "subject", "negation", "works"))
_NONE: frozenset[str] = frozenset()
# Lists whose places in a text are asked for.
_SOUGHT = frozenset(
    ("month", "stretch", "ticket", "bare", "action", "outcome", "sending", "asked", "said")
)
_RANKS = {name: rank for rank, name in enumerate(word_lists("ids"))}


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
        spaceless: It is a run of writing without spaces.
        sought: Those of its lists whose places in a text are asked for.
    """

    form: str
    has_digit: bool = False
    kind: str | None = None
    unit: bool = False
    lists: frozenset[str] = _NONE
    telling: bool = False
    concepts: frozenset[str] = _NONE
    spaceless: bool = False
    sought: tuple[str, ...] = ()


class Words:
    """A text as words and codes.

    Args:
        text: With western digits.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.has_digit = DIGIT.search(text) is not None
        pattern = _PATTERNS[text.isascii(), self.has_digit]
        self.pieces: list[str] = pattern.findall(text)
        self.traits = list(map(traits, self.pieces))
        self.forms = [each.form for each in self.traits]
        self.numbers = [found.start() for found in _DIGITS.finditer(text)] if self.has_digit else []
        """Where each run of digits begins."""

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word stands in the text; worked out only where something was found.

        Between two pieces there is nothing that a piece could begin with, so that looking for the
        next one from the end of the last cannot find it too early.
        """
        find, end = self.text.find, 0
        return [(start := find(piece, end), end := start + len(piece)) for piece in self.pieces]

    @property
    def concepts(self) -> set[str]:
        """The concepts that any of the words stands for."""
        return set().union(*[each.concepts for each in self.traits])

    @property
    def extent(self) -> tuple[int, int]:
        """Where the first word begins and the last ends; there is at least one."""
        last = self.pieces[-1]
        return self.text.find(self.pieces[0]), self.text.rfind(last) + len(last)

    def hits(self, name: str) -> list[int]:
        """Return the places at which a word or a pair of the list `name` begins."""
        return self._places.get(name, [])

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        before = "^"
        for place, each in enumerate(self.traits):
            for name in each.sought:
                places.setdefault(name, []).append(place)
            if before in LIST_PAIR_STARTS:
                for name in listed_pair(before, each.form).lists:
                    places.setdefault(name, []).append(place - 1)
            before = each.form
        return places

    @property
    def has_telling_word(self) -> bool:
        """Whether any word says by itself that something is wrong or wanted."""
        return True in [each.telling for each in self.traits]

    @property
    def has_telling_pair(self) -> bool:
        """Whether two words together say that something is wrong or wanted."""
        return any(
            concept not in _SUBJECTS
            for before, after in pairwise(self.traits)
            if before.form in CONCEPT_PAIR_STARTS and not _is_asking(before, after)
            for concept in listed_pair(before.form, after.form).concepts
        )


def _is_asking(before: Traits, after: Traits) -> bool:
    """Tell "no funciona" and the like, which say no more than that help is needed."""
    lists = before.lists | after.lists
    return bool(lists & {"asking", "works"}) and all(
        each.lists & _SMALL for each in (before, after)
    )


@lru_cache(maxsize=65_536)
def traits(piece: str) -> Traits:
    """Return what the lists say about one word or code."""
    form = folded(piece)
    if not piece.isalpha() and DIGIT.search(piece):
        return Traits(form, has_digit=True)
    found = listed(form)
    if is_spaceless(piece):
        return _traits_of_run(form, found)
    return Traits._make((form, *_said_of(found)))


@lru_cache(maxsize=4_096)
def _said_of(found: Listed) -> tuple[object, ...]:
    """Return the traits, but for its form, of any word that is listed so."""
    concepts, kinds, lists = found
    tells = any(concept not in _SUBJECTS for concept in concepts)
    about = Traits(
        "",
        kind=min(kinds, key=_RANKS.__getitem__, default=None),
        unit="unit" in kinds,
        lists=frozenset(lists),
        telling=tells and _UNTELLING.isdisjoint(lists),
        concepts=frozenset(concepts),
        sought=tuple(name for name in lists if name in _SOUGHT),
    )
    return about[1:]


def _traits_of_run(form: str, found: Listed) -> Traits:
    """Return what is said of a run without spaces, in which several words may stand.

    It has the kind that is named last, and counts what stands before it if it begins so.
    """
    kinds = [(end, end - start, name) for start, end, name in kind_parts(form)]
    named = [each for each in kinds if each[2] != "unit"]
    return Traits._make((form, *_said_of(found)))._replace(
        kind=max(named)[2] if named else None,
        unit=any(size == end and name == "unit" for end, size, name in kinds),
        telling=any(concept not in _SUBJECTS for concept in found.concepts),
        spaceless=True,
    )
