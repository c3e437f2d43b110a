"""What a person decides where the machine must not: acknowledgements in doubt, the switches.

Acknowledgements are never sent from here; a row that is pending again is taken by the sender.
"""

from sqlmodel import col, select

from models.outbox import Outbox, Switch
from models.people import Audit
from models.vocabulary import ClockEventType, OutboxState
from triage.desk.acting import Acting, ActionError, ticket_of
from triage.desk.clocks import record_events
from triage.desk.known import BREAKER, OFF
from triage.sla.events import ClockEvent

SWITCHES = (BREAKER, OFF)
_FLAGS = {"ack_refused", "ack_in_doubt"}
_UNDECIDED = (OutboxState.IN_DOUBT, OutboxState.REFUSED)


def mark_sent(acting: Acting, outbox_id: int, reason: str) -> None:
    """Say that an acknowledgement in doubt was taken after all; the clock stops as it would have.

    Raises:
        ActionError: There is no such acknowledgement, it is not in doubt, or no reason is given.
    """
    row = _row(acting, outbox_id, (OutboxState.IN_DOUBT,))
    if not reason.strip():
        raise ActionError("say how you know that it was taken, for instance from the Sent folder")
    at = row.settled_at or acting.now
    row.state, row.settled_at = OutboxState.SENT, at
    row.evidence = {**row.evidence, "by": acting.agent.login, "reason": reason.strip()}
    acting.session.add(row)
    acting.session.flush()
    event = ClockEvent(ClockEventType.ACKNOWLEDGED, at, message_id=row.message_id)
    record_events(acting.session, acting.policies, {row.ticket_number: [event]}, acting.now)
    _take_off_flags(acting, row)
    _audit(acting, "ack_marked_sent", row.ticket_number, outbox=outbox_id, reason=reason.strip())


def resend(acting: Acting, outbox_id: int) -> None:
    """Offer an acknowledgement to the next hop again, under the same Message-ID.

    Raises:
        ActionError: There is no such acknowledgement, or it is neither in doubt nor refused.
    """
    row = _row(acting, outbox_id, _UNDECIDED)
    row.state, row.not_before, row.attempts = OutboxState.PENDING, acting.now, 0
    row.settled_at = row.lease_owner = row.lease_until = None
    acting.session.add(row)
    _take_off_flags(acting, row)
    _audit(acting, "ack_resent", row.ticket_number, outbox=outbox_id)


def cancel(acting: Acting, outbox_id: int) -> None:
    """Give an acknowledgement up; the clock runs on until a person answers.

    Raises:
        ActionError: There is no such acknowledgement, or it was accepted or is being sent.
    """
    row = _row(acting, outbox_id, (*_UNDECIDED, OutboxState.PENDING))
    row.state, row.settled_at = OutboxState.CANCELLED, acting.now
    acting.session.add(row)
    _take_off_flags(acting, row)
    _audit(acting, "ack_cancelled", row.ticket_number, outbox=outbox_id)


def turn(acting: Acting, name: str, *, is_on: bool, reason: str) -> None:
    """Turn a switch: the circuit breaker, or all acknowledgements off.

    Raises:
        ActionError: There is no such switch, or it stands so already.
    """
    if name not in SWITCHES:
        raise ActionError(f"there is no switch {name!r}")
    row = acting.session.get(Switch, name) or Switch(name=name, is_on=False, changed_at=acting.now)
    if row.is_on == is_on:
        raise ActionError("the switch stands so already")
    row.is_on, row.reason = is_on, reason.strip()
    row.changed_by, row.changed_at = acting.agent.login, acting.now
    acting.session.add(row)
    _audit(acting, f"{name}_{'on' if is_on else 'off'}", None, reason=reason.strip())


def _row(acting: Acting, outbox_id: int, states: tuple[OutboxState, ...]) -> Outbox:
    row = acting.session.exec(
        select(Outbox).where(col(Outbox.id) == outbox_id).with_for_update()
    ).first()
    if row is None or row.state not in states:
        raise ActionError("this acknowledgement changed in the meantime: look at it again")
    return row


def _take_off_flags(acting: Acting, row: Outbox) -> None:
    ticket = ticket_of(acting, row.ticket_number)
    ticket.flags = [flag for flag in ticket.flags if flag not in _FLAGS]
    acting.session.add(ticket)


def _audit(acting: Acting, action: str, number: int | None, **data: object) -> None:
    acting.session.add(
        Audit(
            at=acting.now,
            actor=acting.agent.login,
            action=action,
            ticket_number=number,
            data=data,
        )
    )
