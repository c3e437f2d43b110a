"""Which facts a message gives is a feature of the category, and told as a reason."""

import pytest

from classifiers.document import Document
from classifiers.given import given, names_of
from classifiers.model_file import ModelFile
from classifiers.reading import read
from classifiers.suite import SHIPPED_MODEL, Suite
from classifiers.trained import Trained
from models.vocabulary import Channel, Question


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sent 25 usd by skrill", ["+amount", "+payment_method"]),
        ("order 4471902 has not moved since Monday", ["+order_id", "+period"]),
        ("what do you sell?", []),
        ("", []),
    ],
)
def test_fields_that_are_given_are_named(text: str, names: list[str]) -> None:
    assert given(text) == names


def test_what_is_quoted_or_attached_is_not_the_customers() -> None:
    trained = Trained.of(ModelFile.read(SHIPPED_MODEL))
    quoted = "any news?\n> please tell us the number of order 4471902 and the sum, 25 usd"
    texts = (quoted, "is 25 usd for order 4471902 here?", "see the picture")
    documents = [Document(Channel.EMAIL, "", text, ("shot.png",)) for text in texts]
    told = [names_of(reading.given) for reading in read(documents, trained)]
    assert told == [[], ["+amount", "+order_id"], []]


def test_a_fact_that_speaks_for_the_category_is_a_reason(suite: Suite) -> None:
    text = "skrill payment ref 5512345678 of 40 USD never showed up"
    (answer,) = suite.classify([Document(Channel.TICKET, "", text)])
    told = {
        reason.note: reason for reason in answer.evidence if reason.question is Question.CATEGORY
    }
    reason = told["speaks for topup: a payment's reference is given"]
    assert text[reason.start : reason.end] == reason.text == "5512345678"
    assert len(told) <= 5
