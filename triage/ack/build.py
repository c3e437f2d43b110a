"""Put a sender together from the configuration."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from models.vocabulary import Route
from triage.ack.callback import CallbackTransport
from triage.ack.maildir import MaildirTransport
from triage.ack.retries import Retries
from triage.ack.sender import Sender
from triage.ack.smtp import SmtpTransport
from triage.ack.smtp_pool import Connector
from triage.ack.transport import Transport
from triage.config.schema import InDoubt, Settings
from triage.db import Database
from triage.desk.clocks import Policies

_JOURNALS: Final = "var"


def build_sender(settings: Settings, database: Database, policies: Policies) -> Sender:
    """Return the sender that the configuration describes.

    Raises:
        OSError: A certificate file cannot be read, or the journal not be written.
    """
    return Sender(
        database,
        policies,
        transports=transports_of(settings),
        settings=settings.outbox,
        retries=retries_of(settings),
        folder=journal_folder(settings),
    )


def transports_of(settings: Settings) -> dict[Route, Transport]:
    """Return the ways out; without an SMTP server and a Maildir, mail has none and waits."""
    found: dict[Route, Transport] = {}
    smtp = settings.smtp
    if smtp.maildir:
        found[Route.MAIL] = MaildirTransport(Path(smtp.maildir))
    elif smtp.host:
        connector = Connector(smtp, settings.service.domain)
        found[Route.MAIL] = SmtpTransport(connector, smtp.connections, smtp.idle_seconds)
    secrets = callback_secrets(settings)
    if secrets:
        found[Route.CALLBACK] = CallbackTransport(secrets)
    return found


def retries_of(settings: Settings) -> Retries:
    """Return when what was not sent is tried again."""
    return Retries(
        first=timedelta(seconds=settings.outbox.retry_first_seconds),
        most=timedelta(seconds=settings.outbox.retry_most_seconds),
        give_up_after=timedelta(hours=settings.acknowledgements.max_age_hours),
        resends_in_doubt=settings.outbox.in_doubt is InDoubt.RESEND,
    )


def callback_secrets(settings: Settings) -> Mapping[str, str]:
    """Return the key that signs for each callback URL."""
    return {
        source.callback_url: source.secret.get_secret_value()
        for source in settings.webhooks.values()
        if source.callback_url and source.secret
    }


def journal_folder(settings: Settings) -> Path:
    """Return where this machine's workers keep their journals: beside an embedded database."""
    url = make_url(settings.database.url)
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(url.database).parent if is_file and url.database else Path(_JOURNALS)
