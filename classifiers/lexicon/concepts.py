"""Words that mean the same thing across languages, so that one language teaches another.

A concept is a feature beside the words, never a rule: "deposit", "doładować" and "充值" share
`deposit`, and the model learns what that says.
"""

from collections.abc import Mapping
from types import MappingProxyType

from classifiers.lexicon.listed import concept_parts, listed, listed_pair

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "deposit": "adding funds",
        "paid": "a payment",
        "balance": "the balance",
        "missing_money": "something that did not arrive",
        "declined": "refused or failed",
        "pending": "still waiting",
        "twice": "more than once",
        "deducted": "money taken",
        "order": "something bought",
        "engagement": "followers, likes or views",
        "drop": "losing and refilling",
        "cancel": "cancelling",
        "late_order": "late or incomplete",
        "login": "logging in",
        "account": "a profile and its details",
        "invoice": "an invoice or a receipt",
        "fee": "fees or limits",
        "method": "a way to pay",
        "withdraw": "money back",
        "promo": "a bonus or a discount",
        "howto": "a question",
        "price": "prices",
        "quality": "what is offered",
        "error": "something that does not work",
        "site": "the site or the app",
        "compensation": "compensation or downtime",
        "job": "a job or a sales offer",
        "ban": "a ban or growth on a platform",
        "elsewhere": "another company's matter",
    }
)
"""What each concept is called on the screen; none of the words is a category's name."""


def concepts_of(form: str) -> tuple[str, ...]:
    """Return the concepts of a folded word, sorted."""
    return listed(form).concepts


def concepts_of_pair(before: str, form: str) -> tuple[str, ...]:
    """Return the concepts of two neighbouring folded words, sorted."""
    return listed_pair(before, form).concepts


def parts_of(run: str) -> list[tuple[int, int]]:
    """Return where entries stand in a folded run without spaces, the longest where they overlap."""
    kept: list[tuple[int, int]] = []
    reached = 0
    for start, back in sorted((start, -end) for start, end in concept_parts(run)):
        if start >= reached:
            reached = -back
            kept.append((start, reached))
    return kept
