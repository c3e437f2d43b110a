"""User names and registered addresses."""

import re
from collections.abc import Iterator

from classifiers.extract.found import Found
from classifiers.extract.lexemes import kind_of
from classifiers.extract.masks import MAIL
from classifiers.lexicon import word_lists
from classifiers.text.tokens import folded
from models.vocabulary import Field

_NAMED = re.compile(
    r"(?P<word>[^\W\d_]+(?:\s(?:name|names|id|adı|adi|adım|adim|utente|zalogowan\S*))?)"
    r"(?P<gap>\s?[:=：-]{1,2}\s?|\s+(?:is|es|é|e|è|est|ist|to|это|це|:|hai|है|ہے|-|=|adım|adi|adı)\s+|\s+)"
    r"(?P<quote>[\"'«“@(]*)(?P<name>[A-Za-z0-9][\w.-]{2,39})(?!\w|@)"
)
_STATED = re.compile(r"[:=：\"'«“@(-]")
_ORDINARY = frozenset(
    word for words in word_lists("function_words").values() for word in words
) | frozenset(word for words in word_lists("generic").values() for word in words)


def people(text: str, own: str) -> Iterator[Found]:
    """Yield user names and e-mail addresses.

    Args:
        text: All of it, quoted mail included.
        own: The same with quotes and signature blanked: an address counts only here, since one
            in a quoted header or a signature is not stated.
    """
    if "@" in own:
        for found in MAIL.finditer(own):
            yield _found(found.group().lower().rstrip("."), *found.span(), "an e-mail address")
    for found in _NAMED.finditer(text):
        if _is_username(found):
            name = found["name"].rstrip(".-")
            start = found.start("name")
            yield _found(name, start, start + len(name), "named as the user name")


def _is_username(found: re.Match[str]) -> bool:
    kind = kind_of(folded(found["word"].split()[0])) or kind_of(folded(found["word"].split()[-1]))
    if kind not in {"username", "account"}:
        return False
    name = found["name"]
    is_marked = any(map(str.isdigit, name)) or "_" in name.strip("_") or "." in name.strip(".")
    if name.isdecimal():
        return False
    if _STATED.search(found["gap"]) or found["quote"]:
        return folded(name) not in _ORDINARY
    return is_marked or (
        kind == "username" and found["gap"].strip() != "" and folded(name) not in _ORDINARY
    )


def _found(value: str, start: int, end: int, note: str) -> Found:
    return Found(Field.USERNAME, value, start, end, note)
