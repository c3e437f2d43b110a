"""What a policy promises: one frozen value per part, every ambiguous reading an enum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from models.vocabulary import Category, Channel, Field, Priority
from triage.sla.calendar import BusinessDays, Calendar


class BeforeOpening(StrEnum):
    """When a ticket that becomes valid outside hours starts (rules S5 and P3)."""

    NEXT_BUSINESS_DAY = "next_business_day"
    SAME_DAY = "same_day"


class MeasuredIn(StrEnum):
    """What the hours of a target are (rule P4)."""

    BUSINESS = "business"
    CALENDAR = "calendar"


class UsedUpAtClosing(StrEnum):
    """When a target in hours is due that is used up exactly at a closing (rules S2 and P4)."""

    NEXT_OPENING = "next_opening"
    CLOSING = "closing"


class StartsWhen(StrEnum):
    """Whether the clock waits for a valid ticket (rule S4)."""

    VALID = "valid"
    RECEIVED = "received"


class AskedBeforeStart(StrEnum):
    """What asking for more does to a clock that has not started yet (rule S6)."""

    WAITS = "waits"
    PAUSES = "pauses"


class OutOfScope(StrEnum):
    """Whether a first response is owed to a matter out of scope (rules S2 and P5)."""

    VOID = "void"
    OWED = "owed"


class BreachMonth(StrEnum):
    """Which month a breached first response belongs to (rule S12)."""

    DUE = "due"
    RECEIVED = "received"


class TitleMatch(StrEnum):
    """How exactly a claim must bear its title (rule S13)."""

    EXACT = "exact"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Target:
    """A first-response target (rules S2 and P4).

    Attributes:
        due: Business days, or hours as a duration.
        aim: The lower figure shown to agents, in the same kind of unit, or None.
    """

    due: BusinessDays | timedelta
    aim: BusinessDays | timedelta | None = None


@dataclass(frozen=True, slots=True)
class AvailabilityTerms:
    """The availability promised (rule S10).

    Attributes:
        target: Per cent of a calendar month.
        locations: How many locations must see an outage at the same time.
        shortest: An outage that is shorter is no downtime.
    """

    target: Decimal
    locations: int
    shortest: timedelta


@dataclass(frozen=True, slots=True)
class CreditTier:
    """A step of the credit table: availability `below` this gives `percent` of the top-ups."""

    below: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """Credits for downtime and late responses (rules S11 and S12).

    Attributes:
        currency: ISO 4217 code of every amount.
        tiers: The table, lowest availability first.
        maximum_percent: The most that downtime gives, in per cent of the month's top-ups.
        maximum: The most that downtime gives, as an amount.
        breached_responses: So many breaches in a month give one credit.
        response_amount: The amount of that credit.
        breach_month: Which month a breach belongs to.
    """

    currency: str
    tiers: tuple[CreditTier, ...]
    maximum_percent: Decimal
    maximum: Decimal
    breached_responses: int
    response_amount: Decimal
    breach_month: BreachMonth = BreachMonth.DUE


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """How credits are claimed (rule S13).

    Attributes:
        titles: The title a claim must bear, by language.
        title_match: How exactly.
        window: How long after the end of the month a claim may be made.
        decide_in: How long the decision may take.
    """

    titles: Mapping[str, str]
    title_match: TitleMatch
    window: timedelta
    decide_in: BusinessDays


@dataclass(frozen=True, slots=True)
class Readings:
    """How the ambiguous sentences of a policy are read; docs/sla.md explains each."""

    before_opening: BeforeOpening = BeforeOpening.NEXT_BUSINESS_DAY
    measured_in: MeasuredIn = MeasuredIn.BUSINESS
    used_up_at_closing: UsedUpAtClosing = UsedUpAtClosing.NEXT_OPENING
    starts_when: StartsWhen = StartsWhen.VALID
    asked_before_start: AskedBeforeStart = AskedBeforeStart.WAITS
    out_of_scope: OutOfScope = OutOfScope.VOID


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version of a policy (rule S15).

    Attributes:
        name: Its key in the configuration, such as "v1".
        in_force_from: The local day from which it is in force.
        calendar: Business hours and holidays (rules S1 and P3).
        readings: How its ambiguous sentences are read.
        targets: By (channel, priority); complete.
        warn_at: The share of the target after which a warning is due, above 0 and below 1.
        required: Fields without which a ticket is not valid, by category (rules S4 and P8).
        asked_for: Fields that are asked for but not waited for, by category.
        english_only: Messages in other languages wait for a translation (rule P7).
        tells_reclassified: A customer who was acknowledged already is told when a correction
            changes what the acknowledgement should have said (rule S8).
        availability: None where nothing is promised; `credits` and `claims` alike.
    """

    name: str
    in_force_from: date
    calendar: Calendar
    readings: Readings
    targets: Mapping[tuple[Channel, Priority], Target]
    warn_at: Decimal
    required: Mapping[Category, frozenset[Field]]
    asked_for: Mapping[Category, frozenset[Field]]
    english_only: bool = False
    tells_reclassified: bool = False
    availability: AvailabilityTerms | None = None
    credits: CreditTerms | None = None
    claims: ClaimTerms | None = None

    @property
    def in_force_at(self) -> datetime:
        """The instant from which the version is in force: local midnight of its day."""
        return self.calendar.midnight(self.in_force_from)
