"""The pages on both engines, and how much they ask of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from models.vocabulary import Category, Question, TicketState
from tests.unit.web.sample import add_reviewed, fill
from tests.unit.web.seed import NOW, PASSWORD, Draft, Installation, Seeder
from triage.db import Database
from triage.desk.accuracy import confusion
from triage.desk.queries import Due, Mark, Moment, QueueQuery, queue_counts, queue_page
from triage.web.app import create_app

MOMENT = Moment(NOW, NOW + timedelta(hours=9, minutes=40))


def logged_in(database: Database) -> TestClient:
    client = TestClient(
        create_app(Installation(database)), client=("127.0.0.1", 1), follow_redirects=False
    )
    client.get("/login")
    token = client.cookies["triage_login"]
    client.post("/login", data={"login": "max", "password": PASSWORD, "csrf_token": token})
    return client


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Collect the statements that are executed meanwhile."""
    seen: list[str] = []

    def collect(*values: object) -> None:
        seen.append(str(values[2]))

    event.listen(database.engine, "before_cursor_execute", collect)
    yield seen
    event.remove(database.engine, "before_cursor_execute", collect)


@pytest.mark.postgres
def test_every_page_and_filter_works_on_both_engines(either_database: Database) -> None:
    with either_database.write() as session:
        numbers = fill(session)
        add_reviewed(session)
    client = logged_in(either_database)
    paths = ["/", "/outbox", "/set-aside", "/accuracy", "/health", "/metrics"]
    paths += [f"/tickets/{number}" for number in numbers.values()]
    paths += [f"/?state={state}" for state in TicketState]
    paths += [f"/?due={due}" for due in Due] + [f"/?mark={mark}" for mark in Mark]
    paths += ["/?q=KIM", "/?q=kim@example.com", "/?q=100004", "/?q=100%25", "/?page=2"]
    for path in paths:
        assert client.get(path).status_code == 200, path


@pytest.mark.postgres
def test_both_engines_give_the_same_order_counts_and_figures(either_database: Database) -> None:
    with either_database.write() as session:
        numbers = fill(session)
        add_reviewed(session)
    names = {number: name for name, number in numbers.items()}
    with either_database.read() as session:
        page = queue_page(session, QueueQuery(), MOMENT, 50)
        counts = queue_counts(session, TicketState.OPEN, MOMENT)
        found = confusion(session, Question.CATEGORY, None, list(Category))
    assert [names[ticket.number] for ticket in page.tickets] == [
        "overdue",
        "topup",
        "hindi",
        "claim",
        "order",
        "suggested",
        "arabic",
        "polish",
        "unsure",
        "missing",
        "abusive",
        "technical",
        "service",
    ]
    assert page.joined == {numbers["order"]: 1}
    assert counts.categories.total() == 13
    assert (counts.due[Due.OVERDUE], counts.marks[Mark.TRANSLATION]) == (1, 4)
    assert (found.total, found.accuracy.hits) == (40, 35)


def test_a_longer_page_asks_no_more_statements(database: Database) -> None:
    with database.write() as session:
        fill(session)
        seeder = Seeder(session, first=300_000)
        for _ in range(40):
            seeder.add(Draft("Another order", "x"))
    client = logged_in(database)
    counted = []
    for path in ("/?category=claim", "/"):
        client.get(path)
        with statements(database) as seen:
            client.get(path)
        counted.append(len(seen))
    assert counted[0] == counted[1]
    assert counted[1] <= 12


def test_a_long_conversation_asks_no_more_statements(database: Database) -> None:
    with database.write() as session:
        numbers = fill(session)
    client = logged_in(database)
    token = client.get("/").text.split('name="csrf_token" value="')[1].split('"')[0]
    path = f"/tickets/{numbers['topup']}"
    counted = []
    for notes in (0, 12):
        for number in range(notes):
            client.post(f"{path}/note", data={"csrf_token": token, "text": f"note {number}"})
        with statements(database) as seen:
            client.get(path)
        counted.append(len(seen))
    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    "query",
    [
        QueueQuery(),
        QueueQuery(category=Category.CLAIM, language="pl"),
        QueueQuery(due=Due.OVERDUE),
        QueueQuery(mark=Mark.SUPPRESSED),
        QueueQuery(mark=Mark.ABUSIVE),
    ],
)
def test_the_queue_is_answered_from_its_index_alone(database: Database, query: QueueQuery) -> None:
    with database.read() as session, statements(database) as seen:
        queue_page(session, query, MOMENT, 50)
        queue_counts(session, TicketState.OPEN, MOMENT)
    raw = [s for s in seen if "FROM ticket" in s and ("LIMIT" in s or "sum(" in s)]
    assert len(raw) == 2
    with database.engine.connect() as connection:
        for statement in raw:
            values = tuple("x" for _ in range(statement.count("?")))
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            assert "USING COVERING INDEX ix_ticket_queue" in str(plan.scalars(3).first())
