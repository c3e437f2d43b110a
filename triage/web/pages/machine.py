"""What machines read: whether the installation is well, and its figures."""

from http import HTTPStatus
from ipaddress import ip_address

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, Response

from triage.web.deps import Runtime, RuntimeDep, get_manager, get_person
from triage.web.metrics import DeskCollector

router = APIRouter(tags=["operation"])

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


class Health(BaseModel):
    """Whether the installation answers."""

    status: str


@router.get("/health", response_model=Health, responses={503: {"model": Health}})
def health(runtime: RuntimeDep) -> Response:
    """Tell whether the database answers; nothing else is said, so anybody may ask."""
    try:
        with runtime.database.read() as session:
            session.connection().execute(text("SELECT 1"))
    except SQLAlchemyError:
        return JSONResponse({"status": "database"}, HTTPStatus.SERVICE_UNAVAILABLE)
    return JSONResponse({"status": "ok"})


@router.get("/metrics", response_class=Response, responses={403: {"description": "Not for you."}})
def metrics(request: Request, runtime: RuntimeDep) -> Response:
    """Return the desk's figures for Prometheus, to this machine or a logged-in manager."""
    if not _is_local(request):
        _require_manager(request, runtime)
    registry = CollectorRegistry()
    registry.register(DeskCollector(runtime.database, runtime.now()))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _is_local(request: Request) -> bool:
    """Tell whether this machine asks for itself, and no proxy on it for somebody else."""
    if any(name in request.headers for name in _FORWARDED) or request.client is None:
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _require_manager(request: Request, runtime: Runtime) -> None:
    get_manager(get_person(request, runtime))
