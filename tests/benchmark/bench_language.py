"""Telling languages, beside packages that do the same, alone and after English is told by words.

Run with `python -m tests.benchmark.bench_language [FILE...]`; each FILE holds lines with `text` and
`language`. Without one, the evaluation sets are taken.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import process_time

import langdetect
import py3langid

from classifiers.language import Languages
from classifiers.model_file import ModelFile
from classifiers.suite import SHIPPED_MODEL
from classifiers.text.own_words import own_words
from classifiers.text.tokens import tokens
from classifiers.trained import Trained
from triage.learning.labelled import read_labelled

GOLDEN = Path(__file__).parents[1] / "golden"
Teller = Callable[[str], str]
Said = tuple[str, str]
"""A text and the language that it is in."""
_FEW = 3
_NO_LANGUAGE = "und"
_BY_WORDS = "English words"


def tellers() -> dict[str, Teller]:
    """Return what tells a language, by name."""
    trained = Trained.of(ModelFile.read(SHIPPED_MODEL))
    languages = Languages(trained.telling, trained.profiles)
    langdetect.DetectorFactory.seed = 0

    def ours(text: str) -> str:
        return languages.tell([tokens(own_words(text))])[0].language

    def with_langdetect(text: str) -> str:
        try:
            return str(langdetect.detect(text)).split("-")[0]
        except langdetect.LangDetectException:
            return _NO_LANGUAGE

    def with_py3langid(text: str) -> str:
        return str(py3langid.classify(text)[0])

    def after_words(other: Teller) -> Teller:
        def tell(text: str) -> str:
            verdict = languages.tell([tokens(own_words(text))])[0]
            return "en" if verdict.reason == _BY_WORDS else other(text)

        return tell

    return {
        "ours": ours,
        "langdetect": with_langdetect,
        "words first, then langdetect": after_words(with_langdetect),
        "py3langid": with_py3langid,
        "words first, then py3langid": after_words(with_py3langid),
    }


def texts(files: Sequence[str]) -> list[Said]:
    """Return what is told apart: the lines of `files`, or else the evaluation sets."""
    if files:
        rows = [row for name in files for row in Path(name).read_text("utf-8").splitlines()]
        return [(str(line["text"]), str(line["language"])) for line in map(json.loads, rows)]
    labelled = (each for path in sorted(GOLDEN.glob("tickets*")) for each in read_labelled(path))
    return [(each.document.text, each.language) for each in labelled]


def figures(tell: Teller, said: Sequence[Said]) -> dict[str, float]:
    """Return the shares of mistakes, and the time of a text in microseconds of CPU."""
    english = [text for text, language in said if language == "en"]
    few = [" ".join(text.split()[:_FEW]) for text in english]
    foreign = [each for each in said if each[1] not in {"en", _NO_LANGUAGE}]

    def is_foreign(text: str) -> bool:
        return tell(text) not in {"en", _NO_LANGUAGE}

    start = process_time()
    answers = [tell(text) for text, _ in foreign]
    spent = process_time() - start
    return {
        "right": _share(
            answer == language for answer, (_, language) in zip(answers, foreign, strict=True)
        ),
        "foreign_called_english": _share(answer == "en" for answer in answers),
        "english_called_foreign": _share(is_foreign(text) for text in english),
        "first_words_of_english_called_foreign": _share(is_foreign(text) for text in few),
        "us_foreign": round(spent / len(foreign) * 1e6, 1) if foreign else 0.0,
        "us_english": _microseconds(tell, english),
    }


def _microseconds(tell: Teller, said: Sequence[str]) -> float:
    start = process_time()
    for text in said:
        tell(text)
    return round((process_time() - start) / max(1, len(said)) * 1e6, 1)


def _share(truths: Iterable[bool]) -> float:
    counted = list(truths)
    return round(sum(counted) / max(1, len(counted)), 4)


def main(files: Sequence[str]) -> Iterator[dict[str, object]]:
    """Yield a line of figures for each way of telling languages."""
    said = texts(files)
    for name, tell in tellers().items():
        yield {"what": name, "texts": len(said), **figures(tell, said)}


if __name__ == "__main__":
    for line in main(sys.argv[1:]):
        print(json.dumps(line))  # noqa: T201 - what it is for
