"""Top-ups, late first responses and the credit ledger, read for a customer's month (S11, S12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, or_, select

from models.credit import CreditEntry, TopUp
from models.ticket import Ticket
from models.vocabulary import ClockState, CreditKind
from triage.desk.customers import Customer
from triage.sla.instants import write_instant
from triage.sla.segments import Segment
from triage.sla.terms import BreachMonth

_MOST_ENTRIES = 1000
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Payments:
    """A customer's top-ups in one month.

    Attributes:
        rows: Oldest first.
        currency: The agreement's; others cannot be added to it.
    """

    rows: Sequence[TopUp]
    currency: str

    @property
    def total(self) -> Decimal:
        """What credits are a share of; bonus money gives none (rule S14)."""
        counted = (row.amount for row in self.rows if self.why_not(row) is None)
        return max(sum(counted, _NOTHING), _NOTHING)

    def why_not(self, row: TopUp) -> str | None:
        """Return why a top-up is not counted, or None."""
        if row.is_bonus:
            return "bonus"
        return None if row.currency == self.currency else "currency"

    def to_json(self) -> list[dict[str, object]]:
        """Return the top-ups for the evidence of a claim."""
        return [
            {
                "id": row.external_id,
                "customer": row.customer,
                "at": write_instant(row.at),
                "amount": f"{row.amount:f}",
                "currency": row.currency,
                "counted": self.why_not(row) is None,
                "reason": self.why_not(row),
            }
            for row in self.rows
        ]


def payments(
    session: Session, policy: str, customer: Customer, month: Segment, currency: str
) -> Payments:
    """Return what a customer topped up in a month."""
    statement = (
        select(TopUp)
        .where(
            TopUp.policy == policy,
            or_(
                col(TopUp.customer).in_(customer.accounts),
                col(TopUp.address).in_(customer.addresses),
            ),
            col(TopUp.at) >= month.start,
            col(TopUp.at) < month.end,
        )
        .order_by(col(TopUp.at), col(TopUp.id))
    )
    return Payments(session.exec(statement).all(), currency)


def breaches(
    session: Session, policy: str, customer: Customer, month: Segment, reading: BreachMonth
) -> Sequence[Ticket]:
    """Return the tickets of a customer whose first response was late in a month (rule S12)."""
    instant = col(Ticket.due_at) if reading is BreachMonth.DUE else col(Ticket.received_at)
    statement = (
        select(Ticket)
        .where(
            Ticket.policy == policy,
            Ticket.clock_state == ClockState.BREACHED,
            or_(
                col(Ticket.customer).in_(customer.accounts),
                col(Ticket.requester_address).in_(customer.addresses),
            ),
            instant >= month.start,
            instant < month.end,
        )
        .order_by(col(Ticket.number))
    )
    return session.exec(statement).all()


def credited(
    session: Session, policy: str, customer: Customer, month: str
) -> dict[CreditKind, int]:
    """Return the claim that each kind of credit was given for, by any name of a customer."""
    statement = select(CreditEntry).where(
        CreditEntry.policy == policy,
        col(CreditEntry.customer).in_(customer.accounts | customer.addresses),
        CreditEntry.month == month,
    )
    return {row.kind: row.claim_number for row in session.exec(statement)}


def ledger(
    session: Session, customer: str | None = None, month: str | None = None
) -> Sequence[CreditEntry]:
    """Return the newest entries of the credit ledger, of one customer or month where named."""
    statement = select(CreditEntry).order_by(col(CreditEntry.id).desc()).limit(_MOST_ENTRIES)
    if customer:
        statement = statement.where(CreditEntry.customer == customer)
    if month:
        statement = statement.where(CreditEntry.month == month)
    return session.exec(statement).all()


def entry_json(row: CreditEntry) -> dict[str, object]:
    """Return an entry as the ledger's JSON and CSV have it."""
    return {
        "id": row.id,
        "at": write_instant(row.at),
        "policy": row.policy,
        "customer": row.customer,
        "month": row.month,
        "kind": row.kind.value,
        "amount": f"{row.amount:f}",
        "currency": row.currency,
        "claim": row.claim_number,
        "entered_by": row.entered_by,
    }


def totals(rows: Sequence[CreditEntry]) -> Iterator[tuple[str, Decimal]]:
    """Yield the sum of each currency."""
    for currency in sorted({row.currency for row in rows}):
        yield currency, sum((r.amount for r in rows if r.currency == currency), Decimal())
