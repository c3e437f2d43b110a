"""What the classifiers cost on this machine: in batches, one by one, to load, and their memory.

The messages are the corpus's, each once, with other ids and with slips of the pen that training
did not see: no answer can come from a memory of the same message. The first batch meets a process
that has not seen a word yet; the second, of other messages, one that has been running for a while.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from random import Random
from statistics import fmean, median, quantiles

import numpy as np

from classifiers.document import Document
from classifiers.duplicate_types import Candidate, Earlier
from classifiers.model_file import ModelFile
from classifiers.reading import read
from classifiers.suite import SHIPPED_MODEL, Suite
from classifiers.text.own_words import own_words
from classifiers.trained import Trained
from models.vocabulary import Channel
from triage.learning.augment import variants
from triage.learning.corpus import read_corpus
from triage.learning.twin import scikit_learn_of

Figure = dict[str, object]

CORPUS = SHIPPED_MODEL.parents[1] / "corpus"
_SEED = 77
_SLIPPED = 2
_ALONE = 500
_HISTORY = 3
# Linux alone tells a process's own peak: getrusage() gives a child its parent's too.
_LOADED = """
import json, pathlib, time
wall, cpu = time.perf_counter(), time.process_time()
from classifiers.suite import Suite
Suite.load()
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
status = pathlib.Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), None)
print(json.dumps({"seconds": wall, "seconds_of_cpu": cpu, "peak_memory_mb": peak}))
"""


@dataclass(frozen=True, slots=True)
class _Spent:
    """Seconds by the clock on the wall and of this process's work."""

    wall: float
    cpu: float


def measure_classifiers(messages: int) -> Iterator[Figure]:
    """Yield one record per measurement; call first in a process, while it knows no word.

    Args:
        messages: How many are classified; no text comes twice.
    """
    yield {"what": "load the classifiers, in a new process", **_loading()}
    suite = Suite.load()
    documents = _documents(messages)
    half = len(documents) // 2
    yield _batch("classify in batches, in a new process", suite, documents[:half])
    yield _batch("classify in batches, other messages later", suite, documents[half:])
    yield from _alone(suite, documents[-_ALONE:])
    yield _duplicates(suite, documents[:_ALONE])


def _loading() -> Figure:
    """Return the time and the memory that loading takes, without the interpreter's own start."""
    command = [sys.executable, "-c", _LOADED]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    figures: dict[str, float | None] = json.loads(done.stdout)
    return {name: value and round(value, 3) for name, value in figures.items()}


def _documents(count: int) -> list[Document]:
    """Return messages of the corpus in a mixed order, no text twice.

    Raises:
        ValueError: More are asked for than the corpus gives.
    """
    examples = read_corpus(CORPUS)
    Random(_SEED).shuffle(examples)  # noqa: S311 - an order, not a secret
    slipped = [islice(variants(each, 1 + _SLIPPED, _SEED), 1, None) for each in examples]
    turns = chain.from_iterable(map(next, slipped) for _ in range(_SLIPPED))
    texts: dict[tuple[str, str], None] = {}
    while len(texts) < count and (text := next(turns, None)):
        texts[text] = None
    if len(texts) < count:
        raise ValueError(f"{count} messages: the corpus gives no more than {len(texts)}")
    return [Document(Channel.EMAIL, *text) for text in texts]


def _batch(what: str, suite: Suite, documents: Sequence[Document]) -> Figure:
    spent = _time(lambda: suite.classify(documents))
    characters = round(fmean(len(document.text) for document in documents))
    return {"what": what, "characters_each": characters, **_rates(len(documents), spent)}


def _alone(suite: Suite, documents: Sequence[Document]) -> Iterator[Figure]:
    """Yield what one message costs by itself, beside scikit-learn on the same model."""
    ours = [_time(partial(suite.classify, [one])).cpu for one in documents]
    yield {"what": "classify one message", **_milliseconds(ours)}
    model = ModelFile.read(SHIPPED_MODEL)
    twin = scikit_learn_of(model)
    texts = [own_words(one.text) for one in documents]
    theirs = [_time(partial(twin.predict_proba, [one])).cpu for one in texts]
    readings = read(documents, Trained.of(model))
    scores = np.array([reading.probabilities for reading in readings])
    yield {
        "what": "scikit-learn's predict_proba on one message, the category alone",
        **_milliseconds(theirs),
        "times_ours": round(median(theirs) / median(ours), 2),
        "largest_difference": float(np.abs(scores - twin.predict_proba(texts)).max()),
    }


def _duplicates(suite: Suite, documents: Sequence[Document]) -> Figure:
    """Return what it costs to compare a message with a customer's earlier tickets."""
    said = [("a customer", one.channel, one.subject, one.body) for one in documents]
    earlier = [Earlier(str(number), *parts, age_hours=1.0) for number, parts in enumerate(said)]
    cases = [
        partial(suite.duplicate, Candidate(*said[place]), earlier[place - _HISTORY : place])
        for place in range(_HISTORY, len(said))
    ]
    spent = _time(lambda: [judge() for judge in cases])
    return {"what": f"look for a duplicate among {_HISTORY} tickets", **_rates(len(cases), spent)}


def _rates(count: int, spent: _Spent) -> Figure:
    return {
        "messages": count,
        "per_second": round(count / spent.wall, 1),
        "per_second_of_cpu": round(count / spent.cpu, 1),
    }


def _milliseconds(seconds: Sequence[float]) -> Figure:
    """Return median and 99th percentile of the processor's time."""
    return {
        "messages": len(seconds),
        "median_ms_of_cpu": round(median(seconds) * 1000, 3),
        "p99_ms_of_cpu": round(quantiles(seconds, n=100)[-1] * 1000, 3),
    }


def _time(work: Callable[[], object]) -> _Spent:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return _Spent(time.perf_counter() - wall, time.process_time() - cpu)
