"""Waits grow, stay within their bounds, and start over after a success."""

from hypothesis import given
from hypothesis import strategies as st

from triage.intake.waits import Waits


def test_waits_double_with_jitter_up_to_the_longest() -> None:
    waits = Waits(first=1, most=10)
    for longest in (1, 2, 4, 8, 10, 10):
        assert longest / 2 <= waits.next() <= longest


def test_after_a_success_the_first_wait_is_short_again() -> None:
    waits = Waits(first=1, most=100)
    for _ in range(9):
        waits.next()
    waits.reset()
    assert waits.next() <= 1


@given(st.integers(0, 2000))
def test_any_number_of_failures_stays_within_the_bounds(failures: int) -> None:
    waits = Waits(first=0.5, most=60)
    for _ in range(failures):
        waits.next()
    assert 0.25 <= waits.next() <= 60
