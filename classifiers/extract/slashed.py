"""References that go through slashes, as banks' statements have them: `NIP/ABC/0042817`."""

import re

_BEFORE = re.compile(r"(?<![\w/.])(?:[A-Z]{2,8}/){1,3}$")
_WHOLE = re.compile(r"[A-Z]{2,8}(?:/[A-Z\d]{2,24}){1,5}(?![\w/])")
_LONGEST_BEFORE, _FEWEST_DIGITS, _FEWEST_SLASHES = 24, 5, 2


def slashed(text: str, place: int, *, is_named: bool) -> re.Match[str] | None:
    """Return the reference of which the first digits begin at `place`, if it is one.

    Args:
        text: With western digits.
        place: Where the digits begin.
        is_named: A word for references stands before, so that one slash is enough.
    """
    if text[max(0, place - 1) : place] != "/":
        return None
    before = _BEFORE.search(text, max(0, place - _LONGEST_BEFORE), place)
    found = _WHOLE.match(text, before.start()) if before else None
    if found is None or found.group().count("/") < _FEWEST_SLASHES - is_named:
        return None
    return found if sum(map(str.isdigit, found.group())) >= _FEWEST_DIGITS else None
