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
    ("instagram.com", "/p/"),
    ("instagram.com", "/reel/"),
    ("instagram.com", "/"),
    ("tiktok.com", "/@"),
    ("vm.tiktok.com", "/"),
    ("youtube.com", "/watch?v="),
    ("youtube.com", "/shorts/"),
    ("youtu.be", "/"),
    ("t.me", "/"),
    ("facebook.com", "/"),
    ("fb.watch", "/"),
    ("x.com", "/"),
    ("twitter.com", "/"),
    ("open.spotify.com", "/track/"),
    ("soundcloud.com", "/"),
    ("twitch.tv", "/"),
    ("threads.net", "/@"),
    ("vk.com", "/"),
)
_FIGURES = (
    *("3", "5", "7", "10", "12", "15", "20", "25", "30", "50", "75", "100", "150", "200", "250"),
    *("300", "500", "1000", "1,500", "2000", "5000"),
)
_COMMON_MONEY = ("${}", "{}$", "$ {}", "{} USD", "{} usd", "{} dollars", "€{}", "{} EUR", "{} euro")
_OTHER_MONEY = (
    *("₹{}", "Rs {}", "{} rs", "{} INR", "£{}", "{} GBP", "{} USDT", "{} usdt", "{} zł", "{} PLN"),
    *("{} TL", "₺{}", "R$ {}", "{} руб", "{} ₽", "{} грн", "₦{}", "{} naira", "{} PKR", "Rp {}"),
    *("{} IDR", "{} AED", "{} SAR", "{} EGP", "{} taka", "{} KES", "{}k", "{} trx", "{} XAF"),
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
    figure = dice.choice(_FIGURES)
    if dice.random() < 0.3:  # noqa: PLR2004 - three amounts in ten carry cents
        figure += dice.choice((".50", ".00", ",5", ".99"))
    common = dice.random() < 0.6  # noqa: PLR2004 - six in ten are dollars or euros
    return dice.choice(_COMMON_MONEY if common else _OTHER_MONEY).format(figure)


def _link(dice: random.Random) -> str:
    site, path = dice.choice(_SITES)
    scheme = dice.choice(("https://www.", "https://", "https://", "www.", "http://"))
    ending = dice.choice(("", "", "/", f"?igsh={_pick(dice, _BASE58, 12)}", "?hl=en"))
    return f"{scheme}{site}{path}{_pick(dice, _BASE58, dice.choice((9, 11, 11, 19)))}{ending}"


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
        "link": _link,
        "username": _handle,
        "email": _email,
        "service_id": lambda dice: str(dice.randint(10, 9999)),
        "date": _date,
        "phone": lambda dice: f"+{dice.randint(1, 99)} {_pick(dice, '0123456789', 9)}",
        "name": lambda dice: dice.choice(_NAMES),
    }
)
