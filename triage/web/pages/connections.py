"""Whether mail is read and sent, and how long log-ins by access token last."""

from fastapi import APIRouter
from starlette.responses import Response

from triage.desk.connections import connections
from triage.desk.queries import alerts
from triage.oauth import WARN_DAYS
from triage.web.deps import PersonDep, RuntimeDep, ViewsDep
from triage.web.queue_view import Faces
from triage.web.safe_html import plain

router = APIRouter(prefix="/connections", include_in_schema=False)


@router.get("")
def show(runtime: RuntimeDep, views: ViewsDep, person: PersonDep) -> Response:
    """Show every way in and out."""
    now = runtime.now()
    with runtime.database.read() as session:
        found = connections(session, runtime.settings, now)
        waiting = alerts(session)
    return views.page(
        "connections.html",
        person=person,
        nav="connections",
        alerts=waiting,
        found=found,
        smtp=runtime.settings.smtp,
        webhooks=runtime.settings.webhooks,
        unreachable=runtime.unreachable,
        accounts={name: tokens.days_left() for name, tokens in runtime.tokens.items()},
        warn_days=WARN_DAYS,
        face=Faces(runtime.policies, now).desk,
        plain=plain,
    )
