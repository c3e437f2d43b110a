"""Clocks computed anew from their events are what the rows showed all along (rule S7, S8)."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.desk.long_history import LongHistory
from tests.servers.postgres import fresh_database


def test_on_sqlite(migrated_file: Path, tmp_path: Path) -> None:
    @contextmanager
    def copied() -> Iterator[str]:
        path = tmp_path / f"{uuid4().hex}.db"
        shutil.copy(migrated_file, path)
        yield f"sqlite:///{path}"

    class OnSqlite(LongHistory):
        open_database = staticmethod(copied)

    run_state_machine_as_test(
        OnSqlite, settings=settings(max_examples=15, stateful_step_count=60, deadline=None)
    )


@pytest.mark.postgres
def test_on_postgresql(postgres_cluster: str, migrated_template: str) -> None:
    def created() -> AbstractContextManager[str]:
        return fresh_database(postgres_cluster, f"t{uuid4().hex}", migrated_template)

    class OnPostgresql(LongHistory):
        open_database = staticmethod(created)

    run_state_machine_as_test(
        OnPostgresql, settings=settings(max_examples=5, stateful_step_count=60, deadline=None)
    )
