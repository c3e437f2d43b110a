"""Keeps what customers topped up, each payment once (rule S11)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.credit import TopUp
from triage.intake.payload import CreditedTopUp

CLOCKS_DIFFER = timedelta(minutes=5)
"""What is later than now by more than this is a mistake."""

_CHUNK = 500
_SAME = ("customer", "at", "amount", "currency", "is_bonus")


class ConflictError(Exception):
    """A payment's id came again with other values; the message names it."""


def row_of(top_up: CreditedTopUp, policy: str, source: str, now: datetime) -> TopUp:
    """Return a top-up as it is kept; the customer is named as on the panel's tickets."""
    customer = top_up.customer
    return TopUp(
        policy=policy,
        external_id=top_up.id,
        customer=customer.username or customer.id,
        address=(customer.email or "").lower(),
        at=top_up.at,
        amount=top_up.amount,
        currency=top_up.currency,
        is_bonus=top_up.bonus,
        source=source,
        recorded_at=now,
    )


def keep(session: Session, rows: Sequence[TopUp]) -> int:
    """Keep top-ups of one agreement and return how many were new; known ones are left as they are.

    Raises:
        ConflictError: A payment was kept with other values, or is twice in `rows` with different
            ones; nothing may be committed then.
    """
    new: dict[str, TopUp] = {}
    known = _known(session, rows)
    for row in rows:
        earlier = known.get(row.external_id) or new.get(row.external_id)
        if earlier is None:
            new[row.external_id] = row
        elif not _is_same(row, earlier):
            raise ConflictError(
                f"the top-up {row.external_id!r} is known with other values: a correction is a"
                " top-up of its own, with an id of its own and a negative amount if need be"
            )
    session.add_all(new.values())
    session.flush()
    return len(new)


def _known(session: Session, rows: Sequence[TopUp]) -> dict[str, TopUp]:
    found: dict[str, TopUp] = {}
    ids = [row.external_id for row in rows]
    for start in range(0, len(ids), _CHUNK):
        statement = select(TopUp).where(
            TopUp.policy == rows[0].policy,
            col(TopUp.external_id).in_(ids[start : start + _CHUNK]),
        )
        found |= {row.external_id: row for row in session.exec(statement)}
    return found


def _is_same(row: TopUp, earlier: TopUp) -> bool:
    return all(getattr(row, name) == getattr(earlier, name) for name in _SAME)
