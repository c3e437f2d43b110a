"""Whether a message repeats an earlier, still open ticket of the same customer (rule P9)."""

from collections.abc import Iterator, Sequence
from operator import mul

from classifiers.classification import Evidence
from classifiers.duplicate_types import Band, Candidate, DuplicateVerdict, Earlier
from classifiers.linear import sigmoid
from classifiers.pairs import ASKS, FEATURES, MAY_CLOSE, Pair, Side, common_ids, compare, in_common
from classifiers.reading import read
from classifiers.sides import document_of, side_of
from classifiers.trained import Trained
from models.vocabulary import Field, Question

_NONE = DuplicateVerdict(None, Band.NONE, 0.0)
_JOINED = 0.99
_CHASE, _MOSTLY = FEATURES.index("chase"), 0.5
_HOURS_IN_A_DAY = 24
_REASONS = {
    "words": "words alike",
    "rare_words": "words in common that few write",
    "topics": "similar things are spoken of",
    "codes": "the same numbers or links",
    "meaning": "the same things are spoken of",
    "category": "about the same kind of matter",
    "amounts_differ": "the amounts",
    "methods_differ": "the ways to pay, or the platforms",
}
_IDS = {Field.ORDER_ID: "order number", Field.TRANSACTION_ID: "payment reference"}


class DuplicateClassifier:
    """Answers which earlier ticket a message repeats, in three bands.

    Only the same words again or an id in common join by themselves; an id in conflict decides
    against. All else is suggested to an agent where the trained score is high enough.
    """

    def __init__(self, trained: Trained) -> None:
        self._trained = trained
        self._weights = [trained.duplicate_weights.get(name, 0.0) for name in FEATURES]

    def judge(self, new: Candidate, history: Sequence[Earlier]) -> DuplicateVerdict:
        """Return the earlier open ticket that `new` repeats, if it does."""
        earlier = [each for each in history if each.is_open]
        if not earlier:
            return _NONE
        first, *others = self.sides([new, *earlier])
        is_only = sum(side.customer == first.customer for side in others) == 1
        verdicts = [
            self._judge_pair(each, first, side, is_only=is_only)
            for each, side in zip(earlier, others, strict=True)
        ]
        if first.chase and not any(verdict.band is Band.JOIN for verdict in verdicts):
            return _chased(first, list(zip(verdicts, others, earlier, strict=True)))
        return max(verdicts, key=lambda verdict: verdict.score)

    def sides(self, messages: Sequence[Candidate | Earlier]) -> list[Side]:
        """Return messages as sides of pairs."""
        readings = read([document_of(each) for each in messages], self._trained)
        return [
            side_of(message, reading, self._trained)
            for message, reading in zip(messages, readings, strict=True)
        ]

    def score(self, pair: Pair) -> float:
        """Return the probability that a pair is one matter, ids in conflict left aside."""
        weighed = sum(map(mul, pair.features, self._weights))
        return sigmoid(weighed + self._trained.duplicate_intercept)

    def _judge_pair(
        self, earlier: Earlier, new: Side, side: Side, *, is_only: bool
    ) -> DuplicateVerdict:
        """Return the verdict on one earlier ticket, `is_only` if its customer has no other open."""
        pair = compare(new, side, earlier.age_hours)
        if pair.conflict:
            against = Evidence(Question.DUPLICATE, "", 0, 0, -1.0, pair.conflict)
            return DuplicateVerdict(None, Band.NONE, 0.0, (against,))
        if not pair.is_related:
            return _NONE
        score, least = self.score(pair), self._trained.duplicate_threshold
        is_alike = score >= least
        if pair.is_same or (is_alike and _is_about_one_order(new, pair)):
            band, score = Band.JOIN, max(score, _JOINED)
        elif is_alike or (pair.same_customer and _asks_after(new, pair, is_only=is_only)):
            band, score = Band.SUGGEST, max(score, least)
        else:
            return DuplicateVerdict(None, Band.NONE, score)
        reasons = (*self._reasons(pair, new, earlier), *self._weighed(pair))
        return DuplicateVerdict(earlier.ticket, band, score, reasons)

    def _reasons(self, pair: Pair, new: Side, earlier: Earlier) -> Iterator[Evidence]:
        """Yield what an agent would say himself, the weightiest first."""
        later = _later(earlier.age_hours)
        if pair.is_same:
            yield _reason(_JOINED, f"the same text sent again {later}")
        for each, field in sorted(pair.common_ids.items()):
            yield _reason(_JOINED, f"the same {_IDS[field]} {each}")
        if new.chase and not pair.is_same:
            yield _reason(self._weights[_CHASE], f"“{new.chase}” {later}")

    def _weighed(self, pair: Pair) -> list[Evidence]:
        from_features = zip(FEATURES, pair.features, self._weights, strict=True)
        weighed = [
            _reason(value * weight, _REASONS[name])
            for name, value, weight in from_features
            if name in _REASONS and value * weight
        ]
        return sorted(weighed, key=lambda reason: -abs(reason.weight))


def _asks_after(new: Side, pair: Pair, *, is_only: bool) -> bool:
    """Tell a chase that says nothing else, or little else where only one ticket can be meant."""
    is_about_it = pair.features[_CHASE] >= _MOSTLY or new.asking >= ASKS
    return new.says_nothing or (is_only and is_about_it)


def _is_about_one_order(new: Side, pair: Pair) -> bool:
    """Tell a customer's second message on the matter of the same order or payment."""
    is_same_matter = (
        new.closing < MAY_CLOSE and pair.same_category and pair.same_customer and pair.same_wish
    )
    return is_same_matter and bool(pair.common_ids) and not pair.has_other_ids


def _reason(weight: float, note: str) -> Evidence:
    return Evidence(Question.DUPLICATE, "", 0, 0, weight, note)


def _later(hours: float) -> str:
    if hours < 1:
        return "within the hour"
    if hours < _HOURS_IN_A_DAY * 2:
        count, unit = round(hours), "hour"
    else:
        count, unit = round(hours / _HOURS_IN_A_DAY), "day"
    return f"{count} {unit}{'s' * (count != 1)} later"


def _chased(
    new: Side, judged: Sequence[tuple[DuplicateVerdict, Side, Earlier]]
) -> DuplicateVerdict:
    """Return the verdict on the ticket that a chase is about.

    A chase that names an id, or else says what it is about, goes to the ticket about the same, any
    other to the latest ticket.
    """
    suggested = [each for each in judged if each[0].band is not Band.NONE]
    if not suggested:
        return max((verdict for verdict, _, _ in judged), key=lambda verdict: verdict.score)
    return max(
        suggested,
        key=lambda each: (
            len(common_ids(new, each[1])),
            in_common(new, each[1]),
            -each[2].age_hours,
        ),
    )[0]
