"""Which ticket a message belongs to: its thread's, or one that was closed too long ago."""

from dataclasses import dataclass
from datetime import timedelta

from models.ticket import Ticket
from models.vocabulary import TicketState
from triage.desk.known import Known
from triage.desk.submission import Submission
from triage.mail.thread import ClueKind

MACHINE = "machine_generated"
"""The flag of a ticket that a program wrote: nothing is owed, and no clock is kept."""


@dataclass(frozen=True, slots=True)
class Joining:
    """Where a message goes.

    Attributes:
        ticket: The ticket that it continues; None opens a new one.
        links_to: The number of the old ticket that a new one points back at.
    """

    ticket: Ticket | None = None
    links_to: int | None = None


def joining_of(submission: Submission, known: Known, reopen: timedelta) -> Joining:
    """Find the ticket that a message continues.

    A token or a Message-ID of ours is proof. A number in the subject can be guessed, so it is
    taken from a known participant alone; the same subject never joins.
    """
    clue = submission.clue
    ticket = known.tickets.get(clue.ticket_number) if clue else None
    if clue is None or ticket is None:
        return Joining()
    author = submission.mail.author
    if clue.kind is ClueKind.SUBJECT_NUMBER and (
        author is None or author.address.lower() not in known.people[ticket.number]
    ):
        return Joining()
    if submission.bounce is not None:
        # It is about the very ticket whose mail came back, joined to another one or not.
        return Joining(ticket)
    if ticket.duplicate_of is not None:
        ticket = known.tickets.get(ticket.duplicate_of, ticket)
    if submission.machine is None and MACHINE in ticket.flags:
        # No clock is kept there, and a person is owed one.
        return Joining(links_to=ticket.number)
    is_over = (
        ticket.state is TicketState.CLOSED
        and ticket.closed_at is not None
        and known.now - ticket.closed_at > reopen
    )
    if is_over and submission.machine is None:
        return Joining(links_to=ticket.number)
    return Joining(ticket)
