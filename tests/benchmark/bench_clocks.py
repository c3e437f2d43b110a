"""What it costs to compute the clocks of many open tickets anew, beside the bare database.

Run with `python -m tests.benchmark.bench_clocks [tickets]`.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any, Self

from sqlalchemy import bindparam, insert, select, update

from models.tables import metadata
from models.vocabulary import Category, Channel, ClockState, Priority, TicketState
from tests.property.sla.histories import history
from triage.config.load import load, policies_of, shipped_config
from triage.db import Database
from triage.desk.clocks import rows_of
from triage.desk.projection import PROJECTED
from triage.desk.rebuild import rebuild
from triage.desk.sweep import sweep
from triage.sla.clock import evaluate
from triage.sla.events import ClockEvent, read_events
from triage.sla.policy import Policy

NOW = datetime(2024, 6, 3, 12, tzinfo=UTC)
BATCH = 5000
TICKET, EVENT = metadata.tables["ticket"], metadata.tables["clock_event"]
Tickets = list[tuple[str, list[ClockEvent]]]


def histories(count: int, names: Sequence[str]) -> Tickets:
    """Return tickets of the last weeks: the agreement of each, and its events."""
    random = Random(11)  # noqa: S311 - reproducible
    found = []
    for number in range(count):
        events = read_events(history(random)["events"])
        received = min(event.at for event in events)
        moved = NOW - timedelta(minutes=random.randrange(40 * 24 * 60)) - received
        found.append((names[number % len(names)], [_shifted(event, moved) for event in events]))
    return found


def _shifted(event: ClockEvent, by: timedelta) -> ClockEvent:
    return ClockEvent.of_parts(event.type, event.at + by, event.to_json())


def fill(database: Database, tickets: Tickets) -> None:
    """Insert the tickets, as yet without a clock."""
    for first in range(0, len(tickets), BATCH):
        rows: list[dict[str, Any]] = []
        events: list[dict[str, Any]] = []
        for number, (policy, known) in enumerate(tickets[first : first + BATCH], first + 1):
            rows.append(_ticket(number, policy, known[0].at))
            events += rows_of(number, known, 0, NOW)
        with database.write() as session:
            session.connection().execute(insert(TICKET), rows)
            session.connection().execute(insert(EVENT), events)


def _ticket(number: int, policy: str, at: datetime) -> dict[str, Any]:
    return {
        "number": number,
        "source": "support",
        "channel": Channel.EMAIL,
        "policy": policy,
        "requester_address": "customer@example.com",
        "requester_name": "",
        "subject": "Where is it?",
        "category": Category.ORDER,
        "category_score": 0.9,
        "is_unsure": False,
        "priority": Priority.STANDARD,
        "language": "en",
        "is_abusive": False,
        "missing": [],
        "state": TicketState.OPEN,
        "needs_translation": False,
        "needs_person": False,
        "flags": [],
        "received_at": at,
        "created_at": at,
        "updated_at": at,
        "clock_state": ClockState.NOT_STARTED,
        "next_check_at": at,
    }


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of this process's work, which a busy machine does not change, and of the wall."""

    work: float
    wall: float

    @classmethod
    def of(cls, action: Callable[[], object]) -> Self:
        work, wall = process_time(), perf_counter()
        action()
        return cls(process_time() - work, perf_counter() - wall)


def pure(tickets: Tickets, policies: Mapping[str, Policy]) -> None:
    """Evaluate every clock."""
    for name, events in tickets:
        evaluate(events, policies[name], NOW)


def bare(database: Database) -> None:
    """Read every event and write every ticket's clock columns, computing nothing."""
    values: dict[str, Any] = {name: bindparam(name) for name in PROJECTED}
    statement = update(TICKET).where(TICKET.c.number == bindparam("row")).values(values)
    with database.write() as session:
        connection = session.connection()
        columns = (EVENT.c.ticket_number, EVENT.c.type, EVENT.c.at, EVENT.c.data)
        connection.execute(select(*columns).order_by(EVENT.c.ticket_number)).all()
        changed = dict.fromkeys(PROJECTED, NOW) | {"clock_state": ClockState.VOID}
        numbers = connection.execute(select(TICKET.c.number)).scalars()
        connection.execute(statement, [changed | {"row": number} for number in numbers])


@contextmanager
def filled(tickets: Tickets) -> Iterator[Database]:
    """Yield an embedded database that holds the tickets."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder)}/triage.db")
        database.upgrade()
        fill(database, tickets)
        yield database
        database.dispose()


def main(count: int) -> None:
    """Print what each way costs, and how they compare."""
    policies = policies_of(load(shipped_config(), {}))
    tickets = histories(count, list(policies))
    evaluated = Cost.of(lambda: pure(tickets, policies))
    _print("evaluated, events in memory", evaluated, count)
    with filled(tickets) as database:
        swept = Cost.of(lambda: sweep(database, policies, NOW))
        _print("swept after a long stop, notices written", swept, count)
        same = Cost.of(lambda: rebuild(database, policies, NOW, lambda _: None))
        _print("rebuilt where every clock is right", same, count)
        least = Cost.of(lambda: bare(database))
        _print("bare: events read, columns written", least, count)
        anew = Cost.of(lambda: rebuild(database, policies, NOW, lambda _: None))
        _print("rebuilt where every clock is wrong", anew, count)
    _say(f"right: {same.work / evaluated.work:.1f} times the evaluation in memory")
    _say(f"wrong: {anew.work / least.work:.1f} times the bare reading and writing")


def _print(what: str, cost: Cost, count: int) -> None:
    each = cost.work / count * 1e6
    _say(f"{what:42} {cost.work:7.2f} s of work, {each:6.1f} µs each, {cost.wall:7.2f} s in all")


def _say(line: str) -> None:
    print(line)  # noqa: T201 - a report


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
