"""Puts an acknowledgement into words and into outbox rows, ready to be sent as they are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.ticket import Ticket
from models.vocabulary import AckKind, Field, OutboxState, Route
from triage.ack.compose import Letter, compose
from triage.ack.context import AckContext, ClaimOutcome, RenderedAck
from triage.ack.render import Renderer
from triage.config.schema import Settings
from triage.desk.submission import Submission
from triage.mail import tokens
from triage.mail.message import Address
from triage.sla.terms import PolicyVersion


@dataclass(frozen=True, slots=True)
class Promise:
    """What the agreement lets us promise.

    Attributes:
        terms: The version in force.
        due_at: By when the first answer is due once the clock runs, or None.
        aim_at: The lower figure (rule P4), or None.
        decide_by: Of a claim: when it is decided (rule S13), or None.
    """

    terms: PolicyVersion
    due_at: datetime | None = None
    aim_at: datetime | None = None
    decide_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is written to, and the message that is answered.

    Attributes:
        source: Where the message came in, which has an address that answers.
        recipient: Who gets the mail; None where nobody can.
        calls_back: Whether the source's callback hears of it.
        message_id: Of the message, or None.
        references: Its own, oldest first.
    """

    source: str
    recipient: Address | None
    calls_back: bool = False
    message_id: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafter:
    """Writes acknowledgements in our name.

    Attributes:
        settings: The configuration.
        renderer: The templates.
        secret: The key of our tokens.
        answering: The address that answers for each source.
        callbacks: Where a source's acknowledgements are posted too.
    """

    settings: Settings
    renderer: Renderer
    secret: bytes
    answering: Mapping[str, str]
    callbacks: Mapping[str, str]

    def calls_back(self, submission: Submission) -> bool:
        """Tell whether the source hears of acknowledgements."""
        return submission.panel is not None and submission.raw.source in self.callbacks

    def rows(
        self,
        submission: Submission,
        ticket: Ticket,
        kind: AckKind,
        promise: Promise,
        now: datetime,
    ) -> tuple[dict[str, Any], ...]:
        """Return the rows of an acknowledgement: by mail, and to the source's callback.

        Raises:
            UnsendableAddressError: An address cannot stand in a header.
        """
        to = Addressee(
            source=submission.raw.source,
            recipient=submission.requester,
            calls_back=self.calls_back(submission),
            message_id=submission.mail.message_id,
            references=submission.mail.references,
        )
        return self.write(to, ticket, self._facts(submission, ticket, kind, promise, now))

    def write(self, to: Addressee, ticket: Ticket, facts: AckContext) -> tuple[dict[str, Any], ...]:
        """Put facts into words, and return the rows that carry them to an addressee.

        Raises:
            UnsendableAddressError: An address cannot stand in a header.
        """
        words = self.renderer.render(facts)
        rows = []
        if to.recipient is not None:
            rows.append(self._mail(to, to.recipient, ticket, facts, words))
        if to.calls_back:
            rows.append(self._callback(to, ticket, facts, words))
        return tuple(rows)

    def _facts(
        self,
        submission: Submission,
        ticket: Ticket,
        kind: AckKind,
        promise: Promise,
        now: datetime,
    ) -> AckContext:
        service, answers = self.settings.service, submission.classification
        asked = promise.terms.asked_for[ticket.category] - answers.has
        excerpt = submission.mail.reply_text[: self.settings.acknowledgements.excerpt_characters]
        return AckContext(
            ticket_number=ticket.number,
            kind=kind,
            service=service.name,
            calendar=promise.terms.calendar,
            now=now,
            language="und" if answers.language_unsure else answers.language,
            subject=submission.mail.subject,
            requester_name=ticket.requester_name,
            category=ticket.category,
            priority=ticket.priority,
            missing=tuple(Field(name) for name in ticket.missing),
            asked=tuple(name for name in Field if name in asked),
            needs_translation=ticket.needs_translation and promise.terms.english_only,
            due_at=promise.due_at,
            aim_at=promise.aim_at,
            decide_by=promise.decide_by,
            duplicate_of=ticket.duplicate_of,
            is_follow_up=kind is AckKind.FOLLOW_UP,
            excerpt=excerpt,
            base_url=service.base_url,
        )

    def _mail(
        self,
        to: Addressee,
        recipient: Address,
        ticket: Ticket,
        facts: AckContext,
        words: RenderedAck,
    ) -> dict[str, Any]:
        service, kind = self.settings.service, facts.kind
        sender = self.answering[to.source]
        message_id = tokens.message_id(self.secret, ticket.number, kind, service.domain)
        letter = Letter(
            sender=sender,
            sender_name=service.name,
            recipient=recipient.address,
            reply_to=tokens.reply_address(self.secret, ticket.number, sender),
            subject=words.subject,
            message_id=message_id,
            in_reply_to=to.message_id,
            references=to.references,
            instance_id=service.instance_id,
            languages=words.languages,
            date=facts.now,
            text=words.text,
            html=words.html,
        )
        is_null = self.settings.acknowledgements.null_envelope_sender
        verp = tokens.verp_sender(self.secret, ticket.number, kind, service.domain)
        return _row(
            facts,
            message_id=message_id,
            envelope_sender="" if is_null else verp,
            recipient=recipient.address.lower(),
            recipient_domain=recipient.domain,
            subject=words.subject,
            language=words.languages[0],
            payload=compose(letter),
        )

    def _callback(
        self, to: Addressee, ticket: Ticket, facts: AckContext, words: RenderedAck
    ) -> dict[str, Any]:
        data: dict[str, object] = {
            "id": ticket.external_id,
            "ticket": ticket.number,
            "kind": facts.kind.value,
            "category": ticket.category.value,
            "missing": list(ticket.missing),
            "language": words.languages[0],
            "subject": words.subject,
            "text": words.text,
        }
        if facts.outcome is not None:
            data["outcome"] = _outcome(facts.outcome)
        body = {"type": "ticket.acknowledged", "timestamp": facts.now.isoformat(), "data": data}
        return _row(
            facts,
            route=Route.CALLBACK,
            message_id=f"callback.{ticket.number}.{facts.kind}",
            recipient=self.callbacks[to.source],
            subject=words.subject,
            language=words.languages[0],
            payload=json.dumps(body, ensure_ascii=False).encode(),
        )


def _outcome(outcome: ClaimOutcome) -> dict[str, object]:
    """Return what became of a claim, so that a panel can add the credit to the balance."""
    return {
        "month": f"{outcome.month:%Y-%m}",
        "amount": str(outcome.amount),
        "currency": outcome.currency,
        "reasons": [reason.value for reason in outcome.reasons],
    }


def _row(facts: AckContext, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - columns of any type
    """Return the row of `outbox` by its values: making an `Outbox` costs more than inserting it."""
    return {
        "ticket_number": facts.ticket_number,
        "kind": facts.kind,
        "route": Route.MAIL,
        "state": OutboxState.PENDING,
        "envelope_sender": "",
        "recipient_domain": "",
        "created_at": facts.now,
        "not_before": facts.now,
        "attempts": 0,
        "evidence": {},
    } | values
