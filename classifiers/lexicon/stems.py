"""Beginnings of words, looked up by the first letters that any of them has."""

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

_Name = TypeVar("_Name", bound=Hashable)

_KEY = 3
_NONE: tuple[int, ...] = ()


class Stems(Generic[_Name]):
    """Stems with the lists they are in.

    Most words share their first letters with no stem and cost one look; the others are tried at
    the few lengths that stems with these letters have.
    """

    def __init__(self) -> None:
        self._lists: dict[str, list[_Name]] = {}
        self._sizes: dict[str, tuple[int, ...]] = {}
        # First letters of stems that are shorter than the key; only few writings have such.
        self._short: set[str] = set()

    def add(self, stem: str, name: _Name) -> None:
        """Put `stem` into the list `name`; a second time changes nothing."""
        names = self._lists.setdefault(stem, [])
        if name not in names:
            names.append(name)
        if len(stem) < _KEY:
            self._short.add(stem[0])
        else:
            sizes = {*self._sizes.get(stem[:_KEY], _NONE), len(stem)}
            self._sizes[stem[:_KEY]] = tuple(sorted(sizes))

    def of(self, form: str) -> Sequence[tuple[str, Sequence[_Name]]]:
        """Return the stems that `form` begins with, shortest first, each with its lists."""
        sizes = self._sizes.get(form[:_KEY], _NONE)
        if form[:1] in self._short:
            sizes = (*range(1, _KEY), *sizes)
        if not sizes:
            return ()
        known, longest = self._lists.get, len(form)
        return [
            (stem, names)
            for size in sizes
            if size <= longest and (names := known(stem := form[:size]))
        ]

    def __contains__(self, stem: str) -> bool:
        return stem in self._lists

    def stems(self) -> list[str]:
        """Return all stems."""
        return list(self._lists)
