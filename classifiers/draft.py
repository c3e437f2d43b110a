"""The answers while they are being given, and what every classifier is."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from classifiers.classification import Evidence
from classifiers.reading import Reading
from models.vocabulary import Category, Field


class Draft(NamedTuple):
    """The answers so far; each classifier returns a copy with its own filled in."""

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
    evidence: tuple[Evidence, ...] = ()


class Classifier(Protocol):
    """One question about documents: pure, total, and able to say why."""

    def answer(self, readings: Sequence[Reading], drafts: Sequence[Draft]) -> list[Draft]:
        """Return `drafts`, one per reading, with this classifier's answers and their evidence.

        Many are asked about in one go, since new words are looked up fastest together.
        """
        ...
