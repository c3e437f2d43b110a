"""Where the mail answered begins without any mark on its lines: separators and header blocks."""

import re
from typing import Final

from triage.mail.quote_words import (
    DATE_LABELS,
    FROM_LABELS,
    SEPARATORS,
    SUBJECT_LABELS,
    TO_LABELS,
)

_LABEL: Final = re.compile(r"[\s*_>|]{0,12}+([^\W\d_][^:：\n]{0,40}+)[:：]")
_FIELDS: Final = {
    **dict.fromkeys(TO_LABELS, "to"),
    **dict.fromkeys(DATE_LABELS, "date"),
    **dict.fromkeys(SUBJECT_LABELS, "subject"),
    **dict.fromkeys(FROM_LABELS, "from"),
}
_LONGEST_LINE: Final = 500
_ADDRESS: Final = re.compile(r"[<\[(][^<>\[\]()\s]{1,100}@")
_BLOCK_LINES: Final = 16
_CONTINUATIONS: Final = 2

_SEPARATOR: Final = frozenset(SEPARATORS)
_LONGEST_SEPARATOR: Final = 100
# What desks write above their own mail, so that it can be told from the answer.
_ABOVE_THIS_LINE: Final = re.compile(
    r"\b(?:reply|respond|write|type|enter)\b.{0,40} above this line|über dieser zeile|"
    r"oberhalb dieser zeile|au-dessus de cette ligne|encima de esta línea|acima desta linha|"
    r"sopra questa riga|boven deze regel|powyżej tej linii|выше этой (?:строки|черты|линии)",
    re.IGNORECASE,
)
_DASHED: Final = re.compile(r"\s*[-_=]{3,}\s?[^\W\d_][^\n]{2,60}?\s?[-_=]{3,}\s*$")


def end_of_answered(lines: list[str], at: int) -> int | None:
    """Return the line after a separator or header block that begins here, or None."""
    line = lines[at]
    if len(line) <= _LONGEST_SEPARATOR:
        bare = line.strip(" \t-_=*>:：")
        if bare.casefold() in _SEPARATOR:
            return _end_of_block(lines, _next_filled(lines, at + 1), least=2) or at + 1
        if _ABOVE_THIS_LINE.search(bare):
            return at + 1
        if bare and _DASHED.match(line):
            return _end_of_block(lines, _next_filled(lines, at + 1), least=2)
    if ":" in line or "：" in line:
        return _end_of_block(lines, at, least=3)
    return None


def _next_filled(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _end_of_block(lines: list[str], at: int, least: int) -> int | None:
    """Return the line after the header block that begins here, or None.

    A customer's own list may say From, To and Date too: a subject, or an address in brackets as
    only mail clients write it, is wanted besides.
    """
    fields: set[str] = set()
    has_address = False
    end = at
    others = 0
    for number in range(at, min(len(lines), at + _BLOCK_LINES)):
        line = lines[number]
        label = _LABEL.match(line) if len(line) <= _LONGEST_LINE else None
        field = _FIELDS.get(label[1].casefold().strip(" \t*_")) if label else None
        if field:
            fields.add(field)
            has_address = has_address or _ADDRESS.search(line) is not None
            end, others = number + 1, 0
        elif not fields:
            return None
        elif line.strip():
            others += 1
            has_address = has_address or _ADDRESS.search(line) is not None
            if others > _CONTINUATIONS:
                break
        elif len(fields) >= least:
            break
    is_block = len(fields) >= least and "from" in fields and ("subject" in fields or has_address)
    return end if is_block else None
