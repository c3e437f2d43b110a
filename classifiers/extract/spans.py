"""Stretches of a text, asked for many times whether they hold a place."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Protocol


class Placed(Protocol):
    """Whatever stands somewhere in a text."""

    @property
    def start(self) -> int:
        """First character."""
        ...

    @property
    def end(self) -> int:
        """One past the last."""
        ...


class Spans:
    """Half-open spans, which may overlap.

    Args:
        spans: First character and one past the last, in any order.
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max)) if ordered else []

    def __bool__(self) -> bool:
        return bool(self._starts)

    def hold(self, place: int) -> bool:
        """Tell whether any of the spans holds the character at `place`."""
        before = bisect_right(self._starts, place) if self._starts else 0
        return before > 0 and place < self._ends[before - 1]


_NONE = Spans(())


def spans(*found: Sequence[Placed]) -> Spans:
    """Return the spans of everything in `found`; most texts hold nothing."""
    if not any(found):
        return _NONE
    return Spans((each.start, each.end) for some in found for each in some)
