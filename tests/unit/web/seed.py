"""A desk with people and tickets in every state, in several languages, for the pages to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from models.intake import InboxMessage
from models.outbox import Outbox, Switch
from models.people import Agent
from models.ticket import Message, Ticket
from models.verdict import AckDecision, Reclassification, Verdict
from models.vocabulary import (
    AckKind,
    Actor,
    Category,
    Channel,
    ClockEventType,
    Direction,
    Field,
    InboxState,
    OutboxState,
    Priority,
    Question,
    Role,
    Route,
    Suppression,
    TicketState,
)
from triage.ack.render import Renderer
from triage.config.load import load, shipped_config
from triage.config.schema import Settings
from triage.db import Database
from triage.desk.agents import create_agent
from triage.desk.clocks import record_events
from triage.desk.drafting import Drafter
from triage.oauth import AccessTokens
from triage.sla.events import ClockEvent
from triage.sla.policy import Policy

NOW = datetime(2026, 3, 11, 14, 20, tzinfo=UTC)
"""A Wednesday afternoon in business hours of both shipped agreements' zones but India's."""
GMT, INDIA = "smmpanelus", "instant-smm-panels"
PASSWORD = "four plain words here"


@cache
def shipped_settings() -> Settings:
    return load(shipped_config(), {})


@cache
def policies() -> Mapping[str, Policy]:
    return {
        name: Policy.from_mapping(name, table)
        for name, table in shipped_settings().policies.items()
    }


@cache
def renderer() -> Renderer:
    return Renderer()


@dataclass
class Installation:
    """The runtime that the pages are given; its clock is moved by hand."""

    database: Database
    settings: Settings = field(default_factory=shipped_settings)
    policies: Mapping[str, Policy] = field(default_factory=policies)
    time: datetime = NOW
    woken: list[str] = field(default_factory=list)
    tokens: dict[str, AccessTokens] = field(default_factory=dict)
    unreachable: dict[Route, str] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.time

    @property
    def drafter(self) -> Drafter:
        return Drafter(
            settings=self.settings,
            renderer=renderer(),
            secret=b"a secret of the tests",
            answering={"support": "support@example.com", "shop": "support@example.com"},
            callbacks={},
        )

    def wake_desk(self) -> None:
        self.woken.append("desk")

    def wake_sender(self) -> None:
        self.woken.append("sender")


def add_people(session: Session, now: datetime = NOW) -> None:
    for login, name, role in (("ada", "Ada", Role.AGENT), ("max", "Max", Role.MANAGER)):
        create_agent(session, login=login, name=name, role=role, password=PASSWORD, now=now)


@dataclass
class Draft:
    """A ticket to be made; what is not said is the usual."""

    subject: str
    text: str
    category: Category = Category.ORDER
    ago: timedelta = timedelta(hours=2)
    policy: str = GMT
    channel: Channel = Channel.EMAIL
    requester: tuple[str, str] = ("Nadia Test", "nadia@example.com")
    language: str = "en"
    score: float = 0.94
    missing: Sequence[Field] = ()
    present: Sequence[Field] = (Field.DESCRIPTION, Field.ORDER_ID)
    html: str | None = None
    raw: bytes | None = None
    attachments: Sequence[dict[str, Any]] = ()
    customer_category: Category | None = None
    is_abusive: bool = False
    is_unsure: bool = False
    duplicate_of: int | None = None
    suggestion: int | None = None
    suppressed: tuple[Suppression, str] | None = None
    outbox: OutboxState | None = OutboxState.SENT
    kind: AckKind = AckKind.RECEIVED_STANDARD
    events: Sequence[ClockEvent] = ()
    columns: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[Question, Sequence[dict[str, Any]]] = field(default_factory=dict)


class Seeder:
    """Makes tickets from drafts, numbered from 100001."""

    def __init__(self, session: Session, now: datetime = NOW, first: int = 100_000) -> None:
        self.session = session
        self.now = now
        self._number = first

    def add(self, draft: Draft) -> int:
        self._number += 1
        number = self._number
        received = self.now - draft.ago
        self.session.add(self._ticket(draft, number, received))
        self.session.flush()
        message = self._message(draft, number, received)
        self._verdicts(draft, number, message, received)
        self._acknowledgement(draft, number, message, received)
        if "machine_generated" not in draft.columns.get("flags", ()):
            events = [*self._filed(draft, received), *draft.events]
            if draft.outbox is OutboxState.SENT and draft.suppressed is None:
                events.append(
                    ClockEvent(
                        ClockEventType.ACKNOWLEDGED,
                        received + timedelta(seconds=0.7),
                        message_id=f"<ack.{number}@support.example.com>",
                    )
                )
            record_events(self.session, policies(), {number: events}, self.now)
        self.session.flush()
        return number

    def _ticket(self, draft: Draft, number: int, received: datetime) -> Ticket:
        is_topup = draft.category is Category.TOPUP and not draft.is_unsure
        values: dict[str, Any] = {
            "number": number,
            "source": "support",
            "channel": draft.channel,
            "policy": draft.policy,
            "requester_name": draft.requester[0],
            "requester_address": draft.requester[1],
            "subject": draft.subject,
            "category": draft.category,
            "category_score": draft.score,
            "is_unsure": draft.is_unsure,
            "customer_category": draft.customer_category,
            "priority": Priority.HIGH if is_topup else Priority.STANDARD,
            "language": draft.language,
            "is_abusive": draft.is_abusive,
            "missing": list(draft.missing),
            "duplicate_of": draft.duplicate_of,
            "duplicate_suggestion": draft.suggestion,
            "state": TicketState.MERGED if draft.duplicate_of else TicketState.OPEN,
            "needs_translation": draft.language not in {"en", "und"},
            "needs_person": draft.is_abusive,
            "suppression": draft.suppressed[0] if draft.suppressed else None,
            "received_at": received,
            "created_at": received,
            "updated_at": received,
        }
        return Ticket(**values | dict(draft.columns))

    def _message(self, draft: Draft, number: int, received: datetime) -> Message:
        raw = draft.raw or f"Subject: {number}\r\n\r\n{draft.text}".encode()
        inbox = InboxMessage(
            source="support",
            channel=draft.channel,
            content_key=sha256(raw).hexdigest(),
            raw=raw,
            size=len(raw),
            received_at=received,
            stored_at=received,
            state=InboxState.DONE,
            next_attempt_at=received,
            ticket_number=number,
        )
        self.session.add(inbox)
        self.session.flush()
        message = Message(
            ticket_number=number,
            inbox_id=inbox.id,
            direction=Direction.INBOUND,
            author_name=draft.requester[0],
            author_address=draft.requester[1],
            message_id=f"<{number}@mail.example.com>",
            subject=draft.subject,
            text=draft.text,
            reply_text=draft.text,
            html=draft.html,
            attachments=list(draft.attachments),
            at=received,
        )
        self.session.add(message)
        self.session.flush()
        return message

    def _verdicts(self, draft: Draft, number: int, message: Message, at: datetime) -> None:
        rest = (1 - draft.score) / (len(Category) - 1)
        scores = {str(c): draft.score if c is draft.category else rest for c in Category}
        chance = 0.97 if draft.is_abusive else 0.03
        answers: list[tuple[Question, str, float | None, dict[str, float]]] = [
            (Question.CATEGORY, draft.category, draft.score, scores),
            (Question.ABUSIVE, "yes" if draft.is_abusive else "no", chance, {}),
            (Question.LANGUAGE, draft.language, 0.99, {}),
            (
                Question.MISSING,
                ", ".join(draft.missing) or "nothing",
                None,
                dict.fromkeys(map(str, draft.present), 1.0),
            ),
        ]
        if draft.duplicate_of or draft.suggestion:
            earlier = str(draft.duplicate_of or draft.suggestion)
            answers.append((Question.DUPLICATE, earlier, 0.93, {}))
        for question, label, score, all_scores in answers:
            self.session.add(
                Verdict(
                    ticket_number=number,
                    message_id=message.id or 0,
                    question=question,
                    label=label,
                    score=score,
                    scores=all_scores,
                    evidence=list(draft.evidence.get(question, ())),
                    model_version="2026.3",
                    at=at,
                )
            )

    def _acknowledgement(self, draft: Draft, number: int, message: Message, at: datetime) -> None:
        code, why = draft.suppressed or (None, "")
        self.session.add(
            AckDecision(
                ticket_number=number,
                message_id=message.id or 0,
                is_allowed=code is None,
                kind=draft.kind if code is None else None,
                code=code,
                evidence=why,
                at=at,
            )
        )
        if code is not None or draft.outbox is None:
            return
        settled = draft.outbox in {OutboxState.SENT, OutboxState.REFUSED, OutboxState.IN_DOUBT}
        evidence = {"host": "mx.example.net", "answer": "250 2.0.0 Ok: queued as 4Tq9", "tls": True}
        error = {
            OutboxState.REFUSED: "550 5.1.1 no such user",
            OutboxState.IN_DOUBT: "connection lost after DATA",
        }.get(draft.outbox)
        self.session.add(
            Outbox(
                ticket_number=number,
                kind=draft.kind,
                state=draft.outbox,
                message_id=f"<ack.{number}@support.example.com>",
                envelope_sender="bounce+t@support.example.com",
                recipient=draft.requester[1],
                subject=f"[#{number}] {draft.subject}",
                language=draft.language,
                payload=b"Subject: acknowledged\r\n\r\nWe have your message.",
                created_at=at,
                not_before=at,
                attempts=1,
                settled_at=at + timedelta(seconds=0.7) if settled else None,
                evidence=evidence if draft.outbox is OutboxState.SENT else {},
                error=error,
            )
        )

    def _filed(self, draft: Draft, received: datetime) -> list[ClockEvent]:
        return [
            ClockEvent(
                ClockEventType.RECEIVED,
                received,
                channel=draft.channel,
                customer_category=draft.customer_category,
            ),
            ClockEvent(
                ClockEventType.CLASSIFIED,
                received,
                by=Actor.BOT,
                category=draft.category,
                missing=frozenset(draft.missing),
                abusive=draft.is_abusive,
                duplicate_of=draft.duplicate_of,
            ),
        ]


def add_set_aside(session: Session, raw: bytes, error: str, now: datetime = NOW) -> int:
    row = InboxMessage(
        source="support",
        channel=Channel.EMAIL,
        content_key=sha256(raw).hexdigest(),
        raw=raw,
        size=len(raw),
        received_at=now - timedelta(minutes=40),
        stored_at=now - timedelta(minutes=40),
        state=InboxState.SET_ASIDE,
        attempts=3,
        next_attempt_at=now,
        error=error,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def add_switch(session: Session, name: str, reason: str, now: datetime = NOW) -> None:
    session.add(Switch(name=name, is_on=True, reason=reason, changed_by="triage", changed_at=now))


def add_correction(
    session: Session,
    agent: Agent,
    number: int,
    labels: tuple[str, str],
    question: Question = Question.CATEGORY,
) -> None:
    session.add(
        Reclassification(
            ticket_number=number,
            actor=Actor.AGENT,
            agent_id=agent.id,
            question=question,
            from_label=labels[0],
            to_label=labels[1],
            at=NOW,
            reason="The bot misread the message",
        )
    )
