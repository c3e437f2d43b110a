"""Which messages were not acknowledged, and why, by code."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from models.tables import metadata
from models.vocabulary import Suppression
from triage.desk.clocks import Policies
from triage.desk.reports import Span, local_day

_DECISION = metadata.tables["ack_decision"]
_TICKET = metadata.tables["ticket"]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Decisions on acknowledgements of messages on the tickets of a span.

    Attributes:
        allowed: How many were acknowledged.
        by_code: How many were not, by the reason, commonest first.
    """

    allowed: int
    by_code: tuple[tuple[Suppression, int], ...]

    @property
    def total(self) -> int:
        """How many messages were decided on."""
        return self.allowed + sum(count for _, count in self.by_code)

    def to_json(self) -> list[dict[str, object]]:
        """Return one record per code, and one for what was acknowledged, whose code is null."""
        total = self.total
        rows = [(None, self.allowed), *((code.value, count) for code, count in self.by_code)]
        return [
            {"code": code, "messages": count, "share": round(count / total, 6) if total else None}
            for code, count in rows
        ]


def suppressed(session: Session, policies: Policies, span: Span) -> Suppressed:
    """Count the decisions on messages of the tickets that were received in a span."""
    statement = span.near(
        select(_TICKET.c.policy, _TICKET.c.received_at, _DECISION.c.code).join_from(
            _DECISION, _TICKET, _DECISION.c.ticket_number == _TICKET.c.number
        )
    )
    counted = Counter(
        code
        for policy, received_at, code in session.connection().execute(statement)
        if span.has(local_day(policies, policy, received_at))
    )
    allowed = counted.pop(None, 0)
    by_code = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return Suppressed(allowed, tuple(by_code))
