"""The author's own words: a mail's text without what is quoted and without the signature.

Rules by what clients write, not by single mails: lines marked with `>`, the line that introduces a
quotation ("On …, … wrote:"), the header block of Outlook and its kin, and separators such as
"Original Message". Text between marked lines is an answer and stays. Every step looks at each
line a bounded number of times.
"""

import re
from typing import Final

from triage.mail.quote_words import (
    DATE_LABELS,
    FROM_LABELS,
    LEADS,
    SEPARATORS,
    SUBJECT_LABELS,
    TO_LABELS,
    VERBS,
)
from triage.mail.signatures import is_client_line, is_delimiter, without_closing
from triage.mail.transfer import without_inline_files

_MOST_LINES: Final = 5_000
_QUOTED: Final = re.compile(r"\s{0,3}[>＞](?![.:;_]|From )")
_RULE: Final = re.compile(r"[\s\-_=*~—–─]{3,}$")
_MARKS: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

# The line that introduces a quotation.
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
_AFTER_ADDRESS: Final = re.compile(r"@[^\s<>()\[\]]+[\s>)\]\"'*]*([^<>@]{0,60})$")
_LONGEST_INTRODUCTION: Final = 500
_INTRODUCTION_LINES: Final = 4
_MOST_WORDS: Final = 45

# The header block.
_LABEL: Final = re.compile(r"[\s*_>|]{0,12}([^\W\d_][^:：\n]{0,28}?)[\s*_]*[:：]")
_FIELDS: Final = {
    **dict.fromkeys(TO_LABELS, "to"),
    **dict.fromkeys(DATE_LABELS, "date"),
    **dict.fromkeys(SUBJECT_LABELS, "subject"),
    **dict.fromkeys(FROM_LABELS, "from"),
}
_BLOCK_LINES: Final = 16
_CONTINUATIONS: Final = 2

_SEPARATOR: Final = frozenset(SEPARATORS)
_LONGEST_SEPARATOR: Final = 100
_DASHED: Final = re.compile(r"\s*[-_=]{3,}\s?[^\W\d_][^\n]{2,60}?\s?[-_=]{3,}\s*$")
_LIST_FOOTER: Final = re.compile(r"_{2,}\s*$")
_LIST_WORDS: Final = re.compile(r"mailing list|mailman|listinfo|unsubscribe", re.IGNORECASE)
_LIST_LINES: Final = 8


def reply_of(text: str, answered_at: int | None) -> str:
    """Return the author's own words.

    Args:
        text: The visible text, lines ended by a line feed.
        answered_at: The offset from which the HTML marked the rest as the mail answered, or None.

    Returns:
        The text without quotations, what introduces them, and the signature; answers between
        quoted lines stay. A mail that only forwards another keeps the other's text.
    """
    if answered_at and text[:answered_at].strip():
        text = text[:answered_at]
    lines = without_inline_files(_MARKS.sub("", text)).split("\n")[:_MOST_LINES]
    kept = _Cutter(lines).cut()
    return "\n".join(without_closing(kept)).strip()


class _Cutter:
    """One pass over the lines of a mail."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._kept: list[str] = []
        self._in_signature = False

    def cut(self) -> list[str]:
        introductions = _introductions(self._lines)
        at = 0
        while at < len(self._lines):
            if _QUOTED.match(self._lines[at]):
                at = self._past_quoted(at)
                continue
            answered = introductions.get(at)
            if answered is None or not self._is_quoted_next(answered):
                answered = answered or _end_of_answered(self._lines, at)
                if answered is not None and self._has_words():
                    return self._without_rules()
            if answered is None:
                self._take(at)
            self._in_signature = self._in_signature and answered is None
            at = answered or at + 1
        return self._kept

    def _take(self, at: int) -> None:
        """Keep a line, unless it begins a signature or stands in one."""
        line = self._lines[at]
        if self._in_signature:
            return
        self._in_signature = (
            is_delimiter(self._lines, at)
            or (is_client_line(line) and self._has_words())
            or _is_list_footer(self._lines, at)
        )
        if not self._in_signature:
            self._kept.append(line)

    def _past_quoted(self, at: int) -> int:
        """Return the line after a run of quoted lines, pieces that a relay broke off included."""
        lines = self._lines
        self._in_signature = False
        while at < len(lines):
            if not _QUOTED.match(lines[at]) and not _is_broken_off(lines, at):
                break
            at += 1
        # One blank line stands for the gap.
        if self._kept and self._kept[-1].strip():
            self._kept.append("")
        return at

    def _is_quoted_next(self, at: int) -> bool:
        following = next((line for line in self._lines[at : at + 4] if line.strip()), "")
        return bool(_QUOTED.match(following))

    def _has_words(self) -> bool:
        return any(line.strip() and not _RULE.match(line) for line in self._kept)

    def _without_rules(self) -> list[str]:
        """Leave out the rule that clients draw above what is answered."""
        kept = self._kept
        while kept and (not kept[-1].strip() or _RULE.match(kept[-1])):
            kept.pop()
        return kept


_FULL_WIDTH: Final = 70


def _is_broken_off(lines: list[str], at: int) -> bool:
    """Return whether this line is the rest of the quoted one above, wrapped on the way."""
    above, line = lines[at - 1], lines[at]
    if not line[:1].islower() or len(above) < _FULL_WIDTH or len(line) >= len(above):
        return False
    return at + 1 == len(lines) or bool(_QUOTED.match(lines[at + 1]))


def _introductions(lines: list[str]) -> dict[int, int]:
    """Return, for each introduction, its first line and the line after its last."""
    found: dict[int, int] = {}
    for last, line in enumerate(lines):
        if len(line) > _LONGEST_INTRODUCTION or not line.strip() or _QUOTED.match(line):
            continue
        if not _may_end_introduction(line):
            continue
        first = _first_line(lines, last)
        if first is not None:
            found[first] = last + 1
    return found


def _may_end_introduction(line: str) -> bool:
    """Return whether a line ends with a colon or a verb; cheap, since every line is asked."""
    bare = line.rstrip(" \t*_->")
    if bare.endswith((":", "：")):
        return True
    return bare[bare.rfind(" ") + 1 :].casefold() in _LAST_WORDS


def _first_line(lines: list[str], last: int) -> int | None:
    """Return where the introduction that ends here begins, or None if it is none."""
    joined = ""
    undated: int | None = None
    for first in range(last, max(-1, last - _INTRODUCTION_LINES), -1):
        line = lines[first].strip()
        if not line or _QUOTED.match(lines[first]):
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
        tail = _AFTER_ADDRESS.search(joined)
        dated = _DATE.search(joined) is not None
        return tail is not None and ((ends and dated) or (verb is not None and (ends or dated)))
    return bool(ends and verb and _LEAD.match(joined) and _DATE.search(joined)) or bool(
        verb and joined.startswith("--") and _DATE.search(joined)
    )


def _end_of_answered(lines: list[str], at: int) -> int | None:
    """Return the line after a separator or header block that begins here, or None."""
    line = lines[at]
    if len(line) <= _LONGEST_SEPARATOR:
        bare = line.strip(" \t-_=*>:：")
        if bare.casefold() in _SEPARATOR:
            return _end_of_block(lines, _next_filled(lines, at + 1), least=2) or at + 1
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

    A customer's own list may say From, To and Date too: a subject or an address is wanted besides.
    """
    fields: set[str] = set()
    has_address = False
    end = at
    others = 0
    for number in range(at, min(len(lines), at + _BLOCK_LINES)):
        line = lines[number]
        label = _LABEL.match(line) if len(line) <= _LONGEST_INTRODUCTION else None
        field = _FIELDS.get(label[1].casefold().strip()) if label else None
        if field:
            fields.add(field)
            has_address = has_address or "@" in line
            end, others = number + 1, 0
        elif not fields:
            return None
        elif line.strip():
            others += 1
            has_address = has_address or ("@" in line and others == 1)
            if others > _CONTINUATIONS:
                break
        elif len(fields) >= least:
            break
    is_block = len(fields) >= least and "from" in fields and ("subject" in fields or has_address)
    return end if is_block else None


def _is_list_footer(lines: list[str], at: int) -> bool:
    if not _LIST_FOOTER.match(lines[at]):
        return False
    rest = [line for line in lines[at + 1 :][:40] if line.strip()]
    return len(rest) <= _LIST_LINES and bool(_LIST_WORDS.search("\n".join(rest)))
