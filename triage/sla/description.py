"""A policy in words: every version with its dates, hours, targets and readings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from models.vocabulary import Category, Channel, Field, Priority
from triage.sla.calendar import BusinessDays, Calendar, Window
from triage.sla.policy import Policy
from triage.sla.terms import PolicyVersion, Target

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class InForce:
    """When a version is in force (rule S15).

    Attributes:
        version: The version.
        since: Its first local day.
        until: The first local day of the next version, or None.
        is_now: Whether a ticket that is received now falls under it.
    """

    version: PolicyVersion
    since: date
    until: date | None
    is_now: bool


def in_force(policy: Policy, now: datetime) -> Iterator[InForce]:
    """Yield the versions of a policy, the earliest first, with their dates."""
    current = policy.version_at(now)
    following: Sequence[PolicyVersion | None] = (*policy.versions[1:], None)
    for version, later in zip(policy.versions, following, strict=True):
        until = None if later is None else later.in_force_from
        yield InForce(version, version.in_force_from, until, version is current)


def describe(version: PolicyVersion) -> Iterator[tuple[str, str]]:
    """Yield what a version says, as (name, words); several lines may bear one name."""
    calendar = version.calendar
    yield "zone", calendar.zone.key
    for days, hours in _week(calendar):
        yield "hours", f"{days} {hours}"
    yield "holidays", ", ".join(calendar.holidays) or "none"
    for name, named in (("also closed", calendar.added), ("worked", calendar.worked)):
        for day, why in sorted(named.items()):
            yield name, f"{day} {why}"
    for day, windows in sorted(calendar.special.items()):
        yield "special hours", f"{day} {_hours(windows)}"
    yield from _targets(version.targets)
    yield "warned", f"after {version.warn_at:%} of the target"
    for reading in fields(version.readings):
        yield reading.name, str(getattr(version.readings, reading.name))
    yield "english_only", _yes_no(holds=version.english_only)
    yield "tells_reclassified", _yes_no(holds=version.tells_reclassified)
    yield from _facts("required", version.required)
    yield from _facts("asked for", version.asked_for)
    yield from _promises(version)


def _week(calendar: Calendar) -> Iterator[tuple[str, str]]:
    """Yield runs of weekdays with the same hours."""
    first = 0
    for day in range(1, len(_DAYS) + 1):
        if day < len(_DAYS) and calendar.week[day] == calendar.week[first]:
            continue
        run = _DAYS[first] if day - first == 1 else f"{_DAYS[first]}–{_DAYS[day - 1]}"
        yield run, _hours(calendar.week[first])
        first = day


def _hours(windows: Sequence[Window]) -> str:
    return ", ".join(f"{opens:%H:%M}-{_end(closes)}" for opens, closes in windows) or "closed"


def _end(closes: time | None) -> str:
    return "24:00" if closes is None else f"{closes:%H:%M}"


def _targets(targets: Mapping[tuple[Channel, Priority], Target]) -> Iterator[tuple[str, str]]:
    for channel in Channel:
        for priority in Priority:
            target = targets[channel, priority]
            aim = "" if target.aim is None else f", aim {_length(target.aim)}"
            yield "target", f"{channel}, {priority}: {_length(target.due)}{aim}"


def _length(amount: BusinessDays | timedelta) -> str:
    if isinstance(amount, BusinessDays):
        return f"{amount.number} business day{'s' if amount.number != 1 else ''}"
    return f"{amount / _HOUR:g} hours"


def _facts(name: str, by: Mapping[Category, frozenset[Field]]) -> Iterator[tuple[str, str]]:
    for category in Category:
        if found := ", ".join(field for field in Field if field in by[category]):
            yield name, f"{category}: {found}"


def _promises(version: PolicyVersion) -> Iterator[tuple[str, str]]:
    if (promised := version.availability) is not None:
        minutes = promised.shortest / timedelta(minutes=1)
        yield "availability", f"{promised.target} % of a calendar month"
        yield "downtime", f"seen by {promised.locations} locations for {minutes:g} minutes"
    if (credit := version.credits) is not None:
        for tier in credit.tiers:
            yield "credit", f"below {tier.below} %: {tier.percent} % of the month's top-ups"
        yield "credit", f"at most {credit.maximum_percent} % and {credit.maximum} {credit.currency}"
        amount = f"{credit.response_amount} {credit.currency}"
        yield "credit", f"{credit.breached_responses} late first responses in a month: {amount}"
        yield "breach_month", str(credit.breach_month)
    if (claims := version.claims) is not None:
        for language, title in sorted(claims.titles.items()):
            yield "claim", f"title ({language}, {claims.title_match}): {title}"
        yield "claim", f"within {claims.window / _HOUR:g} hours after the month"
        yield "claim", f"decided within {_length(claims.decide_in)}"


def _yes_no(*, holds: bool) -> str:
    return "yes" if holds else "no"
