"""Reasons against an answer that have to do with our own addresses."""

from typing import Final

from triage.mail.context import AckContext
from triage.mail.mailboxes import bare_address
from triage.mail.message import ParsedMessage
from triage.mail.thread import recipients_of
from triage.mail.tokens import read_message_id, read_verp_sender

INSTANCE_HEADER: Final = "x-triage-instance"
"""Every acknowledgement of every installation carries it."""
MOST_HOPS: Final = 25


def own_loop(message: ParsedMessage, context: AckContext) -> str | None:
    """The mail is one of ours, or goes in circles."""
    if INSTANCE_HEADER in message.headers:
        return f"X-Triage-Instance: {message.headers.get(INSTANCE_HEADER)[:80]}"
    if message.message_id and read_message_id(context.secret, message.message_id):
        return f"our Message-ID {message.message_id}"
    own = _bare(context.own_addresses)
    for address in _senders(message):
        if bare_address(address) in own or read_verp_sender(context.secret, address):
            return f"from our own address {address}"
    hops = len(message.headers.raw_all("received"))
    return f"{hops} Received fields" if hops > MOST_HOPS else None


def not_addressed(message: ParsedMessage, context: AckContext) -> str | None:
    """None of our addresses is among the recipients (RFC 5230 section 4.5)."""
    if not context.own_addresses:
        return None
    own = _bare(context.own_addresses)
    if any(bare_address(address) in own for address in recipients_of(message)):
        return None
    return "none of our addresses in To, Cc, Resent-*, Delivered-To, X-Original-To"


def _senders(message: ParsedMessage) -> list[str]:
    mailboxes = [*message.authors, *message.reply_to]
    if message.sender:
        mailboxes.append(message.sender)
    paths = [message.return_path] if message.return_path else []
    return [one.address for one in mailboxes] + paths


def _bare(addresses: frozenset[str]) -> frozenset[str]:
    return frozenset(map(bare_address, addresses))
