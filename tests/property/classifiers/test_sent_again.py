"""The same text sent again is joined; the same template about something else never is."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from string import ascii_lowercase
from time import thread_time

import pytest

import tests.golden
from classifiers.duplicate_types import Band, Candidate, DuplicateVerdict, Earlier
from classifiers.pairs import compare
from classifiers.suite import Suite
from models.vocabulary import Channel
from tests.property.classifiers.light_edits import CODES, EDITS, filled_twice

_GOLDEN = Path(*tests.golden.__path__) / "tickets.jsonl"
_CUSTOMER = "someone@example.com"
_SHORTEST = 12
_LEAST = 0.99


@pytest.fixture(scope="module")
def suite() -> Suite:
    return Suite.load()


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    """Subjects and bodies that nothing was trained on, without quotes: edits add those."""
    lines = map(json.loads, _GOLDEN.read_text("utf-8").splitlines())
    return [
        (line["subject"], line["body"])
        for line in lines
        if len(line["body"]) >= _SHORTEST and "quoted" not in line["slices"]
    ]


def judged(suite: Suite, subject: str, first: str, second: str) -> DuplicateVerdict:
    earlier = Earlier("1", _CUSTOMER, Channel.EMAIL, subject, first, 5.0)
    return suite.duplicate(Candidate(_CUSTOMER, Channel.TICKET, subject, second), [earlier])


def bands(verdicts: Iterator[DuplicateVerdict]) -> Counter[Band]:
    return Counter(verdict.band for verdict in verdicts)


def sent_again(suite: Suite, texts: list[tuple[str, str]]) -> Iterator[DuplicateVerdict]:
    dice = random.Random(3)  # noqa: S311 - a sample, not a secret
    for (subject, body), edit in zip(texts, cycle(EDITS.values()), strict=False):
        yield judged(suite, subject, body, edit(body, dice))


def filled_again(
    suite: Suite, texts: list[tuple[str, str]], *, is_other: bool
) -> Iterator[DuplicateVerdict]:
    """Yield verdicts on templates that are edited and name the same code, or another one."""
    dice = random.Random(4)  # noqa: S311 - a sample, not a secret
    for (subject, body), kind, edit in zip(
        texts, cycle(CODES), cycle(EDITS.values()), strict=False
    ):
        first, second = filled_twice(body, kind, dice)
        yield judged(suite, subject, first, edit(second if is_other else first, dice))


def test_what_is_sent_again_is_joined_and_another_code_is_another_matter(
    suite: Suite, texts: list[tuple[str, str]]
) -> None:
    repeated = bands(sent_again(suite, texts)) + bands(filled_again(suite, texts, is_other=False))
    other = bands(filled_again(suite, texts, is_other=True))
    assert repeated[Band.JOIN] / repeated.total() >= _LEAST
    assert repeated[Band.JOIN] / (repeated[Band.JOIN] + other[Band.JOIN]) >= _LEAST
    assert other[Band.NONE] / other.total() >= _LEAST


def test_two_different_messages_of_one_customer_are_not_joined(
    suite: Suite, texts: list[tuple[str, str]]
) -> None:
    verdicts = (
        judged(suite, "", f"{subject}\n{body}", f"{other_subject}\n{other}")
        for (subject, body), (other_subject, other) in zip(texts, texts[7:], strict=False)
    )
    assert bands(verdicts)[Band.JOIN] <= len(texts) * 0.002


def test_two_long_texts_are_compared_in_time(suite: Suite) -> None:
    dice = random.Random(5)  # noqa: S311 - a sample, not a secret
    first, second = (
        " ".join("".join(dice.choices(ascii_lowercase, k=6)) for _ in range(400)) for _ in range(2)
    )
    quoting = f"see below\n\n> {second}"
    messages = [Candidate(_CUSTOMER, Channel.EMAIL, "", body) for body in (first, second, quoting)]
    earlier, *others = suite._duplicate.sides(messages)
    before = thread_time()
    for new in others:
        compare(new, earlier, 1.0)
    assert thread_time() - before < 0.1
