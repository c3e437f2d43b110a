"""Tells a customer what became of a claim, once, through the outbox (rule S13)."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import insert
from sqlmodel import Session, col, select

from models.outbox import BouncedAddress, Switch
from models.tables import metadata
from models.ticket import Message, Ticket
from models.vocabulary import AckKind, Channel, Decision, Direction, Suppression
from triage.ack.context import AckContext, ClaimOutcome
from triage.ack.fields import UnsendableAddressError
from triage.desk.acting import Acting
from triage.desk.claims_records import Case
from triage.desk.drafting import Addressee, Drafter
from triage.desk.known import BREAKER, OFF
from triage.mail.message import Address

_KINDS = {Decision.APPROVED: AckKind.CLAIM_APPROVED, Decision.REJECTED: AckKind.CLAIM_REJECTED}
_UNANSWERABLE = {
    Suppression.NULL_PATH,
    Suppression.UNAUTHENTIC,
    Suppression.MALFORMED,
    Suppression.HARD_BOUNCED,
}
"""A person's decision may go where an automatic answer must not, but not to such an address."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Writes decisions to customers, as far as that may be.

    Attributes:
        acting: Who decides, and in which transaction.
        drafter: Puts the decision into words.
    """

    acting: Acting
    drafter: Drafter

    def tell(self, case: Case, decision: Decision, note: str) -> Suppression | None:
        """Write the outbox rows of a decision, or return why the customer is not written to."""
        off = self._switched_off()
        if off is not None:
            return off
        to = self._addressee(case.ticket)
        if isinstance(to, Suppression):
            return to
        try:
            rows = self.drafter.write(to, case.ticket, self._facts(case, decision, note))
        except UnsendableAddressError:
            return Suppression.MALFORMED
        self.acting.session.connection().execute(insert(metadata.tables["outbox"]), list(rows))
        return None

    def _switched_off(self) -> Suppression | None:
        settings = self.drafter.settings.acknowledgements
        if not settings.enabled or self._is_on(OFF):
            return Suppression.OPERATOR_OFF
        if settings.dry_run:
            return Suppression.DRY_RUN
        return Suppression.RATE if self._is_on(BREAKER) else None

    def _is_on(self, name: str) -> bool:
        switch = self.acting.session.get(Switch, name)
        return switch is not None and switch.is_on

    def _addressee(self, ticket: Ticket) -> Addressee | Suppression:
        code = self._why_no_mail(ticket)
        is_called = ticket.channel is Channel.TICKET and ticket.source in self.drafter.callbacks
        if code is not None and not is_called:
            return code
        return Addressee(
            source=ticket.source,
            recipient=None if code else Address("", ticket.requester_address),
            calls_back=is_called,
            message_id=_first_message_id(self.acting.session, ticket),
        )

    def _why_no_mail(self, ticket: Ticket) -> Suppression | None:
        if ticket.suppression in _UNANSWERABLE:
            return ticket.suppression
        if not ticket.requester_address:
            return Suppression.NULL_PATH
        if ticket.source not in self.drafter.answering:
            return Suppression.NOT_ADDRESSED
        bounced = self.acting.session.get(BouncedAddress, ticket.requester_address)
        if bounced is not None and bounced.expires_at > self.acting.now:
            return Suppression.HARD_BOUNCED
        return None

    def _facts(self, case: Case, decision: Decision, note: str) -> AckContext:
        ticket, service = case.ticket, self.drafter.settings.service
        terms = self.acting.policies[ticket.policy].version_at(ticket.received_at)
        is_approved = decision is Decision.APPROVED
        return AckContext(
            ticket_number=ticket.number,
            kind=_KINDS[decision],
            service=service.name,
            calendar=terms.calendar,
            now=self.acting.now,
            language=ticket.language,
            subject=ticket.subject,
            requester_name=ticket.requester_name,
            category=ticket.category,
            priority=ticket.priority,
            base_url=service.base_url,
            outcome=ClaimOutcome(
                month=case.first,
                availability=case.seen.availability.percent,
                amount=case.amount if is_approved else Decimal("0.00"),
                currency=case.currency,
                reasons=() if is_approved else case.reasons,
                note=note,
            ),
        )


def _first_message_id(session: Session, ticket: Ticket) -> str | None:
    statement = (
        select(Message.message_id)
        .where(Message.ticket_number == ticket.number, Message.direction == Direction.INBOUND)
        .order_by(col(Message.at), col(Message.id))
        .limit(1)
    )
    return session.exec(statement).first()
