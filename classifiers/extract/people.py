"""User names and registered addresses."""

import re
from collections.abc import Iterator

from classifiers.extract.found import Found
from classifiers.extract.masks import MAIL
from classifiers.extract.words import Traits, Words, traits
from models.vocabulary import Field

_GAP = (
    r"\s*(?:[:=：]|[-–]\s)\s*"
    r"|\s+(?:(?:name|names|id|adı|adi|adım|adim|utente|panel|no|number|zalogowani\w*)\s*)?"
    r"(?:(?:is|es|é|è|est|ist|to|это|це|hai|है|ہے|adalah|là|la|e|na|ni|c'est|=)\s+)?[:=]?\s*"
)
_NAMED = re.compile(
    rf"(?P<gap>{_GAP})(?P<quote>[\"'«“@(<]*)(?P<name>[A-Za-z0-9][\w.-]{{1,39}})(?![\w@])"
)
_STATED = re.compile(r"[:=：]")
_SHORTEST = 3
_EXPLICIT = frozenset(("username", "usernames", "uname", "nickname", "nick", "имя"))
# A name as people make them up for themselves; not a domain, a file, an amount or a version.
_HANDLE = re.compile(
    r"(?<![\w@./:+#-])(?![\w.]*\.(?:com|net|org|io|ru|me|co|tv|gg|png|jpe?g|pdf|html?|php)\b)"
    r"(?:[a-z][a-z0-9]{2,}(?:[._][a-z0-9]+)+_?|[a-z]{3,}[a-z0-9]*_|[a-z]{5,}\d{1,4})(?![\w@/])"
)
UNNAMED = "looks like a user name"
"""What is said of a made-up name where no word says that it is the account's."""


def people(words: Words, own: str) -> Iterator[Found]:
    """Yield user names and e-mail addresses.

    Args:
        words: All of the message, quoted mail included.
        own: The text with quotes and signature blanked: an address counts only here, since one
            in a quoted header or a signature is not stated.
    """
    if "@" in own:
        for found in MAIL.finditer(own):
            yield _found(found.group().lower().rstrip("."), *found.span(), "an e-mail address")
    known: set[str] = set()
    for place, each in enumerate(words.traits):
        if each.kind in {"username", "account"}:
            named = _NAMED.match(words.text, words.spans[place][1])
            if named and _is_username(named, each):
                name = named["name"].rstrip(".-")
                start = named.start("name")
                known.add(name)
                yield _found(name, start, start + len(name), "named as the user name")

    for handle in _HANDLE.finditer(own):
        if handle.group() not in known:
            yield _found(handle.group(), *handle.span(), UNNAMED)


def _is_username(named: re.Match[str], keyword: Traits) -> bool:
    """Tell a name from the next word of a sentence."""
    name = named["name"].rstrip(".-")
    if name.isdecimal() or len(name) < _SHORTEST:
        return False
    lists = traits(name).lists
    if lists & {"asking", "subject", "common", "outcome", "action"} or traits(name).telling:
        return False
    is_marked = any(map(str.isdigit, name)) or any(mark in name for mark in "_.-")
    is_stated = bool(_STATED.search(named["gap"]) or named["quote"])
    is_linked = keyword.kind == "username" and len(named["gap"].split()) > 0
    return is_marked or is_stated or is_linked or keyword.form in _EXPLICIT


def _found(value: str, start: int, end: int, note: str) -> Found:
    return Found(Field.USERNAME, value, start, end, note)
