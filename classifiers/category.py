"""What a message is about: a calibrated linear model, then the hard rules."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from classifiers.category_rules import first_rule
from classifiers.classification import Evidence
from classifiers.draft import Draft
from classifiers.linear import softmax
from classifiers.reading import Reading
from classifiers.settings import Settings
from classifiers.text.tokens import TOKEN
from classifiers.trained import CATEGORIES, Trained
from models.vocabulary import Category, Question

_MOST_EVIDENCE = 5


class CategoryClassifier:
    """Answers with the likeliest category, and says when a look would cost less than a mistake."""

    def __init__(self, trained: Trained, settings: Settings) -> None:
        self._trained = trained
        self._settings = settings

    def answer(self, reading: Reading, draft: Draft) -> Draft:
        """Return `draft` with the category."""
        scores = self._scores(reading)
        ruled = first_rule(reading, self._settings)
        if ruled:
            category, name = ruled
            reason = Evidence(Question.CATEGORY, "", 0, 0, 1.0, name)
            certain = {each: float(each is category) for each in CATEGORIES}
            return replace(
                draft,
                category=category,
                category_scores=certain,
                is_unsure=False,
                evidence=(*draft.evidence, reason),
            )
        category = max(scores, key=lambda each: scores[each])
        return replace(
            draft,
            category=category,
            category_scores=scores,
            is_unsure=scores[category] < self._trained.thresholds[category],
            evidence=(*draft.evidence, *self._evidence(reading, category)),
        )

    def _scores(self, reading: Reading) -> Mapping[Category, float]:
        decisions = reading.decisions[np.newaxis, : len(CATEGORIES)]
        row = softmax(decisions * self._trained.temperature)[0].tolist()
        return dict(zip(CATEGORIES, row, strict=True))

    def _evidence(self, reading: Reading, category: Category) -> list[Evidence]:
        """Return the words that speak loudest for `category`."""
        linear = self._trained.linear
        known = set(reading.columns)
        spans: dict[str, tuple[int, int]] = {}
        for found in TOKEN.finditer(reading.own):
            spans.setdefault(found.group(), found.span())
        columns = [
            [column for column in linear.columns.of_token(token) if column in known]
            for token in spans
        ]
        weights = linear.weights_of(columns, CATEGORIES.index(category))
        weighed = [
            (weight, *span)
            for weight, span in zip(weights, spans.values(), strict=True)
            if weight > 0
        ]
        weighed.sort(key=lambda entry: (-entry[0], entry[1]))
        return [
            Evidence(
                Question.CATEGORY,
                reading.text[start:end],
                start,
                end,
                weight,
                f"speaks for {category}",
            )
            for weight, start, end in weighed[:_MOST_EVIDENCE]
        ]
