"""The one place that puts concrete parts together, and starts and stops them."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path
from threading import Event
from typing import Any

from classifiers.settings import CLAIM_TITLES
from classifiers.settings import Settings as SuiteSettings
from classifiers.suite import Suite
from models.vocabulary import Route
from triage.ack.maildir import MaildirTransport
from triage.ack.render import Renderer
from triage.ack.retries import Retries
from triage.ack.sender import Sender
from triage.ack.smtp import SmtpTransport
from triage.ack.smtp_pool import Connector
from triage.ack.transport import Transport
from triage.config.errors import ConfigError
from triage.config.load import database_url, policies_of
from triage.config.schema import (
    InDoubt,
    Mailbox,
    MaildirSource,
    Settings,
    WebhookSource,
    listed,
)
from triage.db import Database
from triage.desk.answering import Answerer
from triage.desk.claims_opening import open_claims
from triage.desk.drafting import Drafter
from triage.desk.pipeline import Pipeline
from triage.desk.reader_process import ReaderProcess
from triage.desk.reading import Reader
from triage.desk.revision import Reviser
from triage.desk.sweep import sweep
from triage.intake.cursor import forget_faults
from triage.intake.deliveries import prune
from triage.intake.imap.poller import ImapPoller
from triage.intake.maildir import MaildirPoller
from triage.intake.poller import Poller
from triage.mail.limits import ParseLimits
from triage.oauth import AccessTokens
from triage.sla.policy import Policy
from triage.supervise import Supervised, Wake

_SHORTEST_SECRET = 16
_LOOK_AGAIN_SECONDS = 1.0
_SWEEP_SECONDS = 15.0
_JOIN_SECONDS = 20.0
_READING_SECONDS = 120.0


class Job(StrEnum):
    """What a process of the installation may do."""

    POLL = "poll"
    WORK = "work"
    SEND = "send"
    WEB = "web"


ALL_JOBS = frozenset(Job)


@dataclass
class Runtime:
    """A running installation: settings, the parts made from them, and their threads.

    Raises:
        ConfigError: a setting is missing or wrong; from the parts, when first asked for.
    """

    settings: Settings

    def __post_init__(self) -> None:
        self.stop_event = Event()
        self._desk = Wake(self.stop_event)
        self._threads: list[Supervised] = []
        self._sending_loop: asyncio.AbstractEventLoop | None = None
        self._sending_ends = asyncio.Event()

    def now(self) -> datetime:
        """Return the present, in UTC."""
        return datetime.now(UTC)

    @cached_property
    def database(self) -> Database:
        """The database."""
        return Database(database_url(self.settings))

    @cached_property
    def policies(self) -> Mapping[str, Policy]:
        """The agreements by name."""
        return policies_of(self.settings)

    @cached_property
    def secret(self) -> bytes:
        """The key of our tokens."""
        secret = self.settings.service.secret
        if secret is None or len(secret.get_secret_value()) < _SHORTEST_SECRET:
            raise ConfigError(
                f"[service] secret is missing or shorter than {_SHORTEST_SECRET} characters; "
                "set TRIAGE_SERVICE__SECRET or secret_file, for example to the output of "
                "`openssl rand -hex 32`"
            )
        return secret.get_secret_value().encode()

    @cached_property
    def suite(self) -> Suite:
        """The classifiers."""
        return Suite.load(self._model, SuiteSettings(claim_titles=self._claim_titles))

    @cached_property
    def renderer(self) -> Renderer:
        """The templates of acknowledgements."""
        acks = self.settings.acknowledgements
        folder = Path(acks.templates) if acks.templates else None
        return Renderer(folder, english_beneath=acks.english_beneath)

    @cached_property
    def drafter(self) -> Drafter:
        """Writes to customers in our name."""
        return Drafter(
            settings=self.settings,
            renderer=self.renderer,
            secret=self.secret,
            answering={source: own[0] for source, own in self._addresses.items()},
            callbacks={
                name: hook.callback_url
                for name, hook in self.settings.webhooks.items()
                if hook.callback_url
            },
        )

    @cached_property
    def pipeline(self) -> Pipeline:
        """From inbox rows to tickets."""
        settings, addresses, drafter = self.settings, self._addresses, self.drafter
        reading: dict[str, Any] = {
            "limits": ParseLimits(**settings.parsing.model_dump()),
            "answering": drafter.answering,
            "secret": self.secret,
            "authserv_ids": frozenset(listed(settings.suppressing.authserv_ids)),
        }
        load_reader = partial(Reader.load, self._model, self._claim_titles, **reading)
        has_helper = settings.intake.reads_ahead
        return Pipeline(
            settings=settings,
            database=self.database,
            policies=self.policies,
            policy_of=self._policy_of,
            suite=self.suite,
            reader=Reader(suite=self.suite, **reading),
            ahead=ReaderProcess(load_reader, _READING_SECONDS) if has_helper else None,
            answerer=Answerer(
                settings=settings,
                drafter=drafter,
                secret=self.secret,
                own_addresses=frozenset(one.lower() for own in addresses.values() for one in own),
            ),
            now=self.now,
        )

    @cached_property
    def reviser(self) -> Reviser:
        """Lets acknowledgements follow corrections."""
        return Reviser(
            database=self.database,
            policies=self.policies,
            read=self.pipeline.reader.read,
            answerer=self.pipeline.answerer,
            open_days=self.settings.classifying.open_days,
            now=self.now,
        )

    @cached_property
    def sender(self) -> Sender:
        """Sends what the outbox holds."""
        outbox = self.settings.outbox
        retries = Retries(
            first=timedelta(seconds=outbox.retry_first_seconds),
            most=timedelta(seconds=outbox.retry_most_seconds),
            give_up_after=timedelta(hours=outbox.give_up_hours),
            resends_in_doubt=outbox.in_doubt is InDoubt.RESEND,
        )
        folder = Path(outbox.folder)
        return Sender(
            self.database,
            self.policies,
            transports=self.transports,
            settings=outbox,
            retries=retries,
            folder=folder,
        )

    @cached_property
    def transports(self) -> dict[Route, Transport]:
        """The ways out for acknowledgements that are configured."""
        smtp = self.settings.smtp
        ways: dict[Route, Transport] = {}
        if smtp.maildir:
            ways[Route.MAIL] = MaildirTransport(Path(smtp.maildir))
        elif smtp.host:
            tokens = self.tokens.get(smtp.oauth)
            token = partial(asyncio.to_thread, tokens.token) if tokens else None
            connector = Connector(smtp, self.settings.service.domain, token)
            ways[Route.MAIL] = SmtpTransport(
                connector, smtp.connections, smtp.idle_seconds, self.sign
            )
        secrets = {
            hook.callback_url: hook.secret.get_secret_value()
            for hook in self.settings.webhooks.values()
            if hook.callback_url and hook.secret
        }
        if secrets:
            # Here and not above: most installations call nobody back.
            from triage.ack.callback import CallbackTransport  # noqa: PLC0415 - its HTTP client is slow to import

            ways[Route.CALLBACK] = CallbackTransport(secrets)
        return ways

    @cached_property
    def sign(self) -> Callable[[bytes], bytes] | None:
        """What puts a DKIM signature in front of a message, where we are to."""
        smtp = self.settings.smtp
        if smtp.dkim_key is None:
            return None
        # Here and not above: most servers sign by themselves.
        from triage.ack.dkim_signing import DkimSigner  # noqa: PLC0415 - its name resolver is slow to import

        key = smtp.dkim_key.get_secret_value().encode()
        try:
            return DkimSigner(smtp.dkim_domain, smtp.dkim_selector, key).sign
        except ValueError as error:
            raise ConfigError(f"[smtp] {error}") from error

    @cached_property
    def tokens(self) -> dict[str, AccessTokens]:
        """The accounts that log in by access token, by name."""
        accounts = self.settings.oauth
        return {name: AccessTokens(name, one, self.now) for name, one in accounts.items()}

    @cached_property
    def pollers(self) -> list[Poller]:
        """One per mailbox and Maildir."""
        settings, stop = self.settings, self.stop_event
        return [
            *(
                ImapPoller(
                    name,
                    mailbox,
                    self.database,
                    self.wake_desk,
                    stop,
                    self.now,
                    tokens=self.tokens.get(mailbox.oauth),
                )
                for name, mailbox in settings.mailboxes.items()
            ),
            *(
                MaildirPoller(name, source, self.database, self.wake_desk, stop, self.now)
                for name, source in settings.maildirs.items()
            ),
        ]

    @property
    def unreachable(self) -> Mapping[Route, str]:
        """Why ways out are closed, where this process sends."""
        return self.sender.errors

    def wake_desk(self) -> None:
        """Have the pipeline look at the inbox at once."""
        self._desk.ring()

    def wake_sender(self) -> None:
        """Have the sender look at the outbox at once."""
        self.sender.notify()

    def prepare(self) -> None:
        """Check the settings, bring the schema up to date and load everything once."""
        self.database.upgrade()
        with self.database.write() as session:
            forget_faults(session, [*self.settings.mailboxes, *self.settings.maildirs])
        _ = self.pipeline, self.sender, self.pollers

    def run_once(self, jobs: Collection[Job] = ALL_JOBS) -> None:
        """Do all there is to do, one job after the other, and return."""
        if Job.POLL in jobs:
            for poller in self.pollers:
                poller.run_once()
        if Job.WORK in jobs:
            while self.pipeline.process():
                pass
            while self.reviser.run():
                pass
            self._sweep_once()
        if Job.SEND in jobs:
            asyncio.run(self.sender.run_once())
        if Job.POLL in jobs:
            # Now that the messages have tickets, the servers' copies are marked or moved.
            for poller in self.pollers:
                poller.run_once()
                poller.close()

    def start(self, jobs: Collection[Job] = ALL_JOBS) -> None:
        """Start a supervised thread for each part; the pages are served by the caller."""
        if Job.POLL in jobs:
            for poller in self.pollers:
                self._start(f"poll {poller.name}", poller.run)
        if Job.WORK in jobs:
            self._start("desk", self._work)
            self._start("sweep", self._sweep)
        if Job.SEND in jobs:
            self._start("send", lambda: asyncio.run(self._send()))

    def stop(self) -> None:
        """Stop every thread, let what is under way end, and close the database."""
        self.stop_event.set()
        self._desk.ring()
        self._end_sending()
        for thread in self._threads:
            thread.join(_JOIN_SECONDS)
        self.pipeline.close()
        self.database.dispose()

    def _start(self, name: str, work: Callable[[], None]) -> None:
        thread = Supervised(name, work, self.stop_event)
        thread.start()
        self._threads.append(thread)

    def _work(self) -> None:
        while self._desk.wait(_LOOK_AGAIN_SECONDS):
            while not self.stop_event.is_set() and (self.pipeline.process() or self.reviser.run()):
                self.sender.notify()

    async def _send(self) -> None:
        self._sending_ends = asyncio.Event()
        self._sending_loop = asyncio.get_running_loop()
        if not self.stop_event.is_set():
            await self.sender.run(self._sending_ends)

    def _end_sending(self) -> None:
        if self._sending_loop is not None and not self._sending_loop.is_closed():
            self._sending_loop.call_soon_threadsafe(self._sending_ends.set)
            self.sender.notify()

    def _sweep(self) -> None:
        while not self.stop_event.wait(_SWEEP_SECONDS):
            self._sweep_once()

    def _sweep_once(self) -> None:
        """Find what fell due, the claims among the tickets, and what may be forgotten."""
        sweep(self.database, self.policies, self.now())
        open_claims(self.database, self.policies, self.now())
        kept = timedelta(days=self.settings.intake.webhook_answers_days)
        prune(self.database, self.now() - kept)

    @property
    def _model(self) -> Path | None:
        model = self.settings.classifying.model
        return Path(model) if model else None

    @property
    def _claim_titles(self) -> tuple[str, ...]:
        """What makes a message a claim by its subject, in any agreement."""
        titles = [
            title
            for policy in self.policies.values()
            for version in policy.versions
            if version.claims
            for title in version.claims.titles.values()
        ]
        return (*CLAIM_TITLES, *titles)

    @cached_property
    def _addresses(self) -> dict[str, list[str]]:
        """Return the addresses of each source, the one that answers first."""
        settings = self.settings
        sources: dict[str, Mailbox | MaildirSource] = {**settings.mailboxes, **settings.maildirs}
        found = {name: listed(source.addresses) for name, source in sources.items()}
        found |= {name: [hook.address] for name, hook in settings.webhooks.items()}
        for name, own in found.items():
            if not own:
                raise ConfigError(f"[{name}] addresses is empty; name at least one address")
        return found

    @cached_property
    def _policy_of(self) -> dict[str, str]:
        settings = self.settings
        sources: dict[str, Mailbox | MaildirSource | WebhookSource] = {
            **settings.mailboxes,
            **settings.maildirs,
            **settings.webhooks,
        }
        return {name: source.policy for name, source in sources.items()}
