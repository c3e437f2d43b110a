"""Measures and their intervals, against figures worked out by hand."""

import math

import pytest

from triage.learning.measures import (
    NOTHING,
    Resampled,
    calibration_error,
    f1,
    macro_f1,
    mcnemar,
    share,
)


def test_wilsons_interval_of_a_share() -> None:
    measure = share(8, 10)
    assert (measure.value, measure.count) == (0.8, 10)
    assert (round(measure.low, 4), round(measure.high, 4)) == (0.4902, 0.9433)


@pytest.mark.parametrize(("hits", "low", "high"), [(0, 0.0, 0.2775), (10, 0.7225, 1.0)])
def test_wilsons_interval_at_the_ends(hits: int, low: float, high: float) -> None:
    measure = share(hits, 10)
    assert (round(measure.low, 4), round(measure.high, 4)) == (low, high)


def test_nothing_to_measure_is_told() -> None:
    assert share(0, 0) is NOTHING
    assert NOTHING.to_json() == {"value": None, "low": None, "high": None, "count": 0}
    assert str(NOTHING) == "–"


def test_f1_and_its_mean() -> None:
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]
    assert f1(pairs) == {"a": pytest.approx(2 / 3), "b": pytest.approx(0.8)}
    assert macro_f1(pairs) == pytest.approx((2 / 3 + 0.8) / 2)


def test_a_label_that_is_only_answered_has_no_figure() -> None:
    assert f1([("a", "a"), ("b", "c")]) == {"a": 1.0, "b": 0.0}


def test_the_calibration_error_is_the_gap_between_stated_and_right() -> None:
    assert calibration_error([(0.9, True)] * 9 + [(0.9, False)]) == pytest.approx(0.0)
    assert calibration_error([(0.95, False)] * 4) == pytest.approx(0.95)
    assert calibration_error([(0.0, False), (1.0, True)]) == 0.0
    assert math.isnan(calibration_error([]))


def test_a_bin_of_stated_probabilities_is_closed_above() -> None:
    assert calibration_error([(0.1, False), (0.05, True)]) == pytest.approx(0.425)
    assert calibration_error([(0.1, False), (0.11, True)]) == pytest.approx((0.1 + 0.89) / 2)


def test_mcnemars_exact_probability() -> None:
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(5, 5) == 1.0
    assert mcnemar(0, 8) == pytest.approx(2 / 2**8)
    assert mcnemar(8, 0) == mcnemar(0, 8)


def test_a_resampled_interval_holds_the_figure_and_repeats() -> None:
    cases = [1.0] * 30 + [0.0] * 10
    mean: Resampled[float] = Resampled(lambda some: sum(some) / len(some))
    first = mean.of(cases)
    assert first == mean.of(cases)
    assert first.low < first.value == 0.75 < first.high
