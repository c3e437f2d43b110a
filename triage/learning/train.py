"""From the hand-written corpus to the model file; the same corpus gives the same bytes."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from classifiers.abuse_signs import counts, signs
from classifiers.lexicon import written_lists
from classifiers.model_file import Array, ModelFile
from classifiers.pairs import FEATURES
from classifiers.text.own_words import own_words
from classifiers.trained import CATEGORIES, Trained
from models.vocabulary import Category
from triage.learning.augment import variants
from triage.learning.corpus import Example, digest, read_corpus
from triage.learning.languages import flat, own_profiles, telling_words
from triage.learning.pairs import (
    CHASES_FILE,
    CLOSINGS_FILE,
    PAIRS_FILE,
    LabelledPair,
    fit_combiner,
    made_pairs,
    read_pairs,
    read_turns,
)
from triage.learning.pipeline import (
    Splits,
    abuse_model,
    arrays_of,
    calibrated_category,
    directions,
    features_of,
    round_off,
    turn_model,
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
_CLOSING = 2
_THANKING = 3
# Of chases, phrases, closings, a text of which nothing is known, texts with thanks, and all others:
# the first are few, phrases are no messages, and what is not known is neither.
_ASKING_WEIGHTS = (8.0, 2.0, 3.0, 200.0, 1.0, 1.0)
_CLOSING_WEIGHTS = (3.0, 1.0, 8.0, 200.0, 2.0, 1.0)


class Turns(NamedTuple):
    """Texts that only turn to an earlier message.

    Attributes:
        chases: Messages that ask after it.
        phrases: Phrases that do.
        closings: Messages that say that its matter is done with.
    """

    chases: Sequence[str] = ()
    phrases: Sequence[str] = ()
    closings: Sequence[str] = ()


_NO_TURNS = Turns()


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
        turns: Texts that only turn to an earlier message, not one per text.
    """

    texts: list[str]
    languages: list[str]
    categories: Ints
    abusive: Ints
    groups: Ints
    is_clean: npt.NDArray[np.bool_]
    turns: Turns = _NO_TURNS


@dataclass(frozen=True, slots=True)
class Fitted:
    """scikit-learn's side of a model, rounded to the precision of the file."""

    vectorizer: FeatureUnion
    category: CalibratedClassifierCV
    abuse: LinearSVC
    asking: LinearSVC
    closing: LinearSVC
    topics: tuple[Ints, Floats]
    combiner: LogisticRegression

    @property
    def category_model(self) -> LinearSVC:
        """The linear model inside the calibration."""
        return self.category.calibrated_classifiers_[0].estimator

    @property
    def linear_models(self) -> tuple[LinearSVC, ...]:
        """All linear models, in the order of the file."""
        return self.category_model, self.abuse, self.asking, self.closing

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
    turns = Turns(
        read_turns(corpus / CHASES_FILE),
        written_lists("chase")["chase"],
        read_turns(corpus / CLOSINGS_FILE),
    )
    model = with_duplicates(
        to_file(fit(replace(material(examples), turns=turns)), examples, digest(corpus)),
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
        clean = rows[np.flatnonzero(data.is_clean)]
        asking, closing = _turns(vectorizer, data, clean)
        combiner = _combiner(_held_out_abuse(rows, data, splits), data)
        fitted = Fitted(vectorizer, category, abuse, asking, closing, directions(clean), combiner)
        round_off(vectorizer, fitted.linear_models)
        return fitted


def to_file(fitted: Fitted, examples: list[Example], corpus: str) -> ModelFile:
    """Return the model file; `corpus` is the fingerprint of what it was trained on."""
    telling, telling_weights = flat(telling_words(examples))
    profiles, profile_shares = flat(own_profiles(examples))
    arrays = {
        **arrays_of(fitted.vectorizer, fitted.linear_models),
        "temperature": np.array([fitted.temperature], dtype=np.float64),
        "thresholds": _thresholds(),
        "abuse_weights": fitted.combiner.coef_[0].astype(np.float32),
        "abuse_intercept": fitted.combiner.intercept_.astype(np.float32),
        "duplicate_weights": np.zeros(len(FEATURES), dtype=np.float64),
        "duplicate_intercept": np.zeros(1, dtype=np.float64),
        "duplicate_threshold": np.ones(1, dtype=np.float64),
        "topic_columns": fitted.topics[0].astype(np.float32),
        "topics": fitted.topics[1].astype(np.float16),
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
            "duplicate_features": FEATURES,
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


def _turns(
    vectorizer: FeatureUnion, data: Material, others: csr_matrix
) -> tuple[LinearSVC, LinearSVC]:
    """Return the fitted models of asking and of closing, told from each other and all others."""
    kinds = (*data.turns, [""], _thanking(data))
    rows = [vectorizer.transform(texts) if texts else others[:0] for texts in kinds]
    rows = [*rows, others]
    kind = np.repeat(np.arange(len(rows)), [each.shape[0] for each in rows])
    asking = turn_model().fit(vstack(rows), kind < _CLOSING, np.array(_ASKING_WEIGHTS)[kind])
    closing = turn_model().fit(vstack(rows), kind == _CLOSING, np.array(_CLOSING_WEIGHTS)[kind])
    return asking, closing


def _thanking(data: Material) -> list[str]:
    """Return a part of the texts with thanks at their end, which close nothing."""
    dice = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    thanks = written_lists("courtesy")["thanks"]
    clean = [text for text, is_clean in zip(data.texts, data.is_clean, strict=True) if is_clean]
    return [f"{text} {dice.choice(thanks)}" for text in clean[::_THANKING]]


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
