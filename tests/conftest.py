"""Fixtures for every room; servers start when the first test asks for one, once per worker."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import make_url

from tests.servers.compiled import CompiledOnce
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.postgres import fresh_database, running_postgres
from triage.ack import render
from triage.db import Database
from triage.desk import agents
from triage.web import views


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


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, which tests copy: migrating takes longer than most of them."""
    path = tmp_path_factory.mktemp("migrated") / "triage.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_template(postgres_cluster: str) -> Iterator[str]:
    """The name of a migrated PostgreSQL database, which tests copy."""
    name = "migrated"
    with fresh_database(postgres_cluster, name) as url:
        database = Database(url)
        database.upgrade()
        database.dispose()
        yield name


@pytest.fixture
def migrated_sqlite_url(sqlite_url: str, migrated_file: Path) -> str:
    """The URL of a migrated SQLite file of the test's own."""
    path = make_url(sqlite_url).database
    assert path is not None
    shutil.copy(migrated_file, path)
    return sqlite_url


@pytest.fixture
def migrated_postgres_url(postgres_cluster: str, migrated_template: str) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database of the test's own."""
    with fresh_database(postgres_cluster, f"t{uuid4().hex}", migrated_template) as url:
        yield url


@pytest.fixture
def database(migrated_sqlite_url: str) -> Iterator[Database]:
    """A migrated database of the default engine."""
    database = Database(migrated_sqlite_url)
    yield database
    database.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def either_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database, once on each engine."""
    database = Database(request.getfixturevalue(f"migrated_{request.param}_url"))
    yield database
    database.dispose()


@pytest.fixture(scope="session", autouse=True)
def full_cost_passwords() -> Iterator[PasswordHash]:
    """What people's passwords are kept with; in tests Argon2id costs the least that it can.

    At its full cost a log-in takes longer than the test around it.
    """
    full_cost = agents._hasher()
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
        patch.setattr(agents, "_hasher", lambda: cheap)
        yield full_cost


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> Iterator[None]:
    """Nearly every test makes a desk of its own, and its templates are the same."""
    with pytest.MonkeyPatch.context() as patch:
        for room in (render, views):
            remembering = partial(room.Environment, bytecode_cache=CompiledOnce())
            patch.setattr(room, "Environment", remembering)
        yield
