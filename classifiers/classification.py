"""What the classifiers answer, with what it rests on."""

from collections.abc import Mapping
from typing import NamedTuple

from models.vocabulary import Category, Field, Priority, Question


class Evidence(NamedTuple):
    """One reason for one answer, in words an agent understands.

    Attributes:
        question: Which answer it is about.
        text: The customer's words, as they stand in `Document.text`; empty for a reason that
            has no place in the text.
        start: First character of the span in `Document.text`.
        end: One past the last character.
        weight: How strongly it speaks for the answer; negative speaks against.
        note: What the span was taken for.
    """

    question: Question
    text: str
    start: int
    end: int
    weight: float
    note: str

    def to_json(self) -> dict[str, object]:
        """Return the evidence as it stands in `triage classify`."""
        return {
            "question": self.question,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "weight": round(self.weight, 4),
            "note": self.note,
        }


class Scores(NamedTuple):
    """How sure the classifiers are, each in [0, 1].

    Attributes:
        category: Calibrated probability of each category; they sum to one.
        abusive: Calibrated probability that the message is abusive.
        language: Confidence in `Classification.language`.
    """

    category: Mapping[Category, float]
    abusive: float
    language: float

    def to_json(self) -> dict[str, object]:
        """Return the scores as they stand in `triage classify`."""
        return {
            "category": {str(name): round(p, 6) for name, p in self.category.items()},
            "abusive": round(self.abusive, 6),
            "language": round(self.language, 6),
        }


class Classification(NamedTuple):
    """The answers for one document.

    Attributes:
        category: The likeliest category after the hard rules.
        priority: Derived from the category; standard where the category is unsure.
        abusive: Insults, threats or hate aimed at people.
        language: ISO 639-1 code, `und` where there are no words.
        english: True for `en` and `und`.
        missing: Required fields that are not present, in the vocabulary's order.
        present: Normalised values found per field; only fields with a value.
        has: Every field that a person could act on, with or without a value.
        scores: How sure each answer is.
        evidence: Reasons, strongest first within each question.
        model: Version of the model that answered.
        unsure: The category abstained: a person should look.
        language_unsure: The language cannot be told; write English.
        id: The document's own id.
    """

    category: Category
    priority: Priority
    abusive: bool
    language: str
    english: bool
    missing: tuple[Field, ...]
    present: Mapping[Field, tuple[str, ...]]
    scores: Scores
    evidence: tuple[Evidence, ...]
    model: str
    unsure: bool
    language_unsure: bool = False
    has: frozenset[Field] = frozenset()
    id: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return the output line of `triage classify`."""
        return {
            "id": self.id,
            "category": self.category,
            "priority": self.priority,
            "abusive": self.abusive,
            "language": self.language,
            "english": self.english,
            "missing": list(self.missing),
            "present": {str(field): list(values) for field, values in self.present.items()},
            "scores": self.scores.to_json(),
            "evidence": [reason.to_json() for reason in self.evidence],
            "model": self.model,
            "unsure": self.unsure,
            "language_unsure": self.language_unsure,
        }
