"""Words that mean the same thing across languages, so that one language teaches another.

A concept is a feature beside the words, never a rule: "deposit", "doładować" and "充值" share
`deposit`, and the model learns what that says.
"""

from classifiers.lexicon import word_lists
from classifiers.text.tokens import is_spaceless

_LONGEST_RUN = 6


class _Index:
    """Concepts by whole word or pair, by the beginning of a word, and by part of a run."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        self.exact: dict[str, set[str]] = {}
        self.stems: dict[str, set[str]] = {}
        self.parts: dict[str, set[str]] = {}
        for concept, entries in lists.items():
            for entry in entries:
                self._home(entry).setdefault(entry.rstrip("*"), set()).add(concept)
        self.shortest = min(map(len, self.stems))

    def _home(self, entry: str) -> dict[str, set[str]]:
        if is_spaceless(entry):
            return self.parts
        return self.stems if entry.endswith("*") else self.exact


_INDEX = _Index(word_lists("concepts"))


def concepts_of(form: str) -> tuple[str, ...]:
    """Return the concepts of a folded word or of a pair of words, sorted."""
    found: set[str] = set(_INDEX.exact.get(form, ()))
    if not form.isascii() and is_spaceless(form):
        found.update(_in_run(form))
    for end in range(_INDEX.shortest, len(form) + 1):
        found.update(_INDEX.stems.get(form[:end], ()))
    return tuple(sorted(found))


def _in_run(form: str) -> set[str]:
    return {
        concept
        for start in range(len(form))
        for size in range(1, _LONGEST_RUN + 1)
        for concept in _INDEX.parts.get(form[start : start + size], ())
    }
