"""How bounces and feedback reports look that carry no header mark: by what software writes.

A person who passes a bounce on writes something above it, quotes it or sends it as a forward; the
opening words of a bounce stand first only in the bounce itself.
"""

import re
from typing import Final

from triage.mail.bounce_words import NAMES, OPENINGS, SUBJECTS
from triage.mail.mailboxes import is_robot
from triage.mail.message import ParsedMessage
from triage.mail.subject import is_forward

_OPENING_WITHIN: Final = 700

# A greeting or "do not answer" may stand before the words that count, or whose server it is.
_PREAMBLE: Final = r"(?:(?:hello|hi|dear|this is an auto|message from )[^\n]{0,100}\n\s*)?"
_OPENING: Final = re.compile(
    rf"[\s*#|_=-]{{0,200}}+{_PREAMBLE}[\s*#|_=-]{{0,200}}+(?:{'|'.join(OPENINGS)})",
    re.IGNORECASE | re.DOTALL,
)

_SUBJECT: Final = re.compile(
    r"\W{0,4}(?:(?:warning|error|notice|automatic|auto|postmaster)\W{1,3}\s*)?"
    rf"(?:{'|'.join(SUBJECTS)})",
    re.IGNORECASE,
)
_NAME: Final = re.compile(rf"\W{{0,2}}(?:{'|'.join(NAMES)})", re.IGNORECASE)
# What only the returned mail or its server says, by kind.
_RETURNED_KINDS: Final = (
    r"^(?:received: |message-id: |return-path: )",
    (
        r"^(?:original message follows|message headers follow)|"
        r"^-{2,60}[^\n]{0,30}(?:original|copy of|returned|unsent|undelivered|message header|below)"
    ),
    r"\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b|\b(?:smtp|rcpt to|remote host said|status: ?[45]\.)",
)
_RETURNED: Final = tuple(re.compile(one, re.IGNORECASE | re.MULTILINE) for one in _RETURNED_KINDS)
_RETURNED_WITHIN: Final = 20_000

_COMPLAINT: Final = re.compile(
    r"\s*(?:this is an? (?:e-?mail |spam )?(?:abuse|feedback|complaint|spam) (?:report|complaint)|"
    r"this (?:is|e-?mail is) (?:an? )?(?:authentication failure|dmarc|spf/dkim).{0,40}report|"
    r"an? (?:user|recipient|subscriber) (?:has )?(?:marked|reported) .{0,80}(?:spam|abuse|junk))",
    re.IGNORECASE,
)
_COMPLAINT_SUBJECT: Final = re.compile(
    r"(?:e-?mail )?feedback report for|complaint about message from|fbl|\[?feedback loop|"
    r"(?:abuse|spam) (?:report|complaint)|dmarc (?:forensic|aggregate|failure)|report domain:",
    re.IGNORECASE,
)
_CLIENT_FIELDS: Final = ("user-agent", "x-mailer", "thread-index", "x-originating-ip")
_RETURNED_TYPES: Final = frozenset({"message/rfc822", "text/rfc822-headers"})


def bounce_opening(message: ParsedMessage) -> str | None:
    """Return the words by which a text says that it is a bounce, or None.

    Two signs are wanted: the opening, first in the text, and besides it a robot's address, a
    bounce's subject or the returned mail itself. A subject that says "forwarded" rules it out: a
    person who forwards a bounce is answered.
    """
    if is_forward(message.subject):
        return None
    opening = _OPENING.match(message.text[:_OPENING_WITHIN])
    if opening is None:
        return None
    second = (
        has_robot_sender(message)
        or _SUBJECT.match(message.subject)
        or _returned_signs(message)
        or any(one.content_type in _RETURNED_TYPES for one in message.attachments)
    )
    return opening.group().strip()[:120] if second else None


def bounce_subject(message: ParsedMessage) -> str | None:
    """Return a bounce's subject where the rest of the mail is a bounce's too, or None.

    It is where a robot sent it, or where two kinds of what only servers write stand in plain text
    that no mail client made: people who paste such lines do it in a client, and ask above them.
    """
    if _SUBJECT.match(message.subject) is None:
        return None
    pasted = _returned_signs(message) > 1 and not _is_made_by_a_client(message)
    return message.subject[:120] if pasted or has_robot_sender(message) else None


def _returned_signs(message: ParsedMessage) -> int:
    text = message.text[:_RETURNED_WITHIN]
    return sum(one.search(text) is not None for one in _RETURNED)


def _is_made_by_a_client(message: ParsedMessage) -> bool:
    return message.html is not None or any(name in message.headers for name in _CLIENT_FIELDS)


def complaint_opening(message: ParsedMessage) -> str | None:
    """Return the words by which a mail says that it is a feedback report, or None.

    Two signs are wanted: a report's opening or subject, and the mail complained about attached, or
    both opening and subject. People complain in their own words and attach pictures.
    """
    if is_forward(message.subject):
        return None
    opening = _COMPLAINT.match(message.text[:_OPENING_WITHIN])
    subject = _COMPLAINT_SUBJECT.match(message.subject)
    attached = any(one.content_type in _RETURNED_TYPES for one in message.attachments)
    if (opening and (subject or attached)) or (subject and attached):
        return (opening.group().strip() if opening else message.subject)[:120]
    return None


def has_robot_sender(message: ParsedMessage) -> bool:
    """Return whether the mail has a null reverse-path, or a robot's address or name as its sender.

    Nobody is called "Mail Delivery Subsystem"; gateways rewrite the address and leave the name.
    """
    if message.return_path == "" or any(_NAME.match(one.name) for one in message.authors[:5]):
        return True
    senders = [one.address for one in message.authors[:5]]
    senders += [message.sender.address] if message.sender else []
    senders += [message.return_path] if message.return_path else []
    return not senders or any(map(is_robot, senders))
