"""Collects the rows of a transaction and inserts them table by table, many in one statement."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Table, insert
from sqlmodel import Session, SQLModel

from models.tables import metadata


class Book:
    """Rows to be inserted together, in the order in which their tables were first entered."""

    def __init__(self) -> None:
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, row: SQLModel) -> None:
        """Enter a row."""
        self._rows[table_of(row).name].append(values_of(row))

    def add_values(self, table: str, values: dict[str, Any]) -> None:
        """Enter a row by its values, all of them: half the cost, for tables that get many."""
        self._rows[table].append(values)

    def write(self, session: Session) -> None:
        """Insert everything that was entered."""
        connection = session.connection()
        for name, rows in self._rows.items():
            connection.execute(insert(metadata.tables[name]), rows)
        self._rows.clear()


def values_of(row: SQLModel) -> dict[str, Any]:
    """Return a new row's values by column, without a key that the database makes."""
    names = [column.name for column in table_of(row).columns]
    return {
        name: value for name in names if (value := getattr(row, name)) is not None or name != "id"
    }


def table_of(row: SQLModel) -> Table:
    """Return the table of a row."""
    return metadata.tables[str(row.__tablename__)]
