"""What the shape of a code alone says that it is."""

import re
from enum import Enum

# Codes that are told by their shape alone; the first that fits decides.
HASH = re.compile(r"(?:0x)?[0-9a-fA-F]{64}")
_SIGNATURE = re.compile(r"(?=.*\d)[1-9A-HJ-NP-Za-km-z]{80,90}")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_ORDER = re.compile(r"(?:ord|order|od)[-_]?\d{3,}", re.IGNORECASE)
# The wallets of coins and payment systems, to which money goes: Tron, Ethereum, Bitcoin, Litecoin,
# WebMoney's purses; an IBAN.
_WALLET = re.compile(
    r"T[1-9A-HJ-NP-Za-km-z]{33}|0x[0-9a-fA-F]{40}|(?:bc1|ltc1)[0-9a-z]{25,60}"
    r"|[BEGHKLRUXZ]\d{12}|(?!FT)[A-Z]{2}\d{2}[A-Z]{4}\d{7,22}"
)
# The accounts of Payeer and Perfect Money, unless a word says that it is a payment's number.
_PURSE = re.compile(r"P\d{7,12}|U\d{7,8}")
_PREFIXED = re.compile(
    r"[A-Z]{2,5}_(?=\w*\d\w*\d)[0-9A-Fa-f]{5,}|tx(?=(?:[a-f]*\d){4})[\da-f]{10,}"
    r"|(?:flw|psk|mp|txn?|trx|inv|rcpt|dep)(?:_tx)?_(?=(?:[a-f]*\d){2})[\da-f]{5,}"
    r"|(?:txn?|trx|tr|pay|paym|inv|ref|rcpt|tid|utr|pp|dep|bin|ch|nsbd|pm|t)[-_]?\d[\dA-Z-]{5,}"
    r"|payid-(?=[A-Z]*\d)[\dA-Z]{5,}|(?:[a-z]{2,6}_){1,3}\d{8}\w*|(?:pi|ch|py|cs|in|txn|re|seti|payin|pay|tr|plink|pm|src)_\w{8,}",
    re.IGNORECASE,
)
# Codes that only payments have: capitals and digits, groups with dashes or dots, long mixtures.
_REFERENCE = re.compile(
    r"(?=(?:.*\d){2})(?=.*[A-Z])[A-Z0-9]{9,30}|(?=.*\d)(?=.*[A-Z])[A-Z0-9]{15,30}"
    r"|(?=(?:.*\d){6})[A-Za-z]{0,6}\d*(?:-[\dA-Za-z]+){1,6}"
    r"|(?=.*[A-Z])(?=(?:.*\d){4})[A-Z0-9]{1,12}(?:-[A-Z0-9]+){1,6}"
    r"|(?=(?:.*\d){5})[A-Z][A-Za-z0-9]{0,12}(?:-[A-Za-z0-9]+){1,6}"
    r"|[A-Z]{1,4}\d{4,}(?:\.[A-Z0-9]{2,})+|(?=.*\d)(?=.*[A-Z])[A-Z0-9]{4}(?:\.[A-Z0-9]{4}){2,5}"
    r"|(?=.*\d[a-z]+\d)(?=(?:.*\d){4})[a-z0-9]{10,}"
    r"|(?=(?:.*\d){10})[A-Za-z0-9]{20,40}"
)
_PHONE = re.compile(r"0\d{1,4}-\d{3,4}-\d{3,4}|\d{3}-\d{3}-\d{4}|\d{3}-\d{4}")
HEX_GROUP = re.compile(r"(?:0x)?[0-9a-fA-F]{4,}")
SHORTENED = re.compile(r"(?=.*[a-fA-F])(?=.*\d)(?:0x)?[0-9a-fA-F]{3,}(?:\.{2,4}|…)[0-9a-fA-F]{3,}")


class Shape(Enum):
    """What a code is by its shape."""

    ORDER = "begins as order numbers do"
    HASH = "a hash of a blockchain"
    SIGNATURE = "a signature of a blockchain"
    NUMBER = "numbered as payments are"
    PREFIXED = "begins as payments' numbers do"
    REFERENCE = "shaped like a payment's number"
    OTHERWISE = "an account or a telephone, unless a word says that it is a payment"
    WALLET = "a wallet"
    PLAIN = ""


_CERTAIN = (
    (HASH, Shape.HASH),
    (_WALLET, Shape.WALLET),
    (_SIGNATURE, Shape.SIGNATURE),
    (_UUID, Shape.NUMBER),
    (_ORDER, Shape.ORDER),
    (_PREFIXED, Shape.PREFIXED),
    (_PURSE, Shape.OTHERWISE),
    (_PHONE, Shape.OTHERWISE),
    (_REFERENCE, Shape.REFERENCE),
)


def shape_of(code: str) -> Shape:
    """Return what a code is by its shape; most are plain numbers."""
    if code.isdecimal():
        return Shape.PLAIN
    return next((shape for pattern, shape in _CERTAIN if pattern.fullmatch(code)), Shape.PLAIN)
