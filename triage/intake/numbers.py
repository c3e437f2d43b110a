"""Ticket numbers: each given out once, whoever asks."""

from sqlalchemy import Table, update
from sqlmodel import Session

from models.tables import metadata

_SEQUENCE: Table = metadata.tables["number_sequence"]


def take(session: Session, count: int) -> range:
    """Take the next ticket numbers, in one statement.

    The row stays locked until the transaction ends, and a rolled back transaction gives its
    numbers back: there are no gaps that a customer could wonder about.

    Args:
        session: A writing transaction.
        count: How many; at least 1.

    Returns:
        The numbers, ascending.

    Raises:
        ValueError: `count` is less than 1.
    """
    if count < 1:
        raise ValueError(f"cannot take {count} ticket numbers: ask for at least one")
    statement = (
        update(_SEQUENCE)
        .where(_SEQUENCE.c.name == "ticket")
        .values(last=_SEQUENCE.c.last + count)
        .returning(_SEQUENCE.c.last)
    )
    last: int = session.connection().execute(statement).scalar_one()
    return range(last - count + 1, last + 1)
