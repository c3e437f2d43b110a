"""How a claim is recognised by its title: rule S13."""

from dataclasses import replace

import pytest

from triage.sla.claims import has_claim_title
from triage.sla.policy import Policy
from triage.sla.terms import ClaimTerms, TitleMatch

TITLE = "Wniosek o rekompensatę z tytułu SLA"


@pytest.fixture
def terms(smmpanelus: Policy) -> ClaimTerms:
    found = smmpanelus.versions[0].claims
    assert found is not None
    return found


def test_s13_the_title_is_told_apart_from_others(terms: ClaimTerms) -> None:
    assert has_claim_title(TITLE, terms)
    assert not has_claim_title(TITLE.upper(), terms)
    assert not has_claim_title("SLA", terms)


def test_s13_titles_are_one_per_language(terms: ClaimTerms) -> None:
    both = replace(terms, titles={**terms.titles, "en": "Claim for SLA compensation"})
    assert has_claim_title("Claim for SLA compensation", both)
    assert has_claim_title(TITLE, both)


def test_s13_a_title_may_be_read_without_regard_to_capitals_and_spaces(terms: ClaimTerms) -> None:
    folded = replace(terms, title_match=TitleMatch.FOLDED)
    assert has_claim_title("WNIOSEK  O REKOMPENSATĘ z tytułu sla ", folded)
    assert not has_claim_title("Wniosek o rekompensate z tytulu SLA", folded)
