"""Plain configuration values read one by one, every complaint naming key, value and remedy."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from typing import Self, TypeVar

E = TypeVar("E", bound=StrEnum)


class Table:
    """A table of plain values and the path under which its owner wrote it.

    Values may come from TOML or, as text, from the environment: numbers are accepted as text, and
    lists as text with commas. Keys nobody asked for are refused by `finish`.
    """

    def __init__(self, path: str, data: object) -> None:
        if not isinstance(data, Mapping):
            raise ValueError(  # noqa: TRY004 - wrong data, not a wrong call
                f"{path} = {data!r} is no table; write it as [{path}] with its keys"
            )
        self.path = path
        self._data = {str(key): value for key, value in data.items()}
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def keys(self) -> Iterator[str]:
        """Yield every key, which thereby counts as asked for."""
        self._asked.update(self._data)
        yield from self._data

    def fail(self, key: str, remedy: str) -> ValueError:
        """Return the complaint about `key`, to be raised by the caller."""
        if key not in self._data:
            return ValueError(f"{self.path}.{key} is missing; {remedy}")
        return ValueError(f"{self.path}.{key} = {self._data[key]!r} cannot be used; {remedy}")

    def finish(self) -> None:
        """Refuse keys that nobody asked for.

        Raises:
            ValueError: Names the unknown keys and the known ones.
        """
        if unknown := sorted(set(self._data) - self._asked):
            known = ", ".join(sorted(self._asked))
            raise ValueError(f"{self.path}.{unknown[0]} is no known key; known keys are: {known}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text that is not empty."""
        value = self._take(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, "give a text that is not empty")
        return value

    def whole(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        """Return a whole number of at least `least`."""
        number = self.decimal(key, None if default is None else Decimal(default))
        if number != int(number) or number < least:
            raise self.fail(key, f"give a whole number of at least {least}")
        return int(number)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false, which may also be written as text."""
        value = str(self._take(key, default)).lower()
        if value not in {"true", "false"}:
            raise self.fail(key, "write true or false")
        return value == "true"

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal:
        """Return an exact number that is finite and not negative."""
        value = self._take(key, default)
        try:
            number = Decimal(str(value)) if not isinstance(value, bool) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or number < 0:
            raise self.fail(key, 'give a number that is not negative, such as "12.50"')
        return number

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        """Return one of the values of `kind`."""
        value = self._take(key, default)
        try:
            return kind(str(value))
        except ValueError:
            raise self.fail(key, f"choose one of: {', '.join(kind)}") from None

    def words(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of texts, which may also be written as one text with commas."""
        value = self._take(key, default)
        if isinstance(value, str):
            value = [word.strip() for word in value.split(",") if word.strip()]
        if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
            raise self.fail(key, 'give a list of texts, such as ["one", "two"]')
        return tuple(value)

    def choices(self, key: str, kind: type[E]) -> frozenset[E]:
        """Return a set of values of `kind`; none where the key is absent."""
        words = self.words(key, ())
        try:
            return frozenset(kind(word) for word in words)
        except ValueError:
            raise self.fail(key, f"use only: {', '.join(kind)}") from None

    def day(self, key: str) -> date:
        """Return a date, written as YYYY-MM-DD."""
        value = self._take(key, None)
        if type(value) is date:
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.fail(key, "give a date as YYYY-MM-DD") from None

    def days(self) -> dict[date, str]:
        """Return a table whose keys are all dates and whose values are texts."""
        found = {}
        for key in self.keys():
            try:
                day = date.fromisoformat(key)
            except ValueError:
                raise self.fail(key, "name the key by a date as YYYY-MM-DD") from None
            found[day] = self.text(key)
        return found

    def windows(self, key: str) -> tuple[tuple[time, time | None], ...]:
        """Return the windows of a day, such as "10:00-13:00, 14:00-18:00"; "closed" is none.

        An end of 24:00 is given as None. Windows are in order and do not overlap.
        """
        text = self.text(key)
        if text == "closed":
            return ()
        try:
            found = tuple(_window(part) for part in text.split(","))
        except ValueError:
            raise self.fail(
                key, 'write windows as "10:00-13:00, 14:00-18:00" or "closed"'
            ) from None
        for (_, end), (start, _) in pairwise(found):
            if end is None or start < end:
                raise self.fail(key, "put the windows in order, without overlap")
        return found

    def table(self, key: str) -> Self:
        """Return the table under `key`, an empty one where it is absent."""
        self._asked.add(key)
        return type(self)(f"{self.path}.{key}", self._data.get(key, {}))

    def _take(self, key: str, default: object) -> object:
        self._asked.add(key)
        value = self._data.get(key, default)
        if value is None:
            raise self.fail(key, "it has no default")
        return value


def _window(text: str) -> tuple[time, time | None]:
    start_text, end_text = (part.strip() for part in text.split("-"))
    start = time.fromisoformat(start_text)
    end = None if end_text == "24:00" else time.fromisoformat(end_text)
    if start.tzinfo or (end is not None and (end.tzinfo or end <= start)):
        raise ValueError(text)
    return start, end
