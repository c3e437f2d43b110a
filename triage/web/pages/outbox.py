"""Acknowledgements that a person must decide on, and the switches."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from models.vocabulary import OutboxState, Role
from triage.desk import operations
from triage.desk.acknowledgements import MOST_SHOWN, overview
from triage.desk.queries import alerts
from triage.web import words
from triage.web.deps import ManagerDep, PersonDep, RuntimeDep, ViewsDep, check_form
from triage.web.queue_view import Faces
from triage.web.safe_html import plain
from triage.web.ticket_view import evidence_of
from triage.web.work import WorkDep

router = APIRouter(prefix="/outbox", include_in_schema=False, dependencies=[Depends(check_form)])
_LATELY = timedelta(days=7)

Reason = Annotated[str, Form(max_length=500)]


@router.get("")
def show(runtime: RuntimeDep, views: ViewsDep, person: PersonDep, done: str = "") -> Response:
    """Show what is stuck, what was suppressed lately, and how the switches stand."""
    now = runtime.now()
    with runtime.database.read() as session:
        found = overview(session, now - _LATELY)
        waiting = alerts(session)
    return views.page(
        "outbox.html",
        person=person,
        nav="outbox",
        alerts=waiting,
        found=found,
        most=MOST_SHOWN,
        states=list(OutboxState),
        is_manager=person.agent.role is Role.MANAGER,
        face=Faces(runtime.policies, now).desk,
        plain=plain,
        evidence_of=evidence_of,
        done=words.DONE.get(done, ""),
    )


@router.post("/switch")
def switch(
    work: WorkDep,
    person: ManagerDep,
    name: Annotated[str, Form()],
    is_on: Annotated[bool, Form()],
    reason: Reason = "",
) -> Response:
    """Turn a switch."""
    del person
    return work.do(
        lambda acting: operations.turn(acting, name, is_on=is_on, reason=reason),
        "/outbox?done=switched",
    )


@router.post("/{outbox_id}/sent")
def sent(outbox_id: int, work: WorkDep, person: ManagerDep, reason: Reason = "") -> Response:
    """Record that it was taken after all."""
    del person
    return work.do(
        lambda acting: operations.mark_sent(acting, outbox_id, reason), "/outbox?done=marked_sent"
    )


@router.post("/{outbox_id}/resend")
def resend(outbox_id: int, work: WorkDep, person: ManagerDep) -> Response:
    """Have it offered to the next hop again."""
    del person
    answer = work.do(lambda acting: operations.resend(acting, outbox_id), "/outbox?done=resent")
    work.runtime.wake_sender()
    return answer


@router.post("/{outbox_id}/cancel")
def cancel(outbox_id: int, work: WorkDep, person: ManagerDep) -> Response:
    """Give it up."""
    del person
    return work.do(lambda acting: operations.cancel(acting, outbox_id), "/outbox?done=cancelled")
