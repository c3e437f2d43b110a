"""The door for monitors: who may tell us what they saw, and what they are answered."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from pydantic import ValidationError

from triage.config.schema import MonitorSource
from triage.db import Database
from triage.intake.monitors_payload import read_report
from triage.intake.monitors_store import record, refuse_impossible
from triage.intake.signature import NoKeyError, is_signed
from triage.intake.webhook import WebhookAnswer

_log = structlog.get_logger("intake.monitors")


@dataclass(frozen=True, slots=True)
class MonitorCall:
    """A call as it arrived.

    Attributes:
        source: The source's name in the configuration.
        headers: The HTTP headers, any case.
        body: The bytes that were signed.
        query: What stood behind the `?` of the address.
        token: The end of the address, for services that cannot sign; None where there is none.
    """

    source: str
    headers: Mapping[str, str]
    body: bytes
    query: str = ""
    token: str | None = None


def receive_report(
    database: Database, settings: MonitorSource, call: MonitorCall, now: datetime
) -> WebhookAnswer:
    """Take one call; calling again changes nothing.

    Returns:
        202 with how many `observations` were new, 401 (signature or token), 422 (`errors`), or
        503 (no key). When it is 202 they are committed.
    """
    try:
        is_known = _is_known(settings, call)
    except NoKeyError as error:
        _log.error("monitors.no_key", source=call.source, error=str(error))
        return WebhookAnswer(503, {"error": "this source has no key yet: set its secret or token"})
    if not is_known:
        return WebhookAnswer(401, {"error": "the signature or the token is missing or wrong"})
    try:
        changes = read_report(call.source, settings, call.body, call.query, now)
        refuse_impossible(changes, now)
    except ValidationError as error:
        return _invalid([(_field(entry["loc"]), entry["msg"]) for entry in error.errors()])
    except ValueError as error:
        return _invalid([("at", str(error))])
    with database.write() as session:
        new = record(session, settings.policy, call.source, changes, now)
    return WebhookAnswer(202, {"observations": new})


def _is_known(settings: MonitorSource, call: MonitorCall) -> bool:
    """Tell whether the caller has the token, compared in constant time, or a key that signs.

    Raises:
        NoKeyError: What the caller tries is not configured.
    """
    if call.token is None:
        return is_signed(settings, call.headers, call.body)
    if settings.token is None:
        raise NoKeyError("no token is configured")
    ours = settings.token.get_secret_value().encode()
    return hmac.compare_digest(ours, call.token.encode())


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location)) or "body"


def _invalid(errors: list[tuple[str, str]]) -> WebhookAnswer:
    listed = [{"field": field, "message": message} for field, message in errors]
    return WebhookAnswer(422, {"error": "the body is not as its format wants it", "errors": listed})
