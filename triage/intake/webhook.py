"""The door for tickets of a shop's panel: checked, kept, numbered and answered in one step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models.intake import InboxMessage, WebhookDelivery
from models.vocabulary import Channel
from triage.config.schema import WebhookSource
from triage.db import Database
from triage.intake.numbers import take
from triage.intake.payload import (
    CreatedTicket,
    TicketCreated,
    TicketUpdated,
    TopUpCredited,
    read_call,
    read_event,
)
from triage.intake.signature import NoKeyError, is_signed
from triage.intake.store import JSON, RawMessage, store
from triage.intake.topups import CLOCKS_DIFFER, ConflictError, keep, row_of

_LONGEST_ID = 255
_RACES = 3
_OTHER_BODY = "this webhook-id came with another body: use a new one"

_log = structlog.get_logger("intake.webhook")


@dataclass(frozen=True, slots=True)
class WebhookAnswer:
    """What the caller is told: an HTTP status and a JSON object.

    202 with `ticket` or `top_up`, 401 (signature), 404 (update of an unknown ticket), 409 (an id
    used again for something else), 413 (too large), 422 (`errors`, each naming its `field`), 503
    (no key).
    """

    status: int
    body: dict[str, Any]


def receive(  # noqa: PLR0913, PLR0917 - a call, and where it arrives
    database: Database,
    name: str,
    settings: WebhookSource,
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
) -> WebhookAnswer:
    """Take one call.

    The same id with the same body gets the same answer as before and changes nothing, so a
    caller repeats a call until it is answered. When this returns 202 the bytes are committed.

    Args:
        database: Where the call is kept.
        name: The source's name in the configuration.
        settings: Its keys and limits.
        headers: The HTTP headers, any case.
        body: The bytes that were signed.
        now: The present.
    """
    if len(body) > settings.max_bytes:
        return _refused(413, f"the body is over {settings.max_bytes} bytes")
    try:
        if not is_signed(settings, headers, body):
            return _refused(401, "the signature is missing, wrong or older than five minutes")
    except NoKeyError as error:
        _log.error("webhook.no_key", source=name, error=str(error))
        return _refused(503, "this source has no key yet: set its secret")
    webhook_id = {key.lower(): value for key, value in headers.items()}["webhook-id"]
    if len(webhook_id) > _LONGEST_ID or not webhook_id.isprintable():
        return _invalid([("webhook-id", f"at most {_LONGEST_ID} printable characters")])
    return _Call(name, settings.policy, webhook_id, body, now).answer(database)


class _RaceLostError(Exception):
    """Another call put the same in at the same moment."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A call whose signature is good."""

    source: str
    policy: str
    webhook_id: str
    body: bytes
    now: datetime

    def answer(self, database: Database) -> WebhookAnswer:
        """Answer it, as before where it was answered before."""
        for _ in range(_RACES):
            try:
                with database.write() as session:
                    return self._earlier(session) or self._new(session)
            except (_RaceLostError, IntegrityError):
                # A key of the database stopped us; now the other's work is there to be read.
                continue
        return _refused(503, "too many calls about one ticket at once: call again")

    @property
    def _digest(self) -> str:
        return sha256(self.body).hexdigest()

    def _earlier(self, session: Session) -> WebhookAnswer | None:
        delivery = session.exec(
            select(WebhookDelivery).where(
                WebhookDelivery.source == self.source,
                WebhookDelivery.webhook_id == self.webhook_id,
            )
        ).one_or_none()
        if delivery is None:
            return None
        if delivery.body_sha256 != self._digest:
            return _refused(409, _OTHER_BODY)
        return WebhookAnswer(delivery.status, delivery.answer)

    def _new(self, session: Session) -> WebhookAnswer:
        try:
            event = read_call(self.body)
        except ValidationError as error:
            return _invalid([(_field(entry["loc"]), entry["msg"]) for entry in error.errors()])
        match event:
            case TicketCreated():
                answer = self._created(session, event)
            case TicketUpdated():
                answer = self._updated(session, event)
            case TopUpCredited():
                answer = self._topped_up(session, event)
        if answer.status == 202:  # noqa: PLR2004 - HTTP's Accepted
            self._remember(session, answer)
        return answer

    def _created(self, session: Session, event: TicketCreated) -> WebhookAnswer:
        key = _key(self.source, "ticket", event.data.id)
        known = session.exec(
            select(InboxMessage.raw, InboxMessage.ticket_number).where(
                InboxMessage.source == self.source, InboxMessage.content_key == key
            )
        ).one_or_none()
        if known is not None:
            raw, number = known
            return _known(raw, number, event.data)
        (number,) = take(session, 1)
        self._store(session, event.data.id, key, number)
        return _accepted(number)

    def _updated(self, session: Session, event: TicketUpdated) -> WebhookAnswer:
        number = session.exec(
            select(InboxMessage.ticket_number)
            .where(
                InboxMessage.source == self.source,
                InboxMessage.external_id == event.data.id,
                col(InboxMessage.ticket_number).is_not(None),
            )
            .limit(1)
        ).one_or_none()
        if number is None:
            return _refused(
                404, f"no ticket has the id {event.data.id!r}: post ticket.created first"
            )
        key = _key(self.source, "call", self.webhook_id)
        known = self._raw(session, key)
        if known is not None:
            return _accepted(number) if known == self.body else _refused(409, _OTHER_BODY)
        self._store(session, event.data.id, key, number)
        return _accepted(number)

    def _raw(self, session: Session, key: str) -> bytes | None:
        """Return what came under a key before, for its answer may be forgotten by now."""
        return session.exec(
            select(InboxMessage.raw).where(
                InboxMessage.source == self.source, InboxMessage.content_key == key
            )
        ).one_or_none()

    def _topped_up(self, session: Session, event: TopUpCredited) -> WebhookAnswer:
        if event.data.at > self.now + CLOCKS_DIFFER:
            return _invalid([("data.at", "is in the future: check the clock")])
        try:
            keep(session, [row_of(event.data, self.policy, self.source, self.now)])
        except ConflictError as error:
            return _refused(409, str(error))
        return WebhookAnswer(202, {"top_up": event.data.id})

    def _store(self, session: Session, external_id: str, key: str, number: int) -> None:
        message = RawMessage(
            self.body,
            self.now,
            media_type=JSON,
            external_id=external_id,
            content_key=key,
            ticket_number=number,
        )
        if not store(session, self.source, Channel.TICKET, [message], self.now):
            raise _RaceLostError

    def _remember(self, session: Session, answer: WebhookAnswer) -> None:
        session.add(
            WebhookDelivery(
                source=self.source,
                webhook_id=self.webhook_id,
                body_sha256=self._digest,
                status=answer.status,
                answer=answer.body,
                at=self.now,
            )
        )


def _known(raw: bytes, number: int | None, ticket: CreatedTicket) -> WebhookAnswer:
    earlier = read_event(raw).data
    if number is None or earlier != ticket:
        return _refused(
            409, f"the ticket {ticket.id!r} exists with other words: post ticket.updated for news"
        )
    return _accepted(number)


def _key(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()


def _field(location: tuple[int | str, ...]) -> str:
    """Name a field as the caller wrote it; the union's branch is none of the caller's."""
    if location and location[0] in {"ticket.created", "ticket.updated", "topup.credited"}:
        location = location[1:]
    return ".".join(map(str, location)) or "body"


def _accepted(number: int) -> WebhookAnswer:
    return WebhookAnswer(202, {"ticket": number})


def _refused(status: int, error: str) -> WebhookAnswer:
    return WebhookAnswer(status, {"error": error})


def _invalid(errors: list[tuple[str, str]]) -> WebhookAnswer:
    listed = [{"field": field, "message": message} for field, message in errors]
    return WebhookAnswer(422, {"error": "the body is not as the schema wants it", "errors": listed})
