"""What a message is about: a calibrated linear model, then the hard rules."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from classifiers.category_evidence import MOST, Weights, facts_told, parts_told, reasons
from classifiers.category_rules import first_rule
from classifiers.classification import Evidence
from classifiers.draft import Draft
from classifiers.extract.words import traits
from classifiers.given import NAMES
from classifiers.reading import Reading
from classifiers.settings import Settings
from classifiers.trained import CATEGORIES, Trained
from models.vocabulary import Category, Question


class CategoryClassifier:
    """Answers with the likeliest category, and says when a look would cost less than a mistake."""

    def __init__(self, trained: Trained, settings: Settings) -> None:
        self._trained = trained
        self._settings = settings
        self._given = {field: trained.linear.weights_of(name) for field, name in NAMES.items()}

    def answer(self, readings: Sequence[Reading], drafts: Sequence[Draft]) -> None:
        """Fill in the category."""
        split = set(chain.from_iterable(reading.tokens for reading in readings))
        parts = chain.from_iterable(parts_told(token) for token in split if not token.isascii())
        weights = self._trained.linear.token_weights(chain(split, parts))
        for reading, draft in zip(readings, drafts, strict=True):
            ruled = first_rule(reading, self._settings)
            if ruled:
                _decree(*ruled, draft)
            else:
                self._weigh(reading, draft, weights)

    def _weigh(self, reading: Reading, draft: Draft, weights: Weights) -> None:
        scores = dict(zip(CATEGORIES, reading.probabilities, strict=True))
        best = max(reading.probabilities)
        category = CATEGORIES[reading.probabilities.index(best)]
        draft.category = category
        draft.category_scores = scores
        draft.is_unsure = best < self._trained.thresholds[category] or _is_empty(reading)
        told = reasons(category, reading.tokens, reading.own, weights)
        told += facts_told(category, reading.given, reading.own, self._given)
        draft.evidence += sorted(told, key=lambda reason: reason.weight, reverse=True)[:MOST]


def _decree(category: Category, rule: str, draft: Draft) -> None:
    """Fill in what a hard rule decides."""
    draft.category = category
    draft.category_scores = {each: float(each is category) for each in CATEGORIES}
    draft.is_unsure = False
    draft.evidence.append(Evidence(Question.CATEGORY, "", 0, 0, 1.0, rule))


def _is_empty(reading: Reading) -> bool:
    """Tell a message of nothing but small words, about which no score says anything."""
    return not any(map(_says_something, reading.tokens))


@lru_cache(maxsize=32_768)
def _says_something(token: str) -> bool:
    about = traits(token)
    is_small = bool(about.lists & {"common", "asking"}) or not about.form[:1].isalpha()
    return bool(about.concepts) or not is_small
