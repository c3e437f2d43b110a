"""To whom an acknowledgement goes."""

import pytest

from tests.unit.mail.mails import read
from triage.mail.recipient import acknowledgement_recipient

TRUSTED = frozenset({"mx.desk.example"})


def recipient(*fields: str, trusted: frozenset[str] = frozenset(), **replaced: str) -> str | None:
    found = acknowledgement_recipient(read("Hello", *fields, **replaced), trusted)
    return found.address if found else None


def test_the_author() -> None:
    assert recipient() == "ann@customer.example"


def test_reply_to_of_the_same_organisation() -> None:
    assert recipient("Reply-To: shop@mail.customer.example") == "shop@mail.customer.example"


def test_reply_to_of_another_organisation_is_not_believed() -> None:
    assert recipient("Reply-To: victim@elsewhere.example") == "ann@customer.example"


def test_reply_to_of_an_authenticated_author_is_believed() -> None:
    passed = "Authentication-Results: mx.desk.example; dmarc=pass header.from=customer.example"
    assert recipient("Reply-To: a@b.example", passed, trusted=TRUSTED) == "a@b.example"
    assert recipient("Reply-To: a@b.example", passed) == "ann@customer.example"
    forged = passed.replace("mx.desk", "mx.evil")
    assert recipient("Reply-To: a@b.example", forged, trusted=TRUSTED) == "ann@customer.example"


def test_exactly_one_of_several() -> None:
    assert recipient("Reply-To: bad@localhost, a@customer.example, b@customer.example") == (
        "a@customer.example"
    )


def test_two_customers_of_one_provider_are_not_one_organisation_by_suffix() -> None:
    replied = recipient("Reply-To: x@evil.co.uk", from_="ann@shop.co.uk")
    assert replied == "ann@shop.co.uk"


@pytest.mark.parametrize("author", ["", "Ann", "root", "a@localhost", "a@b.invalid"])
def test_nobody(author: str) -> None:
    assert recipient("Reply-To: a@b.example", from_=author) is None
