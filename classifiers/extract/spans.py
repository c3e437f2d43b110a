"""Stretches of a text, asked for many times whether they hold a place."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Spans:
    """Half-open spans, which may overlap.

    Args:
        spans: First character and one past the last, in any order.
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def __bool__(self) -> bool:
        return bool(self._starts)

    def hold(self, place: int) -> bool:
        """Tell whether any of the spans holds the character at `place`."""
        before = bisect_right(self._starts, place)
        return before > 0 and place < self._ends[before - 1]
