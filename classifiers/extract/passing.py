"""User names that are said in passing, with no word for the account beside them.

People of an account's trouble write "unlock northlane" or "the mail on northlane". Such a word is
a name where nobody knows it as English and it stands where a name would; elsewhere than in English
too many words are known to nobody.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from classifiers.extract.names import is_english, is_word, may_be_a_name
from classifiers.extract.words import Words

_ABOUT_ACCOUNTS = frozenset(("login", "account"))
_CUES = frozenset(
    (
        "account",
        *("owner", "ownership", "otp", "2fa", "mfa", "passcode", "key", "code", "codes", "factor"),
        *("email", "mail", "access", "unlock", "delete", "close", "reset", "recover", "admin"),
        *("name", "names", "renamed"),
    )
)
_NAME = r"[a-z][a-z0-9]{4,29}"
_BEFORE = (
    r"on|at|for|under|into|onto|of|unlock|unblock|close|delete|restore|recover|reopen|made"
    r"|reset|reactivate|unfreeze|called|named|think (?:it )?(?:is|was|it's)|maybe|owns|own"
)
_IN_PLACE = re.compile(
    rf"(?<![\w'’-])(?:{_BEFORE}) [\"'“‘]?(?P<name>(?:[a-z][.])?{_NAME}(?:\.[a-z]{{3,}})?)"
    r"(?![\w@/-]|\.\w|['’](?!s\b)\w)",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"(?:^|[.!,]\s|\n)(?:i am|i'm|im|it's|its|this is) (?P<name>[a-z][a-z0-9]{7,29})"
    r"(?=\s?[,.;!\n]|\s?$| here\b)",
    re.IGNORECASE,
)
# A last word, set apart: "how do I get back in, northlane?"
_LAST = re.compile(r"(?:,|\s[–-])\s(?P<name>[a-z][a-z0-9]{4,29})\s?[.?!]*\s?$")
_QUOTED = re.compile(rf"(?<![=:] )(?<![\w=:])[\"“«](?P<name>{_NAME})[\"”»](?!\s?[:=])")
_OWNED = re.compile(r"(?<![\w@./-])(?P<name>[a-z][a-z0-9]+[._][a-z0-9]{3,})['’]s\b")
_USUAL = re.compile(
    r".*(?:ing|ed|tion|ment|ly|ous|ive|able|ible|ness|ity|ance|ence|ism|ise|ize|ful|less|ical|ation)s?"
)
_TYPED = (
    *("account", "password", "username", "profile", "website", "verification", "number", "email"),
    *("authenticator", "dashboard", "telephone", "computer", "security", "support", "profile"),
)
_ALIKE = 0.75


def in_passing(own: str, words: Words) -> Iterator[tuple[int, str]]:
    """Yield where a name begins that is said in passing, and the name."""
    if not _is_about_an_account(words) or not is_english(words):
        return
    for found in _OWNED.finditer(own):
        if may_be_a_name(found["name"]):
            yield found.start("name"), found["name"]
    for pattern in (_IN_PLACE, _QUOTED, _INTRODUCED, _LAST):
        for found in pattern.finditer(own):
            name = found["name"]
            if name.islower() and may_be_a_name(name) and not _is_usual(name):
                yield found.start("name"), name


def _is_about_an_account(words: Words) -> bool:
    return not (_CUES.isdisjoint(words.forms) and _ABOUT_ACCOUNTS.isdisjoint(words.concepts))


@lru_cache(maxsize=16_384)
def _is_usual(name: str) -> bool:
    """Tell a word that is written wrong, or formed as English words are."""
    if is_word(name) or is_word(name.removesuffix("s")) or _USUAL.fullmatch(name):
        return True
    return bool(get_close_matches(name, _TYPED, n=1, cutoff=_ALIKE))
