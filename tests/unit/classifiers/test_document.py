"""Documents are read from JSON, and what is wrong with a line is said by name."""

import pytest

from classifiers.document import Document, DocumentError
from models.vocabulary import Category, Channel


def test_a_full_line_becomes_a_document() -> None:
    document = Document.from_json(
        {
            "id": 7,
            "channel": "email",
            "subject": "Hi",
            "body": "Where is my money?",
            "attachments": ["a.png"],
            "form": {"category": "billing", "username": " ann "},
            "another key": 1,
        }
    )
    assert document == Document(
        Channel.EMAIL, "Hi", "Where is my money?", ("a.png",), Category.BILLING, "ann", "7"
    )


def test_what_is_left_out_is_empty() -> None:
    assert Document.from_json({"body": "x"}) == Document(Channel.TICKET, "", "x")


def test_spans_count_from_the_subject() -> None:
    assert Document(Channel.TICKET, "Subject", "Body").text == "Subject\nBody"
    assert Document(Channel.TICKET, "", "Body").text == "Body"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ([], "the line"),
        ({"channel": "fax"}, "channel"),
        ({"subject": 3}, "subject"),
        ({"body": ["x"]}, "body"),
        ({"attachments": "a.png"}, "attachments"),
        ({"attachments": [1]}, "attachments"),
        ({"form": {"category": "money"}}, "form.category"),
        ({"form": "billing"}, "form"),
        ({"form": {"username": 5}}, "form.username"),
        ({"id": 1.5}, "id"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(line: object, named: str) -> None:
    with pytest.raises(DocumentError, match=named) as raised:
        Document.from_json(line)
    assert ": give " in str(raised.value)
