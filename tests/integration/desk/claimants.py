"""Customers who claim, top up and were answered late, put down by hand."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import SecretStr
from sqlmodel import Session

from models.credit import TopUp
from models.people import Agent
from models.ticket import Message, Ticket
from models.vocabulary import (
    Actor,
    Category,
    Channel,
    ClockEventType,
    Direction,
    Priority,
    Role,
)
from tests.integration.desk.site import POLICY, instant, outage, put_down
from tests.unit.web.seed import policies, shipped_settings
from triage.ack.render import Renderer
from triage.config.schema import Service
from triage.db import Database
from triage.desk.acting import Acting
from triage.desk.agents import create_agent, find_agent
from triage.desk.claims_opening import open_claims
from triage.desk.clocks import record_events
from triage.desk.drafting import Drafter
from triage.intake.topups import keep
from triage.sla.events import ClockEvent

TITLE = "Wniosek o rekompensatę z tytułu SLA"
WORDS = """Panel był niedostępny:
- 02.03.2026 od 10:00 do 22:00 GMT
Log w załączniku."""
CLAIMED = "04-01 08:00"
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
LOG = ({"name": "monitor.txt", "type": "text/plain", "size": 10, "sha256": "0" * 64},)


@cache
def renderer() -> Renderer:
    return Renderer()


def drafter(**acknowledgements: bool) -> Drafter:
    shipped = shipped_settings()
    settings = shipped.model_copy(
        update={
            "service": Service(name="Example Panel", domain="support.example.com"),
            "acknowledgements": shipped.acknowledgements.model_copy(update=acknowledgements),
        }
    )
    return Drafter(
        settings=settings,
        renderer=renderer(),
        secret=SecretStr("a secret of the tests").get_secret_value().encode(),
        answering={"shop": "support@example.com", "mail": "support@example.com"},
        callbacks={"shop": "https://panel.example.net/triage"},
    )


def add_manager(session: Session) -> None:
    create_agent(
        session, login="max", name="Max", role=Role.MANAGER, password="four plain words", now=NOW
    )


def acting(session: Session, now: datetime = NOW) -> Acting:
    agent = find_agent(session, "max")
    assert isinstance(agent, Agent)
    return Acting(session, policies(), agent, now)


def put_ticket(
    session: Session,
    number: int,
    subject: str,
    text: str,
    **columns: Any,  # noqa: ANN401 -- any column of a ticket
) -> None:
    """Add a ticket of the account ann, with its first message and its clock.

    Besides columns, `received` and `files` (attachments) may be given.
    """
    at = instant(columns.pop("received", CLAIMED))
    files = columns.pop("files", ())
    values: dict[str, Any] = {
        "source": "shop",
        "channel": Channel.TICKET,
        "policy": POLICY,
        "customer": "ann",
        "requester_address": "ann@example.org",
        "external_id": f"p{number}",
        "category": Category.CLAIM,
        "priority": Priority.STANDARD,
        "language": "pl",
    }
    values |= columns
    session.add(
        Ticket(
            number=number,
            subject=subject,
            received_at=at,
            created_at=at,
            updated_at=at,
            **values,
        )
    )
    session.flush()
    session.add(
        Message(
            ticket_number=number,
            direction=Direction.INBOUND,
            message_id=f"<{number}@mail.example.org>",
            subject=subject,
            text=text,
            reply_text=text,
            attachments=list(files),
            at=at,
        )
    )
    events = [
        ClockEvent(ClockEventType.RECEIVED, at, channel=values["channel"]),
        ClockEvent(
            ClockEventType.CLASSIFIED,
            at,
            by=Actor.BOT,
            category=values["category"],
            missing=frozenset(),
            abusive=False,
        ),
    ]
    record_events(session, policies(), {number: events}, NOW)


def put_claim(database: Database, number: int = 100_100, **keys: Any) -> None:  # noqa: ANN401 -- of `put_ticket`
    values: dict[str, Any] = {"subject": TITLE, "text": WORDS, "files": LOG} | keys
    with database.write() as session:
        put_ticket(session, number, **values)
    open_claims(database, policies(), NOW)


def put_late(database: Database, count: int, first: int = 100_001, **columns: Any) -> None:  # noqa: ANN401 -- of `put_ticket`
    """Add tickets of February that nobody answered until long after they were due in March."""
    columns = {"category": Category.ORDER, "received": "02-27 12:00"} | columns
    with database.write() as session:
        for number in range(first, first + count):
            put_ticket(session, number, "Order", "Where is it?", **columns)


def put_top_up(
    database: Database,
    name: str,
    amount: str,
    at: str = "03-05 12:00",
    **columns: Any,  # noqa: ANN401 -- any column of a top-up
) -> None:
    values = {"customer": "ann", "address": "ann@example.org", "currency": "USD"} | columns
    row = TopUp(
        policy=POLICY,
        external_id=name,
        at=instant(at),
        amount=Decimal(amount),
        source="test",
        recorded_at=NOW + timedelta(seconds=1),
        **values,
    )
    with database.write() as session:
        keep(session, [row])


def put_claimed_month(database: Database, number: int) -> datetime:
    """Let a customer claim on the first morning of April; the records give 1.23 and 1.00 USD.

    Returns:
        The moment after the claim.
    """
    for place in ("Oslo", "Rome"):
        put_down(database, *outage(place, "03-02 10:00", "03-02 22:00"))
    put_late(database, 10, 300_001)
    put_top_up(database, "pay-1", "123.45")
    put_claim(database, number)
    return datetime(2026, 4, 1, 9, tzinfo=UTC)
