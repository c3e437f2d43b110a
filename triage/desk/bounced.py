"""What a bounce does to a ticket (a hard one takes the clock's stop back, a soft one waits)."""

from datetime import datetime, timedelta

from models.outbox import BouncedAddress
from models.ticket import Ticket
from models.vocabulary import ClockEventType
from triage.desk.submission import Submission
from triage.mail import tokens
from triage.mail.bounces import Bounce
from triage.mail.thread import recipients_of
from triage.sla.events import ClockEvent

HARD = "ack_bounced"
SOFT = "ack_delayed"
_LONGEST_STATUS = 16


def bounce_events(
    bounce: Bounce, ticket: Ticket, received_at: datetime, message_id: str | None
) -> list[ClockEvent]:
    """Flag the ticket and return the events of a bounce.

    Args:
        bounce: What came back.
        ticket: Whose mail it was.
        received_at: When it came back.
        message_id: Which mail it was, where that is known: it alone is taken back then.
    """
    flag = HARD if bounce.hard else SOFT
    ticket.flags = sorted({*ticket.flags, flag})
    ticket.needs_person = ticket.needs_person or bounce.hard
    event = ClockEvent(ClockEventType.BOUNCED, received_at, message_id=message_id)
    return [event] if bounce.hard else []


def returned_id(submission: Submission, ticket: Ticket, secret: bytes, domain: str) -> str | None:
    """Return the Message-ID of the acknowledgement that came back, or None where nothing tells.

    The bounce may quote it; relays that rewrite Message-IDs leave the address that bounces go to,
    which names ticket and kind, and these give the Message-ID.
    """
    quoted = submission.bounce.original_message_id if submission.bounce else None
    mark = tokens.read_message_id(secret, quoted) if quoted else None
    if quoted and mark is not None and mark.ticket_number == ticket.number:
        return tokens.message_id(secret, ticket.number, mark.kind, quoted.rpartition("@")[2][:-1])
    for address in recipients_of(submission.mail):
        mark = tokens.read_verp_sender(secret, address)
        if mark is not None and mark.ticket_number == ticket.number:
            return tokens.message_id(secret, ticket.number, mark.kind, domain)
    return None


def bounced_address(
    bounce: Bounce, ticket: Ticket, now: datetime, remembered: timedelta
) -> BouncedAddress | None:
    """Return the address to remember, where it is gone for good.

    It is the one that we wrote to. What the bounce names may be where that one forwards to, or
    anybody's whom somebody with a mail of ours wants to have silenced.
    """
    if not bounce.hard:
        return None
    return BouncedAddress(
        address=ticket.requester_address,
        status=(bounce.status or "")[:_LONGEST_STATUS],
        bounced_at=now,
        expires_at=now + remembered,
    )
