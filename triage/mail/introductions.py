"""The lines by which a mail client introduces a quotation: "On <date>, <somebody> wrote:"."""

import re
from typing import Final

from triage.mail.quote_words import LEADS, VERBS

QUOTED: Final = re.compile(r"\s{0,3}[>＞](?![.:;_]|From )")
"""How a quoted line begins; `>:(` and an escaped `>From ` are no quotation."""

_ENDS: Final = re.compile(r"[:：](?:[\s*_>\-]*)$")
_VERB: Final = re.compile(
    r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(VERBS, key=len, reverse=True))) + r")(?!\w)"
    r"|写道|寫道|写到|のメール|書きました|님이|작성",
    re.IGNORECASE,
)
_LAST_WORDS: Final = frozenset(verb.split()[-1] for verb in VERBS)
_LEAD: Final = re.compile(
    r"[\s\-*_\"'«„]*(?:(?:"
    + "|".join(map(re.escape, LEADS))
    + r")(?!\w)|\d|[^\W\d_]{1,12}[.,]*\s*,?\s*\d)",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"\d{1,2}[:.h]\d{2}(?!\d)|\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}|(?<!\d)(?:19|20)\d\d(?!\d)|"
    r"\d{1,2}[:：]\d\d|\d年|\d월|\d{4}년"
)
_BRACKETED: Final = re.compile(r"[<(\[]\s*(?:mailto:)?[^\s<>()\[\]]+@[^\s<>()\[\]]+")
_REST_OF_ADDRESS: Final = re.compile(r"[^\s<>()\[\]]*+[\s>)\]\"'*]*+")
_LONGEST_TAIL: Final = 60
_LONGEST_INTRODUCTION: Final = 500
_INTRODUCTION_LINES: Final = 4
_MOST_WORDS: Final = 45
_FEW_WORDS: Final = 12
_MOST_TRIES: Final = 300
# Where the verb does not say it, the pronoun does: the author speaks of himself.
_OWN: Final = re.compile(
    r"(?<!\w)(?:(?:i|we) (?:\w+ )?wrote|ich (?:\w+ )?schrieb|habe ich|ik (?:\w+ )?schreef|"
    r"jeg (?:\w+ )?skrev|jag (?:\w+ )?skrev|я (?:\w+ )?(?:написал|писал))(?!\w)",
    re.IGNORECASE,
)


def find_introductions(lines: list[str]) -> dict[int, int]:
    """Return, for each introduction, its first line and the line after its last."""
    found: dict[int, int] = {}
    tries = 0
    for last, line in enumerate(lines):
        if len(line) > _LONGEST_INTRODUCTION or not line.strip() or QUOTED.match(line):
            continue
        if not (_may_end_introduction(line) or _BRACKETED.search(line)):
            continue
        tries += 1
        if tries > _MOST_TRIES:
            break
        first = _first_line(lines, last)
        if first is None and _stands_above_quoted(lines, last):
            first = last
        if first is not None:
            found[first] = last + 1
    return found


def _may_end_introduction(line: str) -> bool:
    """Return whether a line ends with a colon or a verb; cheap, since every line is asked."""
    bare = line.rstrip(" \t*_->")
    if bare.endswith((":", "：")):
        return True
    return bare[bare.rfind(" ") + 1 :].casefold() in _LAST_WORDS


def _stands_above_quoted(lines: list[str], at: int) -> bool:
    """Return whether a line says who wrote the quoted lines below it, with less than a date.

    Old Gmail wrote "<date> <address>" without a colon; others write "<somebody> wrote:".
    """
    below = next((line for line in lines[at + 1 : at + 3] if line.strip()), "")
    line = lines[at]
    if not QUOTED.match(below) or len(line.split()) > _FEW_WORDS:
        return False
    if _BRACKETED.search(line) and _DATE.search(line):
        return True
    return bool(_ENDS.search(line) and _VERB.search(line) and not _OWN.search(line))


def _first_line(lines: list[str], last: int) -> int | None:
    """Return where the introduction that ends here begins, or None if it is none."""
    joined = ""
    undated: int | None = None
    for first in range(last, max(-1, last - _INTRODUCTION_LINES), -1):
        line = lines[first].strip()
        if not line or QUOTED.match(lines[first]):
            break
        joined = f"{line} {joined}".strip()
        if len(joined) > _LONGEST_INTRODUCTION:
            break
        if not _is_introduction(joined):
            continue
        if _DATE.search(joined):
            return first - 1 if _goes_on_from(lines, first) else first
        undated = first if undated is None else undated
    return undated


def _goes_on_from(lines: list[str], first: int) -> bool:
    """Return whether the line above belongs to the introduction: a date, wrapped at a comma."""
    above = lines[first - 1].strip() if first else ""
    return above.endswith(",") and bool(_LEAD.match(above)) and bool(_DATE.search(above))


def _is_introduction(joined: str) -> bool:
    """Return whether this is "<date>, <somebody> wrote:" in any language.

    A bracketed address with a date before it needs no verb: Gmail leaves it out in Russian and
    Japanese. Without an address the verb is wanted, and a beginning that no sentence has.
    """
    if len(joined.split()) > _MOST_WORDS:
        return False
    verb = _VERB.search(joined)
    ends = _ENDS.search(joined) is not None
    address = _BRACKETED.search(joined)
    if address:
        dated = _DATE.search(joined) is not None
        is_marked = (ends and dated) or (verb is not None and (ends or dated))
        return is_marked and _is_short_after_address(joined)
    if verb is None or not _DATE.search(joined) or _OWN.search(joined):
        return False
    return joined.startswith("--") or (ends and _LEAD.match(joined) is not None)


def _is_short_after_address(joined: str) -> bool:
    """Return whether little stands behind the last address: a verb and a colon at most."""
    rest = _REST_OF_ADDRESS.match(joined, joined.rindex("@"))
    tail = joined[rest.end() :] if rest else joined
    return len(tail) <= _LONGEST_TAIL and not {"<", ">"} & set(tail)
