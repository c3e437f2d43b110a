"""What every answer says to browsers, and how much of a request is read."""

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from triage.web.views import Views

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_HSTS = "max-age=31536000"
_FORM_BYTES = 1_048_576
_FOREIGN = "This form comes from another site. Open the page here and send it again."
_LARGE = "The form is larger than any of ours. Shorten what you wrote."
_UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class SecurityHeaders:
    """Adds the headers to every answer; one that set a header itself keeps it."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self._app = app
        self._headers = dict(SECURITY_HEADERS)
        if is_https:
            self._headers["Strict-Transport-Security"] = _HSTS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class FormGuard:
    """Refuses a form from another site, and a body larger than any form of ours.

    A browser says where a form comes from (Fetch Metadata, else Origin); the session's token is
    checked besides. The webhook door signs its calls and has bounds of its own.
    """

    def __init__(self, app: ASGIApp, *, views: Views, exempt: str) -> None:
        self._app = app
        self._views = views
        self._exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if (
            scope["type"] != "http"
            or scope["method"] not in _UNSAFE
            or scope["path"].startswith(self._exempt)
        ):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _is_foreign(headers):
            await self._refusal(HTTPStatus.FORBIDDEN, _FOREIGN)(scope, receive, send)
        elif _declared(headers) > _FORM_BYTES:
            await self._refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _LARGE)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, status: HTTPStatus, sentence: str) -> Response:
        title = "You may not do this" if status == HTTPStatus.FORBIDDEN else "Too large"
        return self._views.page("error.html", int(status), title=title, sentence=sentence)


def _is_foreign(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")


def _declared(headers: Headers) -> int:
    """Return the body's length; a body of unknown length is more than any."""
    length = headers.get("content-length", "")
    if length.isascii() and length.isdigit():
        return int(length)
    return _FORM_BYTES + 1 if "transfer-encoding" in headers else 0
