"""What a person decides where the machine must not: messages set aside, acknowledgements in doubt.

Acknowledgements are never sent from here; a row that is pending again is taken by the sender.
"""

from sqlmodel import col, select

from models.intake import InboxMessage
from models.outbox import Outbox, Switch
from models.people import Audit
from models.vocabulary import ClockEventType, InboxState, OutboxState
from triage.desk.acting import Acting, ActionError
from triage.desk.clocks import record_events
from triage.desk.known import BREAKER, OFF
from triage.sla.events import ClockEvent

SWITCHES = (BREAKER, OFF)
_UNDECIDED = (OutboxState.IN_DOUBT, OutboxState.REFUSED)


def retry(acting: Acting, inbox_id: int) -> None:
    """Let the desk try a message again that was set aside.

    Raises:
        ActionError: There is no such message, or it is not set aside.
    """
    row = acting.session.exec(
        select(InboxMessage).where(col(InboxMessage.id) == inbox_id).with_for_update()
    ).first()
    if row is None or row.state is not InboxState.SET_ASIDE:
        raise ActionError(f"message {inbox_id} is not set aside; somebody may have retried it")
    row.state, row.attempts, row.next_attempt_at = InboxState.PENDING, 0, acting.now
    acting.session.add(row)
    _audit(acting, "retried", row.ticket_number, inbox=inbox_id)


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
    _audit(acting, "ack_resent", row.ticket_number, outbox=outbox_id)


def cancel(acting: Acting, outbox_id: int) -> None:
    """Give an acknowledgement up; the clock runs on until a person answers.

    Raises:
        ActionError: There is no such acknowledgement, or it was accepted or is being sent.
    """
    row = _row(acting, outbox_id, (*_UNDECIDED, OutboxState.PENDING))
    row.state, row.settled_at = OutboxState.CANCELLED, acting.now
    acting.session.add(row)
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
