"""What downtime and late responses give: rules S11 and S12."""

from decimal import Decimal

import pytest

from triage.sla.credits import downtime_credit, response_credit
from triage.sla.policy import Policy
from triage.sla.terms import CreditTerms


@pytest.fixture
def terms(smmpanelus: Policy) -> CreditTerms:
    found = smmpanelus.versions[0].credits
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("availability", "credit"),
    [
        ("100.00", "0.00"),
        ("99.00", "0.00"),
        ("98.99", "1.00"),
        ("98.00", "1.00"),
        ("97.99", "2.00"),
        ("95.00", "2.00"),
        ("94.99", "3.00"),
        ("0.00", "3.00"),
    ],
)
def test_s11_the_table(terms: CreditTerms, availability: str, credit: str) -> None:
    found = downtime_credit(Decimal(availability), Decimal(100), terms)
    assert str(found) == credit


@pytest.mark.parametrize(
    ("top_ups", "credit"),
    [
        ("333.33", "10.00"),
        ("333.50", "10.00"),
        ("332.83", "9.98"),
        ("332.84", "9.99"),
        ("1000000", "10.00"),
        ("0.49", "0.01"),
        ("0.50", "0.02"),
        ("0.16", "0.00"),
        ("0.17", "0.01"),
        ("0", "0.00"),
    ],
)
def test_s11_at_most_ten_dollars_rounded_half_up_to_the_cent(
    terms: CreditTerms, top_ups: str, credit: str
) -> None:
    assert str(downtime_credit(Decimal("90.00"), Decimal(top_ups), terms)) == credit


@pytest.mark.parametrize(
    ("breaches", "credit"), [(0, "0.00"), (9, "0.00"), (10, "1.00"), (25, "1.00")]
)
def test_s12_ten_late_responses_give_one_credit(
    terms: CreditTerms, breaches: int, credit: str
) -> None:
    assert str(response_credit(breaches, terms)) == credit
