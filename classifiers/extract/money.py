"""Amounts of money, with or without a currency."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from classifiers.extract.found import Found
from models.vocabulary import Field

_SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "¥": "CNY",
    "₴": "UAH",
    "₩": "KRW",
    "₫": "VND",
    "৳": "BDT",
    "₦": "NGN",
    "฿": "THB",
    "₿": "BTC",
    "﷼": "IRR",
    "₼": "AZN",
    "￥": "CNY",
}
_NAMES: dict[str, str] = {
    name: code
    for code, names in {
        "USD": "usd us$ dollar dollars dollor dolar dolares dólar dólares dólars dollari dolari "
        "dolarów dolarow dolary dollars долларов доллара доллар долл бакса баксов баксів долара "
        "доларів дол डॉलर ڈالر دولار دلار ডলার 美元 美金 刀 ドル 달러 불 ดอลลาร์ dolla dola đô $",
        "EUR": "eur euro euros euros евро євро يورو یورو 欧元 ユーロ 유로 ยูโร avro yevro",
        "GBP": "gbp pound pounds quid",
        "INR": "inr rs rs. rupees rupee rupaye rupay रुपये रुपए रुपया रु روپے",
        "PKR": "pkr روپے روپیہ",
        "RUB": "rub руб рублей рубля рубль р rubles",
        "UAH": "uah грн гривень гривні",
        "PLN": "pln zł zl złotych zlotych",
        "TRY": "try tl lira лир",
        "BRL": "brl r$ reais",
        "MXN": "mxn pesos peso",
        "ARS": "ars",
        "COP": "cop",
        "IDR": "idr rp ribu rb juta jt",
        "VND": "vnd đồng dong đ nghìn ngàn",
        "CNY": "cny rmb 元 块 块钱 人民币",
        "JPY": "jpy yen 円",
        "KRW": "krw 원 만원",
        "THB": "thb baht บาท",
        "BDT": "bdt taka tk টাকা",
        "NGN": "ngn naira",
        "KES": "kes ksh",
        "TZS": "tzs tsh shilingi",
        "EGP": "egp جنيه",
        "SAR": "sar ريال",
        "AED": "aed درهم",
        "IRR": "irr تومان ریال toman تومن",
        "AZN": "azn manat",
        "UZS": "uzs so'm som сум sum",
        "RON": "ron lei leu",
        "USDT": "usdt юсдт",
        "USDC": "usdc",
        "BTC": "btc",
        "ETH": "eth",
        "LTC": "ltc",
        "TRX": "trx",
        "BNB": "bnb",
        "DOGE": "doge",
    }.items()
    for name in names.split()
}
_NUMBER = r"\d{1,3}(?:[ ,.\u00a0']\d{3})+(?:[.,]\d{1,8})?|\d+(?:[.,]\d{1,8})?"
_SIGN = "[" + "".join(map(re.escape, _SIGNS)) + "]"
_NAME = "|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True))
_BEFORE = re.compile(
    rf"(?<![\w.,/-])(?P<unit>(?:US|R|A|C)?{_SIGN}|(?i:rs\.?|rp\.?|usd|eur|inr|pkr|tk|ksh|ngn|thb|gbp|bdt|usdt))"
    rf"\s?(?P<figure>{_NUMBER})(?P<thousands>k\b)?(?!\d)"
)
_AFTER = re.compile(
    rf"(?<![\w#.,/-])(?P<figure>{_NUMBER})(?P<thousands>k)?\s?(?P<unit>{_SIGN}|(?i:{_NAME})(?!\w))"
)
_CHEAP = re.compile(rf"{_SIGN}|\d\s?[^\W\d]|[^\W\d]\.?\s?\d")
_THOUSAND = 1000


def amounts(text: str) -> Iterator[Found]:
    """Yield amounts with a currency; `text` has western digits.

    The value is the plain figure and the currency's ISO 4217 code or coin, such as `25.5 USD`.
    """
    if not _CHEAP.search(text):
        return
    end = 0
    for found in sorted(_matches(text), key=lambda match: match.start()):
        if found.start() >= end:
            end = found.end()
            yield _amount(found)


def _matches(text: str) -> Iterator[re.Match[str]]:
    yield from _BEFORE.finditer(text)
    yield from _AFTER.finditer(text)


def figure(written: str) -> Decimal | None:
    """Return a written figure as a number: `1,500.50`, `1.500,50` and `1 500,5` are all 1500.5."""
    plain = re.sub(r"[ '\u00a0]", "", written)
    mark = max(plain.rfind("."), plain.rfind(","))
    group = 3
    if mark >= 0 and (len(plain) - mark - 1 != group or plain[:mark].strip("0") == ""):
        plain = re.sub("[.,]", "", plain[:mark]) + "." + plain[mark + 1 :]
    else:
        plain = re.sub("[.,]", "", plain)
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def plain(number: Decimal) -> str:
    """Return a number without an exponent and without trailing zeros."""
    shown = f"{number:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _amount(found: re.Match[str]) -> Found:
    number = figure(found["figure"]) or Decimal(0)
    if found["thousands"]:
        number *= _THOUSAND
    unit = found["unit"].lower()
    code = _NAMES.get(unit) or _NAMES.get(unit.rstrip(".")) or _SIGNS.get(unit[-1], unit.upper())
    value = f"{plain(number)} {code}"
    return Found(Field.AMOUNT, value, found.start(), found.end(), f"an amount in {code}")
