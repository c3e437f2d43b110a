"""Whether a message repeats an earlier, still open ticket of the same customer (rule P9)."""

from collections.abc import Sequence
from operator import mul

from classifiers.classification import Evidence
from classifiers.document import Document
from classifiers.duplicate_types import Band, Candidate, DuplicateVerdict, Earlier
from classifiers.extract.facts import facts
from classifiers.features import concepts_in
from classifiers.linear import sigmoid
from classifiers.pairs import (
    FEATURES,
    Pair,
    Side,
    chase_in,
    codes_in,
    compare,
    own_text,
    without_codes,
)
from classifiers.reading import Reading, read
from classifiers.trained import CATEGORIES, Trained
from models.vocabulary import Field, Question

_NONE = DuplicateVerdict(None, Band.NONE, 0.0)
_SAME_TEXT = 0.92
_JOINED = 0.99
_REASONS = {
    "words": "words alike",
    "letters": "wording alike",
    "meaning": "the same things are spoken of",
    "category": "about the same kind of matter",
    "common_id": "an id in common",
    "chase": "asks after an earlier message",
    "amounts_differ": "other amounts",
    "methods_differ": "another way to pay",
}


class DuplicateClassifier:
    """Answers which earlier ticket a message repeats, in three bands.

    Only the same words again or an id in common join by themselves; an id in conflict decides
    against. All else is suggested to an agent where the trained score is high enough.
    """

    def __init__(self, trained: Trained) -> None:
        self._trained = trained
        self._weights: list[float] = trained.duplicate_weights.tolist()

    def judge(self, new: Candidate, history: Sequence[Earlier]) -> DuplicateVerdict:
        """Return the earlier open ticket that `new` repeats, if it does."""
        earlier = [each for each in history if each.is_open]
        if not earlier:
            return _NONE
        first, *others = self.sides([new, *earlier])
        verdicts = [
            self._judge_pair(each.ticket, compare(first, side, each.age_hours))
            for each, side in zip(earlier, others, strict=True)
        ]
        if first.chase and not any(verdict.band is Band.JOIN for verdict in verdicts):
            return _chased(first, list(zip(verdicts, others, earlier, strict=True)))
        return max(verdicts, key=lambda verdict: verdict.score)

    def sides(self, messages: Sequence[Candidate | Earlier]) -> list[Side]:
        """Return messages as sides of pairs."""
        documents = [Document(each.channel, each.subject, each.body) for each in messages]
        readings = read(documents, self._trained)
        return [
            self._side(message, reading)
            for message, reading in zip(messages, readings, strict=True)
        ]

    def score(self, pair: Pair) -> float:
        """Return the probability that a pair is one matter, ids in conflict left aside."""
        weighed = sum(map(mul, pair.features, self._weights))
        return sigmoid(weighed + self._trained.duplicate_intercept)

    def _side(self, message: Candidate | Earlier, reading: Reading) -> Side:
        values: dict[Field, set[str]] = {}
        for fact in facts(reading.text, reading.own, ()):
            values.setdefault(fact.field, set()).add(fact.value)
        text = own_text(reading.own)
        likeliest = max(range(len(CATEGORIES)), key=reading.probabilities.__getitem__)
        linear = self._trained.linear
        return Side(
            customer=message.customer.strip().casefold(),
            text=text,
            bare=without_codes(text),
            codes=codes_in(text),
            facts={field: frozenset(each) for field, each in values.items()},
            category=message.category or CATEGORIES[likeliest],
            probabilities=tuple(reading.probabilities),
            vector=linear.vector(linear.columns.of(reading.tokens)),
            concepts=concepts_in(reading.tokens),
            chase=chase_in(text),
        )

    def _judge_pair(self, ticket: str, pair: Pair) -> DuplicateVerdict:
        if pair.ids_in_conflict or not (pair.same_customer or pair.common_ids):
            return _NONE
        score = self.score(pair)
        is_same = pair.likeness >= _SAME_TEXT
        if is_same or (pair.common_ids and pair.same_category and pair.same_customer):
            return DuplicateVerdict(
                ticket, Band.JOIN, max(score, _JOINED), self._evidence(pair, is_same=is_same)
            )
        if score >= self._trained.duplicate_threshold:
            evidence = self._evidence(pair, is_same=False)
            return DuplicateVerdict(ticket, Band.SUGGEST, score, evidence)
        return DuplicateVerdict(None, Band.NONE, score)

    def _evidence(self, pair: Pair, *, is_same: bool) -> tuple[Evidence, ...]:
        from_features = zip(FEATURES, pair.features, self._weights, strict=True)
        reasons = [
            (value * weight, _REASONS[name])
            for name, value, weight in from_features
            if name in _REASONS and value * weight
        ]
        if is_same:
            reasons.append((_JOINED, f"the same text, {pair.likeness:.0%} of the letters"))
        reasons += [(1.0, f"in common: {each}") for each in sorted(pair.common_ids)]
        reasons.sort(key=lambda reason: -abs(reason[0]))
        return tuple(Evidence(Question.DUPLICATE, "", 0, 0, *reason) for reason in reasons)


def _chased(
    new: Side, judged: Sequence[tuple[DuplicateVerdict, Side, Earlier]]
) -> DuplicateVerdict:
    """Return the verdict on the ticket that a chase is about.

    A chase that says what it is about goes to the ticket about the same things, any other to the
    latest ticket.
    """
    suggested = [each for each in judged if each[0].band is not Band.NONE]
    if not suggested:
        return max((verdict for verdict, _, _ in judged), key=lambda verdict: verdict.score)
    return max(
        suggested,
        key=lambda each: (len(new.concepts & each[1].concepts), -each[2].age_hours),
    )[0]
