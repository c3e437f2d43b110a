"""Post acknowledgements to the panel that a ticket came from, signed (Standard Webhooks)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import httpx
from standardwebhooks import Webhook

from models.outbox import Outbox
from triage.ack.outcome import Accepted, Deferred, Outcome, Refused
from triage.ack.transport import Begun

_TIMEOUT_SECONDS: Final = 20.0
_RETRYABLE: Final = frozenset({408, 409, 425, 429})
_LONGEST_WAIT_SECONDS: Final = 3600


class CallbackTransport:
    """Posts JSON to callback URLs.

    The id of the call is the row's Message-ID, the same on every retry, by which Standard Webhooks
    has the receiver drop a second copy; so a lost answer is no reason to hold it.

    Args:
        secrets: The key of each callback URL.
    """

    is_idempotent = True

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._hooks = {url: Webhook(secret) for url, secret in secrets.items()}
        self._client: httpx.AsyncClient | None = None

    async def open(self) -> None:
        """Get ready; every URL is a server of its own, so there is none to try for all."""
        # Redirects are not followed: a signed body is for one address.
        self._client = self._client or httpx.AsyncClient()

    async def send(self, row: Outbox, begun: Begun, seconds: float) -> Outcome:
        """Post one acknowledgement."""
        hook = self._hooks.get(row.recipient)
        if hook is None:
            return Refused(
                _now(), f"no webhook source has the callback URL {row.recipient} any more"
            )
        if self._client is None:
            return Deferred(_now(), "the transport is not open")
        begun()
        try:
            response = await self._client.post(
                row.recipient,
                content=row.payload,
                headers=_headers(hook, row, _now()),
                timeout=min(seconds, _TIMEOUT_SECONDS),
            )
        except httpx.InvalidURL as error:
            return Refused(_now(), f"{row.recipient}: {error}")
        except httpx.HTTPError as error:
            return Deferred(_now(), f"{row.recipient}: {type(error).__name__} {error}".strip())
        return _outcome(row, response)

    async def close(self) -> None:
        """Close kept connections."""
        client, self._client = self._client, None
        if client:
            await client.aclose()


def _headers(hook: Webhook, row: Outbox, now: datetime) -> dict[str, str]:
    call = row.message_id.strip("<>")
    return {
        "content-type": "application/json",
        "webhook-id": call,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": hook.sign(call, now, row.payload.decode()),
    }


def _outcome(row: Outbox, response: httpx.Response) -> Outcome:
    answer = f"{response.status_code} {response.reason_phrase}"
    tls = "https" if response.url.scheme == "https" else None
    evidence = {"host": response.url.host, "answer": answer, "tls": tls}
    if response.is_success:
        return Accepted(_now(), evidence)
    error = f"{row.recipient}: {answer}"
    if response.is_server_error or response.status_code in _RETRYABLE:
        return Deferred(_now(), error, _retry_at(response))
    return Refused(_now(), error, evidence)


def _retry_at(response: httpx.Response) -> datetime | None:
    """Return when the receiver wants to be asked again (RFC 9110 section 10.2.3, in seconds)."""
    wait = response.headers.get("retry-after", "")
    if not wait.isdigit():
        return None
    return _now() + timedelta(seconds=min(int(wait), _LONGEST_WAIT_SECONDS))


def _now() -> datetime:
    return datetime.now(UTC)
