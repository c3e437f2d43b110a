"""Every question with the classifier that answers it, in the order in which they are asked."""

from collections.abc import Callable
from dataclasses import dataclass

from classifiers.abuse import AbuseClassifier
from classifiers.category import CategoryClassifier
from classifiers.draft import Classifier
from classifiers.language import LanguageClassifier, Languages
from classifiers.missing import MissingClassifier
from classifiers.settings import Settings
from classifiers.trained import Trained
from models.vocabulary import Question


@dataclass(frozen=True, slots=True)
class Entry:
    """One classifier.

    Attributes:
        question: What it answers.
        build: Makes it from what training found and what the deployment chose.
        measure: How it is scored on the evaluation set.
    """

    question: Question
    build: Callable[[Trained, Settings], Classifier]
    measure: str


REGISTRY: tuple[Entry, ...] = (
    Entry(Question.CATEGORY, CategoryClassifier, "macro-F1, calibration error"),
    Entry(
        Question.LANGUAGE,
        lambda trained, _: LanguageClassifier(Languages(trained.telling, trained.profiles)),
        "accuracy, English called foreign, foreign called English",
    ),
    Entry(Question.ABUSIVE, lambda trained, _: AbuseClassifier(trained), "precision, recall"),
    Entry(Question.MISSING, lambda _, settings: MissingClassifier(settings), "exact set, field F1"),
)
