"""The answers while they are being given, and what every classifier is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from classifiers.classification import Evidence
from classifiers.reading import Reading
from models.vocabulary import Category, Field


@dataclass(slots=True)
class Draft:
    """The answers so far; each classifier fills in its own."""

    category: Category = Category.OUT_OF_SCOPE
    category_scores: Mapping[Category, float] | None = None
    is_unsure: bool = True
    abusive: bool = False
    abusive_score: float = 0.0
    language: str = "und"
    language_score: float = 0.0
    is_language_unsure: bool = True
    missing: tuple[Field, ...] = ()
    present: Mapping[Field, tuple[str, ...]] | None = None
    has: frozenset[Field] = frozenset()
    evidence: list[Evidence] = field(default_factory=list)


class Classifier(Protocol):
    """One question about documents: pure, total, and able to say why."""

    def answer(self, readings: Sequence[Reading], drafts: Sequence[Draft]) -> None:
        """Fill this classifier's answers and their evidence into `drafts`, one per reading.

        Many are asked about in one go, since new words are looked up fastest together.
        """
        ...
