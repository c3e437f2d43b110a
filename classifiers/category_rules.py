"""Hard rules that decide the category after the model, in the order in which they are tried."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from classifiers.reading import Reading
from classifiers.settings import Settings
from classifiers.text.folding import fold
from classifiers.text.tokens import folded
from models.vocabulary import Category


@dataclass(frozen=True, slots=True)
class Rule:
    """One hard rule.

    Attributes:
        name: As it is shown in the evidence.
        decide: The category where the rule applies, else None.
    """

    name: str
    decide: Callable[[Reading, Settings], Category | None]


def first_rule(reading: Reading, settings: Settings) -> tuple[Category, str] | None:
    """Return the category of the first rule that applies, with the rule's name."""
    for rule in RULES:
        category = rule.decide(reading, settings)
        if category is not None:
            return category, rule.name
    return None


def bare_title(title: str) -> str:
    """Return a title without case, diacritics, punctuation and reply marks."""
    words = "".join(sign if sign.isalnum() else " " for sign in fold(title)).split()
    while words and words[0] in {"re", "fw", "fwd", "aw", "odp", "wg", "sv", "tr", "ynt", "antw"}:
        words.pop(0)
    return " ".join(words)


def _claim_by_title(reading: Reading, settings: Settings) -> Category | None:
    title = bare_title(reading.document.subject)
    is_claim = bool(title) and title in _bare_titles(settings.claim_titles)
    return Category.CLAIM if is_claim else None


@lru_cache(maxsize=8)
def _bare_titles(titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(bare_title, titles))


def _no_words(reading: Reading, _settings: Settings) -> Category | None:
    """An id or a link without a word follows the ticked form, else it is about an order."""
    if any(form[:1].isalpha() for form in map(folded, reading.tokens)):
        return None
    return reading.document.form_category or Category.ORDER


RULES: tuple[Rule, ...] = (
    Rule("the title of a claim", _claim_by_title),
    Rule("only ids or links, no words: the form decides, else order", _no_words),
)
