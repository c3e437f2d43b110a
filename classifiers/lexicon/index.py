"""Asking once which of many lists a word is in."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from classifiers.lexicon.stems import Stems
from classifiers.text.tokens import is_spaceless

_Name = TypeVar("_Name", bound=Hashable)


class Index(Generic[_Name]):
    """Lists of words, beginnings of words (`*`), pairs of words, and parts of runs without spaces.

    Args:
        lists: Folded entries by the name of their list.
    """

    def __init__(self, lists: Mapping[_Name, Iterable[str]]) -> None:
        self._words: dict[str, list[_Name]] = {}
        self._parts: dict[str, list[_Name]] = {}
        # Sizes of the parts that begin with a letter.
        self._part_sizes: dict[str, tuple[int, ...]] = {}
        self._pairs: dict[str, list[_Name]] = {}
        self._stems: Stems[_Name] = Stems()
        self._pair_stems: Stems[_Name] = Stems()
        for name, entries in lists.items():
            for entry in entries:
                self._add(entry, name)
        self.pair_starts = frozenset(
            pair.partition(" ")[0] for pair in (*self._pairs, *self._pair_stems.stems())
        )

    def names(self, form: str) -> list[_Name]:
        """Return the names of the lists that a folded word is in, without repeats."""
        found = [*self._words.get(form, ())]
        for _, names in self._stems.of(form):
            found += names
        if not form.isascii() and is_spaceless(form):
            for _, _, names in self.parts(form):
                found += names
        return list(dict.fromkeys(found)) if len(found) > 1 else found

    def pair_names(self, before: str, form: str) -> list[_Name]:
        """Return the names of the lists that two neighbouring folded words are in."""
        if before not in self.pair_starts:
            return []
        pair = f"{before} {form}"
        found = [*self._pairs.get(pair, ())]
        for _, names in self._pair_stems.of(pair):
            found += names
        return list(dict.fromkeys(found))

    def parts(self, run: str) -> Iterator[tuple[int, int, list[_Name]]]:
        """Yield start, end and lists of every entry inside a run without spaces."""
        known, sizes_from, length = self._parts.get, self._part_sizes.get, len(run)
        for start, letter in enumerate(run):
            for size in sizes_from(letter, ()):
                end = start + size
                if end <= length and (names := known(run[start:end])):
                    yield start, end, names

    def _add(self, entry: str, name: _Name) -> None:
        bare = entry.rstrip("*")
        is_pair = " " in entry
        if is_spaceless(entry):
            names = self._parts.setdefault(bare, [])
            sizes = {*self._part_sizes.get(bare[0], ()), len(bare)}
            self._part_sizes[bare[0]] = tuple(sorted(sizes))
        elif entry.endswith("*"):
            (self._pair_stems if is_pair else self._stems).add(bare, name)
            return
        else:
            names = (self._pairs if is_pair else self._words).setdefault(bare, [])
        if name not in names:
            names.append(name)
