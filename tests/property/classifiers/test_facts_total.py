"""Facts are found in any text, in time, and stand where they say."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.extract.facts import facts
from classifiers.extract.figures import amount_in
from classifiers.text.folding import fold, western_digits
from classifiers.text.own_words import own_words
from models.vocabulary import Field

PIECES = st.sampled_from(
    [
        *("order", "заказ", "订单", "طلب", "user", "login:", "account", "hash", "UTR", "amount"),
        *("$25.50", "500 руб", "٣٠٠ جنيه", "5만원", "ten dollars", "Rs.1,250/-", "0x4e3a 8f1c"),
        *("1234567", "#98", "٥٥٢٠١٨٧", "T241-8-X9", "a.b_c", "@luna", "x@example.com", "[#12]"),
        *(
            "paypal",
            "60USDT",
            "카드로",
            "https://example.com/p/1",
            "12/03/2026",
            "\n",
            ".",
            ",",
            "-",
        ),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES).map("".join),
)
WRITTEN = (Field.ORDER_ID, Field.TRANSACTION_ID, Field.USERNAME)


@settings(deadline=None)
@given(text=TEXTS, names=st.lists(st.text(max_size=20), max_size=2))
def test_every_fact_stands_where_it_says(text: str, names: list[str]) -> None:
    for fact in facts(text, own_words(text), names):
        assert 0 <= fact.start <= fact.end <= len(text)
        assert fact.value
        assert fact.note
        written = western_digits(text[fact.start : fact.end])
        if fact.field in WRITTEN:
            plain = "".join(written.split()).casefold()
            assert "".join(fact.value.split()).casefold() in plain
        if fact.field is Field.AMOUNT and any(map(str.isdecimal, written)):
            assert amount_in(fact.value) is not None
        if fact.field is Field.SCREENSHOT and fact.end:
            assert fold(fact.value) == fold(text[fact.start : fact.end])


HOSTILE = (
    *(
        "-",
        "a-",
        "1-",
        "A1-",
        "_",
        "a_",
        "a.",
        "1.",
        "1,",
        "1 ",
        "x",
        "0x",
        "ab12",
        "A1",
        "[#",
        "#",
    ),
    *("user ", "user: ", "user is ", "account name is ", "id id ", "order no. ", "ten ", "$"),
    *("ab_", "AB12.", "ab_12345678_", "1234567 rs ", "#", "€1", "$1 ", "paypal ", "1234567 "),
    *("不", "订单", "카드", "ا", "é", "'", "user '", "hash 0xabcd ", "abcd ", "1234 ", "@a", "a@"),
    *("一", "십", "สิบ", "twenty ", "elfu ", "ref A/", "30090 or ", "19/11 ", "panel name ", ", ab"),
)
# Without one of these nobody looks for a sum in words.
_UNITS = "x 元 원 บาท dollars"
LONGEST_SECONDS = 1.0
"""For 20,000 characters; it takes some ten milliseconds, a slow machine included."""


@pytest.mark.parametrize("piece", HOSTILE)
def test_repeats_take_no_longer_than_prose(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    begin = time.process_time()
    facts(text, text, ())
    assert time.process_time() - begin < LONGEST_SECONDS, piece


@pytest.mark.parametrize("piece", HOSTILE)
def test_nor_do_they_before_a_currency(piece: str) -> None:
    text = piece * (20_000 // len(piece)) + _UNITS
    begin = time.process_time()
    facts(text, text, ())
    assert time.process_time() - begin < LONGEST_SECONDS, piece
