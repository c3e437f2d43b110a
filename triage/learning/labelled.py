"""Reading labelled messages to measure against."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from classifiers.document import Document, DocumentError, as_object
from models.vocabulary import Category, Field


class LabelledError(ValueError):
    """A line that cannot be measured against; its sentence names file, line and remedy."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message with the answers a person gave.

    Attributes:
        document: The message.
        slices: What it is an example of, such as `short` or `angry`.
        category: What it is about.
        abusive: Whether it is aimed at people.
        language: ISO 639-1 code, or `und`.
        missing: Required facts that it does not give.
        present: Values it gives, per field, as the customer wrote them.
    """

    document: Document
    slices: frozenset[str]
    category: Category
    abusive: bool
    language: str
    missing: frozenset[Field]
    present: Mapping[Field, tuple[str, ...]]


def read_labelled(path: Path) -> list[Labelled]:
    """Return the labelled messages in a file of JSON lines.

    Raises:
        LabelledError: A line is no labelled message.
    """
    return list(_read(path))


def _read(path: Path) -> Iterator[Labelled]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _labelled(as_object(json.loads(line), "the line"))
        except (ValueError, KeyError, TypeError, DocumentError) as error:
            raise LabelledError(f"{path.name}:{number}: {error}: mend or remove the line") from None


def _labelled(record: Mapping[str, object]) -> Labelled:
    expect = as_object(record["expect"], "expect")
    document = Document.from_json(record)
    slices = {document.channel, _language_slice(str(expect["language"]))}
    return Labelled(
        document=document,
        slices=frozenset(map(str, slices | set(_texts(record.get("slices"))))),
        category=Category(str(expect["category"])),
        abusive=bool(expect["abusive"]),
        language=str(expect["language"]),
        missing=frozenset(Field(name) for name in _texts(expect["missing"])),
        present={
            Field(name): tuple(_texts(values))
            for name, values in as_object(expect.get("present") or {}, "expect.present").items()
        },
    )


def _language_slice(language: str) -> str:
    return "english" if language in {"en", "und"} else "other_languages"


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
