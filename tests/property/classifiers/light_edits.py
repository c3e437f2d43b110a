"""The same message as its writer sends it again, and as he writes it about another matter.

The phrases are this file's own and not the classifier's, so that what is measured is not what was
written down for it.
"""

import random
import re
import unicodedata
from collections.abc import Callable

Edit = Callable[[str, random.Random], str]

_GREETINGS = (
    *("Hi, ", "Hello team\n", "Dear support,\n\n", "hey guys ", "Good evening. ", "Hi there!\n"),
    *("Hola, ", "Bonjour,\n", "Dzień dobry,\n", "Здравствуйте! ", "Merhaba, ", "Olá pessoal\n"),
)
_CHASES = (
    *("Any news on this?", "still nothing", "I am sending this again", "Please answer me!!"),
    *("nobody replied to me", "2nd time I write this", "it's been 2 days", "???", "up"),
    *("waiting since yesterday", "why don't you answer", "Is somebody there?", "Reminder:"),
    *("sigo esperando", "nadie contesta", "toujours pas de réponse", "ciągle czekam"),
    *("жду ответа", "hala cevap yok", "ainda sem resposta", "ich warte noch immer"),
)
_ENDS = ("Thanks", "thank you so much!", "pls help", "Please check asap", "gracias", "Regards")
_SIGNATURES = (
    "\n\n-- \nAnna Smith\nBlue Sky Media",
    "\n\nSent from my iPhone",
    "\n\nBest regards,\nOmar",
    "\n\nKind regards\nMarie Dupont\nwww.example.com",
    "\n\nGet Outlook for Android",
)
_INTRODUCTIONS = (
    "On Mon, 2 Mar 2026 at 10:15, Anna <anna@example.com> wrote:\n",
    "Am 02.03.2026 um 10:15 schrieb Anna:\n",
    "W dniu 2.03.2026 o 10:15 Anna pisze:\n",
)
_FORWARD = (
    "---------- Forwarded message ---------\n"
    "From: Anna <anna@example.com>\nDate: Mon, 2 Mar 2026\n"
    "Subject: help\nTo: <help@example.org>\n\n"
)
_BESIDE = {
    letter: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
}
_CODE = re.compile(r"https?://\S+|\S*@\S+|\S*\d\S*")


def _safe(text: str) -> set[int]:
    """Return the places of ids, amounts, links and addresses."""
    return {place for found in _CODE.finditer(text) for place in range(*found.span())}


def _typos(text: str, dice: random.Random) -> str:
    """Mistype a letter in about forty, never one of an id, a link or a short word."""
    safe = _safe(text)
    letters = list(text)
    places = [n for n, sign in enumerate(text) if sign.isalpha() and n not in safe]
    for place in dice.sample(places, min(len(places), 1 + len(text) // 40)):
        letters[place] = dice.choice(
            ("", text[place] * 2, dice.choice(_BESIDE.get(text[place].lower(), text[place])))
        )
    return "".join(letters)


def _swapped(text: str, dice: random.Random) -> str:
    safe = _safe(text)
    places = [n for n in range(len(text) - 1) if text[n : n + 2].isalpha() and n not in safe]
    if not places:
        return text
    place = dice.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _recased(text: str, dice: random.Random) -> str:
    return dice.choice((text.lower(), text.upper(), text.capitalize()))


def _unpunctuated(text: str, _dice: random.Random) -> str:
    return re.sub(r"[,.;:!?¿¡'’](?=\s|$)", "", text)


def _exclaimed(text: str, dice: random.Random) -> str:
    return text.rstrip(".!? ") + dice.choice(("!!!", "...", " ??", " 😡", " 🙏🙏"))


def _bare(text: str, _dice: random.Random) -> str:
    kept = (sign for sign in unicodedata.normalize("NFD", text) if not "\u0300" <= sign <= "\u036f")
    return unicodedata.normalize("NFC", "".join(kept))


def _respaced(text: str, dice: random.Random) -> str:
    return dice.choice((text.replace(". ", ".\n\n"), text.replace(" ", "  "), f"\n{text}\n\n"))


def _greeted(text: str, dice: random.Random) -> str:
    return dice.choice(_GREETINGS) + text


def _ended(text: str, dice: random.Random) -> str:
    return text + dice.choice((" ", "\n", ". ")) + dice.choice(_ENDS)


def _chased(text: str, dice: random.Random) -> str:
    chase, between = dice.choice(_CHASES), dice.choice((" ", "\n", ". "))
    return dice.choice((f"{chase}{between}{text}", f"{text}{between}{chase}"))


def _signed(text: str, dice: random.Random) -> str:
    return text + dice.choice(_SIGNATURES)


def _quoted(text: str, dice: random.Random) -> str:
    quote = "\n".join(f"> {line}" for line in text.splitlines())
    return f"{dice.choice(_CHASES)}\n\n{dice.choice(_INTRODUCTIONS)}{quote}"


def _forwarded(text: str, dice: random.Random) -> str:
    return f"{dice.choice(('', 'Any news on this?', 'see below'))}\n\n{_FORWARD}{text}"


EDITS: dict[str, Edit] = {
    "the same": lambda text, _dice: text,
    "typos": _typos,
    "swapped letters": _swapped,
    "case": _recased,
    "no punctuation": _unpunctuated,
    "exclaimed": _exclaimed,
    "no diacritics": _bare,
    "spacing": _respaced,
    "greeting": _greeted,
    "courtesy": _ended,
    "chase phrase": _chased,
    "signature": _signed,
    "quoted": _quoted,
    "forwarded": _forwarded,
    "greeting, typos, courtesy": lambda t, d: _greeted(_ended(_typos(t, d), d), d),
    "case, chase phrase": lambda t, d: _chased(_recased(t, d), d),
    "greeting, chase, signature": lambda t, d: _signed(_greeted(_chased(t, d), d), d),
}
"""Ways in which a message is sent again, by name."""


def _order(dice: random.Random) -> str:
    return str(dice.randrange(10_000, 99_999_999))


def _sum(dice: random.Random) -> str:
    figure = dice.choice((5, 12, 15, 20, 25, 40, 50, 75, 100, 150, 300, 1000)) + dice.randrange(5)
    return dice.choice((f"${figure}", f"{figure} USD", f"{figure}€", f"{figure} eur"))


def _link(dice: random.Random) -> str:
    site = dice.choice(("instagram.com/p/", "www.tiktok.com/@shop/video/", "youtu.be/"))
    return f"https://{site}{''.join(dice.choices('abcdefghjkmnpqrstuvwxyz23456789', k=11))}"


def _reference(dice: random.Random) -> str:
    return dice.choice(("TXN", "PAY-", "")) + str(dice.randrange(10**9, 10**11))


CODES: dict[str, tuple[Callable[[random.Random], str], tuple[str, ...]]] = {
    "order id": (
        _order,
        ("Order {}: {text}", "{text} Order id {}", "{text}\norder {}", "{} {text}"),
    ),
    "amount": (_sum, ("{text} I sent {}.", "Paid {}. {text}", "{text} (amount {})")),
    "link": (_link, ("{text} {}", "{}\n{text}", "{text} Link: {}")),
    "payment reference": (_reference, ("{text} transaction id {}", "Payment {} - {text}")),
}
"""What tells two messages of one template apart: how it is made, and where it stands."""


def filled_twice(text: str, kind: str, dice: random.Random) -> tuple[str, str]:
    """Return `text` as a template filled in with two different codes of a kind."""
    make, shapes = CODES[kind]
    shape = dice.choice(shapes)
    first = second = make(dice)
    while re.sub(r"\D", "", second) == re.sub(r"\D", "", first) and kind != "link":
        second = make(dice)
    if kind == "link":
        second = make(dice)
    return shape.format(first, text=text), shape.format(second, text=text)
