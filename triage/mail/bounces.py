"""What a bounce says: who was not reached, whether for good, and which mail came back."""

import re
from dataclasses import dataclass
from typing import Final

from triage.mail.bounce_signs import bounce_opening, bounce_subject, has_robot_sender
from triage.mail.fields import split_header
from triage.mail.headers import Headers
from triage.mail.limits import DEFAULT
from triage.mail.message import Attachment, ParsedMessage
from triage.mail.subject import is_forward
from triage.mail.values import without_comments

_STATUS: Final = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY_CODE: Final = re.compile(r"(?<![\d.:])([45])\d\d[ -](?=[^\d\s])")
_MAILBOX: Final = re.compile(r"[^\s<>()\[\]\",;:|]{1,64}@[\w.-]{1,250}\w")
_ORIGINAL_ID: Final = re.compile(
    r"^[> \t]*message-id:\s*(<[^<>\s]{3,300}>)", re.IGNORECASE | re.MULTILINE
)
_DELAYED: Final = re.compile(
    r"delayed|still being retried|will (?:be retried|keep trying|continue to)|temporar|"
    r"warning (?:message )?only|not yet been delivered|try again later|being held|quarantined",
    re.IGNORECASE,
)
# What a report of success says in free text.
_ARRIVED: Final = re.compile(
    r"\s*(?:your (?:e-?mail|mail|message) has been (?:successfully )?(?:delivered|relayed) to|"
    r"delivery to these recipients (?:or [\w ]{4,20} )?is complete)",
    re.IGNORECASE,
)
_NOT_HIM: Final = re.compile(r"(?:from|hello|hi|dear|message-id)[:\s(<]*$", re.IGNORECASE)
_LEAD: Final = 20
_LOOKED_AT: Final = 20_000
_MOST_GROUPS: Final = 50
_ORIGINALS: Final = frozenset({"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"})
_FAILED: Final = frozenset({"failed", "delayed"})


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail of ours that did not arrive, or not yet.

    Attributes:
        recipient: The address that was not reached, lower-cased, or None.
        status: The enhanced status code (RFC 3463), such as `5.1.1`, or None.
        hard: The failure is permanent: class 5; without a code, a plain failure.
        original_message_id: The Message-ID of the mail that came back, with brackets, or None.
        diagnostic: What the other server said, on one line, at most 300 characters.
        is_standard: It is a delivery status notification (RFC 3464), no free text.
    """

    recipient: str | None
    status: str | None
    hard: bool
    original_message_id: str | None
    diagnostic: str
    is_standard: bool


def read_bounce(message: ParsedMessage) -> Bounce | None:
    """Read a bounce of any kind.

    A report of success (`delivered`, `relayed`, `expanded`) is none, and neither is a bounce that a
    person forwards.
    """
    report = _report_of(message)
    if report is not None:
        return _read_standard(message, report)
    is_free = (
        "x-failed-recipients" in message.headers
        or bounce_opening(message) is not None
        or bounce_subject(message) is not None
    )
    return _read_free(message) if is_free and not _ARRIVED.match(message.text) else None


def _report_of(message: ParsedMessage) -> Attachment | None:
    """Return the machine-readable part, unless a person passes it on."""
    if is_forward(message.subject) and not has_robot_sender(message):
        return None
    for attached in message.attachments:
        if attached.content_type in {"message/delivery-status", "message/global-delivery-status"}:
            return attached
    return None


def _read_standard(message: ParsedMessage, report: Attachment) -> Bounce | None:
    """Read the first recipient that was not reached (RFC 3464 section 2.3)."""
    groups = _groups(report.judged)
    failed = next((one for one in groups if _action(one) in _FAILED), None)
    if failed is None:
        if any(_action(one) for one in groups):
            return None
        failed = groups[-1] if groups else Headers()
    diagnostic = without_comments(failed.get("diagnostic-code")).strip()
    found = _STATUS.search(failed.get("status")) or _STATUS.search(diagnostic)
    status = found.group() if found else None
    recipient = failed.get("final-recipient") or failed.get("original-recipient")
    mailbox = _MAILBOX.search(recipient)
    is_delayed = _action(failed) == "delayed"
    return Bounce(
        recipient=mailbox.group().lower() if mailbox else _failed_recipient(message),
        status=status,
        hard=not is_delayed and (status.startswith("5") if status else True),
        original_message_id=_original_id(message),
        diagnostic=diagnostic[:300],
        is_standard=True,
    )


def _groups(content: bytes) -> list[Headers]:
    """Split the fields of a report into its per-message and per-recipient groups."""
    pieces = re.split(rb"\n\s*\n", content[:_LOOKED_AT].replace(b"\r\n", b"\n").strip())
    read = (split_header(piece + b"\n\n", 0, len(piece) + 2, DEFAULT) for piece in pieces)
    return [one.headers for one in list(read)[:_MOST_GROUPS]]


def _action(group: Headers) -> str:
    return without_comments(group.get("action")).strip().lower()


def _read_free(message: ParsedMessage) -> Bounce:
    """Read what can be read out of a bounce in free text."""
    text = message.text[:_LOOKED_AT]
    found = _STATUS.search(text)
    code = _REPLY_CODE.search(text)
    if found:
        is_hard = found[1] == "5"
    elif code:
        is_hard = code[1] == "5"
    else:
        is_hard = _DELAYED.search(message.subject + "\n" + text[:2_000]) is None
    return Bounce(
        recipient=_failed_recipient(message),
        status=found.group() if found else None,
        hard=is_hard,
        original_message_id=_original_id(message),
        diagnostic=_line_with(text, found or code),
        is_standard=False,
    )


def _failed_recipient(message: ParsedMessage) -> str | None:
    """Return the address in `X-Failed-Recipients`, else the first one that is named and not ours.

    The bounce is sent to the sender of the mail that came back, so addresses in its own To are not
    the one that failed, and neither is who is greeted or was the sender.
    """
    named = _MAILBOX.search(message.headers.get("x-failed-recipients"))
    if named:
        return named.group().lower()
    own = {one.address.lower() for one in (*message.to, *message.authors)}
    text = message.text[:_LOOKED_AT]
    for found in _MAILBOX.finditer(text):
        mailbox = found.group().lower()
        before = text[max(0, found.start() - _LEAD) : found.start()]
        if mailbox not in own and not mailbox.startswith("bounce+") and not _NOT_HIM.search(before):
            return mailbox
    return None


def _original_id(message: ParsedMessage) -> str | None:
    """Return the Message-ID of the mail that came back: attached, or pasted below the text."""
    for attached in message.attachments:
        if attached.content_type in _ORIGINALS:
            header = split_header(attached.judged, 0, len(attached.judged), DEFAULT)
            for value in header.headers.raw_all("message-id"):
                if pasted := re.search(r"<[^<>\s]{3,300}>", value):
                    return pasted.group()
    if pasted := _ORIGINAL_ID.search(message.text):
        return pasted[1]
    own = (*message.in_reply_to, *message.references)
    return own[0] if own else None


def _line_with(text: str, found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    begin = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    return text[begin : end if end >= 0 else len(text)].strip()[:300]
