"""Access tokens for IMAP and SMTP log-ins: fetched, kept until they end, renewed (RFC 6749)."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

import structlog
from pydantic import AwareDatetime, BaseModel, ValidationError

from triage.config.schema import OAuth

_EARLY = timedelta(seconds=60)
_TIMEOUT_SECONDS = 15
WARN_DAYS = 14
"""Days before a secret or a consent ends, from which on it is warned about."""

_log = structlog.get_logger("oauth")


class TokenError(OSError):
    """No access token can be had now; the next attempt may succeed by itself.

    To whoever wanted to log in it is one more way in which a server cannot be reached.
    """


class TokenRefusedError(TokenError):
    """The token endpoint refuses us until a person authorises us anew."""


class _Answer(BaseModel):
    """RFC 6749 section 5.1; the refresh token's own end is an extension of some providers."""

    access_token: str
    expires_in: float = 3600
    refresh_token: str | None = None
    refresh_token_expires_in: float | None = None


class _Kept(BaseModel):
    """The newest refresh token, and a digest of the configured one that it follows from."""

    follows: str
    refresh_token: str
    expires_at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True)
class _Access:
    token: str
    until: datetime


class AccessTokens:
    """Access tokens of one account; for any number of threads.

    A provider may renew the refresh token with every use (Microsoft 365 does, and lets the old
    one end after 90 days): the newest is kept in a file that the service alone can read. A new
    configured one comes before everything that followed from the one before.
    """

    def __init__(self, name: str, settings: OAuth, clock: Callable[[], datetime]) -> None:
        self.name = name
        self._settings = settings
        self._clock = clock
        self._file = Path(settings.folder) / f"{name}.json"
        self._lock = Lock()
        self._access: _Access | None = None

    def token(self) -> str:
        """Return a token that is good for another minute at least.

        Raises:
            TokenRefusedError: a person has to authorise us anew, or mend the settings.
            TokenError: the endpoint does not answer, or not as it should.
        """
        with self._lock:
            if self._access is None or self._clock() >= self._access.until - _EARLY:
                self._access = self._fetch()
            return self._access.token

    def forget(self) -> None:
        """Drop the token that is kept, because a server did not take it."""
        with self._lock:
            self._access = None

    def days_left(self) -> float | None:
        """Return the days until a person has to act, or None where nobody knows."""
        kept = self._kept()
        ends = (self._settings.expires_at, kept.expires_at if kept else None)
        known = [end for end in ends if end is not None]
        return (min(known) - self._clock()) / timedelta(days=1) if known else None

    def _fetch(self) -> _Access:
        answer = self._ask(self._form())
        now = self._clock()
        if answer.refresh_token or answer.refresh_token_expires_in:
            self._keep(answer, now)
        days = self.days_left()
        if days is not None and days < WARN_DAYS:
            _log.warning("oauth.ends_soon", account=self.name, days_left=round(days, 1))
        return _Access(answer.access_token, now + timedelta(seconds=answer.expires_in))

    def _form(self) -> dict[str, str]:
        """Return the request: RFC 6749 section 6, or section 4.4 without a refresh token."""
        settings = self._settings
        form = {"client_id": settings.client_id}
        if settings.client_secret is not None:
            form["client_secret"] = settings.client_secret.get_secret_value()
        if settings.scope:
            form["scope"] = settings.scope
        refresh_token = self._refresh_token()
        if refresh_token is None:
            return form | {"grant_type": "client_credentials"}
        return form | {"grant_type": "refresh_token", "refresh_token": refresh_token}

    def _ask(self, form: dict[str, str]) -> _Answer:
        # Here and not above: most installations log in by password.
        import httpx  # noqa: PLC0415 - a tenth of the start

        url = self._settings.token_url
        if not _is_protected(url):
            raise TokenRefusedError(f"{url}: secrets are sent by https alone")
        try:
            response = httpx.post(url, data=form, timeout=_TIMEOUT_SECONDS)
        except httpx.HTTPError as error:
            raise TokenError(f"{url} does not answer: {error}") from error
        if response.is_client_error and response.status_code != httpx.codes.TOO_MANY_REQUESTS:
            raise TokenRefusedError(f"{url} refuses: {response.text[:300]}")
        try:
            return _Answer.model_validate_json(response.raise_for_status().content)
        except (httpx.HTTPStatusError, ValidationError) as error:
            raise TokenError(f"{url} answers {response.status_code} without a token") from error

    def _refresh_token(self) -> str | None:
        kept = self._kept()
        if kept is not None:
            return kept.refresh_token
        configured = self._settings.refresh_token
        return None if configured is None else configured.get_secret_value()

    @property
    def _follows(self) -> str:
        configured = self._settings.refresh_token
        return (
            "" if configured is None else sha256(configured.get_secret_value().encode()).hexdigest()
        )

    def _kept(self) -> _Kept | None:
        try:
            kept = _Kept.model_validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            _log.warning("oauth.file_unreadable", file=str(self._file), error=str(error))
            return None
        return kept if kept.follows == self._follows else None

    def _keep(self, answer: _Answer, now: datetime) -> None:
        newest = answer.refresh_token or self._refresh_token()
        if newest is None:
            return
        seconds = answer.refresh_token_expires_in
        ends = None if seconds is None else now + timedelta(seconds=seconds)
        kept = _Kept(follows=self._follows, refresh_token=newest, expires_at=ends)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(kept.model_dump_json().encode())
            os.fsync(file.fileno())
        part.replace(self._file)


def _is_protected(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in {"127.0.0.1", "::1", "localhost"}
