"""How often the bot was right: the figures, their intervals, and what they are about."""

import re

import pytest
from starlette.testclient import TestClient

from models.vocabulary import Category, Question
from tests.unit.web.conftest import Desk
from tests.unit.web.sample import add_reviewed
from tests.unit.web.test_web_security import csrf
from triage.desk.accuracy import Confusion, confusion
from triage.rate import Rate


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Computed apart from this code, with the decimal module at 50 digits.
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (90, 100, 0.8256, 0.9448),
    ],
)
def test_wilsons_interval(hits: int, of: int, low: float, high: float) -> None:
    assert Rate(hits, of).interval == pytest.approx((low, high), abs=5e-5)


def test_with_no_ticket_there_is_no_share() -> None:
    assert Rate(0, 0).value is None
    assert Rate(0, 0).interval == (0.0, 1.0)


def test_precision_is_by_what_the_bot_said_and_recall_by_what_is_true() -> None:
    matrix = Confusion(["a", "b"], {("a", "a"): 3, ("a", "b"): 1, ("b", "b"): 4})
    assert matrix.accuracy == Rate(7, 8)
    assert matrix.precision("b") == Rate(4, 5)
    assert matrix.recall("a") == Rate(3, 4)
    assert matrix.precision("a") == Rate(3, 3)


def test_only_tickets_that_a_person_looked_at_are_counted(desk: Desk) -> None:
    with desk.installation.database.write() as session:
        add_reviewed(session)
    with desk.installation.database.read() as session:
        found = confusion(session, Question.CATEGORY, None, list(Category))
    assert found.total == 40
    assert found.count("topup", "billing") == 2
    assert found.accuracy == Rate(35, 40)


def test_the_last_word_counts_against_the_first_verdict(agent: TestClient, desk: Desk) -> None:
    number, token = desk.numbers["order"], csrf(agent)
    for category in ("billing", "technical"):
        agent.post(f"/tickets/{number}/category", data={"csrf_token": token, "category": category})
    with desk.installation.database.read() as session:
        found = confusion(session, Question.CATEGORY, None)
    assert found.counts == {("technical", "order"): 1}


def test_a_confirmation_counts_as_a_hit(agent: TestClient, desk: Desk) -> None:
    token = csrf(agent)
    for question in ("category", "abusive", "language"):
        answer = agent.post(
            f"/tickets/{desk.numbers['polish']}/confirm",
            data={"csrf_token": token, "question": question},
        )
        assert answer.status_code == 303
    text = re.sub(r"\s+", " ", agent.get("/accuracy").text)
    assert text.count("<strong>100.0 %</strong> right") == 3
    assert "(1 of 1; 95 % interval 21–100 %)" in text
    assert "about the <strong>1</strong> tickets" in text
    assert "<strong>16</strong> came in" in text


def test_without_any_word_of_a_person_no_figure_is_shown(agent: TestClient) -> None:
    text = agent.get("/accuracy?days=all").text
    assert "No person has corrected or confirmed a category" in text
    assert "% right" not in text
    assert agent.get("/accuracy?days=12").status_code == 422
