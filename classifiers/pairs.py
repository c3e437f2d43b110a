"""What two messages have in common: the features of the duplicate classifier."""

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from rapidfuzz import fuzz

from classifiers.lexicon import word_lists
from classifiers.text.folding import fold
from classifiers.text.tokens import is_spaceless
from models.vocabulary import Category, Field

_PHRASES = sorted(set(word_lists("chase")["chase"]), key=len, reverse=True)
_CHASES = re.compile(
    "|".join(re.escape(each) for each in _PHRASES if is_spaceless(each))
    + r"|(?<!\w)(?:"
    + "|".join(re.escape(each) for each in _PHRASES if not is_spaceless(each))
    + r")(?!\w)"
)
_CODES = re.compile(r"[\w.+-]*@[\w.-]+|https?://\S+|\w*\d[\w.,-]*")
_LONGEST_CHASE = 160
_LONGEST_COMPARED = 2_000
_TEMPLATE, _LEAST_DIGITS, _MISTYPED = 0.85, 3, 85
_PUNCTUATION = re.compile(r"[\W_]")
_IDS = (Field.ORDER_ID, Field.TRANSACTION_ID)
_PARTICULARS = (Field.AMOUNT, Field.PAYMENT_METHOD)


class Side(NamedTuple):
    """One of two messages.

    Attributes:
        customer: Address or account, folded.
        text: Its own words, folded and with single spaces.
        bare: The same without ids, amounts and links.
        codes: Ids, amounts, addresses and links as they are written.
        facts: Values per field.
        category: What it is about.
        probabilities: Probability of each category.
        vector: Its features, of unit length.
        concepts: The concepts of its words.
        chase: The phrase with which it asks after an earlier message, or nothing.
    """

    customer: str
    text: str
    bare: str
    codes: frozenset[str]
    facts: Mapping[Field, frozenset[str]]
    category: Category
    probabilities: tuple[float, ...]
    vector: Mapping[int, float]
    concepts: frozenset[str]
    chase: str


class Pair(NamedTuple):
    """How two messages relate; likenesses are in [0, 1]."""

    same_customer: bool
    likeness: float
    common_ids: frozenset[str]
    ids_in_conflict: bool
    same_category: bool
    chase: str
    features: tuple[float, ...]


FEATURES = (
    *("words", "letters", "meaning", "shape", "part", "category", "common_id", "chase"),
    *("amounts_differ", "methods_differ", "both_bare", "age"),
)
"""Names of `Pair.features`, in their order."""


def own_text(own: str) -> str:
    """Return a message's own words folded and with single spaces, bounded."""
    return " ".join(fold(own).split())[:_LONGEST_COMPARED]


def without_codes(text: str) -> str:
    """Return a folded text without ids, amounts, addresses and links."""
    return " ".join(_CODES.sub(" ", text).split())


def codes_in(text: str) -> frozenset[str]:
    """Return the ids, amounts, addresses and links of a folded text, as they are written."""
    return frozenset(_PUNCTUATION.sub("", each) for each in _CODES.findall(text) if _is_code(each))


def chase_in(text: str) -> str:
    """Return the phrase with which a short folded text asks after an earlier message."""
    found = _CHASES.search(text) if len(text) <= _LONGEST_CHASE else None
    return found.group() if found else ""


def compare(new: Side, earlier: Side, age_hours: float) -> Pair:
    """Return how a new message relates to an earlier one."""
    common: frozenset[str] = frozenset().union(
        *(_of(new, field) & _of(earlier, field) for field in _IDS)
    )
    likeness = fuzz.ratio(new.text, earlier.text) / 100
    agreement = sum(map(float.__mul__, new.probabilities, earlier.probabilities))
    features = (
        _cosine(new.vector, earlier.vector),
        fuzz.ratio(new.bare, earlier.bare) / 100,
        _overlap(new.concepts, earlier.concepts),
        fuzz.token_set_ratio(new.bare, earlier.bare) / 100,
        fuzz.partial_ratio(new.bare, earlier.bare) / 100,
        agreement,
        float(bool(common)),
        float(bool(new.chase)),
        *(float(_differ(new, earlier, field)) for field in _PARTICULARS),
        float(not (_has_ids(new) or _has_ids(earlier))),
        math.log1p(age_hours / 24),
    )
    return Pair(
        same_customer=bool(new.customer) and new.customer == earlier.customer,
        likeness=likeness,
        common_ids=common,
        ids_in_conflict=_is_other_matter(new, earlier, common, bare_likeness=features[1]),
        same_category=new.category is earlier.category,
        chase=new.chase,
        features=features,
    )


def _is_other_matter(
    new: Side, earlier: Side, common: frozenset[str], *, bare_likeness: float
) -> bool:
    """Tell two matters by ids in conflict, or by one template filled in with other codes."""
    if not common and any(_differ(new, earlier, field) for field in _IDS):
        return True
    if bare_likeness < _TEMPLATE:
        return False
    ours, theirs = new.codes - earlier.codes, earlier.codes - new.codes
    is_other = any(not any(_is_mistyped(code, each) for each in theirs) for code in ours)
    return is_other and bool(theirs)


def _is_mistyped(code: str, other: str) -> bool:
    """Tell one code from another by a letter at most; numbers differ by any digit."""
    is_number = code.isdecimal() or other.isdecimal()
    return not is_number and fuzz.ratio(code, other) >= _MISTYPED


def _is_code(written: str) -> bool:
    return len(written) >= _LEAST_DIGITS and sum(map(str.isdigit, written)) >= _LEAST_DIGITS


def _of(side: Side, field: Field) -> frozenset[str]:
    return side.facts.get(field, frozenset())


def _differ(new: Side, earlier: Side, field: Field) -> bool:
    ours, theirs = _of(new, field), _of(earlier, field)
    return bool(ours and theirs and not ours & theirs)


def _has_ids(side: Side) -> bool:
    return any(_of(side, field) for field in _IDS)


def _cosine(first: Mapping[int, float], second: Mapping[int, float]) -> float:
    return sum(value * second.get(column, 0.0) for column, value in first.items())


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second) if first and second else 0.0
