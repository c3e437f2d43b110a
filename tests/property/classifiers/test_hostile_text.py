"""No text makes the classifiers hang: what repeats is where backtracking explodes."""

import itertools
import time

import pytest

from classifiers.document import Document
from classifiers.suite import Suite
from models.vocabulary import Channel

PIECES = (
    *"*x•#-_.,:;/@+ 0aAé'\"()[]<>=\n\t",
    "** ",
    "1 ",
    "12-",
    "1,",
    "a.",
    "a@",
    "0x",
    "id ",
    "id: ",
    "order #",
    "$1",
    "usd ",
    "not ",
    "http://",
    "> ",
    "On a, ",
    "f*",
    "you ",
    "٣",
    "\u200b",
)
LONGEST_SECONDS = 2.0
"""The bound on one message; it takes some milliseconds."""


@pytest.fixture(scope="module")
def suite() -> Suite:
    return Suite.load()


@pytest.mark.parametrize("piece", PIECES)
def test_repeated_text_is_classified_in_time(suite: Suite, piece: str) -> None:
    _classify(suite, piece * (5000 // len(piece)))


def test_repeated_pairs_are_classified_in_time(suite: Suite) -> None:
    for first, second in itertools.permutations(PIECES, 2):
        _classify(suite, (first * 3 + second) * (1000 // (len(first) * 3 + len(second))))


@pytest.mark.parametrize("piece", [*PIECES, "a", "ж", "a_", "abc ", "img", "INV-"])
def test_names_of_files_are_read_in_time(suite: Suite, piece: str) -> None:
    _classify(suite, "see the file", (piece * (100_000 // len(piece)) + ".png",))


def _classify(suite: Suite, text: str, attachments: tuple[str, ...] = ()) -> None:
    begin = time.process_time()
    (answer,) = suite.classify([Document(Channel.EMAIL, "", text, attachments)])
    assert answer.category is not None
    assert time.process_time() - begin < LONGEST_SECONDS, text[:40]
