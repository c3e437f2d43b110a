"""Reasons against an answer that lie outside the mail: history, policy and the operator."""

from triage.mail.context import AckContext
from triage.mail.message import ParsedMessage


def already_acked(_: ParsedMessage, context: AckContext) -> str | None:
    """The ticket, the Message-ID or the content was acknowledged."""
    return "acknowledged before" if context.already_acked else None


def hard_bounced(_: ParsedMessage, context: AckContext) -> str | None:
    """The address bounced for good lately (the caller knows within how many days)."""
    return "the address bounced for good" if context.hard_bounced else None


def backfill(_: ParsedMessage, context: AckContext) -> str | None:
    """The mail is older than the mailbox's go-live mark, or than the configured age.

    By the time at which our server took it in, never by the sender's Date.
    """
    received_at = context.received_at
    if received_at and context.go_live_at and received_at < context.go_live_at:
        return f"received {received_at.isoformat()} before go-live {context.go_live_at.isoformat()}"
    if not context.may_answer:
        return "its source does not let it be answered"
    if received_at and context.now and context.max_age is not None:
        age = context.now - received_at
        if age > context.max_age:
            return f"received {age} ago, older than {context.max_age}"
    return None


def rate(_: ParsedMessage, context: AckContext) -> str | None:
    """A sliding window is full."""
    return f"window {context.rate} is full" if context.rate is not None else None


def follow_up(_: ParsedMessage, context: AckContext) -> str | None:
    """The mail belongs to an open ticket whose policy does not answer it."""
    return f"belongs to ticket {context.follow_up}" if context.follow_up is not None else None


def abusive(_: ParsedMessage, context: AckContext) -> str | None:
    """The mail is abusive and the policy does not answer it."""
    return "abusive, and the policy does not answer" if context.abusive else None


def operator_off(_: ParsedMessage, context: AckContext) -> str | None:
    """A person has switched acknowledgements off."""
    return "acknowledgements are switched off" if context.operator_off else None


def dry_run(_: ParsedMessage, context: AckContext) -> str | None:
    """Decide, but send nothing."""
    return "dry run" if context.dry_run else None
