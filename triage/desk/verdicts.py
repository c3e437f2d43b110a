"""The classifiers' answers as rows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from classifiers.classification import Classification, Evidence
from classifiers.duplicate_types import DuplicateVerdict
from models.vocabulary import Field, Question

NOTHING = "nothing"
NO_DUPLICATE = "none"
_LONGEST = 255


def verdicts_of(
    number: int,
    classification: Classification,
    missing: Iterable[str],
    duplicate: DuplicateVerdict | None,
    now: datetime,
) -> list[dict[str, Any]]:
    """Return the values of one row of `verdict` per question; the message's id comes later."""
    scores = classification.scores
    category = {str(name): round(p, 4) for name, p in scores.category.items()}
    present = [str(name) for name in Field if name in classification.has]
    likeliest = scores.category.get(classification.category)
    yes_no = "yes" if classification.abusive else "no"
    answers: list[tuple[Question, str, float | None, dict[str, float]]] = [
        (Question.CATEGORY, classification.category.value, likeliest, category),
        (Question.ABUSIVE, yes_no, scores.abusive, {}),
        (Question.LANGUAGE, classification.language, scores.language, {}),
        # What is there is kept too: another category requires other fields of the same message.
        (Question.MISSING, ", ".join(missing) or NOTHING, None, dict.fromkeys(present, 1.0)),
    ]
    evidence = {question: _evidence(classification.evidence, question) for question in Question}
    if duplicate is not None:
        answers.append(
            (Question.DUPLICATE, duplicate.duplicate_of or NO_DUPLICATE, duplicate.score, {})
        )
        evidence[Question.DUPLICATE] = _evidence(duplicate.evidence, Question.DUPLICATE)
    return [
        {
            "ticket_number": number,
            "question": question,
            "label": label[:_LONGEST],
            "score": score,
            "scores": all_scores,
            "evidence": evidence[question],
            "model_version": classification.model,
            "at": now,
        }
        for question, label, score, all_scores in answers
    ]


def _evidence(reasons: Iterable[Evidence], question: Question) -> list[dict[str, Any]]:
    return [reason.to_json() for reason in reasons if reason.question is question]
