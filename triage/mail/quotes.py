"""The author's own words: a mail's text without what is quoted and without the signature.

Rules by what clients write, not by single mails: lines marked with `>`, the line that introduces a
quotation ("On …, … wrote:"), the header block of Outlook and its kin, and separators such as
"Original Message". Text between marked lines is an answer and stays. Every step looks at each
line a bounded number of times.
"""

import re
from typing import Final

from triage.mail.answered import end_of_answered
from triage.mail.introductions import QUOTED, find_introductions
from triage.mail.signatures import is_client_line, is_delimiter, without_closing
from triage.mail.transfer import without_inline_files

_MOST_LINES: Final = 2_000
# Lines with a label that are looked at closely; a mail with more of them is no letter.
_MOST_LABELLED: Final = 400
_RULE: Final = re.compile(r"[\s\-_=*~—–─]{3,}$")
_MARKS: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

_LIST_FOOTER: Final = re.compile(r"_{2,}\s*$")
_LIST_WORDS: Final = re.compile(
    r"mailing ?list|mailman|listinfo|unsubscribe|liste de diffusion|lista de (?:correo|distribu)|"
    r"lista (?:dyskusyjna|mailingowa)|список рассылки|邮件列表|メーリングリスト|메일링",
    re.IGNORECASE,
)
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
        self._has_words = False
        self._in_signature = False
        self._labelled = 0

    def cut(self) -> list[str]:
        introductions = find_introductions(self._lines)
        at = 0
        while at < len(self._lines):
            if QUOTED.match(self._lines[at]):
                at = self._past_quoted(at)
                continue
            answered = introductions.get(at)
            if answered is None or not self._is_quoted_next(answered):
                answered = answered or self._end_of_answered(at)
                if answered is not None and self._has_words:
                    return self._without_rules()
            if answered is None:
                self._take(at)
            self._in_signature = self._in_signature and answered is None
            at = answered or at + 1
        return self._kept

    def _end_of_answered(self, at: int) -> int | None:
        self._labelled += ":" in self._lines[at]
        return end_of_answered(self._lines, at) if self._labelled <= _MOST_LABELLED else None

    def _take(self, at: int) -> None:
        """Keep a line, unless it begins a signature or stands in one."""
        line = self._lines[at]
        if self._in_signature:
            return
        self._in_signature = (
            is_delimiter(self._lines, at)
            or (self._has_words and is_client_line(line))
            or _is_list_footer(self._lines, at)
        )
        if not self._in_signature:
            self._kept.append(line)
            self._has_words = self._has_words or not (not line.strip() or _RULE.match(line))

    def _past_quoted(self, at: int) -> int:
        """Return the line after a run of quoted lines, pieces that a relay broke off included."""
        lines = self._lines
        self._in_signature = False
        while at < len(lines):
            if not QUOTED.match(lines[at]) and not _is_broken_off(lines, at):
                break
            at += 1
        # One blank line stands for the gap.
        while at < len(lines) and not lines[at].strip():
            at += 1
        if self._kept and self._kept[-1].strip():
            self._kept.append("")
        return at

    def _is_quoted_next(self, at: int) -> bool:
        following = next((line for line in self._lines[at : at + 4] if line.strip()), "")
        return bool(QUOTED.match(following))

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
    return at + 1 == len(lines) or bool(QUOTED.match(lines[at + 1]))


def _is_list_footer(lines: list[str], at: int) -> bool:
    if not _LIST_FOOTER.match(lines[at]):
        return False
    rest = [line for line in lines[at + 1 : at + 40] if line.strip()]
    return len(rest) <= _LIST_LINES and bool(_LIST_WORDS.search("\n".join(rest)))
