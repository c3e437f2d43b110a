"""A seeded desk and browsers at it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.unit.web.sample import fill
from tests.unit.web.seed import Installation
from triage.db import Database
from triage.desk.agents import find_agent
from triage.web.app import create_app
from triage.web.sessions import open_session


@dataclass
class Desk:
    """A running desk: its installation and its tickets' numbers by name."""

    installation: Installation
    numbers: dict[str, int]


@pytest.fixture(scope="session")
def sample_desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The sample desk's database, made once and copied for each test."""
    path = tmp_path_factory.mktemp("sample") / "triage.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    with database.write() as session:
        numbers = fill(session)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path, numbers


@pytest.fixture
def desk(sample_desk: tuple[Path, dict[str, int]], tmp_path: Path) -> Iterator[Desk]:
    made, numbers = sample_desk
    shutil.copy(made, tmp_path / "desk.db")
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    yield Desk(Installation(database), numbers)
    database.dispose()


@pytest.fixture
def visitor(desk: Desk) -> Iterator[TestClient]:
    """Somebody who is not logged in."""
    with TestClient(create_app(desk.installation), follow_redirects=False) as client:
        yield client


LogIn = Callable[[str], TestClient]


@pytest.fixture
def log_in(desk: Desk) -> Iterator[LogIn]:
    """Let somebody in, in a browser of their own; the form itself has tests of its own."""
    clients = []

    def enter(login: str) -> TestClient:
        client = TestClient(create_app(desk.installation), follow_redirects=False)
        clients.append(client)
        with desk.installation.database.write() as session:
            person = find_agent(session, login)
            assert person is not None
            token = open_session(session, person, desk.installation.time, timedelta(hours=12))
        client.cookies.set("triage_session", token, domain="testserver.local")
        return client

    yield enter
    for client in clients:
        client.close()


@pytest.fixture
def agent(log_in: LogIn) -> TestClient:
    return log_in("ada")


@pytest.fixture
def manager(log_in: LogIn) -> TestClient:
    return log_in("max")
