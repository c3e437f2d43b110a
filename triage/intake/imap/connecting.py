"""From a mailbox's settings to a connection that is protected and logged in."""

import ssl
from ipaddress import ip_address

from imapclient.exceptions import IMAPClientError

from triage.config.schema import Mailbox, Security
from triage.intake.errors import IntakeError, SourceRefusedError
from triage.intake.imap.client import Client
from triage.intake.imap.login import log_in
from triage.oauth import AccessTokens


def connect(settings: Mailbox, tokens: AccessTokens | None = None) -> Client:
    """Open a connection, protect it as configured, and log in.

    Args:
        settings: The mailbox.
        tokens: Where the log-in is by access token.

    Raises:
        SourceRefusedError: the certificate, the log-in or the protection is not what it has to
            be; a person has to act.
        IntakeError: the server does not speak IMAP, or is not willing now.
        OSError: it cannot be reached.
    """
    try:
        client = _open(settings)
    except ssl.SSLCertVerificationError as error:
        raise SourceRefusedError(
            f"the certificate of {settings.host} is not good: {error.verify_message}; "
            "see ca_file and verify_certificate"
        ) from error
    except IMAPClientError as error:
        raise IntakeError(f"no IMAP greeting from {settings.host}: {error}") from error
    try:
        _protect(client, settings)
        log_in(client, settings, tokens)
    except BaseException:
        close(client)
        raise
    return client


def close(client: Client) -> None:
    """Drop a connection without a word: the server may be past listening."""
    try:
        client.shutdown()
    except OSError:
        return


def _open(settings: Mailbox) -> Client:
    context = tls_context(settings) if settings.security is Security.TLS else None
    return Client(settings.host, settings.port, settings.timeout_seconds, context)


def tls_context(settings: Mailbox) -> ssl.SSLContext:
    """Return what certificates are checked against."""
    context = ssl.create_default_context(cafile=settings.ca_file)
    if not settings.verify_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _protect(client: Client, settings: Mailbox) -> None:
    if settings.security is Security.STARTTLS:
        _start_tls(client, settings)
    elif settings.security is Security.NONE and not ip_address(client.peer).is_loopback:
        raise SourceRefusedError(
            f"{settings.host} is not this machine: a password needs security = 'tls' or 'starttls'"
        )


def _start_tls(client: Client, settings: Mailbox) -> None:
    # A PREAUTH greeting leaves no moment for STARTTLS (RFC 9051 section 11.3): somebody on the
    # way may have put it there, as may be the case where the capability is missing.
    if client.is_preauthenticated or not client.has_capability("STARTTLS"):
        raise SourceRefusedError(f"{settings.host} does not offer STARTTLS: no log-in without it")
    try:
        with client.limit():
            client.starttls(tls_context(settings))
    except ssl.SSLCertVerificationError as error:
        raise SourceRefusedError(
            f"the certificate of {settings.host} is not good: {error.verify_message}; "
            "see ca_file and verify_certificate"
        ) from error
