"""Values for the slots of the training text, as customers write them."""

import random
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

_SLOT = re.compile(r"\{([a-z_]+)\}")
_HEX = "0123456789abcdef"
_UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_NAMES = ("Alex", "Sam", "Maria", "Ivan", "Ahmed", "Li", "Ana", "Omar", "Kim", "Noor")
_HANDLES = ("star", "king", "media", "smm", "shop", "vip", "real", "boost", "daily", "pro")
_SITES = (
    "https://www.instagram.com/p/",
    "https://instagram.com/",
    "https://www.tiktok.com/@",
    "https://youtu.be/",
    "https://t.me/",
    "https://www.facebook.com/",
    "https://x.com/",
)


def fill_slots(text: str, dice: random.Random) -> str:
    """Return `text` with every `{slot}` given a fresh value; unknown braces stay."""

    def value(found: re.Match[str]) -> str:
        make = _MAKERS.get(found.group(1))
        return make(dice) if make else found.group()

    return _SLOT.sub(value, text) if "{" in text else text


def _pick(dice: random.Random, alphabet: str, size: int) -> str:
    return "".join(dice.choices(alphabet, k=size))


def _order_id(dice: random.Random) -> str:
    return str(dice.randrange(10 ** dice.choice((3, 4, 5, 6, 6, 7, 8))) + 1000)


def _order_ids(dice: random.Random) -> str:
    separator = dice.choice((", ", " ", ",", " and ", "\n", " / "))
    return separator.join(_order_id(dice) for _ in range(dice.randint(2, 5)))


def _transaction_id(dice: random.Random) -> str:
    return dice.choice(
        (
            _pick(dice, _UPPER + "0123456789", 17),
            _pick(dice, "0123456789", 12),
            f"{dice.choice(('TXN', 'PAY-', 'INV-', 'T'))}{dice.randrange(10**6, 10**9)}",
            f"pi_{_pick(dice, _BASE58, 24)}",
            _pick(dice, "0123456789", 10),
        )
    )


def _crypto_hash(dice: random.Random) -> str:
    return dice.choice(("0x", "", "")) + _pick(dice, _HEX, 64)


def _amount(dice: random.Random) -> str:
    figure = dice.choice(("5", "10", "15", "20", "25", "50", "100", "250", "500", "1000"))
    if dice.random() < 0.3:  # noqa: PLR2004 - three amounts in ten carry cents
        figure += dice.choice((".50", ".00", ",5", ".99"))
    return dice.choice(
        (
            f"${figure}",
            f"{figure}$",
            f"{figure} USD",
            f"{figure} usd",
            f"€{figure}",
            f"{figure} EUR",
        )
    )


def _handle(dice: random.Random) -> str:
    ending = dice.choice(("", "_", str(dice.randrange(100)), "." + dice.choice(_HANDLES)))
    return dice.choice(_HANDLES) + dice.choice(_HANDLES) + ending


def _email(dice: random.Random) -> str:
    return f"{_handle(dice).rstrip('_')}@example.{dice.choice(('com', 'org', 'net'))}"


def _date(dice: random.Random) -> str:
    year, month, day = dice.randint(2024, 2027), dice.randint(1, 12), dice.randint(1, 28)
    return dice.choice(
        (f"{year}-{month:02}-{day:02}", f"{day:02}/{month:02}/{year}", f"{day}.{month:02}.{year}")
    )


_MAKERS: Mapping[str, Callable[[random.Random], str]] = MappingProxyType(
    {
        "order_id": _order_id,
        "order_ids": _order_ids,
        "transaction_id": _transaction_id,
        "crypto_hash": _crypto_hash,
        "amount": _amount,
        "link": lambda dice: dice.choice(_SITES) + _pick(dice, _BASE58, 11),
        "username": _handle,
        "email": _email,
        "service_id": lambda dice: str(dice.randint(10, 9999)),
        "date": _date,
        "phone": lambda dice: f"+{dice.randint(1, 99)} {_pick(dice, '0123456789', 9)}",
        "name": lambda dice: dice.choice(_NAMES),
    }
)
