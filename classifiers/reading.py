"""What all classifiers share about one document, worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.document import Document
from classifiers.linear import Floats, LinearModel
from classifiers.text.own_words import own_words

LONGEST = 20_000
"""Characters that are looked at; a longer text was pasted, not written."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, read.

    Attributes:
        document: As it came.
        text: Subject and body, bounded; spans in the evidence count from its start.
        own: The same length, with quoted mail and signature blanked.
        columns: Features of `own` that the model knows.
        decisions: Decision value of each linear model.
    """

    document: Document
    text: str
    own: str
    columns: Sequence[int]
    decisions: Floats


def read(documents: Sequence[Document], linear: LinearModel) -> list[Reading]:
    """Read documents in one go: scoring many costs little more than scoring one."""
    texts = [document.text[:LONGEST] for document in documents]
    own = [own_words(text) for text in texts]
    columns = [linear.columns.of(words) for words in own]
    decisions = linear.scores_of(columns)
    return [
        Reading(*parts) for parts in zip(documents, texts, own, columns, decisions, strict=True)
    ]
