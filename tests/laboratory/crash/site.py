"""An installation between its servers: messages go in, and what came of them is looked up."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models.intake import InboxMessage, ServerCopy
from models.outbox import Outbox
from models.ticket import Ticket
from models.vocabulary import InboxState, OutboxState
from tests.laboratory.crash.fates import Fate, fates
from tests.laboratory.crash.inlets import Inlet
from tests.laboratory.crash.letters import Earlier, Letter, Writer
from tests.laboratory.crash.outlets import Outlet
from tests.laboratory.crash.stand import SECRET, End, Stand, Work
from triage.db import Database

_MOST_STARTS = 6
_BETWEEN_STARTS = 0.1
_LOOK_SECONDS = 0.02
_LONGEST_SECONDS = 20.0
_UNSETTLED = (OutboxState.PENDING, OutboxState.LEASED)


@dataclass
class Site:
    """One installation.

    Attributes:
        stand: Its processes.
        inlet: Where its messages come from.
        outlet: Where its acknowledgements go.
    """

    stand: Stand
    inlet: Inlet
    outlet: Outlet
    delivered: int = 0

    @property
    def database(self) -> Database:
        """The database, for looking into; to be disposed of before the next fork."""
        return Database(self.stand.settings.database.url)

    def writer(self, round_name: str) -> Writer:
        """Return who writes the messages of a round."""
        return Writer(round_name, self.inlet.address, SECRET)

    def deliver(self, letters: Sequence[Letter]) -> None:
        """Hand messages over."""
        self.inlet.deliver(letters)
        self.delivered += len(letters)

    def settle(self, work: Work) -> list[End]:
        """Start the installation again, unharmed, until it has nothing left to do.

        Returns:
            How each start ended.
        """
        ends: list[End] = []
        while len(ends) < _MOST_STARTS:
            ends.append(self.stand.live(work).end)
            if self.is_quiet():
                break
            time.sleep(_BETWEEN_STARTS)
        return ends

    def wait_quiet(self) -> None:
        """Wait until there is nothing left to do, or too long."""
        deadline = time.monotonic() + _LONGEST_SECONDS
        while not self.is_quiet() and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)

    def is_quiet(self) -> bool:
        """Tell whether all messages are taken in, worked on, answered and filed."""
        database = self.database
        try:
            with database.read() as session:
                is_done = self._is_done(session)
        finally:
            database.dispose()
        return is_done and self.inlet.unfiled() == 0

    def fates(self, letters: Sequence[Letter]) -> dict[str, Fate]:
        """Return what came of messages, by their names."""
        taken, database = self.outlet.taken(), self.database
        with database.read() as session:
            found = fates(session, letters, taken)
        database.dispose()
        return found

    def earlier(self, round_name: str) -> Earlier:
        """Return the tickets of a round that the next one continues."""
        writer, database = self.writer(round_name), self.database
        customer = writer.customer("topup")
        with database.read() as session:
            found = Earlier(
                bounced=_first_ticket(session, writer.customer("order")),
                asked=_first_ticket(session, customer),
                asked_name=customer,
            )
        database.dispose()
        return found

    def _is_done(self, session: Session) -> bool:
        kept = session.exec(select(func.count()).select_from(InboxMessage)).one()
        waiting: Sequence[SelectOfScalar[int]] = (
            select(func.count()).where(InboxMessage.state == InboxState.PENDING),
            select(func.count()).where(
                InboxMessage.state == InboxState.DONE,
                ServerCopy.inbox_id == InboxMessage.id,
                col(ServerCopy.filed_at).is_(None),
            ),
            select(func.count()).where(col(Outbox.state).in_(_UNSETTLED)),
        )
        return kept >= self.delivered and not any(session.exec(one).one() for one in waiting)


def _first_ticket(session: Session, customer: str) -> int:
    return session.exec(
        select(Ticket.number)
        .where(Ticket.requester_address == customer)
        .order_by(col(Ticket.number))
        .limit(1)
    ).one()
