"""The outbox: acknowledgements that were decided on, handed to one worker at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from models.outbox import Outbox
from models.vocabulary import OutboxState, Route
from triage.db import Database

_ALL_ROUTES = frozenset(Route)


def put(session: Session, rows: Sequence[Outbox]) -> int:
    """Write rows down; one for a ticket, kind and route that was written before is left out.

    Args:
        session: The transaction that also writes what the acknowledgements are about.
        rows: Rendered and complete; `id` is given by the database.

    Returns:
        How many were written.
    """
    if not rows:
        return 0
    values = [row.model_dump(exclude={"id"}) for row in rows]
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(Outbox) if is_sqlite else postgresql.insert(Outbox)
    statement = insert.on_conflict_do_nothing().returning(col(Outbox.id))
    return len(session.execute(statement, values).all())


def lease(  # noqa: PLR0913 -- who, when, how many, how long and what for are all that a lease is
    database: Database,
    worker: str,
    now: datetime,
    *,
    limit: int,
    lease_seconds: float,
    routes: Collection[Route] = _ALL_ROUTES,
) -> list[Outbox]:
    """Take up to `limit` acknowledgements that are due, in one statement; no other worker has them.

    Args:
        database: Where the outbox is.
        worker: Who takes them.
        now: The present.
        limit: How many at most.
        lease_seconds: How long they are held.
        routes: Which ways out are open.

    Returns:
        The rows, the longest waiting first, each with its attempt counted; nothing else may be
        done with them but reading.
    """
    due = (
        select(Outbox.id)
        .where(
            col(Outbox.state) == OutboxState.PENDING,
            col(Outbox.not_before) <= now,
            col(Outbox.route).in_(routes),
        )
        .order_by(col(Outbox.not_before), col(Outbox.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        # A common table is evaluated once; a subquery might be again, past its limit.
        .cte("due")
    )
    statement = (
        update(Outbox)
        .where(col(Outbox.id).in_(select(due.c.id)))
        .values(
            state=OutboxState.LEASED,
            lease_owner=worker,
            lease_until=now + timedelta(seconds=lease_seconds),
            attempts=Outbox.attempts + 1,
        )
        .returning(Outbox)
        .execution_options(synchronize_session=False)
    )
    with database.write() as session:
        rows = list(session.scalars(statement))
        session.expunge_all()
    return sorted(rows, key=lambda row: (row.not_before, row.id or 0))


def has_due(session: Session, now: datetime) -> bool:
    """Tell whether an acknowledgement is waiting to be sent now."""
    due = select(Outbox.id).where(
        col(Outbox.state) == OutboxState.PENDING, col(Outbox.not_before) <= now
    )
    return session.exec(due.limit(1)).first() is not None


def abandoned(
    session: Session, now: datetime, owners: Collection[str], gone: Collection[str]
) -> list[Outbox]:
    """Return rows that nobody works on any more.

    Args:
        session: A transaction.
        now: The present.
        owners: The workers to look at; of them, rows whose lease has ended are returned.
        gone: Those of them that are known to be gone, whose leases count no more.
    """
    statement = select(Outbox).where(
        col(Outbox.state) == OutboxState.LEASED,
        col(Outbox.lease_owner).in_(owners),
        or_(col(Outbox.lease_until) < now, col(Outbox.lease_owner).in_(gone)),
    )
    return list(session.exec(statement))


def lease_owners(session: Session) -> list[str]:
    """Return every worker that holds a lease."""
    statement = select(Outbox.lease_owner).where(Outbox.state == OutboxState.LEASED).distinct()
    return [owner for owner in session.exec(statement) if owner]
