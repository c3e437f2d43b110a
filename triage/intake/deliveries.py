"""Forget old answers to webhook calls: nobody repeats a call for ever."""

from datetime import datetime

from sqlalchemy import Table, delete, select

from models.tables import metadata
from triage.db import Database

_DELIVERY: Table = metadata.tables["webhook_delivery"]


def prune(database: Database, before: datetime) -> int:
    """Delete the answers given before an instant, and return how many there were.

    What the calls brought stays: a call that comes again later is known by its ticket or its id.
    """
    is_old = _DELIVERY.c.at < before
    with database.read() as session:
        # Nearly always there is none, and a writer would keep others waiting.
        if (
            session.connection().execute(select(_DELIVERY.c.id).where(is_old).limit(1)).first()
            is None
        ):
            return 0
    with database.write() as session:
        return session.connection().execute(delete(_DELIVERY).where(is_old)).rowcount
