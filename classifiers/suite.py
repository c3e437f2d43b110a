"""All classifiers behind one door: load once, then ask in batches."""

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from classifiers.classification import Classification, Scores
from classifiers.document import Document
from classifiers.draft import Classifier, Draft
from classifiers.duplicate import DuplicateClassifier
from classifiers.duplicate_types import Candidate, DuplicateVerdict, Earlier
from classifiers.model_file import ModelFile
from classifiers.reading import Reading, read
from classifiers.registry import REGISTRY
from classifiers.settings import Settings
from classifiers.trained import Trained
from models.vocabulary import Category, Priority

SHIPPED_MODEL = Path(__file__).parent / "model" / "triage.model"
# Documents read in one go: more gain nothing and take memory.
_AT_ONCE = 1_000


class Suite:
    """The classifiers of one model. Build with `load`.

    Args:
        trained: What training found.
        settings: What the deployment chose.
    """

    def __init__(self, trained: Trained, settings: Settings) -> None:
        self.version = trained.version
        self._trained = trained
        self._classifiers: tuple[Classifier, ...] = tuple(
            entry.build(trained, settings) for entry in REGISTRY
        )
        self._duplicate = DuplicateClassifier(trained)

    @classmethod
    def load(cls, path: Path | None = None, settings: Settings | None = None) -> "Suite":
        """Read a model, the shipped one by default.

        Raises:
            ModelFileError: The file cannot be used; the sentence says why and what to do.
        """
        trained = Trained.of(ModelFile.read(path or SHIPPED_MODEL))
        return cls(trained, settings or Settings())

    def classify(self, documents: Sequence[Document]) -> list[Classification]:
        """Return the answers for `documents`, in their order."""
        answers: list[Classification] = []
        for start in range(0, len(documents), _AT_ONCE):
            answers += self._answer(read(documents[start : start + _AT_ONCE], self._trained))
        return answers

    def duplicate(self, new: Candidate, history: Sequence[Earlier]) -> DuplicateVerdict:
        """Return the earlier open ticket that `new` repeats, if it does.

        Args:
            new: The new message.
            history: Earlier tickets worth a look: of the same customer, or with an id in common.
        """
        return self._duplicate.judge(new, history)

    def _answer(self, readings: Sequence[Reading]) -> list[Classification]:
        drafts = [Draft() for _ in readings]
        for classifier in self._classifiers:
            classifier.answer(readings, drafts)
        return [
            _classification(reading.document, draft, self.version)
            for reading, draft in zip(readings, drafts, strict=True)
        ]


def _classification(document: Document, draft: Draft, version: str) -> Classification:
    is_high = draft.category is Category.TOPUP and not draft.is_unsure
    return Classification(
        category=draft.category,
        priority=Priority.of(draft.category) if is_high else Priority.STANDARD,
        abusive=draft.abusive,
        language=draft.language,
        english=draft.language in {"en", "und"},
        missing=draft.missing,
        present=draft.present or MappingProxyType({}),
        scores=Scores(
            category=draft.category_scores or MappingProxyType({}),
            abusive=draft.abusive_score,
            language=draft.language_score,
        ),
        evidence=tuple(draft.evidence),
        model=version,
        unsure=draft.is_unsure,
        language_unsure=draft.is_language_unsure,
        has=draft.has,
        id=document.id,
    )
