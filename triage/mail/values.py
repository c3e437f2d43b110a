"""Header values as the field's grammar means them: without comments, folding and case."""

import re
from typing import Final

from triage.mail.headers import Headers

_PIECE: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[()]|[^"\\()]+|["\\]', re.DOTALL)


def without_comments(value: str) -> str:
    """Return a value without its comments, nested ones included (RFC 5322 section 3.2.2)."""
    if "(" not in value:
        return value
    kept: list[str] = []
    depth = 0
    for piece in _PIECE.findall(value):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(piece)
    return "".join(kept)


def keywords(headers: Headers, name: str) -> tuple[str, ...]:
    """Return the first token of every field of this name: no comments, no parameters, folded."""
    values = (without_comments(value) for value in headers.get_all(name))
    return tuple(value.partition(";")[0].strip().strip('"').casefold() for value in values)


def listed(headers: Headers, name: str) -> frozenset[str]:
    """Return the members of comma lists in every field of this name, folded."""
    values = ",".join(without_comments(value) for value in headers.get_all(name))
    return frozenset(one.strip().casefold() for one in values.split(",") if one.strip())
