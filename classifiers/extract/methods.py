"""Ways to pay, by name."""

import re
from collections.abc import Iterator
from functools import lru_cache

from classifiers.extract.found import Found
from classifiers.extract.words import Words
from classifiers.lexicon import word_lists
from classifiers.text.folding import fold
from classifiers.text.tokens import is_spaceless
from models.vocabulary import Field

_SHORTEST_STEM, _LONGEST_ENDING = 5, 4
_NETWORK = re.compile(r"\b(trc|erc|bep)[- ]?20\b", re.IGNORECASE)


class _Names:
    """Methods by their names of one or more words, and by parts of runs without spaces."""

    def __init__(self) -> None:
        self.by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.parts: dict[str, str] = {}
        for method, names in word_lists("methods").items():
            for name in names:
                self._add(method, name)
        self.single = frozenset(
            name for entries in self.by_first.values() for name, _ in entries if len(name) == 1
        )
        for entries in self.by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def _add(self, method: str, name: str) -> None:
        if is_spaceless(name):
            self.parts.setdefault(name, method)
        else:
            words = tuple(fold(part) for part in re.split(r"[ -]", name))
            self.by_first.setdefault(words[0], []).append((words, method))


_NAMES = _Names()


def methods(words: Words) -> list[Found]:
    """Return ways to pay; the value is the method's key in `lexicon/methods.toml`.

    The network of a coin is a value of its own beside it, such as `trc20`.
    """
    found = list(_named(words))
    if words.has_digit and "20" in words.text:
        networks = _NETWORK.finditer(words.text)
        found += (_found(each.group(1).lower() + "20", *each.span()) for each in networks)
    return found


def named_methods(text: str) -> list[str]:
    """Return the ways to pay that are named in a text."""
    return [found.value for found in methods(Words(text))]


def _named(words: Words) -> Iterator[Found]:
    forms = [
        _stem(fold(piece) if each.has_digit else each.form)
        for piece, each in zip(words.pieces, words.traits, strict=True)
    ]
    if not any(map(_may_be, forms)):
        return
    taken = 0
    for place, form in enumerate(forms):
        if place >= taken and form in _NAMES.by_first:
            size, method = _longest(forms, place)
            taken = place + max(size, 1)
            if method:
                yield _found(method, words.spans[place][0], words.spans[taken - 1][1])
        for part, at, method in _in_run(form):
            start = words.spans[place][0] + at
            yield _found(method, start, start + len(part))


def _longest(forms: list[str], place: int) -> tuple[int, str]:
    """Return the length and the method of the longest name that begins at `place`."""
    for name, method in _NAMES.by_first[forms[place]]:
        if tuple(forms[place : place + len(name)]) == name:
            return len(name), method
    return 0, ""


@lru_cache(maxsize=65_536)
def _stem(form: str) -> str:
    """Return a word without the case ending that some languages add, where that makes it a name."""
    bare = form.partition("'")[0]
    if bare in _NAMES.by_first or len(bare) <= _SHORTEST_STEM:
        return bare
    for end in range(len(bare) - 1, max(_SHORTEST_STEM, len(bare) - _LONGEST_ENDING) - 1, -1):
        if (bare[:end],) in _NAMES.single:
            return bare[:end]
    return form


@lru_cache(maxsize=65_536)
def _may_be(form: str) -> bool:
    """Tell whether a way to pay may begin with a word; most words begin none."""
    return form in _NAMES.by_first or bool(_in_run(form))


@lru_cache(maxsize=16_384)
def _in_run(form: str) -> tuple[tuple[str, int, str], ...]:
    if form.isascii() or not is_spaceless(form):
        return ()
    return tuple(
        (part, form.find(part), method) for part, method in _NAMES.parts.items() if part in form
    )


def _found(method: str, start: int, end: int) -> Found:
    return Found(Field.PAYMENT_METHOD, method, start, end, f"a way to pay: {method}")
