"""The desk's figures for Prometheus, counted from the database whenever they are asked for."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func
from sqlmodel import Session, col, select

from models.intake import InboxMessage
from models.outbox import Outbox
from models.ticket import Ticket
from models.verdict import AckDecision
from models.vocabulary import InboxState, OutboxState
from triage.db import Database


class DeskCollector(Collector):
    """Counts when it is collected.

    Args:
        database: Where everything is kept.
        now: The present, in UTC.
    """

    def __init__(self, database: Database, now: datetime) -> None:
        self._database = database
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield every figure, all of one moment."""
        with self._database.read() as session:
            yield self._tickets(session)
            yield self._clocks(session)
            yield self._inbox(session)
            yield self._outbox(session)
            yield self._oldest(session)
            yield self._suppressed(session)

    def _tickets(self, session: Session) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            "triage_tickets", "Tickets by state and category.", labels=["state", "category"]
        )
        columns = (col(Ticket.state), col(Ticket.category))
        for state, category, count in session.execute(
            select(*columns, func.count()).group_by(*columns)
        ):
            family.add_metric([state, category], count)
        return family

    def _clocks(self, session: Session) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            "triage_first_response_clocks",
            "Tickets by where their first-response clock stands; breached ones are breaches.",
            labels=["policy", "state"],
        )
        columns = (col(Ticket.policy), col(Ticket.clock_state))
        for policy, state, count in session.execute(
            select(*columns, func.count()).group_by(*columns)
        ):
            family.add_metric([policy, state], count)
        return family

    def _inbox(self, session: Session) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            "triage_inbox_messages",
            "Raw messages that are not tickets yet, by state.",
            labels=["state"],
        )
        counted = (
            select(InboxMessage.state, func.count())
            .where(InboxMessage.state != InboxState.DONE)
            .group_by(col(InboxMessage.state))
        )
        found = dict(session.execute(counted).all())
        for state in (InboxState.PENDING, InboxState.SET_ASIDE):
            family.add_metric([state], found.get(state, 0))
        return family

    def _outbox(self, session: Session) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            "triage_acknowledgements", "Acknowledgements by state.", labels=["state"]
        )
        counted = select(Outbox.state, func.count()).group_by(col(Outbox.state))
        found = dict(session.execute(counted).all())
        for state in OutboxState:
            family.add_metric([state], found.get(state, 0))
        return family

    def _oldest(self, session: Session) -> GaugeMetricFamily:
        oldest = session.exec(
            select(func.min(Outbox.created_at)).where(Outbox.state == OutboxState.PENDING)
        ).one()
        age = (self._now - oldest).total_seconds() if oldest is not None else 0.0
        return GaugeMetricFamily(
            "triage_oldest_pending_acknowledgement_seconds",
            "How long the acknowledgement that waits longest has waited.",
            value=max(age, 0.0),
        )

    def _suppressed(self, session: Session) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            "triage_acknowledgements_suppressed",
            "Messages that were not acknowledged, by reason.",
            labels=["code"],
        )
        counted = (
            select(AckDecision.code, func.count())
            .where(col(AckDecision.code).is_not(None))
            .group_by(col(AckDecision.code))
        )
        for code, count in session.execute(counted):
            family.add_metric([code], count)
        return family
