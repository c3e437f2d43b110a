"""Whether a message repeats an earlier, still open ticket of the same customer (rule P9)."""

import math
from collections.abc import Sequence

from classifiers.classification import Evidence
from classifiers.duplicate_types import Band, DuplicateVerdict
from classifiers.linear import sigmoid
from classifiers.pairs import Pair, Side, compare
from models.vocabulary import Question

NONE = DuplicateVerdict(None, Band.NONE, 0.0)
_SAME_TEXT = 0.93
_SUGGEST = 0.5
_JOIN_SCORE = 0.98


def judge(new: Side, history: Sequence[tuple[str, Side, float]]) -> DuplicateVerdict:
    """Return the earlier ticket that `new` repeats.

    Args:
        new: The new message.
        history: Number, first message and age in hours of each open earlier ticket.
    """
    best = NONE
    for ticket, side, age_hours in history:
        verdict = _judge_pair(ticket, compare(new, side, age_hours))
        if verdict.score > best.score:
            best = verdict
    return best


def _judge_pair(ticket: str, pair: Pair) -> DuplicateVerdict:
    if not pair.same_customer and not pair.ids_in_common:
        return NONE
    if pair.ids_in_conflict:
        return NONE
    score = _score(pair)
    evidence = tuple(_evidence(pair, score))
    if score >= _SUGGEST and _may_join(pair):
        return DuplicateVerdict(ticket, Band.JOIN, max(score, _JOIN_SCORE), evidence)
    if score >= _SUGGEST:
        return DuplicateVerdict(ticket, Band.SUGGEST, score, evidence)
    return DuplicateVerdict(None, Band.NONE, score, evidence)


def _may_join(pair: Pair) -> bool:
    """Only the same words again, or an id in common about the same matter, join unseen."""
    if pair.likeness >= _SAME_TEXT:
        return True
    return bool(pair.ids_in_common) and pair.same_category


def _score(pair: Pair) -> float:
    total = -4.2
    total += 5.0 * max(pair.likeness, pair.bare_likeness) ** 2
    total += 2.0 * pair.shared_words
    total += 3.0 * bool(pair.ids_in_common)
    total += 1.0 * pair.same_category
    total += 4.0 * pair.is_chase
    total -= 0.25 * math.log1p(pair.age_hours / 24)
    return sigmoid(total)


def _evidence(pair: Pair, score: float) -> list[Evidence]:
    reasons = [
        (pair.same_customer, 1.0, "the same customer"),
        (bool(pair.ids_in_common), 3.0, f"in common: {', '.join(sorted(pair.ids_in_common))}"),
        (pair.is_chase, 4.0, "asks after an earlier message"),
        (pair.same_category, 1.0, "about the same kind of matter"),
        (score > 0, pair.likeness, f"{pair.likeness:.0%} of the letters alike"),
    ]
    return [
        Evidence(Question.DUPLICATE, "", 0, 0, weight, note)
        for applies, weight, note in reasons
        if applies
    ]
