"""The pages, the webhook door and what machines read, as one application."""

from importlib.metadata import version

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from triage.web import errors
from triage.web.deps import Runtime
from triage.web.pages import corrections, login, progress, queue, ticket
from triage.web.security import FormGuard, SecurityHeaders
from triage.web.throttle import LoginThrottle
from triage.web.views import Views, web_folder

_ROUTERS = (login.router, queue.router, ticket.router, corrections.router, progress.router)


def create_app(runtime: Runtime) -> FastAPI:
    """Return the application; it starts nothing and owns nothing of `runtime`."""
    views = Views(web_folder(), {"service": runtime.settings.service.name})
    app = FastAPI(title="triage", version=version("triage-desk"), docs_url=None, redoc_url=None)
    app.state.runtime = runtime
    app.state.views = views
    app.state.throttle = LoginThrottle()
    for router in _ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=views.static), name="static")
    errors.install(app, views)
    app.add_middleware(FormGuard, exempt="/webhooks/")
    app.add_middleware(SecurityHeaders, is_https=runtime.settings.web.secure_cookies)
    return app
