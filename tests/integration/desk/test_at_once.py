"""Several processes that continue the same tickets at once lose nothing and wait in one order."""

import time
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from models.clock import ClockEvent
from models.intake import InboxMessage
from models.outbox import Outbox
from models.ticket import Ticket
from models.vocabulary import AckKind, Channel, ClockEventType, Field, InboxState, OutboxState
from tests.integration.desk import workers
from tests.integration.desk.timed import ADDRESSES, GMT, SECRET, TimedDesk, timed_desk
from triage.db import Database
from triage.intake.store import RawMessage, store
from triage.mail import tokens

pytestmark = pytest.mark.postgres

TICKETS = 4
QUESTION = "I added funds yesterday and my balance is still not credited. Please check it."
# Each supplies one of the three facts that a top-up problem has to contain.
FACTS = [
    "The transaction id is 9XK22311AB445566K.",
    "I paid by PayPal.",
    "The amount was 25 USD.",
]
# Between reading the events and the end of a transaction, so that others meet it there.
_LINGER = """
CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END $$;
CREATE TRIGGER linger BEFORE INSERT ON clock_event FOR EACH ROW EXECUTE FUNCTION linger();
"""
_LONGEST_SECONDS = 60.0


@pytest.fixture
def desk(migrated_postgres_url: str) -> Iterator[TimedDesk]:
    made = timed_desk(migrated_postgres_url)
    yield made
    made.database.dispose()


def test_processes_that_continue_the_same_tickets_lose_no_event(desk: TimedDesk) -> None:
    numbers = [desk.receive(f"{QUESTION} ({n})", From=f"c{n}@c{n}.example") for n in range(TICKETS)]
    assert all(len(desk.ticket(number).missing) == len(FACTS) for number in numbers)
    with desk.database.engine.begin() as connection:
        connection.execute(text(_LINGER))
    desk.pass_time(hours=1)
    with workers.filing(desk.database.url, desk.now, processes=2):
        _drop_in(desk, numbers)
        _settle_until_quiet(desk)
    assert _deadlocks(desk.database) == 0
    with desk.database.read() as session:
        failed = session.exec(select(InboxMessage.error).where(col(InboxMessage.attempts) > 0))
        assert list(failed) == []
    for number in numbers:
        _look_at(desk, number)
    assert desk.rebuild().changed == 0


def _drop_in(desk: TimedDesk, numbers: list[int]) -> None:
    """Put answers into the inbox two by two, so that each process takes up others.

    Acknowledgements go out meanwhile, by a third one: this.
    """
    order = [*numbers, *reversed(numbers), *numbers]
    facts = [fact for fact in FACTS for _ in numbers]
    letters = list(zip(order, facts, strict=True))
    while letters:
        some, letters = letters[:2], letters[2:]
        raws = [RawMessage(_letter(desk, number, fact), desk.now) for number, fact in some]
        with desk.database.write() as session:
            store(session, GMT, Channel.EMAIL, raws, desk.now)
        desk.settle()


def _letter(desk: TimedDesk, number: int, fact: str) -> bytes:
    to = tokens.reply_address(SECRET.encode(), number, ADDRESSES[GMT])
    author = desk.ticket(number).requester_address
    return desk.mail(fact, From=author, To=to, Subject=f"Re: [#{number}] Hello")


def _settle_until_quiet(desk: TimedDesk) -> None:
    pending = select(func.count()).where(col(InboxMessage.state) == InboxState.PENDING)
    unsent = select(func.count()).where(col(Outbox.state) != OutboxState.SENT)
    deadline = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < deadline:
        desk.settle()
        with desk.database.read() as session:
            if session.exec(pending).one() + session.exec(unsent).one() == 0:
                return
    pytest.fail("the processes do not get done")


def _look_at(desk: TimedDesk, number: int) -> None:
    """See that every fact and every stop is there, in one unbroken row, and on the ticket."""
    events = desk.events(number)
    supplied = [name for event in events for name in event.fields]
    wanted = {Field.TRANSACTION_ID, Field.PAYMENT_METHOD, Field.AMOUNT}
    assert Counter(supplied) == Counter(wanted)
    sent = desk.outbox(number)
    stops = [one for one in events if one.type is ClockEventType.ACKNOWLEDGED]
    assert len(stops) == len(sent)
    assert AckKind.INFORMATION_RECEIVED in {row.kind for row in sent}
    with desk.database.read() as session:
        ticket = session.get_one(Ticket, number)
        assert ticket.missing == []
        positions = select(ClockEvent.position).where(ClockEvent.ticket_number == number)
        assert sorted(session.exec(positions)) == list(range(len(events)))


def _deadlocks(database: Database) -> int:
    asked = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    with database.engine.connect() as connection:
        return int(connection.execute(asked).scalar_one())
