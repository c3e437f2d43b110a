"""What a deployment may change about the classifiers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from models.vocabulary import Category, Field

REQUIRED: Mapping[Category, frozenset[Field]] = MappingProxyType(
    {
        Category.TOPUP: frozenset(
            {Field.DESCRIPTION, Field.TRANSACTION_ID, Field.PAYMENT_METHOD, Field.AMOUNT}
        ),
        Category.ORDER: frozenset({Field.DESCRIPTION, Field.ORDER_ID}),
        Category.ACCOUNT: frozenset({Field.DESCRIPTION, Field.USERNAME}),
        Category.BILLING: frozenset({Field.DESCRIPTION}),
        Category.SERVICE: frozenset({Field.DESCRIPTION}),
        Category.TECHNICAL: frozenset({Field.DESCRIPTION, Field.STEPS, Field.SCREENSHOT}),
        Category.CLAIM: frozenset({Field.DESCRIPTION, Field.PERIOD}),
        Category.OUT_OF_SCOPE: frozenset(),
    }
)

CLAIM_TITLES: tuple[str, ...] = (
    "Wniosek o rekompensatę z tytułu SLA",
    "SLA compensation claim",
    "Claim for SLA compensation",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """A deployment's choices.

    Attributes:
        required: Fields without which a message of a category cannot be acted on (rule P8).
        claim_titles: Subjects that make a message a claim whatever it says (rule S13);
            compared without case, diacritics and punctuation.
    """

    required: Mapping[Category, frozenset[Field]] = field(default_factory=lambda: REQUIRED)
    claim_titles: tuple[str, ...] = CLAIM_TITLES
