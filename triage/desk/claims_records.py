"""A claim held against our own records: its conditions, its credits, its evidence (S10 to S14).

Everything that is decided follows from a line of `triage credits`; the line, with what it was made
from, is the evidence bundle, and anyone who has it can compute the answer again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from models.credit import Claim
from models.ticket import Ticket
from models.vocabulary import CreditKind
from triage.desk.availability import SeenMonth, first_of, seen_month, version_of_month
from triage.desk.clocks import Policies
from triage.desk.credits import Payments, breaches, credited, payments
from triage.desk.customers import Customer, customer_of
from triage.sla.claims import ClaimReason
from triage.sla.commands import credits_line
from triage.sla.instants import write_instant
from triage.sla.policy import Policy
from triage.sla.terms import CreditTerms


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with everything that it is decided by.

    Attributes:
        claim: The claim.
        ticket: The ticket that makes it.
        first: The first day of the month that it is about.
        seen: The month's availability.
        customer: Whom the records belong to.
        payments: What the customer topped up.
        late: The tickets whose first response was late.
        credited: Credits that the customer's month has already, by the claim they were given for.
        bundle: The evidence, as a line of `triage credits`.
        answer: What `triage credits` gives for it.
    """

    claim: Claim
    ticket: Ticket
    first: date
    seen: SeenMonth
    customer: Customer
    payments: Payments
    late: Sequence[Ticket]
    credited: Mapping[CreditKind, int]
    bundle: Mapping[str, Any]
    answer: Mapping[str, Any]

    @property
    def reasons(self) -> tuple[ClaimReason, ...]:
        """Every condition that is not met."""
        return tuple(ClaimReason(reason) for reason in self.answer["claim"]["reasons"])

    @property
    def is_accepted(self) -> bool:
        """Whether approval is proposed."""
        return bool(self.answer["claim"]["accepted"])

    @property
    def credits(self) -> dict[CreditKind, Decimal]:
        """What our records give, by kind; zero amounts are left out."""
        given = {
            CreditKind.DOWNTIME: Decimal(self.answer["downtime_credit"]),
            CreditKind.RESPONSE: Decimal(self.answer["response_credit"]),
        }
        return {kind: amount for kind, amount in given.items() if amount}

    @property
    def amount(self) -> Decimal:
        """What our records give altogether."""
        return sum(self.credits.values(), Decimal("0.00"))

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return str(self.answer["currency"])


@dataclass
class Judge:
    """Holds claims against the records of one moment.

    Attributes:
        session: Where the records are.
        policies: The agreements by name.
        now: The present.
    """

    session: Session
    policies: Policies
    now: datetime
    _months: dict[tuple[str, date], SeenMonth] = field(default_factory=dict)

    def case(self, claim: Claim, ticket: Ticket) -> Case:
        """Return a claim with its records and what follows from them."""
        policy, first = self.policies[claim.policy], first_of(claim.month)
        seen = self._seen(policy, first)
        terms = credit_terms(policy, first)
        customer = customer_of(self.session, policy.name, claim.customer)
        month = seen.availability.month
        paid = payments(self.session, policy.name, customer, month, terms.currency)
        late = breaches(self.session, policy.name, customer, month, terms.breach_month)
        bundle = {
            "id": claim.ticket_number,
            "month": claim.month,
            **_records(claim, ticket, seen, paid, late),
            "policy": policy.name,
            "policy_version": version_of_month(policy, first).name,
            "customer": {
                "name": claim.customer,
                "accounts": sorted(customer.accounts),
                "addresses": sorted(customer.addresses),
            },
            "top_up_list": paid.to_json(),
            "breaches": [_breach(one) for one in late],
            "recorded_at": write_instant(self.now),
        }
        answer = credits_line(bundle, policy)
        already = credited(self.session, policy.name, customer, claim.month)
        return Case(
            claim,
            ticket,
            first,
            seen,
            customer,
            paid,
            late,
            already,
            {**bundle, "answer": answer},
            answer,
        )

    def _seen(self, policy: Policy, first: date) -> SeenMonth:
        key = (policy.name, first)
        if key not in self._months:
            self._months[key] = seen_month(self.session, policy, first, self.now)
        return self._months[key]


def promises_credits(policy: Policy, first: date, claimed_at: datetime) -> bool:
    """Tell whether a claim about a month can be held against the agreement at all (rule S15).

    It promised availability and credits when the month ended, and took claims when this one came.
    """
    then, now = version_of_month(policy, first), policy.version_at(claimed_at)
    figures = (then.availability, then.credits, then.claims)
    conditions = (now.availability, now.credits, now.claims)
    return None not in figures and None not in conditions


def credit_terms(policy: Policy, first: date) -> CreditTerms:
    """Return what a policy promised about credits when a month ended.

    Raises:
        ValueError: It promised none.
    """
    version = version_of_month(policy, first)
    if version.credits is None:
        raise ValueError(f"policy {policy.name} {version.name} promises no credits")
    return version.credits


def to_line(bundle: Mapping[str, Any]) -> str:
    """Return a bundle as one line of JSON, which `triage credits` reads."""
    return json.dumps(bundle, ensure_ascii=False)


def _records(
    claim: Claim, ticket: Ticket, seen: SeenMonth, paid: Payments, late: Sequence[Ticket]
) -> dict[str, object]:
    """Return what the contract of `triage credits` asks for."""
    month = seen.to_json()
    return {
        "monitors": month["monitors"],
        "maintenance": month["maintenance"],
        "ledger": month["ledger"],
        "top_ups": f"{paid.total:f}",
        "breached_responses": len(late),
        "excluded": exclusion_text(claim),
        "claim": {
            "title": ticket.subject,
            "at": write_instant(claim.claimed_at),
            "evidence": claim.evidence,
        },
    }


def exclusion_text(claim: Claim) -> str | None:
    """Return why nothing is owed (rule S14), or None."""
    if claim.exclusion is None:
        return None
    return f"{claim.exclusion.value}: {claim.exclusion_reason}"


def _breach(ticket: Ticket) -> dict[str, object]:
    return {
        "ticket": ticket.number,
        "received_at": write_instant(ticket.received_at),
        "due_at": write_instant(ticket.due_at),
        "responded_at": write_instant(ticket.responded_at),
    }
