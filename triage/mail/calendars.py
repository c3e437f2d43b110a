"""Answers to invitations, read receipts and recalls: software speaks, though a person clicked."""

import re
from typing import Final

from triage.mail.message import ParsedMessage
from triage.mail.parameters import parse_parametrised

_METHOD: Final = re.compile(rb"^METHOD[^:\r\n]{0,60}:[ \t]*([A-Za-z]{1,20})", re.MULTILINE)
_ANSWERS: Final = frozenset({"REPLY", "COUNTER", "CANCEL", "DECLINECOUNTER", "REFRESH"})

_RECEIPT: Final = re.compile(
    r"(?:read|not read|gelesen|ungelesen|lu|non lu|leído|no leído|lida|letto|non letto|gelezen|"
    r"läst|læst|lest|luettu|przeczytano|przeczytane|přečteno|prečítané|olvasva|citit|прочитано|прочтено|"
    r"αναγνώστηκε|okundu|已读|已讀|開封済み|읽음|read receipt|return receipt)\s*:|"
    r"return receipt\s*$",
    re.IGNORECASE,
)
_WAS_READ: Final = re.compile(
    r"\s*(?:your (?:message|document)|"
    r"ihre nachricht|votre message|su mensaje|a sua mensagem|il messaggio|"
    r"uw bericht|ditt meddelande|din meddelelse|twoja wiadomość|ваше сообщение|iletiniz|您的邮件|"
    r"this is a (?:return|read) receipt)",
    re.IGNORECASE,
)
_RECALL: Final = re.compile(
    r"(?:recall|message recall (?:success|failure)|rückruf|zurückrufen|rappel(?: de message)?|"
    r"recuperar|retirada|richiamo|intrekken|återkalla|odwołanie|отзыв)\s*:",
    re.IGNORECASE,
)
_RECALLS: Final = re.compile(
    r"\bwould like to recall the message|\bmöchte die nachricht .{0,200}zurückrufen|"
    r"\bsouhaite rappeler le message|\bdesea recuperar el mensaje|\bdeseja (?:cancelar|recuperar)|"
    r"\bvuole richiamare il messaggio|\bwil het bericht .{0,200}intrekken|"
    r"\bчтобы отозвать сообщение|\bmessage recall (?:report|failed|succeeded)",
    re.IGNORECASE | re.DOTALL,
)


def calendar_answer(message: ParsedMessage) -> str | None:
    """Return the method of an answer to an invitation (RFC 5546), or None.

    An invitation (`REQUEST`, `PUBLISH`) is a person's and stays.
    """
    for value in message.headers.raw_all("content-type")[:1]:
        declared = parse_parametrised(value)
        method = declared.parameters.get("method", "").upper()
        if declared.token == "text/calendar" and method in _ANSWERS:  # noqa: S105 - a media type
            return f"METHOD:{method}"
    for attached in message.attachments:
        if attached.content_type in {"text/calendar", "application/ics"}:
            found = _METHOD.search(attached.judged)
            if found and found[1].decode("ascii").upper() in _ANSWERS:
                return f"METHOD:{found[1].decode('ascii').upper()}"
    return None


def receipt_or_recall(message: ParsedMessage) -> str | None:
    """Return the subject of a read receipt or a recall that carries no mark, or None.

    Subject and text have to say so both: "Recall: …" alone may be a customer's own heading.
    """
    if _RECEIPT.match(message.subject) and _WAS_READ.match(message.text[:200]):
        return message.subject[:120]
    if _RECALL.match(message.subject) and _RECALLS.search(message.text[:1_000]):
        return message.subject[:120]
    return None
