"""A manager at the pages of a desk."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from starlette.testclient import TestClient

from models.vocabulary import Role
from tests.integration.desk.timed import TimedDesk
from triage.desk.agents import create_agent
from triage.web.app import create_app
from triage.web.sessions import open_session


@contextmanager
def manager(desk: TimedDesk) -> Iterator[TestClient]:
    """Yield a browser in which a manager is logged in."""
    with desk.database.write() as session:
        person = create_agent(
            session,
            login="max",
            name="Max",
            role=Role.MANAGER,
            password="four plain words here",
            now=desk.now,
        )
        token = open_session(session, person, desk.now, timedelta(days=30))
    with TestClient(create_app(desk.runtime), follow_redirects=False) as client:
        client.cookies.set("triage_session", token, domain="testserver.local")
        yield client


def press(client: TestClient, path: str, **fields: str) -> None:
    """Send a form of the pages, with its token."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert found
    answer = client.post(path, data=fields | {"csrf_token": found.group(1)})
    assert answer.status_code == 303, answer.text
