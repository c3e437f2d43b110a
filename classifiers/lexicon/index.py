"""Asking once which of many lists a word is in."""

from collections.abc import Iterable, Iterator, Mapping

from classifiers.text.tokens import is_spaceless

_LONGEST_PART = 8
_NONE: tuple[str, ...] = ()


class Index:
    """Lists of words, beginnings of words (`*`), pairs of words, and parts of runs without spaces.

    Args:
        lists: Folded entries by the name of their list.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._words: dict[str, list[str]] = {}
        self._stems: dict[str, list[str]] = {}
        self._parts: dict[str, list[str]] = {}
        self._pairs: dict[str, list[str]] = {}
        self._pair_stems: dict[str, list[str]] = {}
        for name, entries in lists.items():
            for entry in entries:
                names = self._home(entry).setdefault(entry.rstrip("*"), [])
                if name not in names:
                    names.append(name)
        self._shortest = min(map(len, self._stems), default=1)
        self._longest = max(map(len, self._stems), default=0)
        self.pair_starts = frozenset(
            pair.partition(" ")[0] for pair in (*self._pairs, *self._pair_stems)
        )

    def names(self, form: str) -> list[str]:
        """Return the names of the lists that a folded word is in, without repeats."""
        found = list(self._words.get(form, _NONE))
        for end in range(self._shortest, min(self._longest, len(form)) + 1):
            found += self._stems.get(form[:end], _NONE)
        if not form.isascii() and is_spaceless(form):
            found += (name for _, _, names in self.parts(form) for name in names)
        return list(dict.fromkeys(found))

    def pair_names(self, before: str, form: str) -> list[str]:
        """Return the names of the lists that two neighbouring folded words are in."""
        if before not in self.pair_starts:
            return []
        pair = f"{before} {form}"
        found = list(self._pairs.get(pair, _NONE))
        if self._pair_stems:
            for end in range(len(before) + 1, len(pair) + 1):
                found += self._pair_stems.get(pair[:end], _NONE)
        return list(dict.fromkeys(found))

    def parts(self, run: str) -> Iterator[tuple[int, int, list[str]]]:
        """Yield start, end and lists of every entry inside a run without spaces."""
        for start in range(len(run)):
            for end in range(start + 1, min(start + _LONGEST_PART, len(run)) + 1):
                names = self._parts.get(run[start:end])
                if names:
                    yield start, end, names

    def _home(self, entry: str) -> dict[str, list[str]]:
        is_open = entry.endswith("*")
        if is_spaceless(entry):
            return self._parts
        if " " in entry:
            return self._pair_stems if is_open else self._pairs
        return self._stems if is_open else self._words
