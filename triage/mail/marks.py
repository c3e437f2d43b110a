"""Reasons against an answer that the mail itself gives: what its header and its text say."""

from typing import Final

from triage.mail import automatic
from triage.mail.authentication import authentication_of
from triage.mail.context import AckContext
from triage.mail.mailboxes import is_robot, is_sendable
from triage.mail.message import ParsedMessage
from triage.mail.recipient import acknowledgement_recipient
from triage.mail.values import keywords, listed

_LIST_FIELDS: Final = ("mailing-list", "x-mailing-list", "x-beenthere")
_PRECEDENCES: Final = frozenset({"bulk", "junk", "list", "auto_reply"})
_SUPPRESSING: Final = {"all": "All", "autoreply": "AutoReply", "oof": "OOF"}


def null_path(message: ParsedMessage, _: AckContext) -> str | None:
    """The return path is `<>`, or no address is there that could be answered (RFC 3834 s. 2)."""
    if message.return_path == "":
        return "Return-Path: <>"
    mailboxes = (
        *message.authors,
        *message.reply_to,
        *((message.sender,) if message.sender else ()),
    )
    if not mailboxes and not message.return_path:
        return "no address to answer"
    return None


def auto_submitted(message: ParsedMessage, _: AckContext) -> str | None:
    """`Auto-Submitted` says anything but `no` (RFC 3834 section 5)."""
    return automatic.auto_submitted(message)


def dsn_mdn(message: ParsedMessage, _: AckContext) -> str | None:
    """A report (RFC 3464, 8098, 5965), or a bounce or feedback report in free text."""
    return (
        automatic.report(message)
        or automatic.failed_recipients(message)
        or automatic.bounce(message)
        or automatic.complaint(message)
    )


def mailing_list(message: ParsedMessage, context: AckContext) -> str | None:
    """A list sent it (RFC 5230 section 4.6), unless it is our own intake group."""
    headers = message.headers
    found = next((n for n in headers if n.startswith("list-") or n in _LIST_FIELDS), None)
    if found is None:
        return None
    ids = {value.rpartition("<")[2].strip(" <>").lower() for value in headers.get_all("list-id")}
    ids |= {value.strip(" <>").lower() for value in headers.get_all("x-beenthere")}
    if ids & context.intake_list_ids:
        return None
    return f"{found}: {headers.get(found)[:80]}"


def precedence(message: ParsedMessage, _: AckContext) -> str | None:
    """`Precedence` or `X-Precedence` says bulk, junk, list or auto_reply."""
    for name in ("Precedence", "X-Precedence"):
        for keyword in keywords(message.headers, name):
            if keyword in _PRECEDENCES:
                return f"{name}: {keyword}"
    return None


def auto_response_suppress(message: ParsedMessage, _: AckContext) -> str | None:
    """`X-Auto-Response-Suppress` has All, AutoReply or OOF (MS-OXCMAIL 2.1.3.2.20)."""
    found = listed(message.headers, "x-auto-response-suppress") & _SUPPRESSING.keys()
    return f"X-Auto-Response-Suppress: {_SUPPRESSING[min(found)]}" if found else None


def robot_sender(message: ParsedMessage, context: AckContext) -> str | None:
    """A robot's address sent it, or would get the answer (RFC 2142)."""
    addresses = [one.address for one in message.authors[:10]]
    addresses += [message.sender.address] if message.sender else []
    addresses += [message.return_path] if message.return_path else []
    recipient = acknowledgement_recipient(message, context.trusted_authserv_ids)
    addresses += [recipient.address] if recipient else []
    return next((f"address {one}" for one in addresses if is_robot(one)), None)


def vendor_auto(message: ParsedMessage, _: AckContext) -> str | None:
    """An auto-responder's or another desk's mark is in the header."""
    return automatic.vendor(message)


def calendar(message: ParsedMessage, _: AckContext) -> str | None:
    """An answer to an invitation (RFC 5546), a read receipt or a recall."""
    return automatic.calendar(message)


def out_of_office(message: ParsedMessage, _: AckContext) -> str | None:
    """An out-of-office note or another automatic answer; its words alone never suppress."""
    return automatic.vacation(message) or automatic.answer(message)


def unauthentic(message: ParsedMessage, context: AckContext) -> str | None:
    """A trusted server says DMARC failed, or SPF and DKIM both; or a filter says spam."""
    failure = authentication_of(message, context.trusted_authserv_ids).failure
    if failure is not None:
        return f"Authentication-Results: {failure}"
    for name in ("X-Spam-Flag", "X-Spam-Status", "X-Spam"):
        for keyword in keywords(message.headers, name):
            if keyword.partition(",")[0].strip() in {"yes", "spam"}:
                return f"{name}: {keyword[:40]}"
    return None


def malformed(message: ParsedMessage, _: AckContext) -> str | None:
    """No From, several without Sender, or an address that cannot be sent to (RFC 5322 s. 3.6.2)."""
    author = message.author
    if author is None:
        return "no From that can be read"
    if len(message.authors) > 1 and message.sender is None:
        return f"{len(message.authors)} authors and no Sender"
    if not is_sendable(author.address):
        return f"From cannot be sent to: {author.address[:80]}"
    return None
