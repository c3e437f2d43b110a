"""What can go wrong on a page, and how a person is told."""

from http import HTTPStatus
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from triage.web.security import SECURITY_HEADERS
from triage.web.views import Views

_log = structlog.get_logger()

_WORDS = {
    403: ("You may not do this", "The page or the action is closed to you."),
    404: ("Nothing here", "The address is wrong, or what was here is gone."),
    405: ("Not like this", "This address does not take that kind of request."),
    409: ("Already different", "Somebody changed this before you did."),
    413: ("Too large", "What was sent is larger than this page takes."),
    422: ("Something is missing", "The form or the address has a value that cannot be used."),
    429: ("Too many tries", "Wait a little before the next try."),
    500: ("This went wrong", "The fault is ours. Nothing of what you sent was half kept."),
}


class LoginRequired(Exception):  # noqa: N818 -- a turn of the road rather than an error
    """Nobody is logged in; `address` is where the person wanted to go."""

    def __init__(self, address: str, *, is_read: bool) -> None:
        super().__init__(address)
        self.location = "/login"
        if is_read and address != "/":
            self.location += "?" + urlencode({"next": address})


class Forbidden(HTTPException):
    """The person may not do this; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(HTTPStatus.FORBIDDEN, sentence)


def install(app: FastAPI, views: Views) -> None:
    """Make `app` answer every error with a page, or with JSON where a machine asked."""

    async def login_required(request: Request, error: Exception) -> Response:
        if is_for_machine(request):
            return _answer(views, request, HTTPStatus.FORBIDDEN, "")
        location = error.location if isinstance(error, LoginRequired) else "/login"
        return RedirectResponse(location, HTTPStatus.SEE_OTHER)

    async def http_error(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return _answer(views, request, 500, "")
        answer = _answer(views, request, error.status_code, error.detail)
        answer.headers.update(error.headers or {})
        return answer

    async def invalid(request: Request, error: Exception) -> Response:
        sentence = _first_fault(error) if isinstance(error, RequestValidationError) else ""
        return _answer(views, request, 422, sentence)

    async def crashed(request: Request, error: Exception) -> Response:
        _log.error("page_failed", path=request.url.path, exc_info=error)
        answer = _answer(views, request, 500, "")
        # This answer is made outside the middleware that adds them to every other one.
        answer.headers.update(SECURITY_HEADERS)
        return answer

    app.add_exception_handler(LoginRequired, login_required)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, crashed)


def _answer(views: Views, request: Request, status: int, sentence: str) -> Response:
    title, usual = _WORDS.get(status, ("This did not work", "Go back and try again."))
    if sentence in {"", _phrase(status)}:
        sentence = usual
    if is_for_machine(request):
        return JSONResponse({"error": sentence}, status)
    return views.page("error.html", status=status, title=title, sentence=sentence)


def is_for_machine(request: Request) -> bool:
    """Tell whether the caller is a program, by the address that it called."""
    return request.url.path.startswith(("/webhooks/", "/health", "/metrics", "/openapi.json"))


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in {code.value for code in HTTPStatus} else ""


def _first_fault(error: RequestValidationError) -> str:
    fault = next(iter(error.errors()), None)
    if fault is None:
        return ""
    where = " › ".join(str(part) for part in fault["loc"][1:])
    return f"{where}: {fault['msg']}." if where else f"{fault['msg']}."
