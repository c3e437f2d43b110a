"""The queue: what waits for a person, in the order in which it should be worked on."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from models.vocabulary import TicketState
from triage.desk.queries import (
    LIVE,
    MOST_COUNTED,
    QueueCounts,
    alerts,
    live_totals,
    queue_counts,
    queue_page,
)
from triage.web.deps import PersonDep, RuntimeDep, ViewsDep, check_form
from triage.web.queue_view import Faces, QueueParams, lines

router = APIRouter(include_in_schema=False, dependencies=[Depends(check_form)])


@router.get("/")
def show(
    runtime: RuntimeDep,
    views: ViewsDep,
    person: PersonDep,
    params: Annotated[QueueParams, Query()],
) -> Response:
    """Show one page of the queue."""
    faces = Faces(runtime.policies, runtime.now())
    size = runtime.settings.web.page_size
    with runtime.database.read() as session:
        page = queue_page(session, params.query(), faces.moment(), size)
        totals = live_totals(session)
        is_counted = params.state in LIVE and totals[params.state] <= MOST_COUNTED
        counts = (
            queue_counts(session, params.state, faces.moment()) if is_counted else QueueCounts()
        )
        waiting = alerts(session)
    return views.page(
        "queue.html",
        person=person,
        nav="queue",
        alerts=waiting,
        params=params,
        lines=lines(page, faces),
        first=(params.page - 1) * size + 1,
        has_next=page.has_next,
        totals=totals,
        most=MOST_COUNTED,
        counts=counts,
        is_counted=is_counted,
        states=list(TicketState),
        face=faces.desk,
    )
