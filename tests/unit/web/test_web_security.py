"""What every answer carries, and what a form must carry to be believed."""

import re

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.unit.web.conftest import Desk
from triage.web.app import _ROUTERS, create_app

PAGES = ("/login", "/docs", "/health", "/nowhere", "/static/triage.css", "/openapi.json")


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert found
    return found.group(1)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_everything_but_our_own_files(visitor: TestClient, path: str) -> None:
    headers = visitor.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_pages_are_never_stored_and_static_files_are(agent: TestClient) -> None:
    assert agent.get("/").headers["cache-control"] == "no-store"
    style = re.search(r'href="(/static/triage\.css\?v=[0-9a-f]+)"', agent.get("/").text)
    assert style
    assert "immutable" in agent.get(style.group(1)).headers["cache-control"]


def test_no_page_has_inline_script_or_style(agent: TestClient, desk: Desk) -> None:
    pages = ["/", "/outbox", "/set-aside", "/accuracy", "/docs", "/login"]
    pages += [f"/tickets/{number}" for number in desk.numbers.values()]
    for path in pages:
        text = agent.get(path).text
        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", text), path


def test_a_form_without_the_token_is_refused_and_changes_nothing(
    agent: TestClient, desk: Desk
) -> None:
    number = desk.numbers["order"]
    for token in (None, "", "guessed", csrf(agent)[:-1]):
        data = {"category": "billing"} | ({} if token is None else {"csrf_token": token})
        answer = agent.post(f"/tickets/{number}/category", data=data)
        assert answer.status_code == 403
        assert "out of date" in answer.text
    assert "Nobody has changed a label" in agent.get(f"/tickets/{number}").text


def test_another_persons_token_is_refused(
    agent: TestClient, manager: TestClient, desk: Desk
) -> None:
    answer = agent.post(
        f"/tickets/{desk.numbers['order']}/close", data={"csrf_token": csrf(manager)}
    )
    assert answer.status_code == 403


def test_every_route_that_changes_something_refuses_a_form_without_a_token(
    agent: TestClient,
) -> None:
    paths = {
        route.path
        for router in _ROUTERS
        for route in router.routes
        if isinstance(route, Route) and "POST" in (route.methods or ())
    }
    assert len(paths) > 20
    # What is signed needs no token; the log-in has one of its own.
    signed = {path for path in paths if path.startswith("/webhooks/")}
    for path in sorted(paths - signed - {"/login"}):
        filled = re.sub(r"\{[a-z_]+\}", "100001", path)
        answer = agent.post(filled, data={"x": "y"})
        assert answer.status_code in {403, 422}, path
        with_all = {
            "category": "billing",
            "question": "category",
            "is_abusive": "true",
            "language": "pl",
            "field": "order_id",
            "into": "100002",
            "text": "x",
            "name": "breaker",
            "is_on": "true",
        }
        assert agent.post(filled, data=with_all).status_code == 403, path


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example.net"},
        {"origin": "null"},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_the_token(
    agent: TestClient, desk: Desk, headers: dict[str, str]
) -> None:
    answer = agent.post(
        f"/tickets/{desk.numbers['order']}/close",
        data={"csrf_token": csrf(agent)},
        headers=headers,
    )
    assert answer.status_code == 403


def test_a_form_that_is_too_large_is_refused_unread(agent: TestClient, desk: Desk) -> None:
    answer = agent.post(f"/tickets/{desk.numbers['order']}/note", content=b"x" * 1_048_577)
    assert answer.status_code == 413


def test_agents_may_look_at_the_outbox_and_not_decide(agent: TestClient, desk: Desk) -> None:
    del desk
    page = agent.get("/outbox").text
    assert "A manager decides these." in page
    assert "Give up" not in page
    token = csrf(agent)
    for path in ("/outbox/1/sent", "/outbox/1/resend", "/outbox/1/cancel"):
        answer = agent.post(path, data={"csrf_token": token, "reason": "x"})
        assert answer.status_code == 403
        assert "Only a manager" in answer.text
    data = {"csrf_token": token, "name": "breaker", "is_on": "true"}
    assert agent.post("/outbox/switch", data=data).status_code == 403


def test_error_pages_are_pages_and_machines_get_json(
    visitor: TestClient, agent: TestClient
) -> None:
    assert "Nothing here" in visitor.get("/nowhere").text
    assert agent.get("/tickets/999999").status_code == 404
    assert "There is no ticket #999999." in agent.get("/tickets/999999").text
    assert agent.get("/tickets/abc").status_code == 422
    assert agent.get("/?state=nonsense").status_code == 422
    assert visitor.get("/webhooks/x").json() == {
        "error": "This address does not take that kind of request."
    }
    assert visitor.post("/webhooks/x", content=b"{}").status_code == 404


def test_a_fault_of_ours_is_told_without_its_insides(desk: Desk) -> None:
    app = create_app(desk.installation)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("secret insides")

    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/broken")
    assert answer.status_code == 500
    assert "The fault is ours" in answer.text
    assert "secret insides" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
