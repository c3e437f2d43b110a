"""What two messages have in common: the features of the duplicate classifier."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from classifiers.lexicon import word_lists
from classifiers.text.folding import fold
from models.vocabulary import Category, Field

_CHASES = re.compile(
    "|".join(sorted(map(re.escape, set(word_lists("chase")["chase"])), key=len, reverse=True))
)
_DIGITS = re.compile(r"[\w.+-]*@[\w.-]+|https?://\S+|\w*\d[\w.,-]*")
_SHORT_CHASE = 160
_IDS = (Field.ORDER_ID, Field.TRANSACTION_ID)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two messages.

    Attributes:
        customer: Address or account, folded.
        text: Its own words, folded and with single spaces.
        bare: The same without ids, amounts and links.
        ids: Order and transaction ids in it.
        category: What it is about.
        chase: The phrase with which it asks after an earlier message, or nothing.
    """

    customer: str
    text: str
    bare: str
    ids: Mapping[Field, frozenset[str]]
    category: Category
    chase: str

    @classmethod
    def of(
        cls, customer: str, own: str, present: Mapping[Field, tuple[str, ...]], category: Category
    ) -> "Side":
        """Return a message as one side of a pair."""
        text = " ".join(fold(own).split())
        chase = _CHASES.search(text) if len(text) <= _SHORT_CHASE else None
        return cls(
            customer=customer.strip().casefold(),
            text=text,
            bare=" ".join(_DIGITS.sub(" ", text).split()),
            ids={field: frozenset(present.get(field, ())) for field in _IDS},
            category=category,
            chase=chase.group() if chase else "",
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """How two messages relate; similarities are in [0, 1]."""

    same_customer: bool
    likeness: float
    bare_likeness: float
    shared_words: float
    ids_in_common: frozenset[str]
    ids_in_conflict: bool
    same_category: bool
    is_chase: bool
    age_hours: float


def compare(new: Side, earlier: Side, age_hours: float) -> Pair:
    """Return how a new message relates to an earlier one."""
    common = frozenset().union(*(new.ids[field] & earlier.ids[field] for field in _IDS))
    conflict = any(
        new.ids[field] and earlier.ids[field] and not new.ids[field] & earlier.ids[field]
        for field in _IDS
    )
    return Pair(
        same_customer=bool(new.customer) and new.customer == earlier.customer,
        likeness=fuzz.ratio(new.text, earlier.text) / 100,
        bare_likeness=fuzz.ratio(new.bare, earlier.bare) / 100,
        shared_words=fuzz.token_set_ratio(new.bare, earlier.bare) / 100,
        ids_in_common=common,
        ids_in_conflict=conflict and not common,
        same_category=new.category is earlier.category,
        is_chase=bool(new.chase),
        age_hours=age_hours,
    )
