"""Currencies and coins: what stands before or after a figure."""

import re
from functools import lru_cache

from classifiers.lexicon import written_lists
from classifiers.text.folding import fold
from classifiers.text.tokens import is_spaceless

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
    "₵": "GHS",
    "₪": "ILS",
    "₸": "KZT",
    "₾": "GEL",
    "₲": "PYG",
    "₡": "CRC",
    "֏": "AMD",
    "؋": "AFN",
    "₨": "INR",
}
_WRITTEN = {
    name: code.upper() for code, names in written_lists("currencies").items() for name in names
}
_SHORT = 3
NAMES = {
    fold(name): code
    for name, code in _WRITTEN.items()
    if len(name) > _SHORT or fold(name) == name or not fold(name).isascii()
}
"""Codes by folded name."""
_SHORTEST_DECLINED, _LONGEST_ENDING, _LONGEST_RUN_NAME = 5, 4, 4
_SIGN = "[" + "".join(map(re.escape, _SIGNS)) + "]"
_PREFIX = (
    r"rs\.?|rp\.?|usd|us\$|eur|euro|inr|pkr|tk\.?|bdt|kes|kshs?\.?|tshs?|tzs|ugx|ngn|ghs|thb|gbp|usdt|usdc"
    r"|php|amd|zmw|gtq|hnl|kr\.?|gs\.?|q\.|mmk|hkd|nzd|dkk|sek|nok|bgn|rsd|aoa|mzn|bwp|qar|omr|bhd|kwd|jod|etb|rwf|jpy|cny|krw|twd|czk|huf|idr|vnd|egp|rm|sar|aed|pln|try|tl|uah|rub|brl|mxn|cop|ars|clp|pen|s/\.?|btc|ltc|eth|fcfa|xof|xaf"
    r"|shilingi|sh|chf|ron|azn|uzs|kzt|lkr|npr|myr|sgd|aud|cad|zar|mad|dzd|iqd|руб\.?|грн"
)
LETTERS = {"P": "PHP", "R": "ZAR", "K": "ZMW", "Q": "GTQ", "L": "HNL"}
"""Currencies that are written as one capital right before the figure."""
_BEFORE = re.compile(
    rf"(?<![\w.,/-])(?:(?:US|R|A|C|NT|HK|S|CA|AU|MX|AR|Z|GH|J|TT|BZ|NZ)?{_SIGN}"
    rf"|P|[{''.join(LETTERS)}](?=$)|(?i:{_PREFIX}))(?=\s?$)"
)
# Beyond the longest of them and a space, so that what stands before it is seen.
_LONGEST_BEFORE = 11


def unit_before(text: str, start: int) -> tuple[str, int] | None:
    """Return the currency right before the figure at `start`, and where it begins."""
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    written = before.rstrip()
    if not written:
        return None
    last = before[len(written) - len(written.split()[-1]) :]
    unit = _unit_at_end(last)
    return (unit[0], start - len(last) + unit[1]) if unit else None


@lru_cache(maxsize=16_384)
def _unit_at_end(word: str) -> tuple[str, int] | None:
    """Return the currency with which a word and the space after it end, and where it begins."""
    found = _BEFORE.search(word)
    if found is None:
        return None
    unit = fold(found.group())
    code = LETTERS.get(found.group()) or NAMES.get(unit) or NAMES.get(unit.rstrip("."))
    return code or _SIGNS.get(unit[-1]) or unit.upper(), found.start()


@lru_cache(maxsize=16_384)
def unit_of(word: str) -> tuple[str, int] | None:
    """Return the currency with which a word begins, and how much of the word that is.

    Languages that decline them add an ending to the longer names; writing without spaces goes
    right on.
    """
    if word[0] in _SIGNS:
        return _SIGNS[word[0]], 1
    if word.lower() in _WRITTEN:
        return _WRITTEN[word.lower()], len(word)
    form = fold(word)
    if form in NAMES:
        return NAMES[form], len(word)
    if not form.isascii() and is_spaceless(form):
        sizes = range(min(_LONGEST_RUN_NAME, len(form)), 0, -1)
        return next(((NAMES[form[:n]], n) for n in sizes if form[:n] in NAMES), None)
    for size in range(len(form) - 1, max(_SHORTEST_DECLINED, len(form) - _LONGEST_ENDING) - 1, -1):
        if form[:size] in NAMES:
            return NAMES[form[:size]], len(word)
    return None
