"""Who a customer is: accounts of the panel, and the addresses they write from."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.credit import TopUp
from models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer as our records know him.

    Attributes:
        accounts: User names or ids, as the panel gives them.
        addresses: E-mail addresses in lower case.
    """

    accounts: frozenset[str]
    addresses: frozenset[str]


def account_of(session: Session, ticket: Ticket) -> str:
    """Return the account that a ticket belongs to.

    A mail names none; where its author's address belongs to one account alone it is that, else it
    is the address itself.
    """
    if ticket.customer:
        return ticket.customer
    accounts = _accounts(session, ticket.policy, ticket.requester_address)
    return next(iter(accounts)) if len(accounts) == 1 else ticket.requester_address


def customer_of(session: Session, policy: str, name: str) -> Customer:
    """Return everything that an account or an address is known by under an agreement."""
    if not name:
        return Customer(frozenset(), frozenset())
    if "@" in name:
        return Customer(frozenset(_accounts(session, policy, name)), frozenset({name}))
    tickets = select(Ticket.requester_address).where(
        Ticket.policy == policy, Ticket.customer == name
    )
    payments = select(TopUp.address).where(TopUp.policy == policy, TopUp.customer == name)
    addresses = {*session.exec(tickets.distinct()), *session.exec(payments.distinct())}
    return Customer(frozenset({name}), frozenset(addresses - {""}))


def _accounts(session: Session, policy: str, address: str) -> set[str]:
    """Return the accounts of an address, by the panel's word alone: anyone can write any mail."""
    if not address:
        return set()
    tickets = select(Ticket.customer).where(
        Ticket.policy == policy,
        Ticket.requester_address == address,
        col(Ticket.customer).is_not(None),
    )
    payments = select(TopUp.customer).where(TopUp.policy == policy, TopUp.address == address)
    found = {*session.exec(tickets.distinct()), *session.exec(payments.distinct())}
    return {account for account in found if account}
