"""Carrying a ticket on: notes, replies, closing, marks that were dealt with."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from triage.desk import actions
from triage.web.deps import check_form
from triage.web.pages.corrections import back
from triage.web.work import WorkDep

router = APIRouter(
    prefix="/tickets/{number}", include_in_schema=False, dependencies=[Depends(check_form)]
)

Words = Annotated[str, Form(max_length=100_000)]


@router.post("/note")
def note(number: int, work: WorkDep, text: Words) -> Response:
    """Keep a note."""
    return work.do(lambda acting: actions.add_note(acting, number, text), back(number, "noted"))


@router.post("/reply")
def reply(
    number: int, work: WorkDep, text: Words, at: Annotated[datetime | None, Form()] = None
) -> Response:
    """Record a reply that was sent."""
    return work.do(
        lambda acting: actions.record_reply(acting, number, text, work.instant(acting, number, at)),
        back(number, "replied"),
    )


@router.post("/close")
def close(number: int, work: WorkDep) -> Response:
    """Close it."""
    return work.do(lambda acting: actions.close(acting, number), back(number, "closed"))


@router.post("/reopen")
def reopen(number: int, work: WorkDep) -> Response:
    """Open it again."""
    return work.do(lambda acting: actions.reopen(acting, number), back(number, "reopened"))


@router.post("/translated")
def translated(number: int, work: WorkDep) -> Response:
    """Record that it was translated."""
    return work.do(
        lambda acting: actions.clear_translation(acting, number), back(number, "translated")
    )


@router.post("/looked-at")
def looked_at(number: int, work: WorkDep) -> Response:
    """Record that a person looked."""
    return work.do(
        lambda acting: actions.clear_needs_person(acting, number), back(number, "looked_at")
    )
