"""Scoring by hand: what a longer text weighs."""

import numpy as np
import pytest

from classifiers.linear import LinearModel, LinearParts


def model(length_power: float) -> LinearModel:
    return LinearModel(
        LinearParts(
            vocabulary=("late", "slow", "stuck", "waiting"),
            idf=np.full(4, 2.0),
            weights=np.ones((4, 1)),
            intercepts=np.zeros(1),
            block_ends=(4, 4, 4),
            block_weights=(1.0, 1.0, 1.0),
            length_power=length_power,
        )
    )


@pytest.mark.parametrize("power", [0.0, 0.6, 1.0])
def test_a_block_is_divided_by_a_power_of_its_length(power: float) -> None:
    one, four = model(power).scores(["late", "late slow stuck waiting"])[:, 0]
    assert one == pytest.approx(2.0 / 2.0**power)
    assert four == pytest.approx(8.0 / 4.0**power)


def test_a_text_without_known_words_has_no_score() -> None:
    assert model(0.6).scores(["", "hello"]).tolist() == [[0.0], [0.0]]


@pytest.mark.parametrize("power", [0.6, 1.0])
def test_a_vector_has_unit_length_whatever_the_power(power: float) -> None:
    some = model(power)
    vector = some.vector(some.columns.of(["late", "slow"]))
    assert sum(value * value for value in vector.values()) == pytest.approx(1.0)
