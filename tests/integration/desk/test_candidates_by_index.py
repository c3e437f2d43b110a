"""Earlier tickets of a customer are found through indexes, however many tickets there are."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import ColumnElement, event, insert, literal, literal_column, select, text

from models.tables import metadata
from models.ticket import Ticket
from tests.integration.desk.timed import ORDER, TimedDesk
from triage.db import Database

_MANY = 100_000
_FIRST = 1_000_000
_NEWEST = 120
_SCANS = ("SCAN ticket", "SCAN message", "Seq Scan", "(state=?)")

Statement = tuple[str, tuple[object, ...] | dict[str, object]]


def multiply(database: Database, number: int, many: int, fact_of: tuple[str, str]) -> None:
    """Copy a ticket to many other customers' open tickets.

    Args:
        database: Where.
        number: The ticket's.
        many: How many copies.
        fact_of: The field that each copy names, and its value in SQL over `steps.step`.
    """
    ticket, fact = metadata.tables["ticket"], metadata.tables["ticket_fact"]
    steps = select(literal(1).label("step")).cte("steps", recursive=True)
    steps = steps.union_all(select(steps.c.step + 1).where(steps.c.step < many))
    others = {
        "number": _FIRST + steps.c.step,
        "requester_address": literal_column("'someone' || steps.step || '@example.org'"),
    }
    copied = select(*(others.get(column.name, column) for column in ticket.c)).where(
        ticket.c.number == number
    )
    field, value = fact_of
    written: ColumnElement[str] = literal_column(value)
    named = select(_FIRST + steps.c.step, literal(field), written).select_from(steps)
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


@contextmanager
def loads() -> Iterator[list[Ticket]]:
    """Collect the tickets that are read."""
    read: list[Ticket] = []

    def collect(ticket: Ticket, _: object) -> None:
        read.append(ticket)

    event.listen(Ticket, "load", collect)
    yield read
    event.remove(Ticket, "load", collect)


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
    multiply(database, first, _MANY, ("order_id", "CAST(5000000 + steps.step AS VARCHAR(20))"))
    for prepare in (lambda _: None, analyse):
        prepare(database)
        with selects(database) as seen:
            joined = either_desk.receive(f"hello, {ORDER}")
            answered = either_desk.receive("It still stands.", Subject=f"Re: [#{joined}] Hello")
        assert answered == first
        plans = [plan_of(database, statement) for statement in seen]
        assert len(plans) >= 6
        assert [plan for plan in plans if any(scan in plan for scan in _SCANS)] == []


@pytest.mark.postgres
def test_of_all_that_name_one_account_only_the_newest_are_read(either_desk: TimedDesk) -> None:
    multiply(either_desk.database, either_desk.receive(ORDER), 1_000, ("username", "'kestrel_9'"))
    with loads() as read:
        either_desk.receive("I cannot log in, my username is kestrel_9.", From="leo@example.net")
    assert 0 < len(read) <= _NEWEST
