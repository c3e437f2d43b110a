"""Reading the terms of a policy version from its configuration table."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.vocabulary import Category, Channel, Field, Priority
from triage.sla.calendar import BusinessDays, Calendar
from triage.sla.table import Table
from triage.sla.terms import (
    AskedBeforeStart,
    AvailabilityTerms,
    BeforeOpening,
    BreachMonth,
    ClaimTerms,
    CreditTerms,
    CreditTier,
    MeasuredIn,
    OutOfScope,
    PolicyVersion,
    Readings,
    StartsWhen,
    Target,
    TitleMatch,
    UsedUpAtClosing,
)

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HUNDRED = 100


def read_version(name: str, table: Table) -> PolicyVersion:
    """Read `[policies.POLICY.versions.NAME]`.

    Raises:
        ValueError: Names the key, the value and the remedy.
    """
    version = PolicyVersion(
        name=name,
        in_force_from=table.day("in_force_from"),
        calendar=_calendar(table.table("calendar")),
        readings=_readings(table),
        targets=_targets(table.table("targets")),
        warn_at=_share(table, "warn_at"),
        required=_fields(table.table("required")),
        asked_for=_fields(table.table("asked_for")),
        english_only=table.flag("english_only", default=False),
        tells_reclassified=table.flag("tells_reclassified", default=False),
        availability=_availability(table.table("availability"))
        if "availability" in table
        else None,
        credits=_credits(table.table("credits")) if "credits" in table else None,
        claims=_claims(table.table("claims")) if "claims" in table else None,
    )
    table.finish()
    return version


def _readings(table: Table) -> Readings:
    default = Readings()
    return Readings(
        table.choice("before_opening", BeforeOpening, default.before_opening),
        table.choice("measured_in", MeasuredIn, default.measured_in),
        table.choice("used_up_at_closing", UsedUpAtClosing, default.used_up_at_closing),
        table.choice("starts_when", StartsWhen, default.starts_when),
        table.choice("asked_before_start", AskedBeforeStart, default.asked_before_start),
        table.choice("out_of_scope", OutOfScope, default.out_of_scope),
    )


def _share(table: Table, key: str) -> Decimal:
    share = table.decimal(key, Decimal("0.8"))
    if not 0 < share < 1:
        raise table.fail(key, 'give a share of the target above 0 and below 1, such as "0.8"')
    return share


def _calendar(table: Table) -> Calendar:
    hours, special = table.table("hours"), table.table("special_hours")
    week = tuple(hours.windows(day) if day in hours else () for day in _WEEKDAYS)
    hours.finish()
    places = table.words("holidays", ())
    days = {day: special.windows(day.isoformat()) for day in special.days()}
    added, worked = table.table("added").days(), table.table("worked").days()
    zone = _zone(table)
    table.finish()
    try:
        return Calendar(zone, week, places, added, worked, days)
    except ValueError as problem:
        raise ValueError(f"{table.path}: {problem}") from None


def _zone(table: Table) -> ZoneInfo:
    try:
        return ZoneInfo(table.text("zone"))
    except (ZoneInfoNotFoundError, OSError):
        raise table.fail("zone", "name a zone of the IANA database, such as Etc/GMT") from None


def _targets(table: Table) -> Mapping[tuple[Channel, Priority], Target]:
    """Read targets, named by channel and priority ("email_high"), or by either alone."""
    found = {}
    for channel in Channel:
        for priority in Priority:
            names = (f"{channel}_{priority}", channel, priority)
            name = next((name for name in names if name in table), None)
            if name is None:
                raise table.fail(priority, f"give a target for {channel} of priority {priority}")
            found[channel, priority] = _target(table.table(name))
    table.finish()
    return found


def _target(table: Table) -> Target:
    """Read a target in business days or in hours, with or without an aim."""
    if ("business_days" in table) == ("hours" in table):
        raise table.fail("business_days", "give either business_days or hours")
    due: BusinessDays | timedelta
    aim: BusinessDays | timedelta | None = None
    if "hours" in table:
        due = timedelta(hours=table.whole("hours", least=1))
        if "aim_hours" in table:
            aim = timedelta(hours=table.whole("aim_hours", least=1))
    else:
        due = BusinessDays(table.whole("business_days", least=1))
        if "aim_business_days" in table:
            aim = BusinessDays(table.whole("aim_business_days", least=1))
    table.finish()
    return Target(due, aim)


def _fields(table: Table) -> Mapping[Category, frozenset[Field]]:
    found = {category: table.choices(category, Field) for category in Category}
    table.finish()
    return found


def _availability(table: Table) -> AvailabilityTerms:
    terms = AvailabilityTerms(
        table.decimal("target"),
        table.whole("locations", 2, least=1),
        timedelta(minutes=table.whole("shortest_minutes", 5, least=0)),
    )
    table.finish()
    return terms


def _credits(table: Table) -> CreditTerms:
    steps = table.table("tiers")
    terms = CreditTerms(
        currency=table.text("currency"),
        tiers=tuple(
            sorted((_tier(steps.table(key)) for key in list(steps.keys())), key=lambda t: t.below)
        ),
        maximum_percent=table.decimal("maximum_percent"),
        maximum=table.decimal("maximum"),
        breached_responses=table.whole("breached_responses", least=1),
        response_amount=table.decimal("response_amount"),
        breach_month=table.choice("breach_month", BreachMonth, BreachMonth.DUE),
    )
    table.finish()
    return terms


def _tier(table: Table) -> CreditTier:
    tier = CreditTier(table.decimal("below"), table.decimal("percent"))
    if tier.percent > _HUNDRED:
        raise table.fail("percent", "give at most 100")
    table.finish()
    return tier


def _claims(table: Table) -> ClaimTerms:
    titles = table.table("titles")
    terms = ClaimTerms(
        {language: titles.text(language) for language in list(titles.keys())},
        table.choice("title_match", TitleMatch, TitleMatch.EXACT),
        timedelta(hours=table.whole("window_hours", 24, least=1)),
        BusinessDays(table.whole("decide_business_days", 14, least=1)),
    )
    if not terms.titles:
        raise table.fail("titles", "give at least one title, named by its language")
    table.finish()
    return terms
