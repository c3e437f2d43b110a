"""The header of a mail as a multi-mapping that ignores case and decodes what is asked for."""

from collections.abc import Iterable, Iterator

from triage.mail.words import decode_words


class Headers:
    """Fields in their order; names are compared case-insensitively (RFC 5322 section 1.2.2).

    Values are kept unfolded and are decoded (RFC 2047) when they are read, since most never are.
    """

    __slots__ = ("_index",)

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        index: dict[str, list[str]] = {}
        for name, value in fields:
            index.setdefault(name.lower(), []).append(value)
        self._index = index

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._index

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names in lower case, each once, in the order of their first field."""
        return iter(self._index)

    def __len__(self) -> int:
        """Count the fields, repeated ones included."""
        return sum(len(values) for values in self._index.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self._index == other._index

    __hash__ = None  # type: ignore[assignment]  # it holds lists; nobody needs it as a key

    def __repr__(self) -> str:
        return f"Headers({self._index!r})"

    def get(self, name: str, default: str = "") -> str:
        """Return the first value of a field, decoded, or `default`."""
        values = self._index.get(name.lower())
        return decode_words(values[0]) if values else default

    def get_all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field, decoded, in order."""
        return tuple(map(decode_words, self._index.get(name.lower(), ())))

    def raw_all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field, unfolded but with its encoded words as they came.

        Structure is read from these, never from decoded values: an encoded word may hold a comma
        or another mailbox (RFC 2047 section 5).
        """
        return tuple(self._index.get(name.lower(), ()))
