"""Amounts, ways to pay, names, pictures, periods, descriptions and steps."""

from decimal import Decimal

import pytest

from classifiers.extract.facts import facts
from classifiers.extract.money import figure, plain
from models.vocabulary import Field


def found(field: Field, text: str, attachments: tuple[str, ...] = ()) -> list[str]:
    return [fact.value for fact in facts(text, text, attachments) if fact.field is field]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("I paid $25.50", ["25.5 USD"]),
        ("paid 25,50 EUR", ["25.5 EUR"]),
        ("1.500,00 zł przelewem", ["1500 PLN"]),
        ("sent 20 usdt", ["20 USDT"]),
        ("Rs. 500 by upi", ["500 INR"]),
        ("500 руб не пришли", ["500 RUB"]),
        ("充值100美元", ["100 USD"]),
        ("50 ribu via dana", ["50000"]),
        ("skrill 35 gone", ["35"]),
        ("deposit 5k by card", ["5000"]),
        ("0.0021 BTC", ["0.0021 BTC"]),
        ("2 hours ago I paid", []),
        ("order 1234567 is late", []),
        ("1000 followers paid by card", []),
    ],
)
def test_amounts(text: str, amounts: list[str]) -> None:
    assert found(Field.AMOUNT, text) == amounts


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,500.50", "1500.50"),
        ("1.500,50", "1500.50"),
        ("1 500", "1500"),
        ("0,5", "0.5"),
        ("25", "25"),
    ],
)
def test_figures_are_read_as_they_are_written_anywhere(written: str, number: str) -> None:
    assert figure(written) == Decimal(number)


def test_a_plain_figure_has_no_exponent() -> None:
    assert [plain(Decimal(each)) for each in ("1E+3", "2.50", "100")] == ["1000", "2.5", "100"]


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("paid with my Visa", ["card"]),
        ("through PayPal", ["paypal"]),
        ("usdt trc20", ["usdt", "trc20"]),
        ("perfect money", ["perfect money"]),
        ("gpay se bheja", ["upi"]),
        ("przelewem z banku", ["bank"]),
        ("支付宝付的", ["alipay"]),
        ("کارت به کارت", ["bank"]),
        ("the page does not open", []),
    ],
)
def test_ways_to_pay(text: str, methods: list[str]) -> None:
    assert found(Field.PAYMENT_METHOD, text) == methods


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("username: johnny5 cannot log in", ["johnny5"]),
        ("my login is markus", ["markus"]),
        ("user panel_king here", ["panel_king"]),
        ('account "starboost" is locked', ["starboost"]),
        ("registered with ann@example.com", ["ann@example.com"]),
        ("my account is locked", []),
        ("I cannot login please help", []),
        ("user 1234567", []),
    ],
)
def test_user_names(text: str, names: list[str]) -> None:
    assert found(Field.USERNAME, text) == names


@pytest.mark.parametrize(
    ("text", "attachments", "is_there"),
    [
        ("see", ("shot.PNG",), True),
        ("see", ("proof.pdf",), True),
        ("see", ("notes.txt",), False),
        ("see https://prnt.sc/abc", (), True),
        ("see https://example.com/a.jpg?x=1", (), True),
        ("see [image: IMG_1.jpg]", (), True),
        ("I attached a screenshot", (), False),
        ("https://www.instagram.com/p/abc", (), False),
    ],
)
def test_pictures(text: str, attachments: tuple[str, ...], is_there: bool) -> None:  # noqa: FBT001 - a table
    assert bool(found(Field.SCREENSHOT, text, attachments)) is is_there


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("downtime in March", True),
        ("awaria w marcu", True),
        ("2026-03", True),
        ("on 03/03/2026", True),
        ("last month you were late", True),
        ("tickets 4821, 4822", True),
        ("за прошлый месяц", True),
        ("上个月", True),
        ("you may check it", False),
        ("you were late", False),
    ],
)
def test_periods(text: str, is_there: bool) -> None:  # noqa: FBT001 - a table
    assert bool(found(Field.PERIOD, text)) is is_there


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("order 1234567 not started", True),
        ("my deposit was not credited", True),
        ("zamówienie stoi od wczoraj", True),
        ("充值没到账", True),
        ("refund please", True),
        ("not working pls help", False),
        ("hello", False),
        ("help me please urgent", False),
        ("payment problem", False),
        ("1234567", False),
        ("срочно помогите", False),
    ],
)
def test_descriptions(text: str, is_there: bool) -> None:  # noqa: FBT001 - a table
    assert bool(found(Field.DESCRIPTION, text)) is is_there


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("When I click Save the page turns white", True),
        ("I opened orders, pressed refill and got error 500", True),
        ("klikam zapisz i wyskakuje błąd", True),
        ("нажимаю кнопку, ничего не происходит", True),
        ("the site is slow", False),
        ("error 502", False),
    ],
)
def test_steps(text: str, is_there: bool) -> None:  # noqa: FBT001 - a table
    assert bool(found(Field.STEPS, text)) is is_there
