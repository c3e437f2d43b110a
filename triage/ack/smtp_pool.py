"""Connections to an SMTP server, opened with care and kept open."""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from typing import Final

from aiosmtplib import SMTP, SMTPException, SMTPHeloError

from triage.ack.transport import UnreachableError
from triage.config.schema import Security, Smtp

_GOODBYE_SECONDS: Final = 2.0

Token = Callable[[], Awaitable[str]]
"""Gives an OAuth 2 access token for the log-in (XOAUTH2)."""


class Connection:
    """One open connection, its log-in done and the server's extensions known.

    Attributes:
        smtp: The client.
        is_kept: Whether it was used before; its server may have grown tired of it since.
        last_used: On the monotonic clock, in seconds.
    """

    def __init__(self, smtp: SMTP) -> None:
        self.smtp = smtp
        self.is_kept = False
        self.last_used = time.monotonic()
        self._peer = smtp.get_transport_info("peername")
        tls = smtp.get_transport_info("ssl_object")
        self._tls = f"{tls.version()} {tls.cipher()[0]}" if tls else None

    @property
    def is_alive(self) -> bool:
        """Whether the connection is open as far as is known."""
        return self.smtp.is_connected

    @property
    def largest(self) -> int | None:
        """The largest message that the server takes, in bytes (RFC 1870), or None for no limit."""
        declared = self.smtp.esmtp_extensions.get("size", "")
        return int(declared) or None if declared.isdigit() else None

    def offers(self, extension: str) -> bool:
        """Tell whether the server offers an extension."""
        return self.smtp.supports_extension(extension)

    def evidence(self) -> dict[str, str | None]:
        """Return who is at the other end, and how the way there is protected."""
        address = self._peer[0] if self._peer else ""
        return {"host": f"{self.smtp.hostname}:{self.smtp.port}", "peer": address, "tls": self._tls}


class Connector:
    """Opens connections as the configuration says.

    Args:
        settings: The server.
        local_name: What we call ourselves in EHLO.
        token: Where the log-in is by OAuth 2.
    """

    def __init__(self, settings: Smtp, local_name: str, token: Token | None = None) -> None:
        self._settings = settings
        self._local_name = local_name
        self._token = token
        self._tls = None if settings.security is Security.NONE else _tls_context(settings)

    async def open(self) -> Connection:
        """Connect, protect, log in and say hello.

        Raises:
            UnreachableError: Says which of them failed, and how.
        """
        settings = self._settings
        password = settings.password.get_secret_value() if settings.password else None
        smtp = SMTP(
            hostname=settings.host,
            port=settings.port,
            local_hostname=self._local_name,
            timeout=settings.timeout_seconds,
            use_tls=settings.security is Security.TLS,
            start_tls=settings.security is Security.STARTTLS,
            tls_context=self._tls,
            username=settings.username or None,
            password=None if self._token else password,
            oauth_token_generator=self._token,
        )
        try:
            await smtp.connect()
            await _say_hello(smtp)
            return Connection(smtp)
        except (SMTPException, OSError, TimeoutError) as error:
            smtp.close()
            where = f"{settings.host}:{settings.port}"
            raise UnreachableError(f"{where}: {_sentence(error)}") from error


class Pool:
    """A few connections, opened when needed and used again and again.

    Args:
        connector: Opens them.
        most: How many at the same time.
        idle_seconds: How long an unused one is kept.
    """

    def __init__(self, connector: Connector, most: int, idle_seconds: float) -> None:
        self._connector = connector
        self._most = most
        self._slots = asyncio.Semaphore(most)
        self._idle: list[Connection] = []
        self._idle_seconds = idle_seconds
        self._timer: asyncio.TimerHandle | None = None

    async def take(self) -> Connection:
        """Return a connection for the caller alone, the one used last if there is any.

        Raises:
            UnreachableError: There was none, and none could be opened.
        """
        await self._slots.acquire()
        try:
            while self._idle:
                connection = self._idle.pop()
                if connection.is_alive:
                    return connection
            return await self._connector.open()
        except BaseException:
            self._slots.release()
            raise

    def give_back(self, connection: Connection) -> None:
        """Keep a connection for the next message."""
        connection.last_used = time.monotonic()
        connection.is_kept = True
        if connection.is_alive:
            self._idle.append(connection)
            self._watch()
        self._slots.release()

    def discard(self, connection: Connection) -> None:
        """Close a connection of which nobody knows what its server would say next."""
        connection.smtp.close()
        self._slots.release()

    async def close(self) -> None:
        """Take leave of the server on every unused connection; another loop may begin anew."""
        if self._timer:
            self._timer.cancel()
        idle, self._idle, self._timer = self._idle, [], None
        self._slots = asyncio.Semaphore(self._most)
        await asyncio.gather(*(_say_goodbye(connection) for connection in idle))

    def _watch(self) -> None:
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._idle_seconds, self._drop_unused)

    def _drop_unused(self) -> None:
        self._timer = None
        oldest = time.monotonic() - self._idle_seconds
        for connection in [one for one in self._idle if one.last_used <= oldest]:
            self._idle.remove(connection)
            connection.smtp.close()
        if self._idle:
            self._watch()


async def _say_hello(smtp: SMTP) -> None:
    if not smtp.is_ehlo_or_helo_needed:
        return
    try:
        await smtp.ehlo()
    except SMTPHeloError:
        if not smtp.is_connected:
            raise
        await smtp.helo()


async def _say_goodbye(connection: Connection) -> None:
    try:
        await connection.smtp.quit(timeout=_GOODBYE_SECONDS)
    except (SMTPException, OSError):
        connection.smtp.close()


def _tls_context(settings: Smtp) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.ca_file:
        context.load_verify_locations(settings.ca_file)
    if not settings.verify_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _sentence(error: Exception) -> str:
    code = getattr(error, "code", None)
    text = getattr(error, "message", None) or str(error) or type(error).__name__
    return f"{code} {text}" if code else str(text)
