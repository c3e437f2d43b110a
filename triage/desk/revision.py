"""An acknowledgement follows a correction: one that waits is replaced, a further one may go out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlmodel import Session, col, select

from models.intake import InboxMessage
from models.outbox import Outbox
from models.people import Audit
from models.review import AckReview
from models.ticket import Message, Ticket
from models.verdict import AckDecision
from models.vocabulary import AckKind, OutboxState, TicketState
from triage.ack.fields import UnsendableAddressError
from triage.db import Database
from triage.desk import clocks, decide, known
from triage.desk.answering import Answerer
from triage.desk.clocks import Policies
from triage.desk.drafting import Promise
from triage.desk.submission import Raw, Submission
from triage.sla.clock import evaluate

_WITHDRAWN: Final = "the ticket was corrected before this went out"
_BATCH: Final = 50
_log = structlog.get_logger("revision")


@dataclass(frozen=True, slots=True)
class Reviser:
    """Looks again at the acknowledgements of tickets that were corrected.

    Attributes:
        database: Where everything is kept.
        policies: The agreements by name.
        read: Parses and classifies a raw message anew; what people said since wins.
        answerer: Decides on acknowledgements and writes them.
        open_days: How far back tickets are candidates for duplicates.
        now: The clock on the wall.
    """

    database: Database
    policies: Policies
    read: Callable[[Sequence[Raw]], Sequence[Submission]]
    answerer: Answerer
    open_days: int
    now: Callable[[], datetime]

    def run(self) -> int:
        """Look at every ticket that waits for it, and return how many there were."""
        with self.database.read() as session:
            numbers = session.exec(select(AckReview.ticket_number).limit(_BATCH)).all()
            raws = {number: _opening(session, number) for number in numbers}
        for number, raw in raws.items():
            # No transaction is open while the message is read.
            submission = self.read([raw])[0] if raw is not None else None
            with self.database.write() as session:
                self._review(session, number, submission)
        return len(numbers)

    def _review(self, session: Session, number: int, submission: Submission | None) -> None:
        # Locked in the order in which settling and agents lock: outbox, ticket, review.
        rows = session.exec(
            select(Outbox).where(Outbox.ticket_number == number).with_for_update()
        ).all()
        ticket = session.exec(
            select(Ticket).where(col(Ticket.number) == number).with_for_update()
        ).one()
        review = session.get(AckReview, number)
        if review is None:
            return
        session.delete(review)
        if submission is None or not self._is_answered_by_us(session, ticket):
            return
        terms = self.policies[ticket.policy].version_at(ticket.received_at)
        kind = decide.first_kind(_labels(ticket), terms)
        waiting = [
            row
            for row in rows
            if row.kind in decide.FIRST_KINDS and row.state is OutboxState.PENDING
        ]
        if not waiting and (not terms.tells_reclassified or kind in {row.kind for row in rows}):
            return
        # What is withdrawn no longer counts for the limits of what may go out.
        _set(waiting, OutboxState.CANCELLED, _WITHDRAWN)
        session.flush()
        wanted = self._draft(session, submission, ticket, kind)
        if not wanted:
            _set(waiting, OutboxState.PENDING, None)
            return
        _put(session, rows, wanted)
        withdrawn = [row.kind.value for row in waiting if row.state is OutboxState.CANCELLED]
        self._note(session, ticket, {"kind": kind.value, "withdrawn": withdrawn})

    def _is_answered_by_us(self, session: Session, ticket: Ticket) -> bool:
        """Tell whether its first message was to be acknowledged, and no person answered yet."""
        if ticket.policy not in self.policies or ticket.human_responded_at is not None:
            return False
        decision = session.exec(
            select(AckDecision.is_allowed)
            .where(AckDecision.ticket_number == ticket.number)
            .order_by(col(AckDecision.message_id))
        ).first()
        return bool(decision) and ticket.state is not TicketState.CLOSED

    def _draft(
        self, session: Session, submission: Submission, ticket: Ticket, kind: AckKind
    ) -> Sequence[dict[str, Any]]:
        """Return the rows of the right acknowledgement; none where nothing may go out now."""
        now = self.now()
        since = now - timedelta(days=self.open_days)
        facts = known.load(session, [submission], {ticket.number}, since, now)
        answering = self.answerer.begin(session, facts, set(known.customers_of(submission)))
        try:
            return answering.revise(submission, ticket, kind, self._promise(session, ticket, now))
        except UnsendableAddressError:
            _log.warning("revision.unsendable", ticket=ticket.number)
            return ()
        finally:
            if answering.breaker is not None:
                session.merge(answering.breaker)

    def _note(self, session: Session, ticket: Ticket, data: dict[str, Any]) -> None:
        session.add(
            Audit(
                at=self.now(),
                actor="triage",
                action="ack_followed",
                ticket_number=ticket.number,
                data=data,
            )
        )

    def _promise(self, session: Session, ticket: Ticket, now: datetime) -> Promise:
        policy = self.policies[ticket.policy]
        events = clocks.events_of(session, [ticket.number]).get(ticket.number, [])
        clock = evaluate(events, policy, now) if events else None
        return clocks.promise(clock, events, policy, policy.version_at(ticket.received_at))


def _labels(ticket: Ticket) -> decide.Labels:
    return decide.Labels(
        category=ticket.category,
        is_sure=not ticket.is_unsure,
        is_abusive=ticket.is_abusive,
        is_duplicate=ticket.duplicate_of is not None,
        is_foreign=ticket.needs_translation,
        is_incomplete=bool(ticket.missing),
    )


def _opening(session: Session, number: int) -> Raw | None:
    """Return the raw message that opened a ticket, or None where an agent made it."""
    columns = [getattr(InboxMessage, name) for name in Raw.__dataclass_fields__]
    row = (
        session.execute(
            select(*columns)
            .join(Message, col(Message.inbox_id) == InboxMessage.id)
            .where(Message.ticket_number == number)
            .order_by(col(Message.id))
            .limit(1)
        )
        .mappings()
        .first()
    )
    return None if row is None else Raw(**row)


def _set(rows: Sequence[Outbox], state: OutboxState, error: str | None) -> None:
    for row in rows:
        row.state, row.error = state, error


def _put(session: Session, rows: Sequence[Outbox], wanted: Sequence[dict[str, Any]]) -> None:
    """Write down what goes out; of what was withdrawn the row is taken, for its key is unique."""
    known_rows = {(row.kind, row.route): row for row in rows}
    for values in wanted:
        row = known_rows.get((values["kind"], values["route"]))
        if row is None:
            session.add(Outbox(**values))
        elif row.state is OutboxState.CANCELLED:
            for name, value in (values | {"settled_at": None, "error": None}).items():
                setattr(row, name, value)
