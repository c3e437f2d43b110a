"""Numbers are taken for what they are: order numbers, payment references, or neither."""

import pytest

from classifiers.extract.facts import facts
from models.vocabulary import Field

HASH = "9f" + "ab" * 31


def found(field: Field, text: str) -> list[str]:
    return [fact.value for fact in facts(text, text, ()) if fact.field is field]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Order 1234567 is late", ["1234567"]),
        ("order #4521", ["4521"]),
        ("order no. 98", ["98"]),
        ("orders 1234567, 1234568 and 1234569 are stuck", ["1234567", "1234568", "1234569"]),
        ("1234567\n1234568\nplease refill", ["1234567", "1234568"]),
        ("#55443 has dropped", ["55443"]),
        ("7654321 not started", ["7654321"]),
        ("طلب رقم ١٢٣٤٥٦٧ لم يبدأ", ["1234567"]),
        ("order ۷۶۵۴۳۲۱ را لغو کنید", ["7654321"]),
        ("zamówienie nr 88112 stoi", ["88112"]),
        ("订单12345没开始", ["12345"]),
        ("ORD-20391 cancel", ["ORD-20391"]),
        ("order 1000 followers never came", []),
        ("it was on 12/03/2026 at 10:30", []),
        ("call me at +91 98765 43210", []),
        ("since 2026 I pay $1500", []),
        ("service 1234 is slow", []),
        ("error 50213 on the page", []),
        ("https://www.instagram.com/p/1234567/", []),
        ("user12345@example.com", []),
        ("5000 likes in 24 hours, 50%", []),
        ("card ending 4242", []),
    ],
)
def test_order_numbers(text: str, ids: list[str]) -> None:
    assert found(Field.ORDER_ID, text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (f"hash {HASH}", [HASH]),
        (f"tx 0x{HASH.upper()}", [f"0x{HASH}"]),
        ("paypal transaction 8AB12345CD678901E", ["8AB12345CD678901E"]),
        ("UTR 123456789012", ["123456789012"]),
        ("pi_3NabcDEFghiJKLmnoPQR is paid", ["pi_3NabcDEFghiJKLmnoPQR"]),
        ("payeer operation no 1234567890", ["1234567890"]),
        ("perfect money batch 588120347", ["588120347"]),
        ("ref no 9031 774 120588", ["9031774120588"]),
        ("INV-2026-118834", ["INV-2026-118834"]),
        ("my wallet TXYZabcdefghijkmnopqrstuvwxyz12345", []),
        ("transaction failed", []),
        ("order 1234567 is late", []),
    ],
)
def test_payment_references(text: str, ids: list[str]) -> None:
    assert found(Field.TRANSACTION_ID, text) == ids


def test_a_fact_points_at_its_words() -> None:
    text = "I paid $25.50 by PayPal for order 1234567"
    for fact in facts(text, text, ()):
        if fact.field is Field.AMOUNT:
            assert text[fact.start : fact.end] == "$25.50"
        if fact.field is Field.ORDER_ID:
            assert text[fact.start : fact.end] == "1234567"
        if fact.field is Field.PAYMENT_METHOD:
            assert text[fact.start : fact.end] == "PayPal"


def test_a_quoted_number_is_known_too() -> None:
    text = "any news?\n> order 1234567"
    own = "any news?\n               "
    assert [fact.value for fact in facts(text, own, ()) if fact.field is Field.ORDER_ID] == [
        "1234567"
    ]
