"""Migrations and models agree, and what must not be changed cannot be, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from models.availability import MonitorObservation
from models.credit import Claim, CreditEntry, TopUp
from models.people import Audit
from models.ticket import NumberSequence, Ticket
from models.vocabulary import Category, Channel, CreditKind, Decision, Priority, Watched
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


def filled_agreement(database: Database) -> None:
    """Write a row into every table whose rows must stay what they are."""
    with database.write() as session:
        session.add(
            MonitorObservation(
                policy="smmpanelus",
                location="fra",
                monitor="home",
                watches=Watched.BOTH,
                at=NOW,
                is_up=False,
                source="test",
                recorded_at=NOW,
            )
        )
        session.add(
            TopUp(
                policy="smmpanelus",
                external_id="1",
                customer="ann",
                at=NOW,
                amount=Decimal("0.10"),
                currency="USD",
                source="test",
                recorded_at=NOW,
            )
        )
        session.add(
            Ticket(
                number=1,
                source="shop",
                channel=Channel.TICKET,
                policy="smmpanelus",
                category=Category.CLAIM,
                priority=Priority.STANDARD,
                received_at=NOW,
                created_at=NOW,
                updated_at=NOW,
            )
        )
        session.flush()
        session.add(
            Claim(
                ticket_number=1,
                policy="smmpanelus",
                customer="ann",
                month="2026-02",
                claimed_at=NOW,
                decide_by=NOW,
                opened_at=NOW,
                decision=Decision.APPROVED,
            )
        )
        session.flush()
        session.add(
            CreditEntry(
                policy="smmpanelus",
                customer="ann",
                month="2026-02",
                kind=CreditKind.DOWNTIME,
                amount=Decimal("1.10"),
                currency="USD",
                claim_number=1,
                entered_by="max",
                at=NOW,
            )
        )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE monitor_observation SET location = 'x'", "append-only"),
        ("DELETE FROM monitor_observation", "append-only"),
        ("UPDATE top_up SET amount = '9'", "append-only"),
        ("DELETE FROM top_up", "append-only"),
        ("UPDATE credit_entry SET amount = '9'", "append-only"),
        ("DELETE FROM credit_entry", "append-only"),
        ("UPDATE claim SET decision = NULL", "decided claim is final"),
        ("DELETE FROM claim", "decided claim is final"),
    ],
)
def test_s13_what_a_credit_rests_on_cannot_be_changed(
    database: Database, change: str, why: str
) -> None:
    filled_agreement(database)
    with pytest.raises(DatabaseError, match=why), database.write() as session:
        session.connection().execute(text(change))


def test_money_keeps_its_digits(database: Database) -> None:
    filled_agreement(database)
    with database.read() as session:
        assert str(session.exec(select(TopUp)).one().amount) == "0.10"
    with pytest.raises(Exception, match="no amount"), database.write() as session:
        session.add(
            TopUp(
                policy="smmpanelus",
                external_id="2",
                customer="ann",
                at=NOW,
                amount=Decimal("NaN"),
                currency="USD",
                source="test",
                recorded_at=NOW,
            )
        )
