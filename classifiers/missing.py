"""Which required facts a message does not give (rule P8)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from classifiers.classification import Evidence
from classifiers.draft import Draft
from classifiers.extract.found import Found
from classifiers.extract.money import UNNAMED as UNNAMED_SUM
from classifiers.extract.people import UNNAMED as UNNAMED_USER
from classifiers.extract.references import NAMED as NAMED_PAYMENT
from classifiers.extract.references import UNNAMED as UNNAMED_ORDER
from classifiers.reading import Reading
from classifiers.settings import Settings
from models.vocabulary import Category, Field, Question

# Facts without a value of their own: they are there or not.
_LONG_ORDER, _LONGEST_ORDER = 6, 10
_OTHER_NUMBERS = frozenset((Category.SERVICE, Category.CLAIM))
_ABOUT_ONESELF = frozenset((Category.ACCOUNT, Category.TOPUP, Category.BILLING))
_LONG_PAYMENT, _LONGER_THAN_ORDERS = 6, 10
_IN_ORDER = tuple(Field)
# Who gives a payment's number and sum in a message about a top-up has said that it did not arrive.
_A_PAYMENT = frozenset((Field.TRANSACTION_ID, Field.AMOUNT))
_STATED = frozenset((Field.DESCRIPTION, Field.STEPS))


class MissingClassifier:
    """Answers with the required facts that are not there, and with the values of those that are."""

    def __init__(self, settings: Settings) -> None:
        self._required = settings.required

    def answer(self, readings: Sequence[Reading], drafts: Sequence[Draft]) -> None:
        """Fill in what is missing for the category that `drafts` already name."""
        for reading, draft in zip(readings, drafts, strict=True):
            self._answer(reading, draft)

    def _answer(self, reading: Reading, draft: Draft) -> None:
        document = reading.document
        found = _meant(reading.facts, draft.category)
        if document.form_username:
            name = document.form_username
            found.append(Found(Field.USERNAME, name, 0, 0, "given by the form"))
        given = {fact.field for fact in found}
        if draft.category is Category.TOPUP and given.issuperset(_A_PAYMENT):
            given.add(Field.DESCRIPTION)
        wanted = self._required.get(draft.category, frozenset()) - given
        draft.missing = tuple(field for field in _IN_ORDER if field in wanted) if wanted else ()
        draft.present = _values(found)
        draft.has = frozenset(given)
        draft.evidence += _evidence(found)


def _meant(found: Sequence[Found], category: Category) -> list[Found]:
    """Return the facts that can be meant in a message about `category`.

    Where a top-up is told with the way it was paid, but no payment is named, a long number that
    nothing names is the payment's. Where an order is told of, but none is named, a "reference" as
    long as orders' numbers is the order's.
    """
    fitting = [fact for fact in found if _fits(fact, category)]
    if any(fact.field is Field.AMOUNT and fact.note != UNNAMED_SUM for fact in fitting):
        fitting = [fact for fact in fitting if fact.note != UNNAMED_SUM]
    fields = {fact.field for fact in fitting}
    if category is Category.ORDER and Field.ORDER_ID not in fields:
        return [
            fact._replace(field=Field.ORDER_ID) if _may_be_an_order(fact) else fact
            for fact in fitting
        ]
    is_paid = category is Category.TOPUP and Field.PAYMENT_METHOD in fields
    if not is_paid or Field.TRANSACTION_ID in fields:
        return fitting
    return [
        fact._replace(field=Field.TRANSACTION_ID) if _may_be_a_payment(fact) else fact
        for fact in fitting
    ]


def _may_be_an_order(fact: Found) -> bool:
    is_named = fact.field is Field.TRANSACTION_ID and fact.note == NAMED_PAYMENT
    return is_named and fact.value.isdecimal() and _LONG_ORDER <= len(fact.value) <= _LONGEST_ORDER


def _may_be_a_payment(fact: Found) -> bool:
    if fact.field is not Field.ORDER_ID:
        return False
    if fact.note == UNNAMED_ORDER:
        return len(fact.value) >= _LONG_PAYMENT
    return not fact.value.isdecimal() or len(fact.value) >= _LONGER_THAN_ORDERS


def _fits(fact: Found, category: Category) -> bool:
    """Tell whether a fact that nothing names can be meant in a message about `category`.

    A bare number is an order's where the message is about an order, else only if it is as long as
    those are; in a question about services it is a service's, in a claim a ticket's. A round
    figure is a sum of money only where it is about a top-up.
    """
    if fact.note == UNNAMED_SUM:
        return category is Category.TOPUP
    if fact.note == UNNAMED_ORDER:
        is_order = category is Category.ORDER
        return is_order or (category not in _OTHER_NUMBERS and len(fact.value) >= _LONG_ORDER)
    return fact.note != UNNAMED_USER or category in _ABOUT_ONESELF


def _values(found: Sequence[Found]) -> Mapping[Field, tuple[str, ...]]:
    values: dict[Field, dict[str, None]] = {}
    for fact in found:
        if fact.field not in _STATED:
            values.setdefault(fact.field, {})[fact.value] = None
    return MappingProxyType({field: tuple(each) for field, each in values.items()})


def _evidence(found: Sequence[Found]) -> list[Evidence]:
    return [
        Evidence(
            Question.MISSING, fact.value, fact.start, fact.end, 1.0, fact.field + ": " + fact.note
        )
        for fact in found
    ]
