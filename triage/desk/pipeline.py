"""From the inbox to tickets: read a batch without the database, then file it in one transaction.

A message that fails is tried again, alone, a few times; then it is set aside with its traceback.
"""

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from classifiers.suite import Suite
from models.tables import metadata
from models.vocabulary import Channel, InboxState
from triage.config.schema import Settings
from triage.db import Database
from triage.desk import known
from triage.desk.answering import Answerer, Decision
from triage.desk.clocks import events_of
from triage.desk.filing import Filing
from triage.desk.joining import joining_of
from triage.desk.reader_process import ReaderProcess
from triage.desk.reading import Reader
from triage.desk.submission import Raw, Submission
from triage.intake.numbers import take
from triage.intake.store import MAIL
from triage.sla.policy import Policy

_log = structlog.get_logger("desk")
_INBOX = metadata.tables["inbox"]
_MOST_BYTES = 32 * 1024 * 1024
_COLUMNS = tuple(_INBOX.c[name] for name in Raw.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Turns pending inbox rows into tickets.

    Attributes:
        settings: The configuration.
        database: Where everything is kept.
        policies: The agreements by name.
        policy_of: The agreement that a source's tickets fall under.
        suite: The classifiers.
        reader: Parses and classifies.
        answerer: Decides on acknowledgements and writes them.
        now: The clock on the wall.
        ahead: Reads the next batch under backlog; without it everything is read here.
    """

    settings: Settings
    database: Database
    policies: Mapping[str, Policy]
    policy_of: Mapping[str, str]
    suite: Suite
    reader: Reader
    answerer: Answerer
    now: Callable[[], datetime]
    ahead: ReaderProcess | None = None
    _begun: list[Raw] = field(default_factory=list)

    def process(self) -> int:
        """Work on one batch of pending messages and return how many were taken up."""
        begun = self._begun.copy()
        self._begun.clear()
        rows = begun or self._pending()
        if not rows:
            return 0
        try:
            submissions = self._read(rows, is_begun=bool(begun))
            self._read_ahead(rows)
            self._file(submissions)
        except Exception:  # noqa: BLE001 - supervisor: the others get their tickets all the same
            _log.warning("batch.failed", messages=len(rows), exc_info=True)
            for row in rows:
                self._file_alone(row)
        return len(rows)

    def preview(self, source: str, raw: bytes) -> Decision:
        """Return what would be decided on a mail if it came to `source` now; nothing is kept."""
        row = Raw(
            id=0,
            source=source,
            channel=Channel.EMAIL,
            media_type=MAIL,
            raw=raw,
            received_at=self.now(),
            may_answer=True,
            attempts=0,
            ticket_number=None,
            external_id=None,
        )
        batch = self.reader.read([row])
        with self.database.read() as session:
            filing = self._filing(session, batch, row.received_at)
            filing.file(batch[0])
            return filing.decisions[0]

    def close(self) -> None:
        """End the process that reads ahead."""
        if self.ahead is not None:
            self.ahead.close()

    def _read(self, rows: Sequence[Raw], *, is_begun: bool) -> list[Submission]:
        if is_begun and self.ahead is not None:
            return self.ahead.finish()
        return self.reader.read(rows)

    def _read_ahead(self, rows: Sequence[Raw]) -> None:
        """Under backlog, have the next batch read while this one is filed."""
        is_backlog = len(rows) >= self.settings.intake.batch_size
        if self.ahead is None or not is_backlog or not self.ahead.is_ready():
            return
        if more := self._pending(after=rows[-1].id):
            self.ahead.begin(more)
            self._begun.extend(more)

    def _pending(self, after: int = 0) -> list[Raw]:
        """Return pending rows, oldest first, as many as one batch and its memory allow."""
        due = (
            select(_INBOX.c.id, _INBOX.c.size)
            .where(
                _INBOX.c.state == InboxState.PENDING,
                _INBOX.c.next_attempt_at <= self.now(),
                _INBOX.c.id > after,
            )
            .order_by(_INBOX.c.id)
            .limit(self.settings.intake.batch_size)
        )
        with self.database.read() as session:
            connection = session.connection()
            sizes = [(number, size) for number, size in connection.execute(due)]
            wanted = select(*_COLUMNS).where(_INBOX.c.id.in_(_within(sizes, _MOST_BYTES)))
            rows = connection.execute(wanted.order_by(_INBOX.c.id)).mappings()
            return [Raw(**row) for row in rows]

    def _file_alone(self, row: Raw) -> None:
        try:
            self._file(self.reader.read([row]))
        except Exception:  # noqa: BLE001 - supervisor: what is wrong with it is kept, and the next goes on
            self._postpone(row, traceback.format_exc())

    def _file(self, submissions: Sequence[Submission]) -> None:
        """File what is still pending of a batch, all of it or nothing."""
        now = self.now()
        with self.database.write() as session:
            claimed = _still_pending(session, submissions)
            if not claimed:
                return
            filing = self._filing(session, claimed, now)
            done = [(submission.raw.id, filing.file(submission)) for submission in claimed]
            filing.write(session)
            _mark_done(session, done)

    def _filing(self, session: Session, batch: Sequence[Submission], now: datetime) -> Filing:
        reopen = timedelta(days=self.settings.acknowledgements.reopen_days)
        since = now - timedelta(days=self.settings.classifying.open_days)
        numbers = {s.clue.ticket_number for s in batch if s.clue is not None}
        facts = known.load(session, batch, numbers, since, now)
        customers = {name for s in batch for name in known.customers_of(s)}
        wanted = sum(
            s.raw.ticket_number is None and joining_of(s, facts, reopen).ticket is None
            for s in batch
        )
        spare = iter(take(session, wanted)) if wanted else iter(())
        return Filing(
            policies=self.policies,
            policy_of=self.policy_of,
            suite=self.suite,
            answering=self.answerer.begin(session, facts, customers),
            reopen=reopen,
            known=facts,
            history=events_of(session, list(facts.tickets)),
            take_number=lambda: next(spare),
            remember_bounces=timedelta(days=self.settings.suppressing.hard_bounce_days),
        )

    def _postpone(self, row: Raw, error: str) -> None:
        """Count a failed try; after the last one the message is set aside."""
        attempts = row.attempts + 1
        intake = self.settings.intake
        is_last = attempts >= intake.attempts
        wait = timedelta(seconds=intake.retry_seconds * 2 ** (attempts - 1))
        _log.error("message.failed", inbox=row.id, attempts=attempts, set_aside=is_last)
        with self.database.write() as session:
            session.connection().execute(
                update(_INBOX)
                .where(_INBOX.c.id == row.id, _INBOX.c.state == InboxState.PENDING)
                .values(
                    attempts=attempts,
                    error=error,
                    next_attempt_at=self.now() + wait,
                    state=InboxState.SET_ASIDE if is_last else InboxState.PENDING,
                )
            )


def _within(rows: Sequence[tuple[int, int]], most: int) -> list[int]:
    """Return the first ids whose sizes together stay within `most` bytes, at least one."""
    ids: list[int] = []
    total = 0
    for identity, size in rows:
        total += size
        if ids and total > most:
            break
        ids.append(identity)
    return ids


def _still_pending(session: Session, submissions: Sequence[Submission]) -> list[Submission]:
    """Lock the batch's rows; those that another worker took meanwhile fall out."""
    ids = [submission.raw.id for submission in submissions]
    statement = (
        select(_INBOX.c.id)
        .where(_INBOX.c.id.in_(ids), _INBOX.c.state == InboxState.PENDING)
        .with_for_update(skip_locked=True)
    )
    mine = set(session.connection().execute(statement).scalars())
    return [submission for submission in submissions if submission.raw.id in mine]


def _mark_done(session: Session, done: Sequence[tuple[int, int]]) -> None:
    statement = (
        update(_INBOX)
        .where(_INBOX.c.id == bindparam("inbox_id"))
        .values(state=InboxState.DONE, ticket_number=bindparam("number"), error=None)
    )
    rows = [{"inbox_id": inbox_id, "number": number} for inbox_id, number in done]
    session.connection().execute(statement, rows)
