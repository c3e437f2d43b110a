"""The door for tickets of shops' panels; what it says is written in `triage.intake.webhook`."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from triage.intake import monitors_payload, payload
from triage.intake.webhook import WebhookAnswer, receive
from triage.web.deps import RuntimeDep

router = APIRouter(prefix="/webhooks", tags=["webhooks"])


class Accepted(BaseModel):
    """It is kept; a ticket has a number, which the customer is told as soon as it is filed."""

    ticket: int | None = Field(default=None, examples=[100001])
    top_up: str | None = Field(default=None, examples=["pay-5512"])


class Refused(BaseModel):
    """What is wrong."""

    error: str


class Fault(BaseModel):
    """A part of the body that is not as the schema wants it."""

    field: str
    message: str


class Invalid(Refused):
    """The body is not as the schema wants it."""

    errors: list[Fault]


_BODY = "PanelEvent"
REPORT = "MonitorReport"
_HEADERS = {
    "webhook-id": "A name of the call, the same whenever it is repeated; up to 255 characters.",
    "webhook-timestamp": "When it was signed, in seconds since 1970; five minutes are allowed.",
    "webhook-signature": "`v1,` and the signature in base64, as Standard Webhooks has it.",
}
SIGNED_HEADERS = [
    {
        "name": name,
        "in": "header",
        "required": True,
        "description": description,
        "schema": {"type": "string"},
    }
    for name, description in _HEADERS.items()
]
"""The headers of a signed call, as OpenAPI describes them."""


def body_of(schema: str) -> dict[str, Any]:
    """Return how OpenAPI describes a body of a schema that `add_schemas` adds."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"required": True, "content": content}


_RESPONSES: dict[int | str, dict[str, Any]] = {
    HTTPStatus.UNAUTHORIZED: {"model": Refused, "description": "The signature is not good."},
    HTTPStatus.NOT_FOUND: {"model": Refused, "description": "Unknown source or ticket."},
    HTTPStatus.CONFLICT: {"model": Refused, "description": "An id came again for something else."},
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: {"model": Refused, "description": "Over the limit."},
    HTTPStatus.UNPROCESSABLE_ENTITY: {"model": Invalid, "description": "Not as the schema wants."},
    HTTPStatus.SERVICE_UNAVAILABLE: {"model": Refused, "description": "No key yet, or busy."},
}


@router.post(
    "/{source}",
    status_code=HTTPStatus.ACCEPTED,
    response_model=Accepted,
    responses=_RESPONSES,
    summary="Open a ticket, tell news of one, or of a top-up",
    openapi_extra={
        "parameters": SIGNED_HEADERS,
        "requestBody": body_of(_BODY),
    },
)
async def call(source: str, request: Request, runtime: RuntimeDep) -> Response:
    """Take a call of a panel, signed as Standard Webhooks has it.

    Repeating a call is safe: the same id with the same body gets the same answer and changes
    nothing. Repeat it until it is answered with less than 500.
    """
    settings = runtime.settings.webhooks.get(source)
    if settings is None:
        return _json(WebhookAnswer(404, {"error": f"there is no source {source!r}"}))
    body = await read_body(request, settings.max_bytes)
    if body is None:
        sentence = f"the body is over {settings.max_bytes} bytes"
        return _json(WebhookAnswer(413, {"error": sentence}))
    headers = dict(request.headers)
    answer = await run_in_threadpool(
        receive, runtime.database, source, settings, headers, body, runtime.now()
    )
    if answer.status == HTTPStatus.ACCEPTED:
        runtime.wake_desk()
    return _json(answer)


def add_schemas(document: dict[str, Any]) -> None:
    """Put the schemas of calls' bodies into an OpenAPI document."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name, schema in ((_BODY, payload.schema()), (REPORT, monitors_payload.schema())):
        body: dict[str, Any] = dict(schema)
        schemas.update(body.pop("$defs", {}))
        schemas[name] = body


async def read_body(request: Request, most: int) -> bytes | None:
    """Return the body, or None as soon as it is longer than `most` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def _json(answer: WebhookAnswer) -> Response:
    return JSONResponse(answer.body, answer.status)
