"""Fixtures for every room; servers start when the first test asks for one, once per worker."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.postgres import fresh_database, running_postgres
from triage.db import Database


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot shared by one worker's tests; `new_user()` gives each a mailbox of its own."""
    with running_dovecot() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[str]:
    """The URL of a running PostgreSQL cluster."""
    with running_postgres() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_cluster: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of the test's own."""
    with fresh_database(postgres_cluster, f"t{uuid4().hex}") as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file of the test's own."""
    return f"sqlite:///{tmp_path}/triage.db"


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """A migrated database of the default engine."""
    database = Database(sqlite_url)
    database.upgrade()
    yield database
    database.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def either_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database, once on each engine."""
    database = Database(request.getfixturevalue(f"{request.param}_url"))
    database.upgrade()
    yield database
    database.dispose()
