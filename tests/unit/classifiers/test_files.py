"""What names of attached files say, and what devices only call them."""

import pytest

from classifiers.extract.files import named_by_files
from models.vocabulary import Field


def _said(name: str, *, is_paid: bool = False) -> list[tuple[Field, str]]:
    return [(each.field, each.value) for each in named_by_files([name], is_paid=is_paid)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Receipt-INV-20931.pdf", [(Field.TRANSACTION_ID, "INV-20931")]),
        ("TXN7718829304.png", [(Field.TRANSACTION_ID, "TXN7718829304")]),
        ("order_118233.png", [(Field.ORDER_ID, "118233")]),
        ("utr_518800274413.jpg", [(Field.TRANSACTION_ID, "518800274413")]),
        ("deposit 50usd.png", [(Field.AMOUNT, "50 USD")]),
        ("deposit ٥٠ usd.png", [(Field.AMOUNT, "50 USD")]),
    ],
)
def test_codes_and_sums_in_names_are_given(name: str, said: list[tuple[Field, str]]) -> None:
    assert _said(name, is_paid=True) == said


def test_a_way_to_pay_in_a_name_is_given_where_the_message_tells_none() -> None:
    assert _said("paypal-receipt.png") == [(Field.PAYMENT_METHOD, "paypal")]
    assert _said("paypal-receipt.png", is_paid=True) == []


@pytest.mark.parametrize(
    "name",
    [
        "IMG_20261119_120355.jpg",
        "FB_IMG_1700000000000.jpg",
        "IMG-20261119-WA0012.jpg",
        "Screenshot_2026-11-19-12-03-44-123_com.android.browser.jpg",
        "WhatsApp Image 2026-11-19 at 12.03.jpg",
        "20261119_120355.jpg",
        "1000023456.jpg",
        "receipt_2026-11-18.pdf",
        "confirmation_20261118.pdf",
        "bill 2026-11.pdf",
        "scan0001.pdf",
        "3f2a9c1e-8e0b-4b7a-9a55-cc01bb22aa33.jpg",
        "",
        ".png",
    ],
)
def test_what_devices_call_files_says_nothing(name: str) -> None:
    assert _said(name) == []


def test_a_name_points_at_no_place_of_the_text() -> None:
    (found,) = named_by_files(["order_118233.png"], is_paid=True)
    assert (found.start, found.end) == (0, 0)
    assert "file" in found.note
