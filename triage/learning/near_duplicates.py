"""Finding messages that are nearly the same, inside the corpus and against the evaluation set.

A message that stands twice teaches nothing new, and one that stands in the evaluation set too
makes its figures worthless. Run as `python -m triage.learning.near_duplicates CORPUS [GOLDEN…]`.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from classifiers.text.folding import fold
from triage.learning.corpus import read_corpus
from triage.learning.labelled import read_labelled

ALIKE = 90.0
"""Least likeness, in percent of the letters, at which two messages count as nearly the same."""

_SHINGLE = 6
_MOST_COMMON = 60
_LEAST_SHARED = 0.4
# Two people do write "balance not added" in the same words; longer texts are not alike by chance.
_LEAST_WORDS = 5
_LEAST_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Text:
    """A message with the place it comes from."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two messages that are nearly the same."""

    first: Text
    second: Text
    likeness: float

    def __str__(self) -> str:
        return (
            f"{self.likeness:.0f} % {self.first.source} | {self.second.source}\n"
            f"    {self.first.text[:100]!r}\n    {self.second.text[:100]!r}"
        )


def near_duplicates(texts: Sequence[Text]) -> Iterator[NearDuplicate]:
    """Yield every two messages of `texts` that are nearly the same, in their order."""
    plain = [_plain(each.text) for each in texts]
    postings: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(plain):
        shingles = _shingles(text)
        shared = Counter(
            earlier
            for shingle in shingles
            if len(postings[shingle]) <= _MOST_COMMON
            for earlier in postings[shingle]
        )
        for earlier, count in sorted(shared.items()):
            if count >= _LEAST_SHARED * len(shingles):
                likeness = fuzz.ratio(text, plain[earlier], score_cutoff=ALIKE)
                if likeness:
                    yield NearDuplicate(texts[earlier], texts[place], likeness)
        for shingle in shingles:
            postings[shingle].append(place)


def corpus_texts(folder: Path) -> list[Text]:
    """Return the corpus as texts.

    Raises:
        CorpusError: It cannot be read.
    """
    examples = read_corpus(folder)
    return [Text(f"corpus {number}", each.text) for number, each in enumerate(examples, start=1)]


def labelled_texts(path: Path) -> list[Text]:
    """Return a file of labelled messages as texts.

    Raises:
        LabelledError: It cannot be read.
    """
    return [
        Text(f"{path.name} {each.document.id}", each.document.text) for each in read_labelled(path)
    ]


def main(arguments: Sequence[str]) -> int:
    """Print near duplicates; return 1 if there are any."""
    corpus, *others = map(Path, arguments)
    texts = [*corpus_texts(corpus), *(text for path in others for text in labelled_texts(path))]
    found = list(near_duplicates(texts))
    for each in found:
        sys.stdout.write(f"{each}\n")
    return 1 if found else 0


def _plain(text: str) -> str:
    folded = " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())
    is_long = len(folded.split()) >= _LEAST_WORDS or not folded.isascii()
    return folded if is_long and len(folded) >= _LEAST_LETTERS else ""


def _shingles(text: str) -> set[str]:
    return {text[start : start + _SHINGLE] for start in range(len(text) - _SHINGLE + 1)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
