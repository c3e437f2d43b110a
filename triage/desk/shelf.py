"""Messages that were set aside: kept raw, listed, and tried again when a person says so."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.intake import InboxMessage
from models.people import Audit
from models.tables import metadata
from models.vocabulary import InboxState


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message that could not be worked on, without its bytes."""

    id: int
    source: str
    size: int
    attempts: int
    received_at: datetime
    error: str | None

    def to_json(self) -> dict[str, object]:
        """Return what the command line prints."""
        return asdict(self) | {"received_at": self.received_at.isoformat()}


def listing(session: Session) -> list[SetAside]:
    """Return what is set aside, oldest first."""
    names = ("id", "source", "size", "attempts", "received_at", "error")
    table = metadata.tables["inbox"]
    rows = session.connection().execute(
        select(*(table.c[name] for name in names))
        .where(table.c.state == InboxState.SET_ASIDE)
        .order_by(table.c.id)
    )
    return [SetAside(**row) for row in rows.mappings()]


def find(session: Session, number: int) -> InboxMessage | None:
    """Return the message with its raw bytes, where it is set aside."""
    found = session.get(InboxMessage, number)
    return found if found is not None and found.state is InboxState.SET_ASIDE else None


def retry(session: Session, numbers: Sequence[int] | None, actor: str, now: datetime) -> int:
    """Put messages back to be worked on, all of them where `numbers` is None; return how many."""
    statement = (
        update(InboxMessage)
        .where(col(InboxMessage.state) == InboxState.SET_ASIDE)
        .values(state=InboxState.PENDING, attempts=0, next_attempt_at=now)
        .returning(col(InboxMessage.id))
    )
    if numbers is not None:
        statement = statement.where(col(InboxMessage.id).in_(numbers))
    found = list(session.execute(statement).scalars())
    for number in found:
        session.add(Audit(at=now, actor=actor, action="set_aside.retry", data={"inbox": number}))
    return len(found)
