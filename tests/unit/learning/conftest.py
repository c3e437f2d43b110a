"""A part of the shipped corpus, small enough to train on in a moment."""

from pathlib import Path

import pytest

import classifiers
from triage.learning.corpus import Example, read_corpus

CORPUS = Path(classifiers.__file__).parent / "corpus"


@pytest.fixture(scope="session")
def corpus_folder() -> Path:
    return CORPUS


@pytest.fixture(scope="session")
def examples() -> list[Example]:
    """Every tenth message, so that all categories and languages are there."""
    return read_corpus(CORPUS)[::10]
