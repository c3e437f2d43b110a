"""Messages that could not be worked on: kept raw, to be looked at and tried again."""

from http import HTTPStatus

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from triage.desk import shelf
from triage.desk.queries import alerts
from triage.web import words
from triage.web.deps import PersonDep, RuntimeDep, ViewsDep, check_form
from triage.web.pages.ticket import download
from triage.web.queue_view import Faces
from triage.web.ticket_view import size_in_words

router = APIRouter(prefix="/set-aside", include_in_schema=False, dependencies=[Depends(check_form)])


@router.get("")
def show(runtime: RuntimeDep, views: ViewsDep, person: PersonDep, done: str = "") -> Response:
    """Show them, oldest first."""
    with runtime.database.read() as session:
        found = shelf.listing(session)
        waiting = alerts(session)
    return views.page(
        "set_aside.html",
        person=person,
        nav="set_aside",
        alerts=waiting,
        found=found,
        face=Faces(runtime.policies, runtime.now()).desk,
        size=size_in_words,
        done=words.DONE.get(done, ""),
    )


@router.get("/{inbox_id}/raw")
def raw(inbox_id: int, runtime: RuntimeDep, person: PersonDep) -> Response:
    """Send the message as it came in, as bytes to be saved."""
    del person
    with runtime.database.read() as session:
        found = shelf.find(session, inbox_id)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"Message {inbox_id} is not set aside.")
    return download(found.raw, f"message-{inbox_id}.eml")


@router.post("/retry")
def retry_all(runtime: RuntimeDep, person: PersonDep) -> Response:
    """Have all of them tried again."""
    return _retry(runtime, person, None)


@router.post("/{inbox_id}/retry")
def retry(inbox_id: int, runtime: RuntimeDep, person: PersonDep) -> Response:
    """Have one tried again."""
    return _retry(runtime, person, [inbox_id])


def _retry(runtime: RuntimeDep, person: PersonDep, numbers: list[int] | None) -> Response:
    with runtime.database.write() as session:
        count = shelf.retry(session, numbers, person.agent.login, runtime.now())
    if not count:
        raise HTTPException(HTTPStatus.CONFLICT, "It is not set aside any more.")
    runtime.wake_desk()
    return RedirectResponse("/set-aside?done=retried", HTTPStatus.SEE_OTHER)
