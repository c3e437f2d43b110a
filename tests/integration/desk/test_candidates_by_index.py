"""Earlier tickets of a customer are found through indexes, however many tickets there are."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import ColumnElement, event, insert, literal, literal_column, select, text

from models.tables import metadata
from tests.integration.desk.timed import ORDER, TimedDesk
from triage.db import Database

_MANY = 100_000
_FIRST = 1_000_000
_SCANS = ("SCAN ticket", "SCAN message", "Seq Scan", "(state=?)")

Statement = tuple[str, tuple[object, ...] | dict[str, object]]


def multiply(database: Database, number: int) -> None:
    """Copy a ticket to 100,000 other customers' open tickets, each with an id of its own."""
    ticket, fact = metadata.tables["ticket"], metadata.tables["ticket_fact"]
    steps = select(literal(1).label("step")).cte("steps", recursive=True)
    steps = steps.union_all(select(steps.c.step + 1).where(steps.c.step < _MANY))
    others = {
        "number": _FIRST + steps.c.step,
        "requester_address": literal_column("'someone' || steps.step || '@example.org'"),
    }
    copied = select(*(others.get(column.name, column) for column in ticket.c)).where(
        ticket.c.number == number
    )
    order: ColumnElement[str] = literal_column("CAST(5000000 + steps.step AS VARCHAR(20))")
    named = select(_FIRST + steps.c.step, literal("order_id"), order).select_from(steps)
    with database.engine.begin() as connection:
        connection.execute(
            insert(ticket).from_select(
                ticket.c.keys(), copied.join_from(ticket, steps, literal(1) == 1)
            )
        )
        connection.execute(insert(fact).from_select(["ticket_number", "field", "value"], named))


def analyse(database: Database) -> None:
    """Let the planner know how many there are."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


@contextmanager
def selects(database: Database) -> Iterator[list[Statement]]:
    """Collect the statements that read tickets, with their values."""
    seen: list[Statement] = []

    def collect(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SELECT") and "FROM ticket" in statement:
            assert isinstance(values, tuple | dict)
            seen.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", collect)
    yield seen
    event.remove(database.engine, "before_cursor_execute", collect)


def plan_of(database: Database, statement: Statement) -> str:
    """Return how the database goes about a statement."""
    is_sqlite = database.engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    with database.engine.connect() as connection:
        lines = connection.exec_driver_sql(f"{explain} {statement[0]}", statement[1])
        return "\n".join(str(line[-1]) for line in lines)


@pytest.mark.postgres
def test_candidates_are_found_through_indexes(either_desk: TimedDesk) -> None:
    database = either_desk.database
    first = either_desk.receive(ORDER)
    multiply(database, first)
    for prepare in (lambda _: None, analyse):
        prepare(database)
        with selects(database) as seen:
            joined = either_desk.receive(f"hello, {ORDER}")
            answered = either_desk.receive("It still stands.", Subject=f"Re: [#{joined}] Hello")
        assert answered == first
        plans = [plan_of(database, statement) for statement in seen]
        assert len(plans) >= 6
        assert [plan for plan in plans if any(scan in plan for scan in _SCANS)] == []
