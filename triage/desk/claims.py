"""What a manager does with a claim: read it anew, exclude it, decide on it (S13, S14)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models.credit import Claim, CreditEntry
from models.ticket import Ticket
from models.vocabulary import Category, Decision, Exclusion, TicketState
from triage.desk.acting import Acting, ActionError, TicketUnknownError, finish, ticket_of
from triage.desk.availability import first_of
from triage.desk.claims_answer import Teller
from triage.desk.claims_records import Case, Judge, promises_credits, to_line
from triage.desk.drafting import Drafter
from triage.sla.claims import ClaimReason

_LONGEST_NAME = 320


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person read in a claim, or heard of its customer.

    Attributes:
        customer: The account, or an address where none is known.
        month: Such as 2026-03.
        has_outages: Days and hours of downtime are given.
        has_log: A monitoring log comes with them.
        tickets: The numbers given of tickets that were answered late.
    """

    customer: str
    month: str
    has_outages: bool
    has_log: bool
    tickets: tuple[int, ...]


def claim_and_ticket(session: Session, number: int) -> tuple[Claim, Ticket] | None:
    """Return a claim with the ticket that makes it, or None where there is none."""
    found = session.exec(
        select(Claim, Ticket).join(Ticket).where(Claim.ticket_number == number)
    ).first()
    return None if found is None else (found[0], found[1])


def undecided(session: Session, limit: int) -> Sequence[tuple[Claim, Ticket]]:
    """Return claims that wait for a decision, the most urgent first.

    A ticket that was reclassified makes no claim any more; it comes back when it is again.
    """
    statement = (
        select(Claim, Ticket)
        .join(Ticket)
        .where(
            col(Claim.decision).is_(None),
            Ticket.category == Category.CLAIM,
            Ticket.state != TicketState.MERGED,
        )
        .order_by(col(Claim.decide_by), col(Claim.ticket_number))
        .limit(limit)
    )
    return [(claim, ticket) for claim, ticket in session.exec(statement)]


def decided(session: Session, limit: int) -> Sequence[tuple[Claim, Ticket]]:
    """Return claims that were decided, the newest decision first."""
    statement = (
        select(Claim, Ticket)
        .join(Ticket)
        .where(col(Claim.decision).is_not(None))
        .order_by(col(Claim.decided_at).desc(), col(Claim.ticket_number).desc())
        .limit(limit)
    )
    return [(claim, ticket) for claim, ticket in session.exec(statement)]


def read_anew(acting: Acting, number: int, reading: Reading) -> None:
    """Put right what was read in a claim.

    Raises:
        ActionError: There is no such claim, it is decided, or a value cannot be.
    """
    claim, ticket = _open_claim(acting, number)
    before = {"customer": claim.customer, "month": claim.month, "evidence": claim.evidence}
    claim.customer = _customer(reading.customer)
    claim.month = _month(acting, claim, reading.month)
    claim.evidence = {
        "outages": _kept(claim.evidence.get("outages") or [], is_given=reading.has_outages),
        "tickets": sorted(set(reading.tickets)),
        "log": reading.has_log,
    }
    acting.session.add(claim)
    after = {"customer": claim.customer, "month": claim.month, "evidence": claim.evidence}
    finish(acting, ticket, "claim_read_anew", data={"before": before, "after": after})


def exclude(acting: Acting, number: int, exclusion: Exclusion | None, reason: str) -> None:
    """Mark a claim as excluded (rule S14), or take the mark off; the customer is told the reason.

    Raises:
        ActionError: There is no such claim, it is decided, or no reason is given.
    """
    claim, ticket = _open_claim(acting, number)
    words = _words(reason) if exclusion else ""
    if exclusion is not None and not words:
        raise ActionError("say why it is excluded, for the customer is told")
    claim.exclusion, claim.exclusion_reason = exclusion, words
    acting.session.add(claim)
    data = {"exclusion": exclusion and exclusion.value, "reason": words}
    finish(acting, ticket, "claim_excluded" if exclusion else "claim_not_excluded", data=data)


def decide(acting: Acting, drafter: Drafter, number: int, decision: Decision, reason: str) -> Case:
    """Decide on a claim for good: credits, evidence and the answer to the customer in one step.

    Our records decide what is credited; whoever departs from what they propose says why.

    Args:
        acting: The manager.
        drafter: Writes the answer.
        number: The claim's ticket.
        decision: Approved or rejected.
        reason: Told to the customer; may be empty where the decision is the one proposed.

    Raises:
        ActionError: There is no such claim, it is decided, there is nothing to credit, the month
            was credited before, or a reason is missing.
    """
    claim, ticket = _open_claim(acting, number)
    case = Judge(acting.session, acting.policies, acting.now).case(claim, ticket)
    words = _words(reason)
    is_approved = decision is Decision.APPROVED
    if is_approved is not case.is_accepted and not words:
        raise ActionError("our records propose otherwise: say why, for the customer is told")
    claim.untold = Teller(acting, drafter).tell(case, decision, _note(case, decision, words))
    claim.decision, claim.reason = decision, words
    claim.decided_by, claim.decided_at = acting.agent.login, acting.now
    claim.assessment, claim.bundle = dict(case.answer), to_line(case.bundle)
    acting.session.add(claim)
    if is_approved:
        _credit(acting, case)
    ticket.state, ticket.closed_at, ticket.needs_person = TicketState.CLOSED, acting.now, False
    amount = f"{case.amount:f}" if is_approved else "0.00"
    data = {"month": claim.month, "customer": claim.customer, "amount": amount, "reason": words}
    finish(acting, ticket, f"claim_{decision.value}", data=data)
    return case


def _open_claim(acting: Acting, number: int) -> tuple[Claim, Ticket]:
    """Return a claim that waits for a decision, with its ticket, both locked."""
    ticket = ticket_of(acting, number)
    claim = acting.session.exec(
        select(Claim).where(col(Claim.ticket_number) == number).with_for_update()
    ).first()
    if claim is None:
        raise TicketUnknownError(f"#{number} makes no claim")
    if claim.decision is not None:
        raise ActionError(f"the claim #{number} is {claim.decision} for good")
    return claim, ticket


def _credit(acting: Acting, case: Case) -> None:
    claim = case.claim
    if not case.credits:
        raise ActionError("our records give no credit, so there is none to approve")
    for kind, earlier in case.credited.items():
        if kind in case.credits:
            raise ActionError(f"{claim.month} was credited for {kind} by the claim #{earlier}")
    acting.session.flush()
    for kind, amount in case.credits.items():
        acting.session.add(
            CreditEntry(
                policy=claim.policy,
                customer=claim.customer,
                month=claim.month,
                kind=kind,
                amount=amount,
                currency=case.currency,
                claim_number=claim.ticket_number,
                entered_by=acting.agent.login,
                at=acting.now,
            )
        )
    try:
        acting.session.flush()
    except IntegrityError as error:
        # Another claim of the same month was approved at the same moment.
        raise ActionError(f"{claim.month} was credited just now: look at it again") from error


def _note(case: Case, decision: Decision, words: str) -> str:
    """Return what the customer reads besides the conditions that are not met."""
    is_told = decision is Decision.REJECTED and ClaimReason.EXCLUDED in case.reasons
    parts = [case.claim.exclusion_reason if is_told else "", words]
    return "\n".join(part for part in parts if part)


def _kept(outages: list[str], *, is_given: bool) -> list[str]:
    """Return the lines that were read, or a word in their place, as the contract wants a list."""
    if not is_given:
        return []
    return outages or ["read by a person"]


def _customer(name: str) -> str:
    words = name.strip()
    if not words or len(words) > _LONGEST_NAME or not words.isprintable():
        raise ActionError("name the customer's account or address")
    return words.lower() if "@" in words else words


def _month(acting: Acting, claim: Claim, key: str) -> str:
    try:
        first = first_of(key.strip())
    except ValueError:
        raise ActionError(f"{key!r} is no month; write it as 2026-03") from None
    if not promises_credits(acting.policies[claim.policy], first, claim.claimed_at):
        raise ActionError(f"the agreement promised no credits for {key.strip()}")
    return key.strip()


def _words(text: str) -> str:
    return text.replace("\x00", "").strip()
