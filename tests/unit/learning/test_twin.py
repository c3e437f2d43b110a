"""The shipped model scored directly is the same model scored by scikit-learn, to 1e-9."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifiers.document import Document
from classifiers.model_file import ModelFile
from classifiers.reading import read
from classifiers.suite import SHIPPED_MODEL
from classifiers.text.own_words import own_words
from classifiers.trained import Trained
from triage.bench_classifiers import _documents
from triage.learning.twin import scikit_learn_of

GOLDEN = Path(__file__).parents[2] / "golden" / "tickets.jsonl"


def _before_lengths_were_chosen(model: ModelFile) -> ModelFile:
    arrays = {name: array for name, array in model.arrays.items() if name != "length_power"}
    return replace(model, arrays=arrays)


@pytest.mark.parametrize("is_older", [False, True])
def test_the_shipped_model_gives_scikit_learns_probabilities_on_messages_it_never_saw(
    *,
    is_older: bool,
) -> None:
    lines = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    keys = ("channel", "subject", "body")
    written = [Document.from_json({key: line[key] for key in keys}) for line in lines]
    # scikit-learn's side is asked about own words alone, and reads no fact by what is quoted.
    documents = [each for each in written if own_words(each.text) == each.text]
    shipped = ModelFile.read(SHIPPED_MODEL)
    model = _before_lengths_were_chosen(shipped) if is_older else shipped
    _compare(model, documents, [document.text for document in documents])


def test_they_are_the_same_on_what_the_bench_measures() -> None:
    documents = _documents(1000)[-500:]
    _compare(ModelFile.read(SHIPPED_MODEL), documents, [own_words(one.text) for one in documents])


def _compare(model: ModelFile, documents: Sequence[Document], texts: Sequence[str]) -> None:
    ours = [reading.probabilities for reading in read(documents, Trained.of(model))]
    theirs = scikit_learn_of(model).predict_proba(texts)
    np.testing.assert_allclose(np.array(ours), theirs, atol=1e-9, rtol=0)
