"""Our own monitor: looks at the home page and the panel, and tells when that changes (rule S10).

It stands in one location; another one is had by running it there too.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import Protocol
from uuid import uuid4

import httpx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from standardwebhooks import Webhook

from models.vocabulary import Watched
from triage.db import Database
from triage.intake.monitors_store import record
from triage.sla.witnesses import Change

_SOURCE = "probe"
_SERVER_ERROR = 500
_AGENT = "triage-probe"
_POST_SECONDS = 20.0

_log = structlog.get_logger("intake.prober")


class Destination(Protocol):
    """Where changes are told."""

    def tell(self, changes: Sequence[Change], now: datetime) -> None:
        """Keep or pass on changes, oldest first.

        Raises:
            OSError: They could not be told and are told again later.
        """


@dataclass(frozen=True, slots=True)
class ToDatabase:
    """Writes changes down where the desk keeps them."""

    database: Database
    policy: str

    def tell(self, changes: Sequence[Change], now: datetime) -> None:
        """Keep changes.

        Raises:
            OSError: The database does not answer.
        """
        try:
            with self.database.write() as session:
                record(session, self.policy, _SOURCE, changes, now)
        except SQLAlchemyError as error:
            raise OSError(str(error)) from error


@dataclass(frozen=True, slots=True)
class ToWebhook:
    """Posts changes to the door for monitors, signed (Standard Webhooks).

    Attributes:
        address: The whole URL, ending with `/webhooks/monitors/<source>`.
        secret: The key that the source has there.
    """

    address: str
    secret: str

    def tell(self, changes: Sequence[Change], now: datetime) -> None:
        """Post changes.

        Raises:
            OSError: The door is not reachable, or refuses them.
        """
        body = json.dumps(
            {
                "type": "monitor.reported",
                "timestamp": now.isoformat(),
                "data": {"observations": [_observation(change) for change in changes]},
            }
        )
        call = f"probe_{uuid4().hex}"
        headers = {
            "content-type": "application/json",
            "webhook-id": call,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(call, now, body),
        }
        try:
            answer = httpx.post(self.address, content=body, headers=headers, timeout=_POST_SECONDS)
        except httpx.HTTPError as error:
            raise OSError(f"{self.address}: {type(error).__name__} {error}") from error
        if not answer.is_success:
            raise OSError(f"{self.address}: {answer.status_code} {answer.text[:200]}")


def _observation(change: Change) -> dict[str, object]:
    return {
        "monitor": change.monitor,
        "location": change.location,
        "watches": change.watches.value,
        "up": change.is_up,
        "at": change.at.isoformat(),
    }


@dataclass(slots=True)
class Prober:
    """Looks at every address in turn and tells when the site went down or came back.

    The site is down when none of the addresses can be reached. An address is reached when a server
    answers at all; with `server_errors` an answer of 500 and above is none.

    Attributes:
        location: Where it stands.
        addresses: The home page and the panel.
        destination: Who is told.
        now: The clock.
        timeout: Seconds for one address, redirects included.
        server_errors: Whether answers of 500 and above count as unreachable.
        untold: Changes that could not be told yet, oldest first.
        was_up: What was seen last; None before the first look.
    """

    location: str
    addresses: tuple[str, ...]
    destination: Destination
    now: Callable[[], datetime]
    timeout: float = 10.0
    server_errors: bool = True
    untold: list[Change] = field(default_factory=list)
    was_up: bool | None = None

    def run(self, stop: Event, interval: float) -> None:
        """Look every `interval` seconds until `stop` is set."""
        while not stop.is_set():
            self.look_once()
            stop.wait(interval)

    def look_once(self) -> bool:
        """Look once, tell what changed, and return whether the site is up."""
        at = self.now()
        is_up = asyncio.run(self._is_up())
        if is_up is not self.was_up:
            self.was_up = is_up
            _log.info("prober.changed", location=self.location, is_up=is_up)
            self.untold.append(Change(_SOURCE, self.location, Watched.BOTH, at, is_up))
        self._tell()
        return is_up

    def _tell(self) -> None:
        if not self.untold:
            return
        try:
            self.destination.tell(self.untold, self.now())
        except OSError as error:
            _log.warning("prober.untold", changes=len(self.untold), error=str(error))
        else:
            self.untold.clear()

    async def _is_up(self) -> bool:
        # A new client each time: what it kept open could outlive what a customer could open anew.
        async with httpx.AsyncClient(
            timeout=self.timeout, headers={"user-agent": _AGENT}, follow_redirects=True
        ) as client:
            for address in self.addresses:
                if await self._is_reached(client, address):
                    return True
        return False

    async def _is_reached(self, client: httpx.AsyncClient, address: str) -> bool:
        try:
            # The client's own bounds are for single steps, and a server may take them in drips.
            async with asyncio.timeout(self.timeout), client.stream("GET", address) as answer:
                return not (self.server_errors and answer.status_code >= _SERVER_ERROR)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            _log.debug("prober.unreached", address=address, error=str(error))
            return False
