"""Reading the hand-written training text."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.vocabulary import Category

VARIETIES = frozenset({"romanised", "no_diacritics", "mixed", "pidgin"})


class CorpusError(ValueError):
    """A corpus file that cannot be trained on; its sentence names file, line and remedy."""


@dataclass(frozen=True, slots=True)
class Example:
    """One hand-written message with its labels; braces mark slots to be filled.

    Attributes:
        subject: May be empty.
        body: The message.
        category: What it is about.
        abusive: Whether it is aimed at people.
        language: ISO 639-1 code, `und` without words.
        variety: How the language is written, where not as in print.
        author: Label of the person it is written as; groups cross-validation.
    """

    subject: str
    body: str
    category: Category
    abusive: bool
    language: str
    variety: str | None
    author: str

    @property
    def text(self) -> str:
        """Subject and body as a classifier sees them."""
        return f"{self.subject}\n{self.body}" if self.subject else self.body


def corpus_files(folder: Path) -> list[Path]:
    """Return the corpus files of `folder` in the order of their names.

    Raises:
        CorpusError: There are none.
    """
    found = sorted(folder.glob("*.jsonl"))
    if not found:
        raise CorpusError(f"{folder} holds no *.jsonl: give the folder of the training text")
    return found


def read_corpus(folder: Path) -> list[Example]:
    """Return every example, in the order of file names and lines.

    Raises:
        CorpusError: A line is no example.
    """
    return [example for path in corpus_files(folder) for example in _read(path)]


def digest(folder: Path) -> str:
    """Return a fingerprint of the corpus: the same files give the same 64 hex digits."""
    total = hashlib.sha256()
    for path in (*corpus_files(folder), *sorted(folder.glob("*/*.jsonl"))):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _read(path: Path) -> Iterator[Example]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _example(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{path.name}:{number}: {error!r}: mend or remove the line") from None


def _example(record: Mapping[str, object]) -> Example:
    variety = record.get("variety")
    if variety is not None and variety not in VARIETIES:
        raise ValueError(f"variety is {variety!r}: give null or one of {sorted(VARIETIES)}")
    if not isinstance(record["abusive"], bool):
        raise TypeError(f"abusive is {record['abusive']!r}: give true or false")
    return Example(
        subject=str(record.get("subject") or ""),
        body=str(record["body"]),
        category=Category(str(record["category"])),
        abusive=record["abusive"],
        language=str(record["language"]),
        variety=None if variety is None else str(variety),
        author=str(record["author"]),
    )
