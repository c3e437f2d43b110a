"""Finding the words and pairs of a list in a text, whatever the writing."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from classifiers.text.tokens import is_spaceless


class WordList:
    """Words, beginnings of words (`*`), pairs, and parts of runs without spaces."""

    def __init__(self, entries: Iterable[str]) -> None:
        spaced = [entry for entry in entries if not is_spaceless(entry)]
        self._exact = frozenset(entry for entry in spaced if not entry.endswith("*"))
        self._stems = frozenset(entry[:-1] for entry in spaced if entry.endswith("*"))
        self._parts = tuple(entry.rstrip("*") for entry in entries if is_spaceless(entry))
        self._shortest = min(map(len, self._stems), default=1)
        self._first_of_pairs = frozenset(entry.split(" ")[0] for entry in spaced if " " in entry)
        # People use few different words: each is looked up in the list once.
        self._is_in = lru_cache(maxsize=32_768)(self._look_up)

    def __contains__(self, form: str) -> bool:
        """Tell whether a folded word or pair is in the list."""
        return self._is_in(form)

    def _look_up(self, form: str) -> bool:
        if form in self._exact:
            return True
        if not form.isascii() and any(part in form for part in self._parts):
            return True
        ends = range(self._shortest, len(form) + 1)
        return bool(self._stems) and any(form[:end] in self._stems for end in ends)

    def hits(self, forms: Sequence[str]) -> list[int]:
        """Return the places in `forms` at which a word or a pair of the list begins."""
        is_in, first_of_pairs = self._is_in, self._first_of_pairs
        return [
            place
            for place, form in enumerate(forms)
            if is_in(form)
            or (
                form in first_of_pairs
                and place + 1 < len(forms)
                and is_in(f"{form} {forms[place + 1]}")
            )
        ]
