"""Decides whether a message is acknowledged; `triage.desk.drafting` puts it into words."""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from models.outbox import Switch
from models.ticket import Ticket
from models.vocabulary import AckKind, Suppression
from triage.ack.fields import UnsendableAddressError
from triage.config.schema import Settings, listed
from triage.desk.drafting import Drafter, Promise
from triage.desk.known import BREAKER, OFF, Known, customers_of
from triage.desk.rates import Rates
from triage.desk.submission import Submission
from triage.mail.context import AckContext, Allowed, RateWindow, Suppressed
from triage.mail.suppress import may_acknowledge

_NOBODY = (Suppression.NULL_PATH, Suppression.MALFORMED)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a message is answered, with what, or why not."""

    ticket_number: int
    kind: AckKind | None
    code: Suppression | None
    evidence: str
    at: datetime

    @property
    def is_allowed(self) -> bool:
        """Whether an acknowledgement goes out."""
        return self.code is None

    def values(self) -> dict[str, Any]:
        """Return the row of `ack_decision`, but for its message's id."""
        return asdict(self) | {"is_allowed": self.is_allowed}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to the customer, if anything: rows of `outbox` by their values."""

    decision: Decision
    rows: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who we are when we answer.

    Attributes:
        settings: The configuration.
        drafter: Writes acknowledgements.
        secret: The key of our tokens.
        own_addresses: Every address of ours, lower-cased.
    """

    settings: Settings
    drafter: Drafter
    secret: bytes
    own_addresses: frozenset[str]

    def begin(self, session: Session, known: Known, customers: set[str]) -> "Answering":
        """Read what went out lately to the customers of a batch."""
        addresses = {name for name in customers if "@" in name}
        rates = Rates.load(session, self.settings.suppressing, addresses, known.now)
        return Answering(self, known, rates)


@dataclass(slots=True)
class Answering:
    """The answers to one batch; each counts for the limits of the next."""

    answerer: Answerer
    known: Known
    rates: Rates
    breaker: Switch | None = field(default=None)

    def answer(
        self, submission: Submission, ticket: Ticket, kind: AckKind | None, promise: Promise
    ) -> Answer:
        """Decide on an answer of this kind; None means that the policy has nothing to say."""
        verdict = self._verdict(submission, self._context(submission, ticket, kind))
        if isinstance(verdict, Suppressed) or kind is None:
            return Answer(self._decision(ticket, kind, verdict))
        drafter = self.answerer.drafter
        try:
            rows = drafter.rows(submission, ticket, kind, promise, self.known.now)
        except UnsendableAddressError as error:
            verdict = Suppressed(Suppression.MALFORMED, str(error))
            return Answer(self._decision(ticket, kind, verdict))
        if submission.requester is not None:
            self.rates.add(submission.requester, submission.mail.subject, self.known.now)
        if submission.mail.message_id:
            # The same mail may have come twice, by two addresses of ours.
            self.known.answered_ids.add(submission.mail.message_id)
        return Answer(self._decision(ticket, kind, verdict), rows)

    def revise(
        self, submission: Submission, ticket: Ticket, kind: AckKind, promise: Promise
    ) -> tuple[dict[str, Any], ...]:
        """Return the rows that follow a correction; none where nothing may go out now.

        That the message was answered before, and how old it is, speaks against a second answer
        but not against the right one.
        """
        context = self._context(submission, ticket, kind)
        context = replace(context, already_acked=False, received_at=self.known.now)
        if isinstance(self._verdict(submission, context), Suppressed):
            return ()
        return self.answerer.drafter.rows(submission, ticket, kind, promise, self.known.now)

    def _verdict(self, submission: Submission, context: AckContext) -> Allowed | Suppressed:
        """Ask the predicate; a panel's ticket without an address can still be called back."""
        verdict = may_acknowledge(submission.mail, context)
        if isinstance(verdict, Allowed) and submission.machine is not None:
            # A program's ticket has no clock that an answer could stop; when in doubt, silence.
            found = submission.machine
            verdict = Suppressed(Suppression.CHECK_FAILED, f"{found.code}: {found.evidence}")
        if isinstance(verdict, Allowed) and submission.requester is None:
            verdict = Suppressed(Suppression.NULL_PATH, "no usable address to answer")
        has_nobody = isinstance(verdict, Suppressed) and verdict.code in _NOBODY
        if has_nobody and self.answerer.drafter.calls_back(submission):
            return Allowed()
        return verdict

    def _context(self, submission: Submission, ticket: Ticket, kind: AckKind | None) -> AckContext:
        known, raw, settings = self.known, submission.raw, self.answerer.settings
        limits, acks = settings.suppressing, settings.acknowledgements
        off = known.switches.get(OFF)
        return AckContext(
            own_addresses=self.answerer.own_addresses,
            instance_id=settings.service.instance_id,
            secret=self.answerer.secret,
            trusted_authserv_ids=frozenset(listed(limits.authserv_ids)),
            intake_list_ids=frozenset(listed(limits.intake_lists)),
            now=known.now,
            received_at=raw.received_at,
            go_live_at=None if raw.may_answer else known.go_live.get(raw.source),
            may_answer=raw.may_answer,
            max_age=timedelta(hours=acks.max_age_hours),
            already_acked=submission.mail.message_id in known.answered_ids,
            hard_bounced=any(name in known.bounced for name in customers_of(submission)),
            rate=self._rate(submission, kind),
            follow_up=ticket.number if kind is None else None,
            abusive=ticket.is_abusive and not acks.answer_abusive,
            operator_off=not acks.enabled or (off is not None and off.is_on),
            dry_run=acks.dry_run,
        )

    def _rate(self, submission: Submission, kind: AckKind | None) -> RateWindow | None:
        """Return the window that is full; the global one stays so until a person closes it."""
        known = self.known
        breaker = known.switches.get(BREAKER)
        if breaker is not None and breaker.is_on:
            return RateWindow.GLOBAL
        if submission.requester is None:
            return None
        full = self.rates.full(submission.requester, submission.mail.subject, known.now, kind)
        if full is RateWindow.GLOBAL:
            reason = f"{self.rates.total} acknowledgements within a minute"
            self.breaker = Switch(
                name=BREAKER, is_on=True, reason=reason, changed_by="triage", changed_at=known.now
            )
            known.switches[BREAKER] = self.breaker
        return full

    def _decision(
        self, ticket: Ticket, kind: AckKind | None, verdict: Allowed | Suppressed
    ) -> Decision:
        if isinstance(verdict, Suppressed):
            return Decision(ticket.number, kind, verdict.code, verdict.evidence, self.known.now)
        return Decision(ticket.number, kind, None, "", self.known.now)
