"""What monitors post, as changes: our own schema, and those of common uptime services."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    TypeAdapter,
)

from models.vocabulary import Watched
from triage.config.schema import MonitorFormat, MonitorSource, listed
from triage.intake.payload import Part
from triage.sla.witnesses import Change

_LONGEST_NAME = 120

Name = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=_LONGEST_NAME,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        strip_whitespace=True,
    ),
]


class SeenChange(Part):
    """What a monitor saw change."""

    monitor: Name
    """The monitor's name."""
    location: Name | None = None
    """Where it stands; default: the location of the source."""
    watches: Watched = Watched.BOTH
    """`both`, the home page and the panel together, or one of them: `home`, `panel`."""
    up: bool
    """Whether what it watches is reachable from then on."""
    at: AwareDatetime
    """When."""


class SeenChanges(Part):
    """Changes, oldest first."""

    observations: Annotated[tuple[SeenChange, ...], Field(max_length=1000)]
    """What was seen."""


class MonitorReport(Part):
    """Monitors tell what they saw change."""

    type: Literal["monitor.reported"]
    """The event."""
    timestamp: AwareDatetime
    """When it was posted; for show only."""
    data: SeenChanges
    """The changes."""


def schema() -> dict[str, JsonValue]:
    """Return the JSON Schema of a report, with references as OpenAPI has them."""
    return MonitorReport.model_json_schema(ref_template="#/components/schemas/{model}")


class _Alert(BaseModel):
    """A service's alert: what we do not use may be anything."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)


class _UptimeRobot(_Alert):
    # The address of a check whose friendly name was left empty stands in for it.
    monitorFriendlyName: str = ""  # noqa: N815 - the service's spelling
    monitorURL: str = ""  # noqa: N815 - the service's spelling
    alertType: str  # noqa: N815 - the service's spelling
    alertDateTime: AwareDatetime | None = None  # noqa: N815 - the service's spelling


class _Incident(_Alert):
    name: str = ""
    url: str | None = None
    started_at: AwareDatetime
    resolved_at: AwareDatetime | None = None


class _IncidentData(_Alert):
    attributes: _Incident


class _BetterStack(_Alert):
    data: _IncidentData


class _PingdomCheck(_Alert):
    full_url: str = ""
    hostname: str = ""


class _Pingdom(_Alert):
    check_name: str = ""
    check_params: _PingdomCheck = _PingdomCheck()
    current_state: str
    state_changed_timestamp: AwareDatetime


def read_report(
    source: str, settings: MonitorSource, body: bytes, query: str, now: datetime
) -> tuple[Change, ...]:
    """Read a call's body; an alert that is about something else gives no change.

    Args:
        source: The source's name in the configuration.
        settings: Its format, location and checks.
        body: JSON; of UptimeRobot a form, or nothing, as well.
        query: What stands behind the `?` of the address, which UptimeRobot may use instead.
        now: The present, for alerts without a time.

    Raises:
        pydantic.ValidationError: It is not as its format wants it.
    """
    if settings.format is MonitorFormat.UPTIMEROBOT:
        return _uptimerobot(_Site(source, settings), body, query, now)
    return _READERS[settings.format](_Site(source, settings), body)


class _Site:
    """Where a source's checks stand, and which part of the site each of them watches."""

    def __init__(self, source: str, settings: MonitorSource) -> None:
        self.location = settings.location or source
        self._home = {_plain(name) for name in listed(settings.home)}
        self._panel = {_plain(name) for name in listed(settings.panel)}

    def change(self, name: str, address: str, at: datetime, *, is_up: bool) -> Change:
        """Return what a service's check saw."""
        names = {_plain(name), _plain(address)} - {""}
        watches = Watched.BOTH
        if names & self._home:
            watches = Watched.HOME
        elif names & self._panel:
            watches = Watched.PANEL
        said = "".join(c for c in name or address or "unnamed" if c.isprintable())
        return Change(said[:_LONGEST_NAME], self.location, watches, at, is_up)


def _plain(name: str) -> str:
    return name.strip().rstrip("/").casefold()


def _generic(site: _Site, body: bytes) -> tuple[Change, ...]:
    report = MonitorReport.model_validate_json(body)
    return tuple(
        Change(one.monitor, one.location or site.location, one.watches, one.at, one.up)
        for one in report.data.observations
    )


_UPTIMEROBOT_STATES = {"1": False, "2": True}
"""alertType; 3 tells of a certificate that runs out."""


def _uptimerobot(site: _Site, body: bytes, query: str, now: datetime) -> tuple[Change, ...]:
    alert = _UptimeRobot.model_validate(_fields(body, query))
    is_up = _UPTIMEROBOT_STATES.get(alert.alertType.strip())
    if is_up is None:
        return ()
    at = alert.alertDateTime or now
    return (site.change(alert.monitorFriendlyName, alert.monitorURL, at, is_up=is_up),)


def _fields(body: bytes, query: str) -> Mapping[str, object]:
    """Return the variables of an alert, however its owner chose to have them sent."""
    found: dict[str, object] = dict(parse_qsl(query))
    if body.lstrip().startswith(b"{"):
        found |= _OBJECT.validate_json(body)
    else:
        found |= dict(parse_qsl(body.decode("utf-8", "replace")))
    # A variable that the service did not fill in still bears its stars.
    return {key: value for key, value in found.items() if value != f"*{key}*"}


_OBJECT: TypeAdapter[dict[str, object]] = TypeAdapter(dict[str, object])


def _betterstack(site: _Site, body: bytes) -> tuple[Change, ...]:
    """Read an incident, JSON:API style; one that was acknowledged is still going on."""
    incident = _BetterStack.model_validate_json(body).data.attributes
    name, address = incident.name, incident.url or ""
    down = site.change(name, address, incident.started_at, is_up=False)
    if incident.resolved_at is None:
        return (down,)
    return (down, site.change(name, address, incident.resolved_at, is_up=True))


_PINGDOM_STATES = {"DOWN": False, "UP": True}


def _pingdom(site: _Site, body: bytes) -> tuple[Change, ...]:
    alert = _Pingdom.model_validate_json(body)
    is_up = _PINGDOM_STATES.get(alert.current_state)
    if is_up is None:
        return ()
    address = alert.check_params.full_url or alert.check_params.hostname
    return (site.change(alert.check_name, address, alert.state_changed_timestamp, is_up=is_up),)


_READERS: Mapping[MonitorFormat, Callable[[_Site, bytes], tuple[Change, ...]]] = {
    MonitorFormat.GENERIC: _generic,
    MonitorFormat.BETTERSTACK: _betterstack,
    MonitorFormat.PINGDOM: _pingdom,
}
