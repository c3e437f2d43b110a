"""Whether a robot wrote a mail: a chain of small rules, each with why no person trips it.

This is about the queue: what a robot wrote opens no ticket. Whether a mail may be answered is
another question (`suppress`).
"""

from collections.abc import Callable
from typing import Final

from triage.mail.bounce_signs import (
    bounce_opening,
    bounce_subject,
    complaint_opening,
    has_robot_sender,
)
from triage.mail.calendars import calendar_answer, receipt_or_recall
from triage.mail.context import Finding
from triage.mail.mailboxes import is_machine
from triage.mail.message import ParsedMessage
from triage.mail.subject import is_forward
from triage.mail.vacation import automatic_answer, vacation_note
from triage.mail.values import keywords, listed
from triage.mail.vendors import vendor_mark

_REPORTS: Final = frozenset(
    {"message/delivery-status", "message/global-delivery-status"}
    | {"message/disposition-notification", "message/feedback-report"}
)
_BULK: Final = frozenset({"bulk", "junk", "auto_reply", "auto-reply"})
_SUPPRESSING: Final = frozenset({"all", "autoreply", "oof"})


def null_path(message: ParsedMessage) -> str | None:
    """RFC 5321 section 4.5.5. A person's mail client always gives a return address."""
    return "Return-Path: <>" if message.return_path == "" else None


def auto_submitted(message: ParsedMessage) -> str | None:
    """RFC 3834 section 5. Only software sets the field to anything but `no`."""
    for keyword in keywords(message.headers, "auto-submitted"):
        if keyword != "no":
            return f"Auto-Submitted: {keyword}"
    return None


def report(message: ParsedMessage) -> str | None:
    """RFC 3464, 8098, 5965. Who passes a report on forwards it; the subject says so."""
    if message.content_type == "multipart/report":
        return "Content-Type: multipart/report"
    if is_forward(message.subject) and not has_robot_sender(message):
        return None
    if message.content_type in _REPORTS:
        return f"Content-Type: {message.content_type}"
    return next(
        (f"part {one.content_type}" for one in message.attachments if one.content_type in _REPORTS),
        None,
    )


def failed_recipients(message: ParsedMessage) -> str | None:
    """Exim's and Gmail's mark of a bounce. No mail client lets a person set it."""
    return "X-Failed-Recipients" if "x-failed-recipients" in message.headers else None


def vendor(message: ParsedMessage) -> str | None:
    """Marks that auto-responders and desks set. No mail client lets a person set one of them."""
    return vendor_mark(message)


def precedence(message: ParsedMessage) -> str | None:
    """Bulk mail's mark. Mail clients do not set it; `list` is left out, people write to lists."""
    for name in ("precedence", "x-precedence"):
        for keyword in keywords(message.headers, name):
            if keyword in _BULK:
                return f"{name.title()}: {keyword}"
    return None


def suppressing(message: ParsedMessage) -> str | None:
    """MS-OXCMAIL 2.1.3.2.20. Exchange sets it on its own notes; Outlook has no switch for it."""
    found = listed(message.headers, "x-auto-response-suppress") & _SUPPRESSING
    return f"X-Auto-Response-Suppress: {min(found)}" if found else None


def robot_sender(message: ParsedMessage) -> str | None:
    """Custom. Nobody is called mailer-daemon or no-reply; behind abuse@ there may be a person."""
    senders = [one.address for one in message.authors[:5]]
    senders += [message.sender.address] if message.sender else []
    return next((address for address in senders if is_machine(address)), None)


def calendar(message: ParsedMessage) -> str | None:
    """RFC 5546. What a person writes beside a question is an invitation, not its answer."""
    return calendar_answer(message) or receipt_or_recall(message)


def bounce(message: ParsedMessage) -> str | None:
    """A bounce without a mark. Its words stand first only in the bounce itself; see there."""
    return bounce_opening(message) or bounce_subject(message)


def complaint(message: ParsedMessage) -> str | None:
    """A feedback report without a mark. People complain in their own words; see there."""
    return complaint_opening(message)


def vacation(message: ParsedMessage) -> str | None:
    """An out-of-office note without a mark. Title and a second sign are wanted; see there."""
    return vacation_note(message)


def answer(message: ParsedMessage) -> str | None:
    """An answer that says of itself first that it is automatic. People say so of others."""
    return automatic_answer(message)


Rule = Callable[[ParsedMessage], str | None]

RULES: Final[tuple[tuple[str, Rule], ...]] = (
    ("NULL_PATH", null_path),
    ("AUTO_SUBMITTED", auto_submitted),
    ("REPORT", report),
    ("FAILED_RECIPIENTS", failed_recipients),
    ("VENDOR_AUTO", vendor),
    ("PRECEDENCE", precedence),
    ("XARS", suppressing),
    ("ROBOT_SENDER", robot_sender),
    ("CALENDAR", calendar),
    ("BOUNCE", bounce),
    ("COMPLAINT", complaint),
    ("VACATION", vacation),
    ("AUTOMATIC_ANSWER", answer),
)
"""In the order in which they are asked; the first that finds something is the finding."""


def is_machine_generated(message: ParsedMessage) -> Finding | None:
    """Return which rule says that a robot wrote the mail, with what it saw, or None."""
    for code, rule in RULES:
        evidence = rule(message)
        if evidence is not None:
            return Finding(code, evidence)
    return None
