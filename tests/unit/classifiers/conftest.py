"""The shipped suite, loaded once."""

from collections.abc import Callable

import pytest

from classifiers.classification import Classification
from classifiers.document import Document
from classifiers.suite import Suite
from models.vocabulary import Channel


@pytest.fixture(scope="session")
def suite() -> Suite:
    return Suite.load()


@pytest.fixture(scope="session")
def classify(suite: Suite) -> Callable[[str], Classification]:
    return lambda body: suite.classify([Document(Channel.TICKET, "", body)])[0]
