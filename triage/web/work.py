"""Running an agent's action: one transaction, then back to the page that shows what it did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from triage.desk.acting import Acting, ActionError, TicketUnknownError, ticket_of
from triage.web.deps import PersonDep, RuntimeDep
from triage.web.queue_view import Faces
from triage.web.sessions import Person


@dataclass(frozen=True, slots=True)
class Work:
    """The person at the keyboard, with the installation to work on."""

    runtime: RuntimeDep
    person: Person

    def do(self, action: Callable[[Acting], None], back: str) -> Response:
        """Carry out an action and send the browser `back`.

        Raises:
            HTTPException: 404 where the ticket is unknown, 409 where it cannot be changed so.
        """
        try:
            with self.runtime.database.write() as session:
                action(
                    Acting(session, self.runtime.policies, self.person.agent, self.runtime.now())
                )
        except TicketUnknownError as error:
            raise HTTPException(HTTPStatus.NOT_FOUND, _sentence(error)) from None
        except ActionError as error:
            raise HTTPException(HTTPStatus.CONFLICT, _sentence(error)) from None
        return RedirectResponse(back, HTTPStatus.SEE_OTHER)

    def instant(self, acting: Acting, number: int, at: datetime | None) -> datetime:
        """Return the instant that a form means: in the ticket's zone; now where left empty."""
        if at is None:
            return acting.now
        if at.tzinfo is not None:
            return at.astimezone(UTC)
        ticket = ticket_of(acting, number)
        zone = Faces(acting.policies, acting.now).of(ticket.policy).zone
        return at.replace(tzinfo=zone).astimezone(UTC)


def _sentence(error: ActionError) -> str:
    said = str(error)
    return f"{said[:1].upper()}{said[1:]}."


def get_work(runtime: RuntimeDep, person: PersonDep) -> Work:
    """Return the means to act."""
    return Work(runtime, person)


WorkDep = Annotated[Work, Depends(get_work)]
