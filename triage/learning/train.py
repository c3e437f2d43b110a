"""From the hand-written corpus to the model file; the same corpus gives the same bytes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from classifiers.abuse_signs import counts, signs
from classifiers.model_file import Array, ModelFile
from classifiers.pairs import FEATURES
from classifiers.text.own_words import own_words
from classifiers.trained import CATEGORIES, Trained
from models.vocabulary import Category
from triage.learning.augment import variants
from triage.learning.corpus import Example, digest, read_corpus
from triage.learning.languages import flat, own_profiles, telling_words
from triage.learning.pairs import PAIRS_FILE, LabelledPair, fit_combiner, made_pairs, read_pairs
from triage.learning.pipeline import (
    Splits,
    abuse_model,
    arrays_of,
    calibrated_category,
    features_of,
    round_off,
    vocabulary_of,
)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

SEED = 20_260_101
VARIANTS = 3
FOLDS = 4
# What a mistake costs, counted in looks by a person: a wrong `topup` takes another customer's
# place in the queue, any other wrong category only takes time.
COST_OF_WRONG_TOPUP = 3.0
COST_OF_WRONG = 2.0

_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Material:
    """The corpus as training sees it; every field has one entry per text.

    Attributes:
        texts: The customers' own words, augmented.
        languages: ISO 639-1 codes of the languages that they are in.
        categories: Place of the category in `CATEGORIES`.
        abusive: 1 for abusive.
        groups: Number of the example; its variants never stand on both sides of a split.
        is_clean: The first variant of each example, without added slips.
    """

    texts: list[str]
    languages: list[str]
    categories: Ints
    abusive: Ints
    groups: Ints
    is_clean: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fitted:
    """scikit-learn's side of a model, rounded to the precision of the file."""

    vectorizer: FeatureUnion
    category: CalibratedClassifierCV
    abuse: LinearSVC
    combiner: LogisticRegression

    @property
    def category_model(self) -> LinearSVC:
        """The linear model inside the calibration."""
        return self.category.calibrated_classifiers_[0].estimator

    @property
    def temperature(self) -> float:
        """What decision values are multiplied by before they become probabilities."""
        return float(self.category.calibrated_classifiers_[0].calibrators[0].beta_)


def train(corpus: Path, out: Path) -> str:
    """Train on the texts in the folder `corpus`, write the model to `out`, return its version.

    Raises:
        CorpusError: The corpus cannot be read.
    """
    examples = read_corpus(corpus)
    model = with_duplicates(
        to_file(fit(material(examples)), examples, digest(corpus)),
        [*read_pairs(corpus / PAIRS_FILE), *made_pairs(examples)],
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(model.to_bytes())
    return str(model.facts["version"])


def material(examples: list[Example]) -> Material:
    """Return examples with their variants."""
    texts, languages, categories, abusive, groups, clean = [], [], [], [], [], []
    for number, example in enumerate(examples):
        for place, (subject, body) in enumerate(variants(example, VARIANTS, SEED)):
            texts.append(own_words(f"{subject}\n{body}" if subject else body))
            languages.append(example.language)
            categories.append(CATEGORIES.index(example.category))
            abusive.append(int(example.abusive))
            groups.append(number)
            clean.append(place == 0)
    return Material(
        texts,
        languages,
        np.array(categories, dtype=np.intp),
        np.array(abusive, dtype=np.intp),
        np.array(groups, dtype=np.intp),
        np.array(clean),
    )


def fit(data: Material) -> Fitted:
    """Return the fitted models of `data`."""
    with threadpool_limits(1):  # more threads add in another order, and so give other bytes
        vectorizer = features_of()
        rows = vectorizer.fit_transform(data.texts)
        splits = _splits(data)
        category = calibrated_category(splits).fit(rows, data.categories)
        abuse = abuse_model().fit(rows, data.abusive)
        combiner = _combiner(_held_out_abuse(rows, data, splits), data)
        fitted = Fitted(vectorizer, category, abuse, combiner)
        round_off(vectorizer, (fitted.category_model, abuse))
        return fitted


def to_file(fitted: Fitted, examples: list[Example], corpus: str) -> ModelFile:
    """Return the model file; `corpus` is the fingerprint of what it was trained on."""
    telling, telling_weights = flat(telling_words(examples))
    profiles, profile_shares = flat(own_profiles(examples))
    arrays = {
        **arrays_of(fitted.vectorizer, (fitted.category_model, fitted.abuse)),
        "temperature": np.array([fitted.temperature], dtype=np.float64),
        "thresholds": _thresholds(),
        "abuse_weights": fitted.combiner.coef_[0].astype(np.float32),
        "abuse_intercept": fitted.combiner.intercept_.astype(np.float32),
        "duplicate_weights": np.zeros(len(FEATURES), dtype=np.float64),
        "duplicate_intercept": np.zeros(1, dtype=np.float64),
        "duplicate_threshold": np.ones(1, dtype=np.float64),
        "telling": np.array(telling_weights, dtype=np.float16),
        "profiles": np.array(profile_shares, dtype=np.float32),
    }
    return ModelFile(
        facts={
            "categories": [str(name) for name in CATEGORIES],
            "corpus": corpus,
            "examples": len(examples),
            "version": _version(corpus, arrays),
        },
        words={
            "vocabulary": vocabulary_of(fitted.vectorizer),
            "telling": telling,
            "profiles": profiles,
        },
        arrays=arrays,
    )


def with_duplicates(model: ModelFile, pairs: list[LabelledPair]) -> ModelFile:
    """Return `model` with the combiner of the duplicate classifier, trained on top of it."""
    with threadpool_limits(1):
        weights, intercept, threshold = fit_combiner(Trained.of(model), pairs)
    arrays = {
        **model.arrays,
        "duplicate_weights": np.round(weights, _DECIMALS),
        "duplicate_intercept": np.round(np.array([intercept]), _DECIMALS),
        "duplicate_threshold": np.round(np.array([threshold]), _DECIMALS),
    }
    version = _version(str(model.facts["corpus"]), arrays)
    return replace(model, arrays=arrays, facts={**model.facts, "version": version})


def _version(corpus: str, arrays: Mapping[str, Array]) -> str:
    """Return the short fingerprint of a corpus and all numbers that came of it."""
    content = hashlib.sha256(corpus.encode())
    for name in sorted(arrays):
        content.update(arrays[name].tobytes())
    return content.hexdigest()[:12]


def _splits(data: Material) -> Splits:
    """Return folds in which nothing is judged by a model that saw a variant of it."""
    everywhere = np.zeros((len(data.texts), 1))
    folds = GroupKFold(FOLDS).split(everywhere, groups=data.groups)
    return [(seen, unseen) for seen, unseen in folds]


def _held_out_abuse(rows: csr_matrix, data: Material, splits: Splits) -> Floats:
    values = np.zeros(len(data.texts))
    for seen, unseen in splits:
        values[unseen] = (
            abuse_model().fit(rows[seen], data.abusive[seen]).decision_function(rows[unseen])
        )
    return values


def _combiner(decisions: Floats, data: Material) -> LogisticRegression:
    """Return the weights of the linear decision and of the signs of abuse."""
    found = map(signs, data.texts, data.languages)
    inputs = np.column_stack((decisions, [counts(each) for each in found]))
    return LogisticRegression(C=1.0).fit(inputs, data.abusive)


def _thresholds() -> npt.NDArray[np.float32]:
    """Return the probability from which answering costs less than asking a person."""
    wrong = [
        COST_OF_WRONG_TOPUP if name is Category.TOPUP else COST_OF_WRONG for name in CATEGORIES
    ]
    return np.array([1 - 1 / cost for cost in wrong], dtype=np.float32)
