"""Beginnings of words, looked up by walking along a word until no stem can follow."""

from collections.abc import Sequence

_LONG = 100


class Stems:
    """Stems with the lists they are in.

    Every beginning of a stem is kept too, so that a look-up ends where no stem goes on: for most
    words after two or three letters, however long the longest stem is.
    """

    def __init__(self) -> None:
        self._lists: dict[str, list[str]] = {}
        self._shortest = _LONG

    def add(self, stem: str, name: str) -> None:
        """Put `stem` into the list `name`; a second time changes nothing."""
        self._shortest = min(self._shortest, len(stem))
        for end in range(1, len(stem)):
            self._lists.setdefault(stem[:end], [])
        names = self._lists.setdefault(stem, [])
        if name not in names:
            names.append(name)

    def of(self, form: str) -> Sequence[tuple[str, Sequence[str]]]:
        """Return the stems that `form` begins with, shortest first, each with its lists."""
        lists, shortest = self._lists, self._shortest
        if form[:shortest] not in lists:
            return ()
        found: list[tuple[str, Sequence[str]]] = []
        for end in range(shortest, len(form) + 1):
            names = lists.get(form[:end])
            if names is None:
                break
            if names:
                found.append((form[:end], names))
        return found

    def __contains__(self, stem: str) -> bool:
        return bool(self._lists.get(stem))

    def stems(self) -> list[str]:
        """Return all stems."""
        return [stem for stem, names in self._lists.items() if names]
