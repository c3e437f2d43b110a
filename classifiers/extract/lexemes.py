"""Kinds of words that say what the number beside them is."""

from functools import lru_cache

from classifiers.lexicon import word_lists
from classifiers.text.tokens import is_spaceless

KINDS = ("order", "transaction", "service", "other", "username", "account", "unit")


class _Kinds:
    """Kinds by whole word, by beginning of a word, and by part of a run without spaces."""

    def __init__(self) -> None:
        self.exact: dict[str, str] = {}
        self.stems: dict[str, str] = {}
        self.parts: dict[str, str] = {}
        lists = word_lists("ids")
        for kind in KINDS:
            for entry in lists[kind]:
                self._home(entry).setdefault(entry.rstrip("*"), kind)

    def _home(self, entry: str) -> dict[str, str]:
        if is_spaceless(entry):
            return self.parts
        return self.stems if entry.endswith("*") else self.exact


_KINDS = _Kinds()
_SHORTEST_STEM = 3


@lru_cache(maxsize=16_384)
def kind_of(form: str) -> str | None:
    """Return the kind of a folded word, or None for most words."""
    kind = _KINDS.exact.get(form)
    if kind is None and is_spaceless(form):
        return _kind_of_run(form)
    if kind is None:
        for end in range(len(form), _SHORTEST_STEM - 1, -1):
            kind = _KINDS.stems.get(form[:end])
            if kind is not None:
                break
    return kind


def _kind_of_run(form: str) -> str | None:
    """Return the kind that is named last in a run, where the number follows."""
    places = [(form.rfind(part), len(part), kind) for part, kind in _KINDS.parts.items()]
    _, _, kind = max(places, default=(-1, 0, None))
    return kind if any(place >= 0 for place, _, _ in places) else None
