"""The subject of an acknowledgement: the ticket's number and the customer's own subject."""

import re
from typing import Final

LONGEST: Final = 120
"""Characters, the number's tag included."""

# What mail programs put before a subject when they answer or forward, in many languages.
_MARKS: Final = (
    "re|res|ref|rif|r|aw|antw|antwort|odp|sv|vs|vá|ynt|ilt|cvp|hl|bls|atb|ats|отв|відп|na|ad|"
    "rv|rép|resp|σχετ|απ|رد|پاسخ|תגובה|השב|回复|回覆|答复|答覆|返信|답장|회신|ตอบ|जवाब|trả lời|bal|"
    "fw|fwd|wg|wtr|doorst|i|inoltra|tr|enc|pd|vb|vl|rvs|továbbítás|yml|ilet|iletilen|пер|пересл|"
    "πρθ|إعادة توجيه|هدایت|הועבר|转发|轉寄|転送|전달|ส่งต่อ|chuyển tiếp|trs"
)
_PREFIX: Final = re.compile(
    rf"\s*(?:(?:{_MARKS})(?:\s?[\[(]\d{{1,3}}[\])]|\^\d{{1,3}})?\s?[:：]|\[#\d{{1,12}}\])\s*",
    re.IGNORECASE,
)
_BREAKS: Final = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")
# Marks of direction could turn the words around them upside down.
_UNSEEN: Final = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def original_subject(subject: str) -> str:
    """Return a subject on one line, without marks of answers and forwards and without our tags."""
    line = _BREAKS.sub(" ", _UNSEEN.sub("", subject)).strip()
    while prefix := _PREFIX.match(line):
        line = line[prefix.end() :]
    return line


def subject_line(number: int, rendered: str) -> str:
    """Return the subject as it is sent, whatever a template made of it.

    Args:
        number: The ticket's number; its tag stands first, for threading reads it.
        rendered: What the template gave.
    """
    tag = f"[#{number}]"
    words = _BREAKS.sub(" ", _UNSEEN.sub("", rendered)).strip().removeprefix(tag).strip()
    line = f"{tag} {words}".strip()
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
