"""What a bounce does to a ticket (a hard one takes the clock's stop back, a soft one waits)."""

from datetime import datetime, timedelta

from models.outbox import BouncedAddress
from models.ticket import Ticket
from models.vocabulary import ClockEventType
from triage.mail.bounces import Bounce
from triage.sla.events import ClockEvent

HARD = "ack_bounced"
SOFT = "ack_delayed"
_LONGEST_STATUS = 16


def bounce_events(bounce: Bounce, ticket: Ticket, received_at: datetime) -> list[ClockEvent]:
    """Flag the ticket and return the events of a bounce."""
    flag = HARD if bounce.hard else SOFT
    ticket.flags = sorted({*ticket.flags, flag})
    ticket.needs_person = ticket.needs_person or bounce.hard
    return [ClockEvent(ClockEventType.BOUNCED, received_at)] if bounce.hard else []


def bounced_address(
    bounce: Bounce, ticket: Ticket, now: datetime, remembered: timedelta
) -> BouncedAddress | None:
    """Return the address to remember, where it is gone for good."""
    if not bounce.hard:
        return None
    return BouncedAddress(
        address=(bounce.recipient or ticket.requester_address).lower(),
        status=(bounce.status or "")[:_LONGEST_STATUS],
        bounced_at=now,
        expires_at=now + remembered,
    )
