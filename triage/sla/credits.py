"""What downtime and late responses give back (rules S11 and S12); money is exact."""

from decimal import ROUND_HALF_UP, Decimal

from triage.sla.terms import CreditTerms

_CENT = Decimal("0.01")
_NOTHING = Decimal("0.00")
_HUNDRED = 100


def downtime_credit(availability: Decimal, top_ups: Decimal, terms: CreditTerms) -> Decimal:
    """Return the credit for a month's downtime (rule S11).

    Args:
        availability: Per cent, already rounded to two decimals.
        top_ups: What the customer topped up in that month, not negative.
        terms: The table and its ceilings.

    Returns:
        An amount rounded half up to the cent.
    """
    percent = next((tier.percent for tier in terms.tiers if availability < tier.below), Decimal())
    share = top_ups * min(percent, terms.maximum_percent) / _HUNDRED
    return min(share, terms.maximum).quantize(_CENT, ROUND_HALF_UP)


def response_credit(breached_responses: int, terms: CreditTerms) -> Decimal:
    """Return the credit for a customer's breached first responses in one month (rule S12)."""
    is_due = breached_responses >= terms.breached_responses
    return terms.response_amount.quantize(_CENT, ROUND_HALF_UP) if is_due else _NOTHING
