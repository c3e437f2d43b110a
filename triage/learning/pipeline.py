"""The scikit-learn side of the model: what is fitted, and how it is handed to serving."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags_array
from sklearn.calibration import CalibratedClassifierCV
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import LinearSVC
from sklearn.utils.class_weight import compute_sample_weight

from classifiers.features import concepts, letters, words
from classifiers.given import given
from classifiers.model_file import Array

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Splits = Sequence[tuple[Ints, Ints]]

BLOCKS = (
    ("words", words, 3),
    ("letters", letters, 5),
    ("concepts", concepts, 3),
    ("given", given, 3),
)
"""Name, analyser and least number of texts of each block of features."""
BLOCK_WEIGHTS = (0.4, 0.26, 0.24, 0.3)
LENGTH_POWER = 0.6
"""Power of a block's length by which it is divided: 1 would make all texts equally long."""
CATEGORY_C = 0.25
BAYES_WEIGHT = 0.075
BAYES_ALPHA = 0.3
ABUSE_C = 0.3
TURN_C = 0.3
TOPICS = 32
"""Directions in which texts are laid out for comparing them; more told pairs apart no better."""
TOPICS_LEAST = 8
"""Least number of texts that a feature laid out stands in."""
TOPICS_ROUNDS = 4


class SteadiedSVC(LinearSVC):  # type: ignore[misc]  # scikit-learn has no types
    """A linear model of categories that listens to naive Bayes as well.

    The first finds what parts the training texts, and learns little of words that were not needed
    for that; the second counts every word by itself. Both are linear over the same features, and
    so their sum is one linear model.

    Attributes:
        coef_: One row per category, one column per feature.
    """

    coef_: Floats

    def fit(self, rows: csr_matrix, labels: Ints) -> "SteadiedSVC":
        """Fit both, and add up their coefficients."""
        super().fit(rows, labels)
        balance = compute_sample_weight("balanced", labels)
        bayes = MultinomialNB(alpha=BAYES_ALPHA).fit(rows, labels, sample_weight=balance)
        told = bayes.feature_log_prob_ - bayes.feature_log_prob_.mean(axis=0)
        self.coef_ = self.coef_ + BAYES_WEIGHT * told
        return self


def features_of(
    weights: Sequence[float] = BLOCK_WEIGHTS, length_power: float = LENGTH_POWER
) -> FeatureUnion:
    """Return the unfitted vectoriser of all linear models.

    Args:
        weights: One per block.
        length_power: Power of a block's length by which it is divided.
    """
    shorten = FunctionTransformer(_shortened, kw_args={"power": length_power}, accept_sparse=True)
    return FeatureUnion(
        [
            (name, make_pipeline(_counted(analyser, least), shorten))
            for name, analyser, least in BLOCKS
        ],
        transformer_weights={
            name: weight for (name, *_), weight in zip(BLOCKS, weights, strict=True)
        },
    )


def calibrated_category(splits: Splits) -> CalibratedClassifierCV:
    """Return the unfitted category model; its temperature is found on `splits`."""
    model = SteadiedSVC(C=CATEGORY_C, class_weight="balanced", random_state=0)
    return CalibratedClassifierCV(model, method="temperature", cv=splits, ensemble=False)


def abuse_model() -> LinearSVC:
    """Return the unfitted linear model of abuse."""
    return LinearSVC(C=ABUSE_C, class_weight="balanced", random_state=0)


def turn_model() -> LinearSVC:
    """Return an unfitted linear model of asking after an earlier message, or of closing one."""
    return LinearSVC(C=TURN_C, max_iter=5_000, random_state=0)


def directions(rows: csr_matrix) -> tuple[Ints, Floats]:
    """Return columns and directions for `classifiers.topics.Topics`, fitted on rows of texts."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows = diags_array(1 / np.where(lengths > 0, lengths, 1.0)) @ rows
    columns = np.flatnonzero(np.asarray((rows > 0).sum(axis=0)).ravel() >= TOPICS_LEAST)
    model = TruncatedSVD(TOPICS, n_iter=TOPICS_ROUNDS, random_state=0)
    return columns, model.fit(csr_matrix(rows)[:, columns]).components_.T


def round_off(vectorizer: FeatureUnion, models: Iterable[LinearSVC]) -> None:
    """Bring fitted numbers to the precision of the file, so that both sides have the same."""
    for block in blocks_of(vectorizer):
        block.idf_ = block.idf_.astype(np.float32).astype(np.float64)
    for model in models:
        model.coef_ = model.coef_.astype(np.float16).astype(np.float64)
        model.intercept_ = np.asarray(model.intercept_, np.float32).astype(np.float64)


def arrays_of(vectorizer: FeatureUnion, models: Sequence[LinearSVC]) -> dict[str, Array]:
    """Return the arrays of `classifiers.linear.LinearModel`."""
    blocks = blocks_of(vectorizer)
    sizes = [len(block.vocabulary_) for block in blocks]
    return {
        "idf": np.concatenate([block.idf_ for block in blocks]).astype(np.float32),
        "weights": np.vstack([model.coef_ for model in models]).T.astype(np.float16),
        "intercepts": np.concatenate([model.intercept_ for model in models]).astype(np.float32),
        "block_ends": np.cumsum(sizes).astype(np.float64),
        "block_weights": np.array(BLOCK_WEIGHTS, dtype=np.float64),
        "length_power": np.array([LENGTH_POWER], dtype=np.float64),
    }


def vocabulary_of(vectorizer: FeatureUnion) -> tuple[str, ...]:
    """Return the features in the order of their columns."""
    return tuple(name for block in blocks_of(vectorizer) for name in block.get_feature_names_out())


def blocks_of(vectorizer: FeatureUnion) -> list[TfidfVectorizer]:
    """Return what counts the features of each block."""
    return [block[0] for _, block in vectorizer.transformer_list]


def _counted(analyser: Callable[[str], list[str]], least: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=analyser, binary=True, min_df=least, norm=None)


def _shortened(rows: csr_matrix, power: float) -> csr_matrix:
    """Divide every row by its length to the power of `power`; empty rows stay."""
    squares = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    divisors = np.where(squares > 0, squares, 1.0) ** (power / 2)
    return csr_matrix(diags_array(1 / divisors) @ rows)
