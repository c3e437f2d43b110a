"""Amounts of money, with or without a currency."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from classifiers.extract.found import Found
from classifiers.extract.masks import DIGIT
from classifiers.extract.words import Words
from classifiers.lexicon import written_lists
from classifiers.text.folding import fold
from classifiers.text.tokens import is_spaceless
from models.vocabulary import Field

_SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "¥": "CNY",
    "￥": "CNY",
    "₴": "UAH",
    "₩": "KRW",
    "₫": "VND",
    "৳": "BDT",
    "₦": "NGN",
    "฿": "THB",
    "₿": "BTC",
    "﷼": "IRR",
    "₼": "AZN",
    "₱": "PHP",
    "₮": "USDT",
}
_WRITTEN = {
    name: code.upper() for code, names in written_lists("currencies").items() for name in names
}
_NAMES = {fold(name): code for name, code in _WRITTEN.items()}
_SCALES = {
    "k": 1_000,
    "rb": 1_000,
    "ribu": 1_000,
    "mil": 1_000,
    "тыс": 1_000,
    "тис": 1_000,
    "ngàn": 1_000,
    "nghìn": 1_000,
    "tys": 1_000,
    "bin": 1_000,
    "elfu": 1_000,
    "ming": 1_000,
    "min": 1_000,
    "هزار": 1_000,
    "हज़ार": 1_000,
    "हजार": 1_000,
    "hazar": 1_000,
    "hazaar": 1_000,
    "ہزار": 1_000,
    "হাজার": 1_000,
    "lakh": 100_000,
    "jt": 1_000_000,
    "juta": 1_000_000,
    "triệu": 1_000_000,
    "tr": 1_000_000,
    "만": 10_000,
    "万": 10_000,
}
_NUMBER = r"\d{1,3}(?:[ ,.\u00a0']\d{3})+(?:[.,]\d{1,8})?|\d+(?:[.,]\d{1,8})?"
_SIGN = "[" + "".join(map(re.escape, _SIGNS)) + "]"
_SPELLED = sorted({*_WRITTEN, *_NAMES}, key=len, reverse=True)
_NAME = "|".join(re.escape(name) for name in _SPELLED if not is_spaceless(name))
_RUN_NAME = "|".join(re.escape(name) for name in _SPELLED if is_spaceless(name))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_PREFIX = (
    r"rs\.?|rp\.?|usd|us\$|eur|inr|pkr|tk|bdt|kes|ksh|tsh|tzs|ngn|thb|gbp|usdt|php|idr|vnd|egp|rm"
)
_BEFORE = re.compile(
    rf"(?<![\w.,/-])(?P<unit>(?:US|R|A|C|NT|HK)?{_SIGN}|P(?=\d)|(?i:{_PREFIX}))"
    rf"\s?(?P<figure>{_NUMBER})(?:\s?(?P<scale>(?i:{_SCALE})))?(?!\w)"
)
_AFTER = re.compile(
    rf"(?<![A-Za-z0-9_#.,/-])(?P<figure>{_NUMBER})(?:\s?(?P<scale>(?i:{_SCALE})))?\s?"
    rf"(?P<unit>{_SIGN}|{_RUN_NAME}|(?i:{_NAME})(?![A-Za-z\u00c0-\u024f\u0400-\u04ff]))"
)
_CHEAP = re.compile(rf"{_SIGN}|\d\s?[^\W\d]|[^\W\d]\.?\s?\d")
_PLAIN = re.compile(
    rf"(?<![A-Za-z_#.,/:-])(?P<figure>{_NUMBER})(?:\s?(?P<scale>(?i:{_SCALE})))?(?![A-Za-z_%/:-]|[.,]\d)"
)
_ANY = re.compile(rf"(?P<figure>{_NUMBER})(?:\s?(?P<scale>(?i:{_SCALE}))(?![A-Za-z]))?")
_LONGEST_FIGURE = 11
_MOST_PLAIN = 10_000_000
_NEAR = 2
_MONEY_WORDS = frozenset(("paid", "deposit", "deducted", "balance"))


def amounts(text: str) -> Iterator[Found]:
    """Yield amounts with a currency; `text` has western digits.

    The value is the plain figure and the currency's ISO 4217 code or coin, such as `25.5 USD`.
    """
    if not (DIGIT.search(text) and _CHEAP.search(text)):
        return
    before = list(_BEFORE.finditer(text))
    taken = [found.span() for found in before]
    after = [
        found
        for found in _AFTER.finditer(text)
        if not any(start < found.end() and found.start() < end for start, end in taken)
    ]
    for found in (*before, *after):
        if sum(map(str.isdigit, found["figure"])) <= _LONGEST_FIGURE:
            yield _amount(found)


def plain_amounts(
    words: Words, methods: Sequence[Found], blocked: Sequence[tuple[int, int]]
) -> Iterator[Found]:
    """Yield amounts without a currency: figures beside a payment's words or a way to pay.

    Args:
        words: The message.
        methods: The ways to pay found in it.
        blocked: Spans that are something else, such as ids and dates.
    """
    if not words.has_digit:
        return
    payers = {place for place, span in enumerate(words.spans) if _pays(words, place, methods, span)}
    for place, each in enumerate(words.traits):
        if not each.has_digit or not words.pieces[place][0].isdecimal():
            continue
        found = _PLAIN.match(words.text, words.spans[place][0])
        if found is None or any(first <= found.start() < last for first, last in blocked):
            continue
        number = _scaled(found)
        near = range(place - _NEAR, place + _NEAR + 1)
        is_counted = place + 1 < len(words.traits) and words.traits[place + 1].unit
        if 0 < number < _MOST_PLAIN and not is_counted and payers.intersection(near):
            yield Found(Field.AMOUNT, plain(number), *found.span(), "an amount, no currency given")


def figure(written: str) -> Decimal | None:
    """Return a written figure as a number: `1,500.50`, `1.500,50` and `1 500,5` are all 1500.5."""
    bare = re.sub(r"[ '\u00a0]", "", written)
    mark = max(bare.rfind("."), bare.rfind(","))
    group = 3
    if mark >= 0 and (len(bare) - mark - 1 != group or not bare[:mark].strip("0")):
        bare = re.sub("[.,]", "", bare[:mark]) + "." + bare[mark + 1 :]
    else:
        bare = re.sub("[.,]", "", bare)
    try:
        return Decimal(bare)
    except InvalidOperation:
        return None


def amount_in(written: str) -> Decimal | None:
    """Return the number of an amount written by itself, such as `Rp 50rb` or `$1,000`."""
    found = _ANY.search(written)
    return _scaled(found) if found else None


def plain(number: Decimal) -> str:
    """Return a number without an exponent and without trailing zeros."""
    shown = f"{number:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _scaled(found: re.Match[str]) -> Decimal:
    number = figure(found["figure"]) or Decimal(0)
    return number * _SCALES[found["scale"].lower()] if found["scale"] else number


def _amount(found: re.Match[str]) -> Found:
    number = _scaled(found)
    unit = fold(found["unit"])
    code = _NAMES.get(unit) or _NAMES.get(unit.rstrip(".")) or _SIGNS.get(unit[-1], unit.upper())
    value = f"{plain(number)} {code}"
    return Found(Field.AMOUNT, value, found.start(), found.end(), f"an amount in {code}")


def _pays(words: Words, place: int, methods: Sequence[Found], span: tuple[int, int]) -> bool:
    """Tell a word about paying or a part of a way to pay."""
    if words.traits[place].concepts & _MONEY_WORDS:
        return True
    return any(method.start <= span[0] < method.end for method in methods)
