"""Which facts a message gives, as features: who names a payment and a sum rarely asks about prices.

Training asks for the names of a text's features, serving for those of facts already read; both go
through `given_in`, so that they cannot part.
"""

from collections.abc import Iterable, Mapping

from classifiers.extract.facts import facts
from classifiers.extract.found import Found
from models.vocabulary import Field

# What the names of these features begin with, so that no word has the same name.
_MARK = "+"
# Whether something is described, and in steps, is told by the words themselves.
NAMES: Mapping[Field, str] = {
    field: _MARK + field for field in Field if field not in {Field.DESCRIPTION, Field.STEPS}
}
"""Names of the features, by field."""


def given(own: str) -> list[str]:
    """Return the names of the facts that the customer's own words give; a block of features."""
    return names_of(given_in(facts(own, own, ()), own))


def given_in(found: Iterable[Found], own: str) -> list[Found]:
    """Return the first fact of each field that is a feature, among those that `own` gives.

    What is only quoted is blank there, and what is attached stands nowhere: both are left out.

    Args:
        found: The facts of a message.
        own: Its text, with quoted mail and signature blanked.
    """
    first: dict[Field, Found] = {}
    for fact in found:
        if fact.field in NAMES and own[fact.start : fact.end].strip():
            first.setdefault(fact.field, fact)
    return list(first.values())


def names_of(given_facts: Iterable[Found]) -> list[str]:
    """Return the names of the features of facts that are given, sorted."""
    return sorted(NAMES[fact.field] for fact in given_facts)
