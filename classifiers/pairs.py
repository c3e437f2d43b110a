"""What two messages have in common: the features of the duplicate classifier."""

import math
import re
from collections.abc import Iterable, Mapping
from operator import mul
from typing import NamedTuple

from rapidfuzz import fuzz

from classifiers.codes import Codes, are_others, number
from classifiers.lexicon import word_lists
from classifiers.lexicon.concepts import concepts_of
from classifiers.resent import Gist, is_asking, is_contained, is_sent_again
from classifiers.text.folding import fold
from classifiers.text.tokens import is_spaceless
from models.vocabulary import Category, Field


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of folded phrases; only writing without spaces goes right on."""
    longest_first = sorted(set(phrases), key=len, reverse=True)
    return re.compile(
        "|".join(re.escape(each) for each in longest_first if is_spaceless(each))
        + r"|(?<!\w)(?:"
        + "|".join(re.escape(each) for each in longest_first if not is_spaceless(each))
        + r")(?!\w)"
    )


_CHASES = _any_of(word_lists("chase")["chase"])
_OTHERS = _any_of(word_lists("chase")["another"])
_CODES = re.compile(r"[\w.+-]*@[\w.-]+|https?://\S+|[a-z_-]*\d[\da-z_.,-]*")
_LONGEST_CHASE, _LONGEST_SHOWN = 160, 40
ASKS = 0.9
"""How much a text asks at least that is taken for a chase."""
CLOSES = 0.0
"""Least decision value at which a text says that a matter is done with."""
MAY_CLOSE = -0.5
"""Least decision value at which it may, and a person looks before it is joined."""
_LONGEST_COMPARED = 2_000
_TEMPLATE, _BODY_ALONE = 85.0, 5
_WISHES = frozenset(
    ("cancel", "compensation", "drop", "invoice", "price", "promo", "quality", "withdraw")
)
_SHORTEST_UNTYPED, _LITTLE = 5, 6
_SHORTEST_NAME, _SHORTEST_CODE = 5, 2
_ROUND = "00"
_FEW_WORDS, _LONGEST_SHORT, _HALF = 2, 60, 0.5
_LETTERS = re.compile(r"[^\d.]")
_ID_IN_WORDS = {Field.ORDER_ID: "order", Field.TRANSACTION_ID: "payment"}


class Side(NamedTuple):
    """One of two messages.

    Attributes:
        customer: Address or account, folded.
        bare: Its own words, folded and with single spaces, without ids, amounts and links.
        gist: Its own words as they are compared.
        body: The same without the subject.
        quoted: The words that it quotes, folded.
        ids: Order and payment numbers, those of its own words where it has any.
        codes: Numbers and links of its own words, or else of the quoted ones.
        has_own_codes: Whether its own words have any that tell.
        every_code: Those of its own and of the quoted words.
        names: The platforms and ways to pay that it names.
        facts: Values per field.
        category: What it is about.
        probabilities: Probability of each category.
        vector: Its features, of unit length.
        topics: What it speaks of, in the directions of `classifiers.topics`.
        rarities: How rare each of its words of weight is: the inverse document frequency.
        concepts: The concepts of its words.
        chase: The phrase with which it asks after an earlier message, or nothing.
        asking: How much it asks after an earlier message, in [0, 1].
        another: The phrase with which it speaks of another order or payment, or nothing.
        closing: Decision value of saying that a matter is done with.
    """

    customer: str
    bare: str
    gist: Gist
    body: Gist
    quoted: str
    ids: Mapping[str, Field]
    codes: Codes
    has_own_codes: bool
    every_code: frozenset[str]
    names: frozenset[str]
    facts: Mapping[Field, frozenset[str]]
    category: Category
    probabilities: tuple[float, ...]
    vector: Mapping[int, float]
    topics: tuple[float, ...]
    rarities: Mapping[str, float]
    concepts: frozenset[str]
    chase: str
    asking: float
    another: str
    closing: float

    @property
    def says_nothing(self) -> bool:
        """Whether no word of its own tells what it is about."""
        return bool(self.chase) and all(map(is_asking, self.gist.weighty)) and not self.every_code


class Pair(NamedTuple):
    """How two messages relate.

    Attributes:
        same_customer: One customer wrote both.
        is_related: The same, or something names one order, payment or account in both.
        is_same: The earlier one was sent again, by the same customer or with the same order or
            payment.
        common_ids: Order and payment numbers in common, with what they are.
        has_other_ids: The new message names one that the earlier one does not, or fills in the
            same words with other numbers.
        conflict: What tells that it is another matter, in words; empty where nothing does.
        same_category: Both are about the same kind of matter.
        same_wish: Both want the same done, as far as they say: one order may be late, then be
            cancelled, then drop.
        features: What the combiner weighs; likenesses are in [0, 1].
    """

    same_customer: bool
    is_related: bool
    is_same: bool
    common_ids: Mapping[str, Field]
    has_other_ids: bool
    conflict: str
    same_category: bool
    same_wish: bool
    features: tuple[float, ...]


FEATURES = (
    *("words", "meaning", "category", "common_id", "chase"),
    *("amounts_differ", "methods_differ", "both_bare", "age"),
    *("codes", "rare_words", "topics", "new_wish", "other_id", "same_account", "asking"),
)
"""Names of `Pair.features`, in their order."""


def bounded(text: str) -> str:
    """Return the part of a message's text that is compared, folded."""
    return fold(text[:_LONGEST_COMPARED])


def without_codes(text: str) -> str:
    """Return a folded text without ids, amounts, addresses and links, its lines kept."""
    return _CODES.sub(" ", text)


def chase_in(text: str) -> str:
    """Return the phrase with which a short folded text asks after an earlier message."""
    found = _CHASES.search(text) if len(text) <= _LONGEST_CHASE else None
    return found.group() if found else ""


def another_in(text: str) -> str:
    """Return the phrase with which a folded text speaks of another order or payment."""
    found = _OTHERS.search(text)
    return found.group() if found else ""


def only_asking(text: str, gist: Gist) -> str:
    """Return the beginning of a short text that names no matter, as chases do."""
    unasked = [word for word in gist.weighty if not is_asking(word)]
    names_matter = len(unasked) > _FEW_WORDS or any(map(concepts_of, unasked))
    longest = _LONGEST_SHORT if unasked else _LONGEST_CHASE
    return "" if names_matter or len(text) > longest else text[:_LONGEST_SHOWN]


def asks(decision: float) -> float:
    """Return how much a text asks after an earlier message, in [0, 1], by the model of it."""
    return min(1.0, max(0.0, 1.0 + decision))


def asked(text: str, asking: float) -> str:
    """Return the beginning of a short text that asks, in whatever words."""
    return text[:_LONGEST_SHOWN] if asking >= ASKS and len(text) <= _LONGEST_CHASE else ""


def compare(new: Side, earlier: Side, age_hours: float) -> Pair:
    """Return how a new message relates to an earlier one."""
    common = common_ids(new, earlier)
    is_again = _is_again(new, earlier)
    same_customer = bool(new.customer) and new.customer == earlier.customer
    is_same = is_again and _keeps_codes(new, earlier)
    is_same &= same_customer or bool(common) or _shares_code(new, earlier)
    shares_account = _shares_account(new, earlier)
    has_other_ids = not new.ids.keys() <= earlier.every_code | earlier.ids.keys()
    is_template = is_again or _is_alike(new.bare, earlier.bare)
    is_done = new.closing >= CLOSES > earlier.closing and not is_template
    closing = "it says that something is done with" if is_done else ""
    features = (
        _cosine(new.vector, earlier.vector),
        _overlap(new.concepts, earlier.concepts),
        sum(map(float.__mul__, new.probabilities, earlier.probabilities)),
        float(bool(common)),
        _chasing(new, earlier),
        _apart(_sums(new), _sums(earlier)),
        _apart(new.names, earlier.names),
        float(not (new.ids or earlier.ids)),
        math.log1p(age_hours / 24),
        *_telling(new, earlier, common),
        float(has_other_ids),
        float(shares_account),
        new.asking,
    )
    return Pair(
        same_customer=same_customer,
        is_related=same_customer or bool(common) or is_same or shares_account,
        is_same=is_same,
        common_ids=common,
        has_other_ids=has_other_ids or (is_template and _has_other_codes(new, earlier)),
        conflict=_conflict(new, earlier, common, is_template=is_template) or closing,
        same_category=new.category is earlier.category,
        same_wish=new.concepts & _WISHES == earlier.concepts & _WISHES,
        features=features,
    )


def common_ids(new: Side, earlier: Side) -> dict[str, Field]:
    """Return the ids of one side that the other names too, even where it does not say what of."""
    common: dict[str, Field] = {}
    for side, other in ((new, earlier), (earlier, new)):
        for each, field in side.ids.items():
            is_untyped = each in other.every_code and len(each) >= _SHORTEST_UNTYPED
            if each in other.ids or is_untyped:
                common.setdefault(each, field)
    return common


def in_common(new: Side, earlier: Side) -> int:
    """Return how many things both speak of: concepts, words of weight, numbers and sums."""
    words = {word for word in new.gist.weighty if not is_asking(word)}
    return (
        len(new.concepts & earlier.concepts)
        + len(words & earlier.gist.weighty.keys())
        + len(new.every_code & earlier.every_code)
    )


def _is_alike(new: str, earlier: str) -> bool:
    return fuzz.ratio(new, earlier, score_cutoff=_TEMPLATE) > 0


def _is_again(new: Side, earlier: Side) -> bool:
    if is_sent_again(new.gist, earlier.gist):
        return True
    is_long = min(new.body.weighty.total(), earlier.body.weighty.total()) >= _BODY_ALONE
    if is_long and is_sent_again(new.body, earlier.body):
        return True
    if not earlier.gist.weighty and earlier.codes.telling:
        return earlier.codes.telling <= new.every_code and not new.gist.weighty
    says_little = new.gist.weighty.total() <= _LITTLE and not new.has_own_codes
    if not (says_little and new.quoted):
        return False
    # The subject, which says the same, stands before what is quoted.
    return is_contained(earlier.gist, f"{new.gist.text} {new.quoted}")


def _keeps_codes(new: Side, earlier: Side) -> bool:
    """Tell a message that still names all that the earlier one named."""
    if earlier.codes.telling - new.every_code:
        return False
    ours, theirs = new.codes.passing, earlier.codes.passing
    return not (ours - earlier.every_code and theirs - new.every_code)


def _shares_code(new: Side, earlier: Side) -> bool:
    """Tell a long number in common that is not said to be an order's or a payment's.

    What has few digits, and a round sum, names what many customers speak of: a coupon, a network
    of a coin, a deposit.
    """
    shared = earlier.codes.telling & new.every_code
    return any(
        sum(map(str.isdigit, code)) >= _SHORTEST_UNTYPED
        and "/" not in code
        and not code.endswith(_ROUND)
        for code in shared
    )


def _shares_account(new: Side, earlier: Side) -> bool:
    """Tell a user name that one side states and the other names too, from whatever address."""
    return any(
        len(name) >= _SHORTEST_NAME and _names(other, name)
        for side, other in ((new, earlier), (earlier, new))
        for name in _of(side, Field.USERNAME)
    )


def _names(side: Side, name: str) -> bool:
    return name in _of(side, Field.USERNAME) or name in side.bare.split()


def _conflict(new: Side, earlier: Side, common: Mapping[str, Field], *, is_template: bool) -> str:
    """Return what makes two messages two matters, in words.

    Ids in conflict always do, and so does who speaks of another order without naming the one of
    before; one template filled in with other numbers, links, ways to pay or platforms does too.
    """
    if new.another and not common and new.another not in earlier.bare:
        return f"“{new.another}”"
    if new.ids and earlier.ids and not common:
        mine, other = min(new.ids), min(earlier.ids)
        return f"another {_ID_IN_WORDS[new.ids[mine]]}: {mine}, not {other}"
    return _template_conflict(new, earlier, common) if is_template else ""


def _template_conflict(new: Side, earlier: Side, common: Mapping[str, Field]) -> str:
    """Return what one template was filled in with anew, in words."""
    ours, theirs = new.codes.telling - earlier.every_code, earlier.codes.telling - new.every_code
    if common and new.ids.keys() <= earlier.ids.keys():
        ours, theirs = _lasting(ours, new), _lasting(theirs, earlier)
    if are_others(ours, theirs):
        return f"the same words about something else: {min(ours)}, not {min(theirs)}"
    if new.names - earlier.names and earlier.names - new.names:
        said, before = min(new.names - earlier.names), min(earlier.names - new.names)
        return f"the same words about something else: {said}, not {before}"
    return ""


def _has_other_codes(new: Side, earlier: Side) -> bool:
    ours, theirs = new.codes.telling - earlier.every_code, earlier.codes.telling - new.every_code
    return are_others(ours, theirs)


def _telling(new: Side, earlier: Side, common: Mapping[str, Field]) -> tuple[float, ...]:
    """Return what both say that few others do, and whether the new one wants something new."""
    codes = (new.codes.telling & earlier.every_code) | (earlier.codes.telling & new.every_code)
    rarity = sum(new.rarities[word] for word in new.rarities.keys() & earlier.rarities.keys())
    return (
        math.log1p(sum(len(code) >= _SHORTEST_CODE for code in codes - common.keys())),
        math.log1p(rarity),
        sum(map(mul, new.topics, earlier.topics)),
        float(bool(new.concepts & _WISHES - earlier.concepts)),
    )


def _lasting(codes: frozenset[str], side: Side) -> frozenset[str]:
    """Return codes without bare numbers: what is counted of one order goes up and down."""
    return frozenset(each for each in codes if not each.isdecimal()) | (codes & _amounts(side))


def _chasing(new: Side, earlier: Side) -> float:
    """Return how much of a chase is nothing but asking after the earlier message, in [0, 1]."""
    if not new.chase:
        return 0.0
    unasked = [word for word in new.gist.weighty - earlier.gist.words if not is_asking(word)]
    return 1 / (1 + sum(_distance(word, earlier) for word in unasked))


def _distance(word: str, earlier: Side) -> float:
    """Return how far a word leads from the earlier message's matter."""
    meant = concepts_of(word)
    return float(earlier.concepts.isdisjoint(meant)) if meant else _HALF


def _of(side: Side, field: Field) -> frozenset[str]:
    return side.facts.get(field, frozenset())


def _sums(side: Side) -> frozenset[str]:
    """Return the sums of money without their currencies, which one writes and another does not."""
    return frozenset(_LETTERS.sub("", value) for value in _of(side, Field.AMOUNT))


def _amounts(side: Side) -> frozenset[str]:
    """Return the sums of money that stand beside a currency, as `codes` has them."""
    priced = (value for value in _of(side, Field.AMOUNT) if _LETTERS.search(value))
    return frozenset(number(_LETTERS.sub("", value)) for value in priced)


def _apart(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Return 1 where both sides name something else, -1 where they name the same, else 0."""
    if not (ours and theirs):
        return 0.0
    return -1.0 if ours & theirs else 1.0


def _cosine(first: Mapping[int, float], second: Mapping[int, float]) -> float:
    return sum(value * second.get(column, 0.0) for column, value in first.items())


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second) if first and second else 0.0
