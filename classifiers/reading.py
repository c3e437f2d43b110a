"""What all classifiers share about one document, worked out once."""

from collections.abc import Sequence
from typing import NamedTuple

from classifiers.document import Document
from classifiers.extract.facts import facts
from classifiers.extract.found import Found
from classifiers.given import given_in, names_of
from classifiers.linear import softmax
from classifiers.text.own_words import own_words
from classifiers.text.tokens import tokens
from classifiers.trained import CATEGORIES, Trained

LONGEST = 20_000
"""Characters that are looked at; a longer text was pasted, not written."""


class Reading(NamedTuple):
    """A document, read.

    Attributes:
        document: As it came.
        text: Subject and body, bounded; spans in the evidence count from its start.
        own: The same length, with quoted mail and signature blanked.
        tokens: The tokens of `own`.
        facts: What it gives, quoted mail and attachments included.
        given: The first fact of each field that `own` gives (`classifiers.given`).
        abuse: Decision value of the linear model of abuse.
        asking: Decision value of the linear model of asking after an earlier message.
        closing: Decision value of the linear model of saying that a matter is done with.
        probabilities: Calibrated probability of each category, in the order of `CATEGORIES`.
    """

    document: Document
    text: str
    own: str
    tokens: list[str]
    facts: list[Found]
    given: list[Found]
    abuse: float
    asking: float
    closing: float
    probabilities: list[float]


def read(documents: Sequence[Document], trained: Trained) -> list[Reading]:
    """Read documents in one go: scoring many costs little more than scoring one."""
    if not documents:
        return []
    texts = [document.text[:LONGEST] for document in documents]
    own = [own_words(text) for text in texts]
    split = [tokens(words) for words in own]
    found = [
        facts(text, words, document.attachments)
        for text, words, document in zip(texts, own, documents, strict=True)
    ]
    given = list(map(given_in, found, own))
    columns = map(trained.linear.columns.packed, split, map(names_of, given))
    decisions = trained.linear.scores_of(list(columns))
    categories = len(CATEGORIES)
    probabilities = softmax(decisions[:, :categories] * trained.temperature).tolist()
    abuse = decisions[:, categories].tolist()
    asking = decisions[:, categories + 1].tolist()
    closing = decisions[:, categories + 2].tolist()
    return [
        Reading(*parts)
        for parts in zip(
            documents,
            texts,
            own,
            split,
            found,
            given,
            abuse,
            asking,
            closing,
            probabilities,
            strict=True,
        )
    ]
