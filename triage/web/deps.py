"""What every page is given: the runtime, the person at the keyboard, a form that is theirs."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from models.vocabulary import Role, Route
from triage.config.schema import Settings
from triage.db import Database
from triage.desk.drafting import Drafter
from triage.oauth import AccessTokens
from triage.sla.policy import Policy
from triage.web.errors import Forbidden, LoginRequired
from triage.web.sessions import Person, find_person, session_cookie
from triage.web.views import Views


class Runtime(Protocol):
    """What the pages need of the running installation."""

    @property
    def settings(self) -> Settings:
        """The configuration."""

    @property
    def database(self) -> Database:
        """Where everything is kept."""

    @property
    def policies(self) -> Mapping[str, Policy]:
        """The agreements by name."""

    @property
    def drafter(self) -> Drafter:
        """Writes to customers in our name."""

    @property
    def tokens(self) -> Mapping[str, AccessTokens]:
        """The accounts that log in by access token, by name."""

    @property
    def unreachable(self) -> Mapping[Route, str]:
        """Why ways out are closed, as far as this process knows."""

    def wake_desk(self) -> None:
        """Say that raw messages wait."""

    def wake_sender(self) -> None:
        """Say that acknowledgements wait."""

    def now(self) -> datetime:
        """Return the present, in UTC."""


def get_runtime(request: Request) -> Runtime:
    """Return the runtime that the application was made with."""
    return cast("Runtime", request.app.state.runtime)


def get_views(request: Request) -> Views:
    """Return the templates that the application was made with."""
    return cast("Views", request.app.state.views)


def session_token(request: Request, runtime: Runtime) -> str | None:
    """Return the session cookie's value."""
    return request.cookies.get(session_cookie(is_secure=runtime.settings.web.secure_cookies))


def get_person(request: Request, runtime: Annotated[Runtime, Depends(get_runtime)]) -> Person:
    """Return who is logged in.

    Raises:
        LoginRequired: Nobody is.
    """
    with runtime.database.read() as session:
        person = find_person(session, session_token(request, runtime), runtime.now())
    if person is None:
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        raise LoginRequired(address, is_read=request.method in {"GET", "HEAD"})
    return person


def get_manager(person: Annotated[Person, Depends(get_person)]) -> Person:
    """Return who is logged in, where that is a manager.

    Raises:
        Forbidden: It is an agent.
    """
    if person.agent.role is not Role.MANAGER:
        raise Forbidden("Only a manager may do this. Ask one to look at it.")
    return person


async def check_form(request: Request, person: Annotated[Person, Depends(get_person)]) -> None:
    """Refuse a form that was not made for this log-in (synchroniser token).

    Raises:
        Forbidden: The token is missing or another log-in's.
    """
    if request.method in {"GET", "HEAD"}:
        return
    form = await request.form()
    token = form.get("csrf_token")
    if not isinstance(token, str) or not secrets.compare_digest(
        token.encode(), person.csrf_token.encode()
    ):
        raise Forbidden("This form is out of date. Go back, reload the page and send it again.")


RuntimeDep = Annotated[Runtime, Depends(get_runtime)]
ViewsDep = Annotated[Views, Depends(get_views)]
PersonDep = Annotated[Person, Depends(get_person)]
ManagerDep = Annotated[Person, Depends(get_manager)]
