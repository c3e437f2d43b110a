"""Splitting text into tokens, the same way for training and for serving."""

import re
from functools import lru_cache

from classifiers.text.folding import fold, western_digits

# Python's \w leaves out the vowel signs and tone marks of Arabic, Indic and Thai writing and the
# joiners of Persian, which would cut words into pieces.
MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u0e31-\u0e4e\u200c\u200d"
TOKEN = re.compile(
    r"https?://[^\s<>\"]+|www\.[^\s<>\"]+"
    r"|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,100}"
    r"|@[\w.]{2,40}"
    rf"|[\w{MARKS}]+(?:['’ʻʼ`*][\w{MARKS}]+)*"
    r"|[?!$€£₹₽₺¥]"
)
# The same for texts without links and addresses, which are scanned in half the time.
_PLAIN = re.compile(rf"[\w{MARKS}]+(?:['’ʻʼ`*][\w{MARKS}]+)*|[?!$€£₹₽₺¥]")
_PLAIN_ASCII = re.compile(r"[A-Za-z0-9_]+(?:['`*][A-Za-z0-9_]+)*|[?!$]")
_SPACELESS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+)\.")
_LONGEST_WORD = 40


def tokens(text: str) -> list[str]:
    """Return the tokens of `text` in order, as the customer wrote them."""
    pattern = TOKEN
    if "@" not in text and "://" not in text and "www." not in text:
        pattern = _PLAIN_ASCII if text.isascii() else _PLAIN
    found: list[str] = pattern.findall(text)
    return found


def span_of(token: str, text: str) -> tuple[int, int]:
    """Return where `token`, one of the tokens of `text`, stands first."""
    first = start = text.find(token)
    while start >= 0:
        end = start + len(token)
        if not (_is_inside(text, start) or _is_inside(text, end)):
            return start, end
        start = text.find(token, start + 1)
    return first, first + len(token)


def _is_inside(text: str, place: int) -> bool:
    """Tell a place between two letters or digits of one word."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def is_spaceless(token: str) -> bool:
    """Tell a run of Han, kana or Thai, which are written without spaces."""
    return not token.isascii() and _SPACELESS.search(token) is not None


@lru_cache(maxsize=65_536)
def folded(token: str) -> str:
    """Return the form under which a token is counted.

    Links, addresses, ids and numbers become their kind (`#url`, `#mail`, `#user`, `#id`, `#5`
    for five digits), so that no model learns one customer's number by heart.
    """
    if token.isalpha():
        return fold(token)[:_LONGEST_WORD] or "#"
    if "://" in token or token.startswith("www."):
        return "#url"
    if "@" in token:
        return "#user" if token.startswith("@") else "#mail"
    if any(map(str.isdigit, token)):
        return _number_kind(western_digits(token))
    return fold(token)[:_LONGEST_WORD] or "#"


def domain(token: str) -> str:
    """Return the name in a link that people know it by, such as `instagram`, or nothing."""
    found = _DOMAIN.match(token.lower())
    return found.group(1) if found else ""


def _number_kind(token: str) -> str:
    if token.isdecimal():
        return f"#{min(len(token), 12)}"
    digits = sum(map(str.isdigit, token))
    longest_plain = 6
    if len(token) > longest_plain and digits > 1:
        return "#id"
    return fold(re.sub(r"\d+", "0", token)) or "#"
