"""Training the combiner of the duplicate classifier on pairs of messages."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from classifiers.duplicate import DuplicateClassifier
from classifiers.duplicate_types import Candidate
from classifiers.lexicon import word_lists
from classifiers.pairs import compare
from classifiers.trained import Trained
from models.vocabulary import Category, Channel
from triage.learning.augment import slip
from triage.learning.corpus import CorpusError, Example
from triage.learning.slots import fill_slots

Floats = npt.NDArray[np.float64]

PAIRS_FILE = "pairs/pairs.jsonl"
CHASES_FILE, CLOSINGS_FILE = "pairs/chases.jsonl", "pairs/closings.jsonl"
PRECISION = 0.8
"""Least precision of what is suggested, on pairs that the combiner has not seen: hard ones."""
# In a person's work: an earlier ticket is read for nothing, or a matter that was answered already
# is looked into and answered once more.
COST_OF_WRONG, COST_OF_MISSED = 1.0, 2.0

_SEED = 11
_MADE = 600
_AGES = (0.5, 3.0, 8.0, 24.0, 48.0, 90.0, 160.0)
_CUSTOMER = "customer@example.com"
_FOLDS = 5
_ALSO_CHASED = 0.25
# Hand-written pairs are few and hard, made ones many and easy: in training the hard ones teach
# most; where the precision is measured they count by the root of that, nearer to their share in
# life.
_WEIGHT_OF_WRITTEN = 3.0
# Now and then two people do write about one matter, and so these count less.
_WEIGHT_OF_ALIKE = 0.2
# Of these most messages are about one matter: money that did not come, late answers, anything.
_ONE_MATTER = frozenset((Category.TOPUP, Category.CLAIM, Category.OUT_OF_SCOPE))


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two messages of one customer, and whether the second repeats the first.

    Attributes:
        first: The earlier message.
        second: The later one.
        is_duplicate: Whether it is about the same matter.
        age_hours: Hours between them.
        weight: How much it counts in training.
    """

    first: str
    second: str
    is_duplicate: bool
    age_hours: float
    weight: float = 1.0


def read_pairs(path: Path) -> list[LabelledPair]:
    """Return the hand-written pairs, their slots filled with one set of values per pair.

    Raises:
        CorpusError: The file is missing or a line is no pair.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        records = [json.loads(line) for line in lines if line.strip()]
        return [_filled(each, number) for number, each in enumerate(records)]
    except (OSError, ValueError, KeyError) as error:
        raise CorpusError(f"{path}: {error!r}: give lines of first, second, duplicate") from None


def read_turns(path: Path) -> list[str]:
    """Return the hand-written messages that only ask after an earlier one, or only close it.

    Raises:
        CorpusError: The file is missing or a line is no text.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [str(json.loads(line)["text"]) for line in lines if line.strip()]
    except (OSError, ValueError, KeyError) as error:
        raise CorpusError(f"{path}: {error!r}: give lines of text, language") from None


def made_pairs(examples: Sequence[Example]) -> list[LabelledPair]:
    """Return pairs made from the corpus: sent again, edited, chased, and another matter."""
    dice = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    chosen = dice.sample(list(examples), min(_MADE, len(examples)))
    chases = sorted(word_lists("chase")["chase"])
    pairs: list[LabelledPair] = []
    for example, other in zip(chosen, [*chosen[1:], chosen[0]], strict=True):
        pairs.extend(_made(example, other, chases, dice))
    return [*pairs, *_alike(examples, dice)]


def fit_combiner(trained: Trained, pairs: Sequence[LabelledPair]) -> tuple[Floats, float, float]:
    """Return weights, intercept, and the score from which suggesting costs less than not.

    The score is a probability, since the combiner is a logistic regression; the threshold is
    raised where pairs that it has not seen show that `PRECISION` would not be kept.
    """
    inputs = _inputs(trained, pairs)
    truth = np.array([pair.is_duplicate for pair in pairs])
    weights = np.array([pair.weight for pair in pairs])
    held_out = np.zeros(len(pairs))
    for seen, unseen in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(inputs, truth):
        model = _combiner().fit(inputs[seen], truth[seen], weights[seen])
        held_out[unseen] = model.predict_proba(inputs[unseen])[:, 1]
    model = _combiner().fit(inputs, truth, weights)
    precise = _threshold(held_out, truth, np.sqrt(weights))
    worth_it = COST_OF_WRONG / (COST_OF_WRONG + COST_OF_MISSED)
    return model.coef_[0], float(model.intercept_[0]), max(precise, worth_it)


def _combiner() -> LogisticRegression:
    return LogisticRegression(C=1.0, max_iter=2000)


def _inputs(trained: Trained, pairs: Sequence[LabelledPair]) -> Floats:
    classifier = DuplicateClassifier(trained)
    texts = [text for pair in pairs for text in (pair.first, pair.second)]
    sides = classifier.sides([Candidate(_CUSTOMER, Channel.TICKET, "", text) for text in texts])
    compared = [
        compare(sides[2 * place + 1], sides[2 * place], pair.age_hours)
        for place, pair in enumerate(pairs)
    ]
    return np.array([pair.features for pair in compared])


def _threshold(scores: Floats, truth: npt.NDArray[np.bool_], weights: Floats) -> float:
    """Return the lowest score from which on the precision is never below `PRECISION`."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(weights[order] * truth[order])
    precision = right / np.cumsum(weights[order])
    good = np.flatnonzero(precision >= PRECISION)
    return float(scores[order][good[-1]]) if len(good) else 1.0


def _filled(record: Mapping[str, object], number: int) -> LabelledPair:
    """Return a hand-written pair with the same values in the slots of both sides."""
    first, second = (
        fill_slots(str(record[side]), random.Random(number))  # noqa: S311 - not a secret
        for side in ("first", "second")
    )
    age = _AGES[number % len(_AGES)]
    return LabelledPair(first, second, bool(record["duplicate"]), age, _WEIGHT_OF_WRITTEN)


def _alike(examples: Sequence[Example], dice: random.Random) -> Iterator[LabelledPair]:
    """Yield pairs of two matters of one category, told by different people in one language."""
    alike: dict[tuple[Category, str], list[Example]] = defaultdict(list)
    for example in examples:
        if example.category not in _ONE_MATTER:
            alike[example.category, example.language].append(example)
    told = [example for some in alike.values() for example in some]
    for example in dice.sample(told, min(_MADE, len(told))):
        other = dice.choice(alike[example.category, example.language])
        if other.author != example.author:
            texts = fill_slots(example.text, dice), fill_slots(other.text, dice)
            age = dice.choice(_AGES)
            yield LabelledPair(*texts, is_duplicate=False, age_hours=age, weight=_WEIGHT_OF_ALIKE)


def _made(
    example: Example, other: Example, chases: Sequence[str], dice: random.Random
) -> Iterator[LabelledPair]:
    age = dice.choice(_AGES)
    text = fill_slots(example.text, dice)
    yield LabelledPair(text, slip(text, dice), is_duplicate=True, age_hours=age)
    chase, another = dice.choice(chases), fill_slots(other.text, dice)
    yield LabelledPair(text, chase, is_duplicate=True, age_hours=age)
    yield LabelledPair(text, another, is_duplicate=False, age_hours=age)
    if dice.random() < _ALSO_CHASED:
        yield LabelledPair(text, f"{chase} {another}", is_duplicate=False, age_hours=age)
