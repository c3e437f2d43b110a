"""What an extractor hands back."""

from typing import NamedTuple

from models.vocabulary import Field


class Found(NamedTuple):
    """One fact.

    Attributes:
        field: What kind of fact.
        value: In its normal form.
        start: First character in `Document.text`; 0 with `end` 0 where it is not in the text.
        end: One past the last.
        note: Why it was taken for that, in words an agent understands.
    """

    field: Field
    value: str
    start: int
    end: int
    note: str
