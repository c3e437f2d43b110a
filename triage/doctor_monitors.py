"""What `triage doctor` says of monitors: may they report, and can enough of them agree (S10)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from models.availability import MonitorObservation
from triage.config.errors import ConfigError
from triage.config.schema import MonitorFormat, MonitorSource
from triage.db import Database
from triage.desk.availability import last_seen, month_at, version_of_month
from triage.intake.signature import NoKeyError, is_signed
from triage.runtime import Runtime
from triage.sla.instants import write_instant


def source_says(runtime: Runtime, name: str) -> str:
    """Tell how a source of monitors gets in, and when it last told a change.

    Raises:
        ConfigError: It cannot get in, or its agreement promises nothing that it could measure.
    """
    source = runtime.settings.monitors[name]
    _promised(runtime, source.policy)
    way = _way_in(name, source)
    heard = _last_told(runtime.database, source.policy, name)
    told = "nothing told yet" if heard is None else f"last change told at {write_instant(heard)}"
    return f"{source.location or name}, {source.format.value}, {way}; {told}"


def agreement_says(runtime: Runtime, policy: str) -> str:
    """Tell whether enough locations watch the site of an agreement.

    Locations count that a source names, and those that reported, our own probers among them.

    Raises:
        ConfigError: Some watch, but too few to confirm anything.
    """
    needed = _promised(runtime, policy)
    sources = runtime.settings.monitors.items()
    places = {one.location or name for name, one in sources if one.policy == policy}
    with runtime.database.read() as session:
        places |= {one.location for one in last_seen(session, policy, runtime.now())}
    if not places:
        return "nothing watches the site; its availability is not measured"
    if len(places) < needed:
        raise ConfigError(
            f"{needed} locations must agree and only {_listed(places)} can report: add a"
            " [monitors.NAME] with another location, or run `triage probe` in one"
        )
    return f"{_listed(places)} watch, {needed} must agree"


def promising(runtime: Runtime) -> list[str]:
    """Return the agreements in use that promise availability now."""
    settings = runtime.settings
    sources = (settings.mailboxes, settings.maildirs, settings.webhooks, settings.monitors)
    used = {one.policy for kind in sources for one in kind.values()}
    return [name for name in runtime.policies if name in used and _locations(runtime, name)]


def _promised(runtime: Runtime, policy: str) -> int:
    needed = _locations(runtime, policy)
    if needed is None:
        raise ConfigError(f"the agreement {policy} promises no availability; name another policy")
    return needed


def _locations(runtime: Runtime, name: str) -> int | None:
    policy = runtime.policies[name]
    terms = version_of_month(policy, month_at(policy, runtime.now())).availability
    return None if terms is None else terms.locations


def _way_in(name: str, source: MonitorSource) -> str:
    if source.token is not None:
        return "known by its token"
    variable = f"TRIAGE_MONITORS__{name.upper()}__"
    if source.format is not MonitorFormat.GENERIC:
        raise ConfigError(f"{source.format.value} does not sign its calls: set {variable}TOKEN")
    try:
        is_signed(source, {}, b"")
    except NoKeyError as error:
        raise ConfigError(f"{error}: set {variable}SECRET to `whsec_` and base64") from error
    return "signed"


def _last_told(database: Database, policy: str, source: str) -> datetime | None:
    statement = select(func.max(MonitorObservation.at)).where(
        MonitorObservation.policy == policy, col(MonitorObservation.source) == source
    )
    with database.read() as session:
        return session.exec(statement).one()


def _listed(places: Iterable[str]) -> str:
    return ", ".join(sorted(places))
