"""A token endpoint (RFC 6749) and an introspection endpoint (RFC 7662) on a loopback port."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tests.servers.ports import LOOPBACK


@dataclass
class TokenEndpoint:
    """Gives access tokens for refresh tokens that it knows.

    Attributes:
        user: Whose tokens these are.
        refresh_token: The one that is good.
        renews: Whether each use gives a new refresh token and ends the old one.
        expires_in: Seconds that an access token lasts.
        refresh_token_expires_in: Said with each answer, where it is known.
        status: What to answer, where it is not to be 200.
        good: Access tokens that the mail server takes.
        requests: The forms that were posted.
    """

    user: str
    refresh_token: str = "refresh-0"
    renews: bool = False
    expires_in: int = 3600
    refresh_token_expires_in: int | None = None
    status: int = 200
    good: set[str] = field(default_factory=set)
    requests: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def answer_token(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Answer a token request."""
        self.requests.append(form)
        if self.status != 200:
            return self.status, {"error": "temporarily_unavailable"}
        is_known = form.get("refresh_token") == self.refresh_token
        if form["grant_type"] == "refresh_token" and not is_known:
            return 400, {"error": "invalid_grant"}
        token = f"access-{len(self.requests)}"
        self.good.add(token)
        answer: dict[str, object] = {"access_token": token, "expires_in": self.expires_in}
        if self.renews:
            self.refresh_token = f"refresh-{len(self.requests)}"
            answer["refresh_token"] = self.refresh_token
        if self.refresh_token_expires_in is not None:
            answer["refresh_token_expires_in"] = self.refresh_token_expires_in
        return 200, answer

    def answer_introspection(self, token: str) -> tuple[int, dict[str, object]]:
        """Tell the mail server whose token it is."""
        if token not in self.good:
            return 200, {"active": False}
        return 200, {"active": True, "email": self.user}

    @property
    def introspection_url(self) -> str:
        """Where a token is put behind."""
        return f"{self.url}/introspect?token="


@contextmanager
def running_token_endpoint(endpoint: TokenEndpoint) -> Iterator[TokenEndpoint]:
    """Serve on a free loopback port until the block ends; `endpoint.url` is its root."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(endpoint.answer_token(dict(parse_qsl(body.decode()))))

        def do_GET(self) -> None:
            query = dict(parse_qsl(urlsplit(self.path).query))
            self._answer(endpoint.answer_introspection(query.get("token", "")))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _answer(self, answer: tuple[int, dict[str, object]]) -> None:
            status, fields = answer
            body = json.dumps(fields).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        endpoint.url = f"http://{LOOPBACK}:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield endpoint
        finally:
            server.shutdown()
            thread.join()
