"""Putting a ticket's labels right: one button each, with the reason."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from models.vocabulary import Category, Field, Question
from triage.desk import corrections
from triage.web.deps import check_form
from triage.web.work import WorkDep

router = APIRouter(
    prefix="/tickets/{number}", include_in_schema=False, dependencies=[Depends(check_form)]
)

Reason = Annotated[str, Form(max_length=500)]


@router.post("/category")
def category(
    number: int, work: WorkDep, category: Annotated[Category, Form()], reason: Reason = ""
) -> Response:
    """Reclassify."""
    return work.do(
        lambda acting: corrections.reclassify(acting, number, category, reason.strip()),
        back(number, "reclassified"),
    )


@router.post("/confirm")
def confirm(number: int, work: WorkDep, question: Annotated[Question, Form()]) -> Response:
    """Record that a label is right."""
    return work.do(
        lambda acting: corrections.confirm(acting, number, question), back(number, "confirmed")
    )


@router.post("/abusive")
def abusive(
    number: int, work: WorkDep, is_abusive: Annotated[bool, Form()], reason: Reason = ""
) -> Response:
    """Say whether it is abusive."""
    return work.do(
        lambda acting: corrections.set_abusive(
            acting, number, is_abusive=is_abusive, reason=reason.strip()
        ),
        back(number, "abusive" if is_abusive else "not_abusive"),
    )


@router.post("/language")
def language(
    number: int,
    work: WorkDep,
    language: Annotated[str, Form(min_length=2, max_length=8)],
    reason: Reason = "",
) -> Response:
    """Put the language right."""
    code = language.strip().lower()
    return work.do(
        lambda acting: corrections.set_language(acting, number, code, reason.strip()),
        back(number, "language"),
    )


@router.post("/supplied")
def supplied(
    number: int,
    work: WorkDep,
    field: Annotated[list[Field], Form()],
    at: Annotated[datetime | None, Form()] = None,
    reason: Reason = "",
) -> Response:
    """Record what the customer has given."""
    return work.do(
        lambda acting: corrections.mark_supplied(
            acting,
            number,
            frozenset(field),
            work.instant(acting, number, at),
            reason.strip(),
        ),
        back(number, "supplied"),
    )


@router.post("/ask")
def ask(
    number: int, work: WorkDep, field: Annotated[list[Field], Form()], reason: Reason = ""
) -> Response:
    """Record what the customer was asked for."""
    return work.do(
        lambda acting: corrections.ask_for(acting, number, frozenset(field), reason.strip()),
        back(number, "asked"),
    )


@router.post("/merge")
def merge(
    number: int, work: WorkDep, into: Annotated[int, Form(ge=1)], reason: Reason = ""
) -> Response:
    """Join it to an earlier ticket."""
    return work.do(
        lambda acting: corrections.merge(acting, number, into, reason.strip()),
        back(number, "merged"),
    )


@router.post("/unmerge")
def unmerge(number: int, work: WorkDep, reason: Reason = "") -> Response:
    """Part it from the ticket that it was joined to, or refuse the suggestion."""
    return work.do(
        lambda acting: corrections.unmerge(acting, number, reason.strip()),
        back(number, "unmerged"),
    )


@router.post("/person")
def person(number: int, work: WorkDep, reason: Reason = "") -> Response:
    """Say that a person wrote it after all."""
    return work.do(
        lambda acting: corrections.treat_as_person(acting, number, reason.strip()),
        back(number, "person"),
    )


def back(number: int, done: str) -> str:
    """Return the ticket's address, with what it shall say was done."""
    return f"/tickets/{number}?done={done}"
