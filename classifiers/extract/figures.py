"""Written numbers: `1.500,50`, `5k`, `3 lakh`."""

import re
from decimal import Decimal, InvalidOperation

SCALES = {
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
    "thousand": 1_000,
    "grand": 1_000,
    "тысяч": 1_000,
    "тысячи": 1_000,
    "тыщ": 1_000,
    "тисяч": 1_000,
    "tysiące": 1_000,
    "tysięcy": 1_000,
    "mila": 1_000,
    "mille": 1_000,
    "lakh": 100_000,
    "lakhs": 100_000,
    "lac": 100_000,
    "lacs": 100_000,
    "लाख": 100_000,
    "لاکھ": 100_000,
    "লাখ": 100_000,
    "crore": 10_000_000,
    "jt": 1_000_000,
    "juta": 1_000_000,
    "triệu": 1_000_000,
    "tr": 1_000_000,
    "만": 10_000,
    "万": 10_000,
}
NUMBER = r"\d{1,3}(?:[ ,.\u00a0']\d{3})+(?!\d)(?:[.,]\d{1,8})?|\d+(?:[.,]\d{1,8})?"
"""A pattern of figures as they are grouped and pointed anywhere."""
SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
"""A pattern of the words that multiply the figure before them."""
_ANY = re.compile(rf"(?P<figure>{NUMBER})(?:\s?(?P<scale>(?i:{SCALE}))(?![A-Za-z]))?")


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
    return scaled(found["figure"], found["scale"]) if found else None


def plain(number: Decimal) -> str:
    """Return a number without an exponent and without trailing zeros."""
    shown = f"{number:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def scaled(written: str, scale: str | None) -> Decimal:
    """Return a written figure times what the word after it says."""
    number = figure(written) or Decimal(0)
    return number * SCALES[scale.lower()] if scale else number
