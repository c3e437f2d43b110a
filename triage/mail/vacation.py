"""Automatic replies and out-of-office notes that carry no header mark.

Words alone prove nothing: a customer may write "automatic reply" about his own problem. So the
subject has to begin with a note's title or end with it in brackets, set off as titles are, and the
mail has to answer another or say in its text, in the first person, that its author is away. Where
people use the title's words for themselves ("Vacation: …"), only the text counts.
"""

import re
import unicodedata
from typing import Final

from triage.mail.message import ParsedMessage
from triage.mail.subject import base_subject, is_forward
from triage.mail.vacation_words import ABSENT, AUTOMATIC, AWAY, OWN_WORDS

_KIND: Final = (
    r"(?:\s(?:message|reply|notice|notification|response|auto[- ]?reply|alert|assistant))?"
)
# What sets a title off from the subject of the mail that it answers, or says for how long.
_SET_OFF: Final = (
    r"\s*(?:[:：–—\-()\[\]]|$|"
    r"(?:re|aw|sv|odp|from|von|van|od|de|da|fran|fra|till?|until|bis|jusqu|hasta|ate|fino|tot|do|до|"
    r"to your|for your|d['’]absence)(?!\w))"
)
_BEFORE: Final = r"\W{0,3}"


def _titles(words: tuple[str, ...]) -> re.Pattern[str]:
    any_of = "|".join(words)
    return re.compile(
        rf"{_BEFORE}(?:{any_of}){_KIND}{_SET_OFF}|.{{0,180}}[(\[–—-]\s?(?:{any_of}){_KIND}[)\]]?$",
        re.IGNORECASE,
    )


_AUTOMATIC: Final = _titles(AUTOMATIC)
_ABSENT: Final = _titles(ABSENT)
_AWAY: Final = re.compile("|".join(AWAY), re.IGNORECASE)
# A greeting and thanks may stand before the words that count.
_OWN: Final = re.compile(
    r"\W{0,9}(?:(?:hello|hi|dear|hallo|bonjour|hola|sehr geehrte)[^\n]{0,80}\n\s*)?"
    rf"(?:(?:thank you|thanks) [^\n.!]{{0,120}}[.!]\s+)?[*\s]{{0,4}}(?:{'|'.join(OWN_WORDS)})",
    re.IGNORECASE,
)
_TAG: Final = re.compile(
    r"[\[(]?(?:ticket|case|request|anfrage|zgłoszenie)?\s?#{1,2}\s?\w{2,20}", re.IGNORECASE
)
_SAID_WITHIN: Final = 1_500
_SUBJECT_WITHIN: Final = 200
_ACCENTS: Final = re.compile("[\u0300-\u036f]")


def vacation_note(message: ParsedMessage) -> str | None:
    """Return the title of an automatic reply or an out-of-office note, or None.

    A title that only software uses needs a second sign: the mail answers another (it has
    In-Reply-To or References, or names the other's subject as an answer), or it says that its
    author is away. A title that people use as well needs the latter.
    """
    subject = folded(message.subject[:_SUBJECT_WITHIN]).strip()
    title = _AUTOMATIC.match(subject)
    if title is not None and (_answers(message, subject[title.end() :]) or _says_away(message)):
        return title.group().strip()
    title = _ABSENT.match(subject)
    return title.group().strip() if title is not None and _says_away(message) else None


def automatic_answer(message: ParsedMessage) -> str | None:
    """Return the words by which a mail says that a program answers, or None.

    They have to stand first, and the subject has to be an answer's or to bear a ticket's number. A
    person who passes such a mail on, or asks about it, writes above it or forwards it.
    """
    subject = message.subject[:_SUBJECT_WITHIN]
    if is_forward(subject) or not (_answers(message, subject) or _TAG.match(subject)):
        return None
    said = _OWN.match(folded(message.text[:_SAID_WITHIN]))
    return said.group().strip()[-120:] if said else None


def folded(text: str) -> str:
    """Return a text without accents over and under its letters."""
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare)


def _answers(message: ParsedMessage, rest: str) -> bool:
    rest = rest.strip()
    return bool(message.in_reply_to or message.references) or rest != base_subject(rest)


def _says_away(message: ParsedMessage) -> bool:
    return _AWAY.search(folded(message.text[:_SAID_WITHIN])) is not None
