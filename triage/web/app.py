"""The pages, the webhook door and what machines read, as one application."""

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from triage.web import errors
from triage.web.deps import Runtime
from triage.web.pages import (
    accuracy,
    availability,
    claims,
    connections,
    corrections,
    credit_ledger,
    login,
    machine,
    monitors,
    outbox,
    progress,
    queue,
    reference,
    reports,
    set_aside,
    ticket,
    webhooks,
)
from triage.web.security import FormGuard, SecurityHeaders
from triage.web.throttle import LoginThrottle
from triage.web.views import Views, web_folder

_ROUTERS = (
    login.router,
    queue.router,
    ticket.router,
    corrections.router,
    progress.router,
    outbox.router,
    set_aside.router,
    accuracy.router,
    reports.router,
    availability.router,
    claims.router,
    credit_ledger.router,
    connections.router,
    webhooks.router,
    monitors.router,
    machine.router,
    reference.router,
)


class TriageApp(FastAPI):
    """FastAPI whose OpenAPI document describes the webhook's body too, which we read ourselves."""

    def openapi(self) -> dict[str, Any]:
        """Return the document, made once."""
        is_new = self.openapi_schema is None
        document = super().openapi()
        if is_new:
            webhooks.add_schemas(document)
        return document


class _Static(StaticFiles):
    """Files whose address changes with their content, so that they are fetched once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 -- passed on
        answer = super().file_response(*args, **kwargs)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def create_app(runtime: Runtime) -> FastAPI:
    """Return the application; it starts nothing and owns nothing of `runtime`."""
    views = Views(web_folder(), {"service": runtime.settings.service.name})
    app = TriageApp(title="triage", version=version("triage-desk"), docs_url=None, redoc_url=None)
    app.state.runtime = runtime
    app.state.views = views
    app.state.throttle = LoginThrottle()
    for router in _ROUTERS:
        app.include_router(router)
    app.mount("/static", _Static(directory=views.static), name="static")
    errors.install(app, views)
    app.add_middleware(FormGuard, views=views, exempt="/webhooks/")
    app.add_middleware(SecurityHeaders, is_https=runtime.settings.web.secure_cookies)
    return app
