"""User names and registered addresses."""

import re
from collections.abc import Iterator

from classifiers.extract.found import Found
from classifiers.extract.masks import MAIL
from classifiers.extract.words import Words, traits
from models.vocabulary import Field

_GAP = (
    r"\s*(?:[:=：]|[-–]\s)\s*|\s+(?:is|es|é|è|est|ist|to|это|це|hai|है|ہے|adalah|là|la|e|=)\s*[:=]?\s+"
    r"|\s+(?:name|names|id|adı|adi|adım|adim|utente|panel|no|number)?\s*[:=：]?\s*"
)
_NAMED = re.compile(
    rf"(?P<gap>{_GAP})(?P<quote>[\"'«“@(<]*)(?P<name>[A-Za-z0-9][\w.-]{{1,39}})(?![\w@])"
)
_STATED = re.compile(r"[:=：]")
_SHORTEST = 3


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
    for place, each in enumerate(words.traits):
        if each.kind in {"username", "account"}:
            named = _NAMED.match(words.text, words.spans[place][1])
            if named and _is_username(named, is_username=each.kind == "username"):
                name = named["name"].rstrip(".-")
                start = named.start("name")
                yield _found(name, start, start + len(name), "named as the user name")


def _is_username(named: re.Match[str], *, is_username: bool) -> bool:
    """Tell a name from the next word of a sentence."""
    name = named["name"].rstrip(".-")
    if name.isdecimal() or len(name) < _SHORTEST:
        return False
    lists = traits(name).lists
    if lists & {"asking", "subject", "common", "outcome", "action"} or traits(name).telling:
        return False
    is_marked = any(map(str.isdigit, name)) or any(mark in name for mark in "_.-")
    is_stated = bool(_STATED.search(named["gap"]) or named["quote"])
    is_linked = is_username and len(named["gap"].split()) > 0
    return is_marked or is_stated or is_linked


def _found(value: str, start: int, end: int, note: str) -> Found:
    return Found(Field.USERNAME, value, start, end, note)
