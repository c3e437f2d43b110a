"""A customer's month under the agreement: availability, credits and the claim (S10 to S14)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from triage.sla.availability import Availability, Observation, measure, month_of
from triage.sla.claims import Claim, ClaimReason, decide_by, reasons_against
from triage.sla.credits import downtime_credit, response_credit
from triage.sla.instants import seconds, write_instant
from triage.sla.policy import Policy
from triage.sla.segments import Segment
from triage.sla.terms import AvailabilityTerms, ClaimTerms, CreditTerms, PolicyVersion

_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Records:
    """What we know about a customer's month.

    Attributes:
        month: Its first day.
        observations: What the monitors saw.
        maintenance: Windows of maintenance, planned or not.
        top_ups: What the customer topped up in the month.
        breached_responses: How many first responses to the customer were late in the month.
        excluded: Why nothing is owed (rule S14), or None.
        claim: What the customer filed, or None.
    """

    month: date
    observations: tuple[Observation, ...]
    maintenance: tuple[Segment, ...]
    top_ups: Decimal
    breached_responses: int
    excluded: str | None = None
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class ClaimDecision:
    """The decision that the conditions give; a manager approves or rejects it.

    Attributes:
        reasons: Everything against the claim; none where it is accepted.
        decide_by: The last instant for telling the customer.
    """

    reasons: tuple[ClaimReason, ...]
    decide_by: datetime

    @property
    def is_accepted(self) -> bool:
        """Whether nothing speaks against the claim."""
        return not self.reasons

    def to_json(self) -> dict[str, object]:
        """Return the decision as `triage credits` writes it."""
        return {
            "accepted": self.is_accepted,
            "reasons": [reason.value for reason in self.reasons],
            "decide_by": write_instant(self.decide_by),
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the records give for a month, with or without a claim.

    Attributes:
        availability: The month's figure and its downtime.
        downtime_credit: Zero where excluded; `response_credit` alike.
        currency: Of both amounts.
        claim: The decision proposed, or None where nothing was claimed.
    """

    availability: Availability
    downtime_credit: Decimal
    response_credit: Decimal
    currency: str
    claim: ClaimDecision | None

    def to_json(self) -> dict[str, object]:
        """Return the answer of `triage credits`."""
        return {
            "downtime_seconds": seconds(self.availability.down),
            "availability": str(self.availability.percent),
            "downtime_credit": str(self.downtime_credit),
            "response_credit": str(self.response_credit),
            "claim": None if self.claim is None else self.claim.to_json(),
            "currency": self.currency,
            "downtime": [
                {"from": write_instant(piece.start), "to": write_instant(piece.end)}
                for piece in self.availability.downtime
            ],
        }


def assess(records: Records, policy: Policy) -> Assessment:
    """Return what a month gives a customer, and the decision on a claim.

    The figures are by the version in force when the month ended, the claim's conditions by the one
    in force when the claim was received (rule S15).

    Raises:
        ValueError: Where the policy promises no availability, credits or claims.
    """
    calendar = policy.versions[0].calendar
    end = month_of(calendar, records.month).end
    version = policy.version_at(end - timedelta(microseconds=1))
    availability_terms, credit_terms, _ = _terms(policy, version)
    month = month_of(version.calendar, records.month)
    availability = measure(month, records.observations, records.maintenance, availability_terms)
    down = downtime_credit(availability.percent, records.top_ups, credit_terms)
    late = response_credit(records.breached_responses, credit_terms)
    is_excluded = records.excluded is not None
    return Assessment(
        availability,
        _NOTHING if is_excluded else down,
        _NOTHING if is_excluded else late,
        credit_terms.currency,
        _decision(records, month, policy, is_anything_due=bool(down or late)),
    )


def _decision(
    records: Records, month: Segment, policy: Policy, *, is_anything_due: bool
) -> ClaimDecision | None:
    if records.claim is None:
        return None
    version = policy.version_at(records.claim.at)
    _, _, terms = _terms(policy, version)
    reasons = reasons_against(
        records.claim,
        month,
        terms,
        is_excluded=records.excluded is not None,
        is_anything_due=is_anything_due,
    )
    reading = version.readings.before_opening
    due = decide_by(records.claim.at, terms, version.calendar, reading)
    return ClaimDecision(tuple(reasons), due)


def _terms(
    policy: Policy, version: PolicyVersion
) -> tuple[AvailabilityTerms, CreditTerms, ClaimTerms]:
    if version.availability is None or version.credits is None or version.claims is None:
        raise ValueError(
            f"policy {policy.name} {version.name} promises no credits; name another policy, or give"
            f" it the tables availability, credits and claims"
        )
    return version.availability, version.credits, version.claims
