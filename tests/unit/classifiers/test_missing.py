"""What is missing follows from the category and from the deployment's table."""

from classifiers.document import Document
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
