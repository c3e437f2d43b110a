"""Logging in and out."""

import secrets
from datetime import timedelta
from http import HTTPStatus
from math import ceil
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from models.people import Audit
from triage.desk.agents import find_agent, verify
from triage.web.deps import PersonDep, Runtime, RuntimeDep, ViewsDep, check_form, session_token
from triage.web.errors import Forbidden
from triage.web.sessions import close_session, open_session, session_cookie
from triage.web.throttle import LoginThrottle

router = APIRouter(include_in_schema=False)

FORM_COOKIE = "triage_login"
_WRONG = "The log-in or the password is wrong."


@router.get("/login")
def show(views: ViewsDep, runtime: RuntimeDep, next: str = "/") -> Response:  # noqa: A002 -- the address's own word
    """Show the form."""
    return _form(views, runtime, next)


@router.post("/login")
def log_in(  # noqa: PLR0913, PLR0917 -- FastAPI passes what a route needs one by one
    request: Request,
    runtime: RuntimeDep,
    views: ViewsDep,
    login: Annotated[str, Form(max_length=120)],
    password: Annotated[str, Form()],
    csrf_token: Annotated[str, Form()],
    next: Annotated[str, Form()] = "/",  # noqa: A002 -- the form's own word
) -> Response:
    """Log a person in, or say that something is wrong without saying what."""
    _check_token(request, csrf_token)
    now = runtime.now()
    throttle: LoginThrottle = request.app.state.throttle
    address = request.client.host if request.client else ""
    wait = throttle.wait(address, login, now)
    if wait is not None:
        minutes = ceil(wait / timedelta(minutes=1))
        sentence = f"Too many tries. Wait {minutes} min, then try again."
        return _form(views, runtime, next, sentence, HTTPStatus.TOO_MANY_REQUESTS)
    with runtime.database.read() as session:
        agent = find_agent(session, login)
    # Outside any transaction: hashing takes its time on purpose.
    if not verify(agent, password) or agent is None:
        throttle.failed(address, login, now)
        return _form(views, runtime, next, _WRONG, HTTPStatus.UNPROCESSABLE_ENTITY)
    throttle.succeeded(address, login)
    lasts = timedelta(hours=runtime.settings.web.session_hours)
    with runtime.database.write() as session:
        close_session(session, session_token(request, runtime))
        token = open_session(session, agent, now, lasts)
        _audit(session, runtime, agent.login, "logged_in")
    answer = RedirectResponse(_inside(next), HTTPStatus.SEE_OTHER)
    secure = runtime.settings.web.secure_cookies
    answer.set_cookie(
        session_cookie(is_secure=secure),
        token,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        secure=secure,
        samesite="lax",
    )
    answer.delete_cookie(FORM_COOKIE, path="/login")
    return answer


@router.post("/logout", dependencies=[Depends(check_form)])
def log_out(request: Request, runtime: RuntimeDep, person: PersonDep) -> Response:
    """Forget the log-in here and in the database."""
    with runtime.database.write() as session:
        close_session(session, session_token(request, runtime))
        _audit(session, runtime, person.agent.login, "logged_out")
    answer = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(session_cookie(is_secure=runtime.settings.web.secure_cookies))
    return answer


def _form(
    views: ViewsDep, runtime: Runtime, after: str, error: str = "", status: int = HTTPStatus.OK
) -> Response:
    """Return the form with a token of its own, since there is no session yet to hold one."""
    token = secrets.token_urlsafe()
    answer = views.page("login.html", status, error=error, token=token, after=_inside(after))
    answer.set_cookie(
        FORM_COOKIE,
        token,
        path="/login",
        httponly=True,
        secure=runtime.settings.web.secure_cookies,
        samesite="strict",
    )
    return answer


def _check_token(request: Request, token: str) -> None:
    cookie = request.cookies.get(FORM_COOKIE, "")
    if not cookie or not secrets.compare_digest(cookie.encode(), token.encode()):
        raise Forbidden("This form is out of date. Open the log-in page again.")


def _inside(path: str) -> str:
    """Return `path` where it stays on this site, else the start page."""
    is_inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_inside and path.isprintable() else "/"


def _audit(session: Session, runtime: Runtime, login: str, action: str) -> None:
    session.add(Audit(at=runtime.now(), actor=login, action=action))
