"""Whether a message is abuse aimed at people: signs and a linear model, weighed together."""

from collections.abc import Sequence
from operator import mul

from classifiers.abuse_signs import Sign, counts, signs
from classifiers.classification import Evidence
from classifiers.draft import Draft
from classifiers.linear import sigmoid
from classifiers.reading import Reading
from classifiers.trained import Trained
from models.vocabulary import Question

# To be called abusive insults an honest customer, which is taken to cost three times the abuse that
# an agent reads unwarned: so the probability has to be three in four.
_COST_OF_ACCUSING = 3.0
_ABUSIVE = _COST_OF_ACCUSING / (1.0 + _COST_OF_ACCUSING)
# The linear model alone never decides: without a single sign the score stays below the threshold.
_MOST_WITHOUT_SIGNS = 0.49
_NOTES = {
    "insult": "an insult",
    "attack": "an attack on the reader",
    "threat": "a threat",
    "aimed": "strong words aimed at somebody",
    "rude": "rude words",
    "accusation": "an accusation",
    "mild": "strong words at nobody",
}


class AbuseClassifier:
    """Answers whether a message is abusive; neither signs nor model decide alone.

    The language has to be answered before: some words are insults in one and harmless in another.
    """

    def __init__(self, trained: Trained) -> None:
        self._trained = trained
        self._weights: list[float] = trained.abuse_weights.tolist()

    def answer(self, readings: Sequence[Reading], drafts: Sequence[Draft]) -> None:
        """Fill in the answer about abuse."""
        for reading, draft in zip(readings, drafts, strict=True):
            self._answer(reading, draft)

    def _answer(self, reading: Reading, draft: Draft) -> None:
        found = signs(reading.own, draft.language)
        inputs = (reading.abuse, *counts(found))
        weighed = sum(map(mul, inputs, self._weights))
        score = sigmoid(weighed + self._trained.abuse_intercept)
        score = score if found else min(score, _MOST_WITHOUT_SIGNS)
        draft.abusive = score >= _ABUSIVE
        draft.abusive_score = score
        draft.evidence += _evidence(found, reading.text)


def _evidence(found: list[Sign], text: str) -> list[Evidence]:
    return [
        Evidence(
            Question.ABUSIVE,
            text[sign.start : sign.end],
            sign.start,
            sign.end,
            1.0,
            _NOTES[sign.kind],
        )
        for sign in found
        if sign.kind in _NOTES
    ]
