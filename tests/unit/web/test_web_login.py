"""Logging in: who gets in, for how long, and what a stranger learns."""

from datetime import timedelta

import pytest
from pwdlib import PasswordHash
from sqlmodel import select
from starlette.testclient import TestClient

from models.people import AgentSession, Audit
from tests.unit.web.conftest import Desk, LogIn
from tests.unit.web.seed import NOW, PASSWORD
from triage.desk.agents import AgentError, create_agent, find_agent, set_password, verify
from triage.web.app import create_app


def attempt(client: TestClient, login: str, password: str, after: str = "/") -> tuple[int, str]:
    client.get("/login")
    token = client.cookies["triage_login"]
    answer = client.post(
        "/login",
        data={"login": login, "password": password, "csrf_token": token, "next": after},
    )
    return answer.status_code, answer.headers.get("location", answer.text)


def test_every_page_sends_a_stranger_to_the_log_in(visitor: TestClient, desk: Desk) -> None:
    for path in ("/", f"/tickets/{desk.numbers['topup']}", "/outbox", "/set-aside", "/accuracy"):
        answer = visitor.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login")


def test_the_log_in_remembers_where_one_wanted_to_go(visitor: TestClient) -> None:
    location = visitor.get("/?category=order&page=2").headers["location"]
    assert location == "/login?next=%2F%3Fcategory%3Dorder%26page%3D2"
    assert 'name="next" value="/?category=order&amp;page=2"' in visitor.get(location).text


def test_the_right_password_opens_the_queue(visitor: TestClient) -> None:
    assert attempt(visitor, "ADA ", PASSWORD) == (303, "/")
    assert "Queue" in visitor.get("/").text


@pytest.mark.parametrize(("login", "password"), [("ada", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(
    visitor: TestClient, login: str, password: str
) -> None:
    status, text = attempt(visitor, login, password)
    if login:
        assert status == 422
        assert "The log-in or the password is wrong." in text
    else:
        assert status == 422
    assert visitor.get("/").status_code == 303


def test_an_unknown_person_costs_one_verification_too(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    from pwdlib.hashers.argon2 import Argon2Hasher  # noqa: PLC0415 -- only this test looks at it

    original = Argon2Hasher.verify

    def counting(self: Argon2Hasher, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002 -- the library's name
        verified.append(str(hash)[:9])
        return original(self, password, hash)

    monkeypatch.setattr(Argon2Hasher, "verify", counting)
    attempt(visitor, "nobody", PASSWORD)
    attempt(visitor, "ada", "wrong")
    assert verified == ["$argon2id", "$argon2id"]


def test_guessing_a_stolen_hash_costs_memory_and_time(full_cost_passwords: PasswordHash) -> None:
    kept = full_cost_passwords.hash(PASSWORD)
    costs = dict(part.split("=") for part in kept.split("$")[3].split(","))
    assert kept.startswith("$argon2id$")
    assert int(costs["m"]) >= 19 * 1024  # OWASP's least: 19 MiB, two passes
    assert int(costs["t"]) >= 2


def test_an_inactive_account_is_out(desk: Desk, log_in: LogIn, visitor: TestClient) -> None:
    inside = log_in("ada")
    with desk.installation.database.write() as session:
        agent = find_agent(session, "ada")
        assert agent is not None
        agent.is_active = False
        session.add(agent)
    assert inside.get("/").status_code == 303
    assert attempt(visitor, "ada", PASSWORD)[0] == 422


def test_the_cookie_is_kept_from_scripts_and_other_sites(visitor: TestClient) -> None:
    visitor.get("/login")
    answer = visitor.post(
        "/login",
        data={"login": "ada", "password": PASSWORD, "csrf_token": visitor.cookies["triage_login"]},
    )
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "triage_session" in c)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


def test_over_https_the_cookie_is_tied_to_the_host(desk: Desk) -> None:
    web = desk.installation.settings.web.model_copy(update={"secure_cookies": True})
    desk.installation.settings = desk.installation.settings.model_copy(update={"web": web})
    with TestClient(
        create_app(desk.installation), base_url="https://testserver", follow_redirects=False
    ) as client:
        assert attempt(client, "ada", PASSWORD)[0] == 303
        assert "__Host-triage_session" in client.cookies
        answer = client.get("/")
        assert answer.status_code == 200
        assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_the_database_keeps_only_the_digest_of_the_cookie(agent: TestClient, desk: Desk) -> None:
    with desk.installation.database.read() as session:
        rows = session.exec(select(AgentSession)).all()
    assert agent.cookies["triage_session"] not in {row.token_sha256 for row in rows}


def test_a_log_in_runs_out(agent: TestClient, desk: Desk) -> None:
    desk.installation.time = NOW + timedelta(hours=11, minutes=59)
    assert agent.get("/").status_code == 200
    desk.installation.time = NOW + timedelta(hours=12)
    assert agent.get("/").status_code == 303


def test_logging_in_again_gives_a_new_session_and_ends_the_old_one(
    agent: TestClient, visitor: TestClient
) -> None:
    old = agent.cookies["triage_session"]
    assert attempt(agent, "ada", PASSWORD)[0] == 303
    assert agent.cookies["triage_session"] != old
    visitor.cookies.set("triage_session", old)
    assert visitor.get("/").status_code == 303


def test_logging_out_ends_the_session_on_the_server(
    agent: TestClient, visitor: TestClient, desk: Desk
) -> None:
    old = agent.cookies["triage_session"]
    with desk.installation.database.read() as session:
        token = session.exec(select(AgentSession.csrf_token)).one()
    assert agent.post("/logout", data={"csrf_token": token}).status_code == 303
    visitor.cookies.set("triage_session", old)
    assert visitor.get("/").status_code == 303


def test_tries_are_limited_for_one_log_in_from_one_address(visitor: TestClient, desk: Desk) -> None:
    for _ in range(5):
        assert attempt(visitor, "ada", "wrong")[0] == 422
    status, text = attempt(visitor, "ada", PASSWORD)
    assert status == 429
    assert "Wait 15 min" in text
    assert attempt(visitor, "max", PASSWORD)[0] == 303
    desk.installation.time = NOW + timedelta(minutes=15)
    assert attempt(visitor, "ada", PASSWORD)[0] == 303


@pytest.mark.parametrize(
    ("after", "lands_on"),
    [
        ("/accuracy", "/accuracy"),
        ("https://evil.example.net/", "/"),
        ("//evil.example.net/", "/"),
        ("/\\evil.example.net", "/"),
        ("/a\r\nX: y", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_after_the_log_in_one_stays_on_this_site(
    visitor: TestClient, after: str, lands_on: str
) -> None:
    assert attempt(visitor, "ada", PASSWORD, after) == (303, lands_on)


def test_the_log_in_form_needs_its_own_token(visitor: TestClient) -> None:
    data = {"login": "ada", "password": PASSWORD, "csrf_token": "guessed"}
    assert visitor.post("/login", data=data).status_code == 403
    visitor.get("/login")
    assert visitor.post("/login", data=data).status_code == 403


def test_logging_in_is_in_the_audit_trail(visitor: TestClient, desk: Desk) -> None:
    attempt(visitor, "ada", "wrong")
    attempt(visitor, "ada", PASSWORD)
    with desk.installation.database.read() as session:
        actions = session.exec(select(Audit.action).where(Audit.actor == "ada")).all()
    assert actions == ["logged_in"]


def test_a_short_password_and_a_taken_log_in_are_refused(desk: Desk) -> None:
    with desk.installation.database.write() as session:
        ada = find_agent(session, "ada")
        assert ada is not None
        with pytest.raises(AgentError, match="12 to 1024"):
            set_password(session, ada, "short")
        with pytest.raises(AgentError, match="taken"):
            create_agent(session, login="Ada", name="", role=ada.role, password=PASSWORD, now=NOW)
        set_password(session, ada, "another four plain words")
        assert verify(ada, "another four plain words")
        assert not verify(ada, PASSWORD)
        assert not verify(ada, "x" * 2000)
