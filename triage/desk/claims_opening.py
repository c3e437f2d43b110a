"""Opens a claim for every ticket that makes one; a person decides on it (rule S13)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.credit import Claim
from models.ticket import Message, Ticket
from models.vocabulary import Direction, TicketState
from triage.db import Database
from triage.desk.availability import month_key
from triage.desk.claims_reading import ClaimContent, read_claim
from triage.desk.claims_records import promises_credits
from triage.desk.clocks import Policies
from triage.desk.customers import account_of
from triage.desk.joining import MACHINE
from triage.sla.availability import month_of
from triage.sla.claims import decide_by
from triage.sla.policy import Policy
from triage.sla.terms import ClaimTerms, PolicyVersion

_BATCH = 200


def open_claims(database: Database, policies: Policies, now: datetime) -> int:
    """Open what has no claim yet, and return how many were opened; each ticket makes one.

    Tickets become claims when they are filed and when they are reclassified, so that this looks at
    tickets and not at events. Where the agreement promised no credits then, a ticket stays one like
    any other. Nothing is written where there is nothing to open.
    """
    names = [name for name, policy in policies.items() if any(v.claims for v in policy.versions)]
    opened, last = 0, 0
    while True:
        with database.read() as session:
            tickets = session.exec(_unopened(names, last).limit(_BATCH)).all()
            made = [_row(session, policies[ticket.policy], ticket, now) for ticket in tickets]
        if not tickets:
            return opened
        last = tickets[-1].number
        if rows := [row for row in made if row is not None]:
            with database.write() as session:
                opened += _insert(session, rows)


def _unopened(names: Sequence[str], last: int) -> SelectOfScalar[Ticket]:
    is_opened = exists().where(col(Claim.ticket_number) == col(Ticket.number))
    by_machine: ColumnElement[bool] = cast(col(Ticket.flags), String).contains(MACHINE)
    return (
        select(Ticket)
        .where(
            # Written out, so that the databases see that the index of claims is enough.
            text("ticket.category = 'claim'"),
            col(Ticket.number) > last,
            col(Ticket.policy).in_(names),
            col(Ticket.state) != TicketState.MERGED,
            ~by_machine,
            ~is_opened,
        )
        .order_by(col(Ticket.number))
    )


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> int:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite if is_sqlite else postgresql).insert(Claim)
    statement = insert.on_conflict_do_nothing().returning(col(Claim.ticket_number))
    return len(session.execute(statement, rows).all())


def _row(session: Session, policy: Policy, ticket: Ticket, now: datetime) -> dict[str, Any] | None:
    version = policy.version_at(ticket.received_at)
    if version.claims is None:
        return None
    content = _content(session, version, version.claims, ticket)
    if not promises_credits(policy, content.month, ticket.received_at):
        return None
    reading = version.readings.before_opening
    due = decide_by(ticket.received_at, version.claims, version.calendar, reading)
    return {
        "ticket_number": ticket.number,
        "policy": ticket.policy,
        "customer": account_of(session, ticket),
        "month": month_key(content.month),
        "claimed_at": ticket.received_at,
        "decide_by": due,
        "evidence": {
            "outages": list(content.outages),
            "tickets": _known_numbers(session, ticket, content.numbers),
            "log": content.has_log,
        },
        "exclusion_reason": "",
        "opened_at": now,
        "reason": "",
    }


def _content(
    session: Session, version: PolicyVersion, terms: ClaimTerms, ticket: Ticket
) -> ClaimContent:
    """Read the ticket's first message, and those that came before claims were closed."""
    claimed_on = version.calendar.local_day(ticket.received_at)
    messages = session.exec(
        select(Message)
        .where(Message.ticket_number == ticket.number, Message.direction == Direction.INBOUND)
        .order_by(col(Message.at), col(Message.id))
    ).all()
    # Claims about the month before are taken for a while after this one began.
    closed_at = month_of(version.calendar, claimed_on.replace(day=1)).start + terms.window
    taken = [one for one in messages if one is messages[0] or one.at < closed_at]
    return read_claim(
        [ticket.subject, *(message.reply_text or message.text for message in taken)],
        [str(file.get("name", "")) for message in taken for file in message.attachments],
        ticket.language,
        claimed_on,
    )


def _known_numbers(session: Session, ticket: Ticket, numbers: Sequence[str]) -> list[int]:
    """Return which numbers are tickets of this customer, by our number or the panel's."""
    mine = (col(Ticket.requester_address) == ticket.requester_address) & (
        col(Ticket.requester_address) != ""
    )
    if ticket.customer:
        mine |= col(Ticket.customer) == ticket.customer
    ours = [int(number) for number in numbers if number.isdecimal()]
    named = col(Ticket.number).in_(ours) | col(Ticket.external_id).in_(numbers)
    found = session.exec(
        select(Ticket.number).where(mine, named, col(Ticket.number) != ticket.number)
    )
    return sorted(found)
