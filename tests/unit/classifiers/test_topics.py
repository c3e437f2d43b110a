"""Topics: texts are laid out in directions that training found."""

import numpy as np
import pytest

from classifiers.topics import Topics

TOPICS = Topics([3, 7], np.array([[1.0, 0.0], [0.0, 2.0]]))


def test_a_text_is_laid_out_at_unit_length() -> None:
    assert TOPICS.of({3: 2.0, 7: 1.0}) == pytest.approx((0.5**0.5, 0.5**0.5))


def test_columns_that_are_not_laid_out_do_not_count() -> None:
    assert TOPICS.of({3: 0.5, 4: 9.0}) == pytest.approx((1.0, 0.0))


def test_a_text_of_which_nothing_is_known_speaks_of_nothing() -> None:
    assert TOPICS.of({4: 1.0}) == ()
    assert Topics([], np.zeros((0, 0))).of({3: 1.0}) == ()
