"""The door for monitors of the site; signed calls, or a token in the address."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from triage.intake.monitors import MonitorCall, receive_report
from triage.web.deps import Runtime, RuntimeDep
from triage.web.pages.webhooks import REPORT, SIGNED_HEADERS, Invalid, Refused, body_of, read_body

router = APIRouter(prefix="/webhooks/monitors", tags=["webhooks"])


class Recorded(BaseModel):
    """What was seen is kept."""

    observations: int


_RESPONSES: dict[int | str, dict[str, object]] = {
    HTTPStatus.UNAUTHORIZED: {"model": Refused, "description": "Signature or token is not good."},
    HTTPStatus.NOT_FOUND: {"model": Refused, "description": "Unknown source."},
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: {"model": Refused, "description": "Over the limit."},
    HTTPStatus.UNPROCESSABLE_ENTITY: {"model": Invalid, "description": "Not as it should be."},
    HTTPStatus.SERVICE_UNAVAILABLE: {"model": Refused, "description": "No key yet."},
}


@router.post(
    "/{source}",
    status_code=HTTPStatus.ACCEPTED,
    response_model=Recorded,
    responses=_RESPONSES,
    summary="Report what monitors saw, signed as Standard Webhooks has it",
    openapi_extra={"parameters": SIGNED_HEADERS, "requestBody": body_of(REPORT)},
)
async def signed(source: str, request: Request, runtime: RuntimeDep) -> Response:
    """Take a signed call in the format that is configured for the source."""
    return await _take(source, request, runtime, None)


@router.post(
    "/{source}/{token}",
    status_code=HTTPStatus.ACCEPTED,
    response_model=Recorded,
    responses=_RESPONSES,
    summary="Report what an uptime service saw that cannot sign",
)
async def with_token(source: str, token: str, request: Request, runtime: RuntimeDep) -> Response:
    """Take a call whose address ends with the source's token."""
    return await _take(source, request, runtime, token)


async def _take(source: str, request: Request, runtime: Runtime, token: str | None) -> Response:
    settings = runtime.settings.monitors.get(source)
    if settings is None:
        return JSONResponse({"error": f"there is no source {source!r}"}, HTTPStatus.NOT_FOUND)
    body = await read_body(request, settings.max_bytes)
    if body is None:
        sentence = f"the body is over {settings.max_bytes} bytes"
        return JSONResponse({"error": sentence}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    call = MonitorCall(source, dict(request.headers), body, request.url.query, token)
    answer = await run_in_threadpool(
        receive_report, runtime.database, settings, call, runtime.now()
    )
    return JSONResponse(answer.body, answer.status)
