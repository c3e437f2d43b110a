"""Migrations and models agree, and what must not be changed cannot be, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from models.people import Audit
from models.ticket import NumberSequence
from triage.db import Database, alembic_config, metadata

NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'triage.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    database = Database(url)
    database.upgrade()
    yield database
    database.dispose()


def test_models_are_what_the_migrations_lead_to(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_every_migration_can_be_taken_back(database: Database) -> None:
    with database.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    database.upgrade()
    with database.read() as session:
        assert session.exec(select(NumberSequence.last)).one() == 100_000


@pytest.mark.parametrize("change", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_the_audit_is_append_only(database: Database, change: str) -> None:
    with database.write() as session:
        session.add(Audit(at=NOW, actor="bot", action="test", data={"a": 1}))
    with pytest.raises(DatabaseError, match="append-only"), database.write() as session:
        session.connection().execute(text(change))
    with database.read() as session:
        assert session.exec(select(Audit.action)).all() == ["test"]


def test_instants_keep_their_offset_and_microseconds(database: Database) -> None:
    with database.write() as session:
        session.add(Audit(at=NOW, actor="bot", action="test"))
    with database.read() as session:
        kept = session.exec(select(Audit.at)).one()
    assert kept == NOW
    assert kept.tzinfo is not None


def test_naive_instants_are_refused(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(Exception, match="naive datetime"), database.write() as session:
        session.add(Audit(at=naive, actor="bot", action="test"))
