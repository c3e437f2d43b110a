"""Desks at a time of the test's choosing."""

from collections.abc import Iterator

import pytest

from tests.integration.desk.timed import TimedDesk, timed_desk
from triage.db import Database


@pytest.fixture
def desk(database: Database) -> Iterator[TimedDesk]:
    """A desk on SQLite."""
    made = timed_desk(database.url)
    yield made
    made.database.dispose()


@pytest.fixture
def either_desk(either_database: Database) -> Iterator[TimedDesk]:
    """A desk, once on each engine."""
    made = timed_desk(either_database.url)
    yield made
    made.database.dispose()
