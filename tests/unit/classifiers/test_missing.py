"""What is missing follows from the category and from the deployment's table."""

import pytest

from classifiers.document import Document
from classifiers.draft import Draft
from classifiers.extract.facts import facts
from classifiers.missing import MissingClassifier
from classifiers.reading import Reading
from classifiers.settings import REQUIRED, Settings
from classifiers.suite import Suite
from models.vocabulary import Category, Channel, Field, Question


def test_a_topup_without_facts_is_asked_for_all_of_them(suite: Suite) -> None:
    (answer,) = suite.classify([Document(Channel.TICKET, "", "my deposit was not credited")])
    assert answer.missing == (Field.TRANSACTION_ID, Field.PAYMENT_METHOD, Field.AMOUNT)
    assert answer.present == {}


def test_a_complete_topup_is_asked_for_nothing(suite: Suite) -> None:
    body = "Deposit of $20 by PayPal not credited, transaction 8AB12345CD678901E"
    (answer,) = suite.classify([Document(Channel.TICKET, "", body)])
    assert answer.missing == ()
    assert answer.present == {
        Field.TRANSACTION_ID: ("8AB12345CD678901E",),
        Field.AMOUNT: ("20 USD",),
        Field.PAYMENT_METHOD: ("paypal",),
    }


def test_the_form_and_the_attachments_supply_facts(suite: Suite) -> None:
    account = Document(Channel.TICKET, "", "I cannot log in, code wrong", form_username="ann")
    technical = Document(
        Channel.TICKET, "", "When I press save the page shows error 500", ("shot.png",)
    )
    answers = suite.classify([account, technical])
    assert [answer.category for answer in answers] == [Category.ACCOUNT, Category.TECHNICAL]
    assert [answer.missing for answer in answers] == [(), ()]
    assert answers[0].present[Field.USERNAME] == ("ann",)


def test_the_required_facts_are_a_setting() -> None:
    required = {**REQUIRED, Category.TOPUP: frozenset({Field.SCREENSHOT})}
    suite = Suite.load(settings=Settings(required=required))
    (answer,) = suite.classify([Document(Channel.TICKET, "", "my deposit was not credited")])
    assert answer.missing == (Field.SCREENSHOT,)


def test_values_are_told_once(suite: Suite) -> None:
    body = "order 1234567 is late. I repeat: order 1234567"
    (answer,) = suite.classify([Document(Channel.TICKET, "", body)])
    assert answer.present[Field.ORDER_ID] == ("1234567",)


def test_a_reference_as_long_as_orders_are_is_the_order_of_a_message_about_one(
    suite: Suite,
) -> None:
    body = "20 likes of 500 came and it stopped, ref 118203944"
    (answer,) = suite.classify([Document(Channel.TICKET, "", body)])
    assert answer.category is Category.ORDER
    assert answer.present == {Field.ORDER_ID: ("118203944",)}


def test_a_long_number_beside_a_way_to_pay_is_the_payment_of_a_topup(suite: Suite) -> None:
    body = "deposit by perfect money not credited, $20, 598812334"
    (answer,) = suite.classify([Document(Channel.TICKET, "", body)])
    assert answer.category is Category.TOPUP
    assert answer.present[Field.TRANSACTION_ID] == ("598812334",)
    assert Field.ORDER_ID not in answer.present


def test_what_was_found_is_told_in_plain_words(suite: Suite) -> None:
    body = "Deposit of $20 by PayPal not credited, transaction 8AB12345CD678901E"
    (answer,) = suite.classify([Document(Channel.TICKET, "", body)])
    notes = [each.note for each in answer.evidence if each.question is Question.MISSING]
    assert notes == [
        "transaction_id: shaped like a payment's number",
        "amount: in USD",
        "payment_method: by name",
        "description: says what is wrong or wanted",
    ]


def answered(text: str, category: Category) -> Draft:
    """Answer for a message of which the category is known."""
    draft = Draft(category=category)
    document = Document(Channel.TICKET, "", text)
    reading = Reading(document, text, text, [], facts(text, text, ()), [], 0.0, -1.0, -1.0, [])
    MissingClassifier(Settings()).answer([reading], [draft])
    return draft


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Sent 30k in the morning, still nothing", "30000"),
        ("person send 4,000 no show", "4000"),
        ("mere 800 wapas karo, recharge nahi aaya", "800"),
        ("popolnil na 700, ne prishlo", "700"),
        ("mandé 350 y no aparece", "350"),
        ("закинул 1200, не зачислили", "1200"),
        ("udah kirim 75k belum masuk", "75000"),
        ("nag cash in ako ng 1,200 wala pa", "1200"),
        ("put 45 in my wallet and see nothing", "45"),
    ],
)
def test_a_figure_that_nothing_names_is_the_sum_of_a_topup(text: str, amount: str) -> None:
    assert (answered(text, Category.TOPUP).present or {})[Field.AMOUNT] == (amount,)


def test_a_figure_that_nothing_names_is_no_sum_in_other_matters() -> None:
    draft = answered("how many days for 7,000, is 45 per hour safe", Category.SERVICE)
    assert Field.AMOUNT not in (draft.present or {})


def test_a_payments_number_and_sum_tell_what_a_topup_is_about() -> None:
    assert answered("5k opay ref 261121020100334477889912", Category.TOPUP).missing == ()


def test_a_named_sum_leaves_no_doubt() -> None:
    draft = answered("loaded $20, waited, called 100, nothing", Category.TOPUP)
    assert (draft.present or {})[Field.AMOUNT] == ("20 USD",)


@pytest.mark.parametrize(
    "text",
    [
        "deposit failed, error code 1020",
        "waiting 200 minutes for the deposit",
        "my deposit to buy 5000 followers is not here",
        "card ending 4400 was charged",
        "1000 times I told you the deposit is missing",
    ],
)
def test_figures_of_other_things_are_no_sum_of_a_topup(text: str) -> None:
    assert Field.AMOUNT in answered(text, Category.TOPUP).missing
