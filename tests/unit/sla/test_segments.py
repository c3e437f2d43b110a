"""The algebra of half-open segments."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice

import pytest

from triage.sla.segments import Segment, at_least, clip, intersect, subtract, total, union

ZERO = datetime(2026, 3, 2, tzinfo=UTC)


def hour(number: float) -> datetime:
    return ZERO + timedelta(hours=number)


def spans(*pairs: tuple[float, float]) -> list[Segment]:
    return [Segment(hour(start), hour(end)) for start, end in pairs]


def every_day() -> Iterator[Segment]:
    return (Segment(hour(24 * day + 10), hour(24 * day + 17)) for day in count())


def test_a_segment_has_its_start_and_not_its_end() -> None:
    (segment,) = spans((10, 17))
    assert hour(10) in segment
    assert hour(17) not in segment
    assert segment.length == timedelta(hours=7)


def test_a_segment_is_never_empty_and_never_naive() -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        Segment(hour(1), hour(1))
    with pytest.raises(ValueError, match="offset"):
        Segment(hour(1).replace(tzinfo=None), hour(2).replace(tzinfo=None))


def test_union_joins_what_overlaps_or_touches() -> None:
    assert [*union(spans((5, 6), (1, 2), (2, 3), (1, 1.5), (8, 9)))] == spans(
        (1, 3), (5, 6), (8, 9)
    )
    assert [*union([])] == []


def test_intersect_is_what_both_have() -> None:
    assert [*intersect(spans((1, 4), (6, 9)), spans((0, 2), (3, 7), (9, 10)))] == spans(
        (1, 2), (3, 4), (6, 7)
    )


def test_subtract_is_what_only_the_left_has() -> None:
    assert [*subtract(spans((1, 4), (6, 9)), spans((0, 2), (3, 7), (8, 8.5)))] == spans(
        (2, 3), (7, 8), (8.5, 9)
    )
    assert [*subtract(spans((1, 4)), [])] == spans((1, 4))
    assert [*subtract(spans((1, 2), (3, 4), (5, 6)), spans((0, 5.5)))] == spans((5.5, 6))


def test_endless_streams_are_read_only_as_far_as_needed() -> None:
    assert [*clip(every_day(), Segment(hour(12), hour(36)))] == spans((12, 17), (34, 36))
    assert [*islice(subtract(every_day(), spans((10, 11))), 2)] == spans((11, 17), (34, 41))


def test_at_least_and_total_are_exact_to_the_microsecond() -> None:
    short = Segment(hour(0), hour(1) - timedelta(microseconds=1))
    assert [*at_least([short], timedelta(hours=1))] == []
    assert total([short, *spans((2, 3))]) == timedelta(hours=2, microseconds=-1)
