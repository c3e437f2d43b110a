"""Messages brought in by hand: files, folders of them, mbox files and Maildirs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from models.vocabulary import Channel
from triage.db import Database
from triage.intake.files import iter_messages
from triage.intake.poller import Clock
from triage.intake.store import RawMessage, store

_BATCH_BYTES = 8 * 1024 * 1024
_BATCH = 100

_log = structlog.get_logger("intake.ingest")


@dataclass
class IngestReport:
    """What became of the files.

    Attributes:
        read: Messages found; empty files hold none.
        stored: Those that were not in the inbox yet.
        failed: Files and folders that could not be read.
    """

    read: int = 0
    stored: int = 0
    failed: int = 0

    def note_unreadable(self, path: str, error: OSError) -> None:
        """Count a path that could not be read, and tell the operator."""
        self.failed += 1
        _log.warning("ingest.unreadable", path=path, error=str(error))


def ingest(
    paths: Iterable[Path],
    database: Database,
    source: str,
    clock: Clock,
    *,
    may_answer: bool = False,
) -> IngestReport:
    """Put messages into the inbox; the pipeline makes tickets of them.

    They count as received now, for no server vouches for an earlier time. Bringing the same
    files in again adds nothing.

    Args:
        paths: What to read; folders are read whole.
        database: Where messages are kept.
        source: The mailbox or Maildir whose agreement and addresses they get.
        clock: The present.
        may_answer: Whether they may be acknowledged.
    """
    report = IngestReport()
    for batch in _batches(iter_messages(paths, report.note_unreadable)):
        now = clock()
        messages = [RawMessage(raw, now, may_answer=may_answer) for raw in batch]
        with database.write() as session:
            report.stored += store(session, source, Channel.EMAIL, messages, now)
        report.read += len(batch)
    return report


def _batches(messages: Iterable[tuple[str, bytes]]) -> Iterator[list[bytes]]:
    """Cut into batches that are bounded in number and in bytes."""
    batch: list[bytes] = []
    size = 0
    for _, raw in messages:
        if raw:
            batch.append(raw)
            size += len(raw)
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
