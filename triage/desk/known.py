"""What the desk knows when a batch of messages is filed, read in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CompoundSelect, func, union
from sqlmodel import Session, col, select

from classifiers.duplicate_types import Earlier
from models.intake import MailboxCursor
from models.outbox import BouncedAddress, Outbox, Switch
from models.ticket import Message, Ticket, TicketFact
from models.verdict import AckDecision
from models.vocabulary import AckKind, Direction, Field, TicketState
from triage.desk.submission import Submission

BREAKER = "breaker"
"""The switch that the flood of our own acknowledgements turns on; a person turns it off."""
OFF = "acknowledgements_off"
"""The operator's switch on the page (OPERATOR_OFF)."""
IDENTIFYING = (Field.ORDER_ID, Field.TRANSACTION_ID, Field.USERNAME)
_CANDIDATES = 20
# Of all that name one id, the newest: a user name that everybody writes must not read every ticket.
_NAMED_AT_MOST = 100


@dataclass
class Known:
    """Tickets that the batch may belong to, and what was said to their requesters.

    Every lookup sees the tickets that were filed earlier in the same batch too.
    """

    now: datetime
    tickets: dict[int, Ticket] = field(default_factory=dict)
    texts: dict[int, tuple[str, str]] = field(default_factory=dict)
    people: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    sent: dict[int, set[AckKind]] = field(default_factory=lambda: defaultdict(set))
    by_customer: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_fact: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    answered_ids: set[str] = field(default_factory=set)
    bounced: dict[str, str] = field(default_factory=dict)
    go_live: dict[str, datetime] = field(default_factory=dict)
    switches: dict[str, Switch] = field(default_factory=dict)

    def add(
        self, ticket: Ticket, subject: str, text: str, facts: Iterable[tuple[str, str]]
    ) -> None:
        """Remember a ticket, so that the next message of the batch may belong to it."""
        self.tickets[ticket.number] = ticket
        self.texts[ticket.number] = (subject, text)
        self.people[ticket.number].add(ticket.requester_address)
        for customer in {ticket.requester_address, ticket.customer or ""} - {""}:
            self.by_customer[customer].append(ticket.number)
        for fact in facts:
            self.by_fact[fact].append(ticket.number)

    def earlier(
        self, customers: Collection[str], facts: Iterable[tuple[str, str]], policy: str
    ) -> list[Earlier]:
        """Return the open tickets of these customers, then those of these ids, newest first.

        Those of another agreement are none: each owes its customers a response of its own (P9).
        """
        own = {number for customer in customers for number in self.by_customer.get(customer, ())}
        numbers = own | {number for fact in facts for number in self.by_fact.get(fact, ())}
        ordered = sorted(numbers, key=lambda number: (number in own, number), reverse=True)
        known = [self.tickets[number] for number in ordered]
        name = next(iter(customers), "")
        return [
            self._earlier(ticket, name if ticket.number in own else ticket.requester_address)
            for ticket in known
            if ticket.policy == policy and ticket.state in (TicketState.OPEN, TicketState.WAITING)
        ][:_CANDIDATES]

    def _earlier(self, ticket: Ticket, customer: str) -> Earlier:
        subject, body = self.texts.get(ticket.number, (ticket.subject, ""))
        return Earlier(
            ticket=str(ticket.number),
            customer=customer,
            channel=ticket.channel,
            subject=subject,
            body=body,
            age_hours=max(0.0, (self.now - ticket.received_at) / timedelta(hours=1)),
            category=ticket.category,
        )


def load(
    session: Session,
    submissions: Sequence[Submission],
    numbers: Collection[int],
    since: datetime,
    now: datetime,
) -> Known:
    """Read what is known about `submissions` and about the tickets they say they belong to.

    Args:
        session: A writing transaction.
        submissions: The batch.
        numbers: Tickets that a message of the batch points at.
        since: Older tickets are no candidates for duplicates.
        now: The present.
    """
    known = Known(now)
    customers = {name for submission in submissions for name in customers_of(submission)}
    facts = {fact for submission in submissions for fact in facts_of(submission)}
    if numbers:
        is_meant = col(Ticket.number).in_(_meant(numbers))
        _lock(session, is_meant)
        _load_tickets(session, known, is_meant)
    # Half of all tickets may be open: no index on the state must be chosen over the customer's.
    state = func.coalesce(Ticket.state, TicketState.CLOSED)
    is_open = state.in_([TicketState.OPEN, TicketState.WAITING])
    is_theirs = col(Ticket.number).in_(_theirs(customers, {value for _, value in facts}))
    is_known = col(Ticket.number).in_(known.tickets)
    _load_tickets(
        session, known, is_theirs & is_open & (col(Ticket.received_at) >= since) & ~is_known
    )
    _load_facts(session, known)
    _load_texts(session, known)
    _load_answers(session, known, submissions, customers)
    return known


def customers_of(submission: Submission) -> list[str]:
    """Return the names that the customer goes by, the address first."""
    address = submission.requester.address.lower() if submission.requester else ""
    return [name for name in (address, submission.customer or "") if name]


def facts_of(submission: Submission) -> list[tuple[str, str]]:
    """Return the ids that the message names, as (field, value)."""
    present = submission.classification.present
    return [(name, value[:255]) for name in IDENTIFYING for value in present.get(name, ())]


def _meant(numbers: Collection[int]) -> CompoundSelect[int]:
    """Select tickets by their numbers, and the first tickets of those that were joined.

    What is written on a joined ticket goes to the first one, closed or not.
    """
    is_named = col(Ticket.number).in_(numbers)
    firsts = select(col(Ticket.duplicate_of)).where(is_named, col(Ticket.duplicate_of).is_not(None))
    return union(select(Ticket.number).where(is_named), firsts)


def _theirs(customers: Collection[str], values: Collection[str]) -> CompoundSelect[int]:
    """Select the numbers of the tickets of customers, and of those that name one of the ids.

    Each part is answered by an index of its own; one condition with "or" would read every ticket.
    """
    named = (
        select(TicketFact.ticket_number)
        .where(col(TicketFact.field).in_(IDENTIFYING), col(TicketFact.value).in_(values))
        .order_by(col(TicketFact.ticket_number).desc())
        .limit(_NAMED_AT_MOST * len(values))
        .subquery()
    )
    return union(
        select(Ticket.number).where(col(Ticket.requester_address).in_(customers)),
        select(Ticket.number).where(col(Ticket.customer).in_(customers)),
        select(named.c.ticket_number),
    )


def _lock(session: Session, is_meant: ColumnElement[bool]) -> None:
    """Keep others from appending to the tickets that the batch continues while it does.

    A clock is projected from all of its events, so that two who append must do so in turn.
    """
    session.exec(
        select(Ticket.number).where(is_meant).order_by(col(Ticket.number)).with_for_update()
    ).all()


def _load_tickets(session: Session, known: Known, condition: ColumnElement[bool]) -> None:
    for ticket in session.exec(select(Ticket).where(condition)):
        known.add(ticket, ticket.subject, "", ())


def _load_facts(session: Session, known: Known) -> None:
    kept = select(TicketFact).where(col(TicketFact.ticket_number).in_(known.tickets))
    for fact in session.exec(kept):
        known.by_fact[fact.field, fact.value].append(fact.ticket_number)


def _load_texts(session: Session, known: Known) -> None:
    columns = (Message.ticket_number, Message.subject, Message.text, Message.author_address)
    rows = session.exec(
        select(*columns)
        .where(
            col(Message.ticket_number).in_(known.tickets),
            Message.direction == Direction.INBOUND,
        )
        .order_by(col(Message.id).desc())
    )
    for number, subject, text, author in rows:
        known.texts[number] = (subject, text)
        known.people[number].add(author)


def _load_answers(
    session: Session, known: Known, submissions: Sequence[Submission], customers: Collection[str]
) -> None:
    kinds = select(Outbox.ticket_number, Outbox.kind).where(
        col(Outbox.ticket_number).in_(known.tickets)
    )
    for number, kind in session.exec(kinds):
        known.sent[number].add(AckKind(kind))
    ids = {s.mail.message_id for s in submissions if s.mail.message_id}
    answered = (
        select(Message.message_id)
        .join(AckDecision, col(AckDecision.message_id) == col(Message.id))
        .where(col(Message.message_id).in_(ids), col(AckDecision.is_allowed))
    )
    known.answered_ids = {found for found in session.exec(answered) if found}
    bounced = select(BouncedAddress).where(
        col(BouncedAddress.address).in_(customers), col(BouncedAddress.expires_at) > known.now
    )
    known.bounced = {row.address: row.status for row in session.exec(bounced)}
    known.go_live = {row.mailbox: row.go_live_at for row in session.exec(select(MailboxCursor))}
    known.switches = {row.name: row for row in session.exec(select(Switch))}
