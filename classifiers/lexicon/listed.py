"""What all the word lists say about a word, looked up once."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from classifiers.lexicon import word_lists
from classifiers.lexicon.index import Index

_CONCEPT, _KIND, _LIST = "concept", "kind", "list"


class Listed(NamedTuple):
    """Names of what a word, or two words side by side, are listed under.

    Attributes:
        concepts: Keys of `concepts.toml`, sorted.
        kinds: Keys of `ids.toml`.
        lists: Keys of `periods.toml`, `generic.toml` and `actions.toml`, and `common`.
    """

    concepts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


NOTHING = Listed()
"""What is said of most words."""


def _entries() -> dict[tuple[str, str], list[str]]:
    common = [entry for listed in word_lists("function_words").values() for entry in listed]
    sources = (
        (_CONCEPT, word_lists("concepts")),
        (_KIND, word_lists("ids")),
        (_LIST, word_lists("periods")),
        (_LIST, word_lists("generic")),
        (_LIST, word_lists("actions")),
        (_LIST, {"common": common}),
    )
    return {(source, name): listed[name] for source, listed in sources for name in listed}


_ENTRIES = _entries()
_INDEX = Index(_ENTRIES)


def _pair_starts(wanted: str) -> frozenset[str]:
    return frozenset(
        entry.partition(" ")[0]
        for (source, _), entries in _ENTRIES.items()
        for entry in entries
        if source == wanted and " " in entry
    )


CONCEPT_PAIR_STARTS = _pair_starts(_CONCEPT)
"""Words that begin a pair with a concept."""
LIST_PAIR_STARTS = _pair_starts(_LIST)
"""Words that begin a pair that is in a list."""


@lru_cache(maxsize=65_536)
def listed(form: str) -> Listed:
    """Return what a folded word is listed under."""
    names = _INDEX.names(form)
    return _by_source(tuple(names)) if names else NOTHING


@lru_cache(maxsize=65_536)
def listed_pair(before: str, form: str) -> Listed:
    """Return what two neighbouring folded words are listed under."""
    names = _INDEX.pair_names(before, form)
    return _by_source(tuple(names)) if names else NOTHING


def concept_parts(run: str) -> list[tuple[int, int]]:
    """Return start and end of every word with a concept in a folded run without spaces."""
    return [(start, end) for start, end, _ in _parts(run, _CONCEPT)]


def kind_parts(run: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of every word with a kind in a folded run without spaces."""
    return _parts(run, _KIND)


def _parts(run: str, wanted: str) -> Iterator[tuple[int, int, str]]:
    for start, end, names in _INDEX.parts(run):
        for source, name in names:
            if source == wanted:
                yield start, end, name


@lru_cache(maxsize=4_096)
def _by_source(names: tuple[tuple[str, str], ...]) -> Listed:
    found: dict[str, list[str]] = {_CONCEPT: [], _KIND: [], _LIST: []}
    for source, name in names:
        found[source].append(name)
    return Listed(tuple(sorted(found[_CONCEPT])), tuple(found[_KIND]), tuple(found[_LIST]))
