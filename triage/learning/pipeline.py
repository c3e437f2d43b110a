"""The scikit-learn side of the model: what is fitted, and how it is handed to serving."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

from classifiers.features import concepts, letters, words
from classifiers.model_file import Array

Ints = npt.NDArray[np.intp]
Splits = Sequence[tuple[Ints, Ints]]

BLOCKS = (("words", words, 1.3, 3), ("letters", letters, 1.0, 5), ("concepts", concepts, 0.5, 3))
"""Name, analyser, weight and least number of texts of each block of features."""
CATEGORY_C = 0.25
ABUSE_C = 0.3


def features_of() -> FeatureUnion:
    """Return the unfitted vectoriser of all linear models."""
    return FeatureUnion(
        [
            (name, TfidfVectorizer(analyzer=analyser, binary=True, min_df=least))
            for name, analyser, _, least in BLOCKS
        ],
        transformer_weights={name: weight for name, _, weight, _ in BLOCKS},
    )


def calibrated_category(splits: Splits) -> CalibratedClassifierCV:
    """Return the unfitted category model; its temperature is found on `splits`."""
    model = LinearSVC(C=CATEGORY_C, class_weight="balanced", random_state=0)
    return CalibratedClassifierCV(model, method="temperature", cv=splits, ensemble=False)


def abuse_model() -> LinearSVC:
    """Return the unfitted linear model of abuse."""
    return LinearSVC(C=ABUSE_C, class_weight="balanced", random_state=0)


def round_off(vectorizer: FeatureUnion, models: Iterable[LinearSVC]) -> None:
    """Bring fitted numbers to the precision of the file, so that both sides have the same."""
    for _, block in vectorizer.transformer_list:
        block.idf_ = block.idf_.astype(np.float32).astype(np.float64)
    for model in models:
        model.coef_ = model.coef_.astype(np.float16).astype(np.float64)
        model.intercept_ = np.asarray(model.intercept_, np.float32).astype(np.float64)


def arrays_of(vectorizer: FeatureUnion, models: Sequence[LinearSVC]) -> dict[str, Array]:
    """Return the arrays of `classifiers.linear.LinearModel`."""
    blocks = [block for _, block in vectorizer.transformer_list]
    sizes = [len(block.vocabulary_) for block in blocks]
    return {
        "idf": np.concatenate([block.idf_ for block in blocks]).astype(np.float32),
        "weights": np.vstack([model.coef_ for model in models]).T.astype(np.float16),
        "intercepts": np.concatenate([model.intercept_ for model in models]).astype(np.float32),
        "block_ends": np.cumsum(sizes).astype(np.float64),
        "block_weights": np.array([weight for _, _, weight, _ in BLOCKS], dtype=np.float64),
    }


def vocabulary_of(vectorizer: FeatureUnion) -> tuple[str, ...]:
    """Return the features in the order of their columns."""
    return tuple(
        name for _, block in vectorizer.transformer_list for name in block.get_feature_names_out()
    )
