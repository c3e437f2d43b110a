"""`triage policy`: the agreements as configured, what differs, and what a change would do."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from triage.cli.base import example
from triage.cli.installed import with_runtime
from triage.cli.instants import InstantType
from triage.cli.lazy import WrongUsage
from triage.config.load import load, policies_of
from triage.config.schema import Settings
from triage.desk.trial import Trial, trials
from triage.runtime import Runtime
from triage.sla.comparison import KeyChange, differences
from triage.sla.description import InForce, describe, in_force
from triage.sla.policy import Policy

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_CONFIG = click.option(
    "--config", type=_FILE, help="The configuration; default: TRIAGE_CONFIG, else ./config.toml."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON Lines.")


@click.group()
def policy() -> None:
    """Show the agreements on service, compare them, and try a change before it is in force."""


@policy.command()
@_CONFIG
@_JSON
@click.argument("names", nargs=-1)
@example("triage policy show smmpanelus")
def show(config: Path | None, names: tuple[str, ...], *, as_json: bool) -> None:
    """Print the agreements NAMES, or all: every version, since when it is in force, and its terms.

    With --json one line per version; `terms` is its table in the configuration, with defaults
    left out.
    """
    settings = load(config)
    policies, now = policies_of(settings), datetime.now(UTC)
    for name in names or policies:
        if name not in policies:
            raise WrongUsage(f"{name}: there is no such policy; there are {', '.join(policies)}")
        for dates in in_force(policies[name], now):
            if as_json:
                click.echo(json.dumps(_as_json(policies[name], dates, settings)))
            else:
                click.echo("\n".join(_as_text(name, dates)))


def _as_json(policy: Policy, dates: InForce, settings: Settings) -> dict[str, object]:
    return {
        "policy": policy.name,
        "version": dates.version.name,
        "in_force_from": dates.since.isoformat(),
        "in_force_until": dates.until.isoformat() if dates.until else None,
        "is_in_force": dates.is_now,
        "terms": settings.policies[policy.name]["versions"][dates.version.name],
    }


def _as_text(name: str, dates: InForce) -> Iterator[str]:
    until = f" until {dates.until}" if dates.until else ""
    mark = ", in force now" if dates.is_now else ""
    yield f"{name} {dates.version.name}: from {dates.since}{until}{mark}"
    last = ""
    for key, words in describe(dates.version):
        yield f"  {'' if key == last else key:<20} {words}"
        last = key


@policy.command()
@_CONFIG
@_JSON
@click.argument("old")
@click.argument("new")
@example("""
triage policy diff smmpanelus/v1 smmpanelus/v2
triage policy diff config.toml changed.toml
""")
def diff(config: Path | None, old: str, new: str, *, as_json: bool) -> None:
    """Print the keys that differ between OLD and NEW.

    Each is a version of an agreement, as NAME/VERSION, or a configuration file, of which all
    agreements are compared.
    """
    for change in differences(_side(old, config), _side(new, config)):
        click.echo(json.dumps(_change(change)) if as_json else _sentence(change))


def _side(text: str, config: Path | None) -> Mapping[str, object]:
    """Return the table that a side of a comparison names."""
    if Path(text).is_file():
        settings = load(Path(text))
        policies_of(settings)
        return settings.policies
    name, _, version = text.partition("/")
    versions = load(config).policies.get(name, {}).get("versions", {})
    if version not in versions:
        raise WrongUsage(f"{text}: neither a file nor NAME/VERSION of a configured policy")
    table: Mapping[str, object] = versions[version]
    return table


def _change(change: KeyChange) -> dict[str, object]:
    return {"key": change.path, "old": _plain(change.old), "new": _plain(change.new)}


def _plain(value: object) -> object:
    return json.loads(json.dumps(value, default=str))


def _sentence(change: KeyChange) -> str:
    if change.old is None:
        return f"+ {change.path} = {_written(change.new)}"
    if change.new is None:
        return f"- {change.path} = {_written(change.old)}"
    return f"~ {change.path}: {_written(change.old)} → {_written(change.new)}"


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


@policy.command("try")
@with_runtime
@_JSON
@click.option(
    "--at",
    type=InstantType(),
    help="The instant to judge at, such as 2026-03-02T10:00Z; default: now.",
)
@click.argument("changed", type=_FILE)
@example("triage policy try changed.toml")
def try_(runtime: Runtime, changed: Path, at: datetime | None, *, as_json: bool) -> None:
    """Say what the agreements of the configuration CHANGED would do to the tickets that are there.

    Printed are the open deadlines that would move and the breaches that would appear or vanish;
    nothing is written. A ticket keeps the version in force when it was received.
    """
    proposed = policies_of(load(changed))
    now = at.astimezone(UTC) if at is not None else runtime.now()
    runtime.database.upgrade()
    counted: Counter[str] = Counter()
    with runtime.database.read() as session:
        for trial in trials(session, runtime.policies, proposed, now):
            counted.update(_counted(trial))
            click.echo(json.dumps(trial.to_json()) if as_json else _line(trial))
    click.echo(
        f"{counted['moved']} open deadlines would move, "
        f"{counted['appears']} breaches appear, {counted['vanishes']} vanish",
        err=True,
    )
    if gone := sorted(set(runtime.policies) - set(proposed)):
        click.echo(f"left out, for they are not in {changed}: {', '.join(gone)}", err=True)


def _counted(trial: Trial) -> Iterator[str]:
    if trial.moves:
        yield "moved"
    if trial.change.is_new_breach:
        yield "appears"
    if trial.change.is_lost_breach:
        yield "vanishes"


def _line(trial: Trial) -> str:
    told = trial.to_json()
    moved = ""
    if trial.moves:
        moved = f"  due {told['old_due_at'] or 'never'} → {told['new_due_at'] or 'never'}"
    breach = f"  breach {told['breach']}" if told["breach"] else ""
    return f"#{told['ticket']}  {trial.policy} {told['new_version']}{moved}{breach}"
