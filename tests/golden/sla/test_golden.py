"""The same lines give the same bytes: answers kept in files, agreed with by the slow oracle."""

import json
from pathlib import Path

import pytest

from tests.property.sla.oracle import answer
from tests.unit.sla.conftest import shipped
from triage.sla.commands import clock_line, credits_line

HERE = Path(__file__).parent


def cases(name: str) -> list[str]:
    return (HERE / name).read_text("utf-8").splitlines()


@pytest.mark.parametrize("case", cases("clock.jsonl"))
def test_a_kept_ticket_gives_the_kept_answer(case: str) -> None:
    kept = json.loads(case)
    found = clock_line(kept["line"], shipped(kept["policy"]))
    assert json.dumps(found) == json.dumps(kept["answer"])
    assert answer(kept["line"], kept["policy"])["state"] == found["state"]


@pytest.mark.parametrize("case", cases("credits.jsonl"))
def test_a_kept_month_gives_the_kept_answer(case: str) -> None:
    kept = json.loads(case)
    found = credits_line(kept["line"], shipped(kept["policy"]))
    assert json.dumps(found) == json.dumps(kept["answer"])
