"""Instants and other plain JSON values: read strictly, written the one way the contract says."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from reprlib import Repr

from triage.sla.openings import FIRST_YEAR, LAST_YEAR
from triage.sla.segments import Segment, segment_or_none

_EXAMPLE = "2026-03-02T10:00:00Z"
_LONGEST_SHOWN = 80
_BOUNDED = Repr()
_BOUNDED.maxlevel, _BOUNDED.maxdict, _BOUNDED.maxlist = 2, 4, 6
_BOUNDED.maxstring = _BOUNDED.maxother = _BOUNDED.maxlong = _LONGEST_SHOWN


def shown(value: object) -> str:
    """Return a value for a complaint, cut short: whatever a line holds, its error stays a line."""
    return _BOUNDED.repr(value)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
        return None if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_instant(key: str, value: object) -> datetime:
    """Read an ISO 8601 time with an offset as a UTC instant.

    Raises:
        ValueError: Where it is no such time, or outside the years that are counted.
    """
    instant = _parsed(value) if isinstance(value, str) else None
    if instant is None:
        raise ValueError(
            f"{key} = {shown(value)} is no time with an offset; write it as {_EXAMPLE}"
        )
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(
            f"{key} = {shown(value)} is not in {FIRST_YEAR} to {LAST_YEAR}; check the year"
        )
    return instant


def write_instant(instant: datetime | None) -> str | None:
    """Write an instant as ISO 8601 in UTC with `Z`; microseconds only where there are any."""
    return None if instant is None else _written(utc("instant", instant))


@lru_cache(maxsize=4096)
def _written(instant: datetime) -> str:
    """Return a UTC instant as text; openings and closings are in every ledger, hence the cache."""
    return instant.isoformat()[:-6] + "Z"


def seconds(duration: timedelta) -> int | float:
    """Return seconds as JSON bears them: a whole number where they are whole."""
    return int(duration.total_seconds()) if not duration.microseconds else duration.total_seconds()


def utc(key: str, instant: datetime) -> datetime:
    """Return the instant in UTC.

    Raises:
        ValueError: Where it is naive.
    """
    if instant.tzinfo is None:
        raise ValueError(f"{key} = {instant} has no offset; pass a time that knows its zone")
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)


def read_object(key: str, value: object) -> Mapping[str, object]:
    """Read a JSON object.

    Raises:
        ValueError: Where it is none.
    """
    if not isinstance(value, Mapping):
        raise ValueError(  # noqa: TRY004 - wrong data, not a wrong call
            f'{key} = {shown(value)} is no object; write it as {{"key": value, …}}'
        )
    return value


def read_list(key: str, value: object) -> Sequence[object]:
    """Read a JSON list.

    Raises:
        ValueError: Where it is none.
    """
    if not isinstance(value, list | tuple):
        raise ValueError(  # noqa: TRY004 - wrong data, not a wrong call
            f"{key} = {shown(value)} is no list; write it as [value, …]"
        )
    return value


def read_segments(key: str, value: object) -> list[Segment]:
    """Read a list of {"from", "to"}; those of no length are left out.

    Raises:
        ValueError: Where a value is no time, or a segment ends before it starts.
    """
    found = []
    for position, item in enumerate(read_list(key, value)):
        where = f"{key}[{position}]"
        entry = read_object(where, item)
        start = read_instant(f"{where}.from", entry.get("from"))
        end = read_instant(f"{where}.to", entry.get("to"))
        if end < start:
            raise ValueError(f"{where} ends before it starts; swap its from and to")
        segment = segment_or_none(start, end)
        if segment is not None:
            found.append(segment)
    return found
