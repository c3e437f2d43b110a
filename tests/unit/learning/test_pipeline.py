"""What is fitted: two linear models added up, and texts that are not all equally long."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from triage.learning.pipeline import BAYES_ALPHA, BAYES_WEIGHT, BLOCKS, SteadiedSVC, features_of

SETTINGS = {"C": 0.25, "class_weight": "balanced", "random_state": 0}


@pytest.fixture
def labels() -> np.ndarray:
    return np.repeat(np.arange(3), 40)


@pytest.fixture
def rows(labels: np.ndarray) -> csr_matrix:
    """Return one telling column per label, and three that are not as telling."""
    dice = np.random.default_rng(0)
    telling = np.eye(3)[labels]
    weaker = (np.eye(3)[labels] + (dice.random((len(labels), 3)) > 0.6)).clip(0, 1)
    return csr_matrix(np.hstack((telling, weaker)))


def test_both_models_are_added_up(rows: csr_matrix, labels: np.ndarray) -> None:
    plain = LinearSVC(**SETTINGS).fit(rows, labels)
    bayes = MultinomialNB(alpha=BAYES_ALPHA).fit(rows, labels)
    both = SteadiedSVC(**SETTINGS).fit(rows, labels)
    expected = plain.decision_function(rows) + BAYES_WEIGHT * (rows @ bayes.feature_log_prob_.T)
    found = both.decision_function(rows)
    # What is the same for all categories changes no probability.
    np.testing.assert_allclose(
        found - found.mean(axis=1, keepdims=True),
        expected - expected.mean(axis=1, keepdims=True),
        atol=1e-12,
    )


def test_a_word_that_was_not_needed_speaks_louder(rows: csr_matrix, labels: np.ndarray) -> None:
    weaker = csr_matrix(np.hstack((np.zeros((3, 3)), np.eye(3))))

    def margin(model: LinearSVC) -> float:
        scores = model.decision_function(weaker)
        return float(np.diag(scores).mean() - scores[~np.eye(3, dtype=bool)].mean())

    assert margin(SteadiedSVC(**SETTINGS).fit(rows, labels)) > margin(
        LinearSVC(**SETTINGS).fit(rows, labels)
    )


@pytest.mark.parametrize("power", [0.0, 0.6, 1.0])
def test_a_block_is_divided_by_a_power_of_its_length(power: float) -> None:
    texts = ["deposit of 25 usd missing"] * 9 + ["deposit missing since monday morning"] * 9
    weights = (1.0,) * len(BLOCKS)
    whole = features_of(weights, 0.0).fit(texts)
    part = features_of(weights, power).fit(texts)
    for name, block in whole.named_transformers.items():
        plain = block.transform(texts).toarray()
        lengths = np.linalg.norm(plain, axis=1, keepdims=True)
        found = part.named_transformers[name].transform(texts).toarray()
        np.testing.assert_allclose(found, plain / np.where(lengths > 0, lengths, 1) ** power)
