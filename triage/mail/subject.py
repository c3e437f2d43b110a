"""Subjects: what is left without the marks of answers and forwards, and our ticket's number."""

import re
from typing import Final

LONGEST: Final = 120
"""Characters of an acknowledgement's subject, the number's tag included."""

# What mail programs put before a subject when they answer or forward, in their translations.
_ANSWERS: Final = (
    "re|res|ref|rif|r|aw|antw|antwort|odp|sv|svar|vs|vá|ynt|yan|cvp|ilt|hl|bls|atb|ats|ad|på|"
    "rv|rép|resp|отв|ответ|відп|на|σχετ|απ|رد|پاسخ|תגובה|השב|回复|回覆|答复|答覆|返信|답장|회신|"
    "ตอบ|ตอบกลับ|जवाब|উত্তর|trả lời|tl|bal|balas|jawab|jibu|sagot|javob|cavab"
)
_FORWARDS: Final = (
    "fw|fwd|wg|wtr|doorst|i|inoltra|tr|enc|pd|vb|vl|vl\\.|rvs|továbbítás|továbbítva|továb|yml|"
    "ilet|iletilen|пер|пересл|препр|πρθ|إعادة توجيه|هدایت|הועבר|转发|轉寄|転送|전달|ส่งต่อ|"
    "chuyển tiếp|trs|teruskan|videresendt|vidarebefordrat|välitetty|weitergeleitet"
)
_PREFIX: Final = re.compile(
    rf"\s*(?:(?:{_ANSWERS}|{_FORWARDS})(?:\s?[\[(]\d{{1,3}}[\])]|\^\d{{1,3}})?\s?[:：])\s*",
    re.IGNORECASE,
)
_FORWARDED: Final = re.compile(rf"\s*(?:{_FORWARDS})(?:\s?\[\d{{1,3}}\])?\s?[:：]", re.IGNORECASE)
_TAG: Final = re.compile(r"\[#(\d{1,12})\]")
_UNSEEN: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def base_subject(subject: str) -> str:
    """Return a subject on one line without `Re:`, `Aw:`, `Fwd:`, … and without tags of ours.

    The idea is RFC 5256's base subject, with the marks of many languages.
    """
    line = " ".join(_TAG.sub(" ", _UNSEEN.sub("", subject)).split())
    while prefix := _PREFIX.match(line):
        line = line[prefix.end() :]
    return line


def is_forward(subject: str) -> bool:
    """Return whether a subject says that somebody passes a mail on."""
    return _FORWARDED.match(subject) is not None


def acknowledgement_subject(number: int, subject: str) -> str:
    """Return `[#<number>] ` and the original subject, on one line of at most 120 characters."""
    line = f"[#{number}] {base_subject(subject)}".strip()
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def ticket_number_in(subject: str) -> int | None:
    """Return the ticket's number out of `[#<number>]`, or None; proof of nothing by itself."""
    tag = _TAG.search(subject)
    return int(tag[1]) if tag else None
