"""Looks at every part of an installation and says what to mend; changes nothing.

The database alone is brought up to date, as every start does.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from models.vocabulary import Route
from triage.ack.transport import Transport, UnreachableError
from triage.config.errors import ConfigError
from triage.config.schema import Mailbox
from triage.doctor_monitors import agreement_says, promising, source_says
from triage.intake.errors import IntakeError
from triage.intake.imap.client import ERRORS
from triage.intake.imap.connecting import close, connect
from triage.oauth import WARN_DAYS, AccessTokens
from triage.runtime import Runtime

_EXPECTED = (
    ConfigError,
    IntakeError,
    OSError,
    SQLAlchemyError,
    UnreachableError,
    ValueError,
    *ERRORS,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what it says or how to mend it."""

    what: str
    is_well: bool
    says: str


def examine(runtime: Runtime) -> Iterator[Finding]:
    """Yield a finding per part, in the order in which they should be mended."""
    yield _finding("configuration", lambda: _configuration(runtime))
    yield _finding("secret", lambda: f"{len(runtime.secret)} characters")
    yield _finding("database", lambda: _database(runtime))
    yield _finding("model", lambda: f"version {runtime.suite.version}")
    yield _finding("templates", lambda: _templates(runtime))
    for name, tokens in runtime.tokens.items():
        yield _finding(f"oauth {name}", partial(_tokens, tokens))
    for name, mailbox in runtime.settings.mailboxes.items():
        tokens_of = runtime.tokens.get(mailbox.oauth)
        yield _finding(f"mailbox {name}", partial(_mailbox, mailbox, tokens_of))
    for name, source in runtime.settings.maildirs.items():
        yield _finding(f"maildir {name}", partial(_maildir, Path(source.path)))
    for name, hook in runtime.settings.webhooks.items():
        has_secret = hook.secret is not None
        remedy = f"set TRIAGE_WEBHOOKS__{name.upper()}__SECRET"
        yield Finding(
            f"webhook {name}", is_well=has_secret, says="has its key" if has_secret else remedy
        )
    for name in runtime.settings.monitors:
        yield _finding(f"monitors {name}", partial(source_says, runtime, name))
    for policy in promising(runtime):
        yield _finding(f"availability {policy}", partial(agreement_says, runtime, policy))
    yield _finding("sending", lambda: _sending(runtime))
    if runtime.settings.smtp.dkim_domain:
        yield _finding("signing", lambda: _signing(runtime))


def _finding(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, is_well=True, says=look())
    except _EXPECTED as error:
        return Finding(what, is_well=False, says=str(error).splitlines()[0])


def _configuration(runtime: Runtime) -> str:
    settings = runtime.settings
    names = [*settings.mailboxes, *settings.maildirs, *settings.webhooks]
    if not names:
        raise ConfigError("no source; add [mailboxes.NAME], [maildirs.NAME] or [webhooks.NAME]")
    return f"sources {', '.join(names)}; policies {', '.join(runtime.policies)}"


def _database(runtime: Runtime) -> str:
    runtime.database.upgrade()
    with runtime.database.read() as session:
        session.connection().execute(text("SELECT 1"))
    return f"{runtime.database.engine.dialect.name}, schema up to date"


def _templates(runtime: Runtime) -> str:
    languages = runtime.renderer.languages
    return f"{len(languages)} languages: {', '.join(sorted(languages))}"


def _tokens(tokens: AccessTokens) -> str:
    tokens.token()
    days = tokens.days_left()
    if days is not None and days < WARN_DAYS:
        raise ConfigError(f"{days:.0f} days left; authorise anew before they are over")
    return "gives access tokens" + ("" if days is None else f", {days:.0f} days left")


def _mailbox(settings: Mailbox, tokens: AccessTokens | None) -> str:
    client = connect(settings, tokens)
    try:
        client.select_folder(settings.folder, readonly=True)
        has_idle = client.has_capability("IDLE")
    finally:
        close(client)
    how = "IDLE" if has_idle and settings.idle else f"a look every {settings.poll_seconds:g} s"
    return f"{settings.host}:{settings.port}, folder {settings.folder}, {how}"


def _maildir(path: Path) -> str:
    missing = [name for name in ("cur", "new", "tmp") if not (path / name).is_dir()]
    if missing:
        raise ConfigError(f"{path} lacks {', '.join(missing)}; make it with `maildirmake {path}`")
    return str(path)


def _sending(runtime: Runtime) -> str:
    smtp = runtime.settings.smtp
    if smtp.maildir:
        return f"into the Maildir {smtp.maildir}"
    if not smtp.host:
        raise ConfigError("[smtp] host is empty; acknowledgements wait until it is set")
    asyncio.run(_open(runtime.transports[Route.MAIL]))
    return f"{smtp.host}:{smtp.port} lets us in"


def _signing(runtime: Runtime) -> str:
    smtp = runtime.settings.smtp
    if runtime.sign is None:
        raise ConfigError("[smtp] dkim_key_file is missing; to sign needs a key")
    return f"as {smtp.dkim_selector}._domainkey.{smtp.dkim_domain} tells receivers"


async def _open(way: Transport) -> None:
    try:
        await way.open()
    finally:
        await way.close()
