"""The availability of a month, and the windows of maintenance."""

from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from models.vocabulary import Maintenance, Role
from triage.desk import availability_works as works
from triage.desk.acting import Acting
from triage.desk.availability import first_of, last_seen, month_at, month_key, seen_month
from triage.desk.queries import alerts
from triage.sla.policy import Policy
from triage.web import agreement_words, words
from triage.web import availability_view as view
from triage.web.deps import ManagerDep, PersonDep, Runtime, RuntimeDep, ViewsDep, check_form
from triage.web.queue_view import Faces
from triage.web.safe_html import plain
from triage.web.work import WorkDep

router = APIRouter(include_in_schema=False, dependencies=[Depends(check_form)])


@router.get("/availability")
def show(  # noqa: PLR0913, PLR0917 - what the page is given, and its address
    runtime: RuntimeDep,
    views: ViewsDep,
    person: PersonDep,
    policy: str = "",
    month: str = "",
    done: str = "",
) -> Response:
    """Show a month's figure, and every outage that it rests on."""
    now, agreement = runtime.now(), _policy(runtime, policy)
    with runtime.database.read() as session:
        seen = seen_month(session, agreement, _first(runtime, agreement, month), now)
        monitors = last_seen(session, agreement.name, now)
        waiting = alerts(session)
    return views.page(
        "availability.html",
        person=person,
        nav="availability",
        alerts=waiting,
        view=view.month_view(seen),
        monitors=monitors,
        policy=agreement.name,
        policies=view.promising(runtime.policies),
        kinds=list(Maintenance),
        is_manager=person.agent.role is Role.MANAGER,
        face=Faces(runtime.policies, now).of(agreement.name),
        bar=view.BAR,
        length_of=view.length_of,
        window_length=view.window_length,
        was_entered_late=view.was_entered_late,
        say=agreement_words,
        plain=plain,
        done=words.DONE.get(done, ""),
    )


@router.get("/availability.json")
def as_json(runtime: RuntimeDep, person: PersonDep, policy: str = "", month: str = "") -> Response:
    """Return a month's figure with its ledger."""
    del person
    agreement = _policy(runtime, policy)
    first = _first(runtime, agreement, month)
    with runtime.database.read() as session:
        seen = seen_month(session, agreement, first, runtime.now())
    return JSONResponse({"policy": agreement.name, **seen.to_json()})


@router.post("/availability/maintenance")
def enter(  # noqa: PLR0913, PLR0917 - a window is all of these
    work: WorkDep,
    person: ManagerDep,
    policy: Annotated[str, Form()],
    starts_at: Annotated[datetime, Form()],
    ends_at: Annotated[datetime, Form()],
    kind: Annotated[Maintenance, Form()],
    note: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Enter a window; its times are by the agreement's zone."""
    agreement = _policy(work.runtime, policy)
    window = works.Works(
        agreement.name,
        _instant(agreement, starts_at),
        _instant(agreement, ends_at),
        kind,
        note,
    )
    month = month_key(month_at(agreement, window.starts_at))

    def action(acting: Acting) -> None:
        works.enter(acting.session, window, person.agent.login, acting.now)

    return work.do(
        action,
        f"/availability?policy={agreement.name}&month={month}&done=maintenance",
    )


@router.post("/availability/maintenance/{number}/withdraw")
def withdraw(
    number: int,
    work: WorkDep,
    person: ManagerDep,
    policy: Annotated[str, Form()],
    month: Annotated[str, Form()],
) -> Response:
    """Withdraw a window that was entered by mistake."""
    agreement = _policy(work.runtime, policy)
    back = month_key(_first(work.runtime, agreement, month))
    return work.do(
        lambda acting: works.withdraw(acting.session, number, person.agent.login, acting.now),
        f"/availability?policy={agreement.name}&month={back}&done=withdrawn",
    )


def _policy(runtime: Runtime, name: str) -> Policy:
    """Return the agreement that is named, else the first that promises availability."""
    names = view.promising(runtime.policies)
    chosen = name or next(iter(names), "")
    if chosen not in names:
        raise HTTPException(HTTPStatus.NOT_FOUND, "No such agreement promises availability.")
    return runtime.policies[chosen]


def _first(runtime: Runtime, policy: Policy, month: str) -> date:
    """Return the month that is asked for, else the present one."""
    if not month:
        return month_at(policy, runtime.now())
    try:
        return first_of(month)
    except ValueError:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such month.") from None


def _instant(policy: Policy, wall: datetime) -> datetime:
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    return wall.replace(tzinfo=policy.versions[-1].calendar.zone).astimezone(UTC)
