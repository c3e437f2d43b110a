"""What a worker did since it last told the database; a process that is killed leaves it behind.

A lease alone cannot say whether its mail went out, and a commit per mail would cost more than the
mail. A line appended to a file survives the death of the process (not of the machine) at no such
cost: one before the message goes over the wire, one after the answer. Whoever finds the lease reads
them.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from models.outbox import Outbox
from triage.ack.outcome import Accepted, Deferred, InDoubt, Outcome, Refused
from triage.ack.worker import worker_name

_KINDS: Final[Mapping[str, type[Accepted | Refused | Deferred | InDoubt]]] = {
    kind.__name__: kind for kind in (Accepted, Refused, Deferred, InDoubt)
}

_LONG: Final = 4_000_000
_SUFFIX: Final = ".outbox.jsonl"

Key = tuple[int, int]
"""An outbox row and the number of the attempt."""


class Journal:
    """The notes of one worker.

    Args:
        folder: Where they are kept; the same for all workers of a machine on one database.

    Attributes:
        worker: The worker's name, under which it leases.
    """

    def __init__(self, folder: Path) -> None:
        self.worker = worker_name()
        self._file = _file(folder, self.worker)
        folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(
            self._file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600
        )

    @property
    def is_long(self) -> bool:
        """Whether it is time to let everything settle, so that the notes can be dropped."""
        return os.fstat(self._descriptor).st_size > _LONG

    def note_begun(self, row: Outbox) -> None:
        """Note that a message goes over the wire now; it counts from here as possibly taken."""
        self._write(row, {})

    def note_ended(self, row: Outbox, outcome: Outcome) -> None:
        """Note what came of it."""
        facts = {key: _plain(value) for key, value in asdict(outcome).items()}
        self._write(row, {"outcome": type(outcome).__name__} | facts)

    def forget(self) -> None:
        """Drop all notes; the database knows everything in them."""
        os.ftruncate(self._descriptor, 0)

    def close(self) -> None:
        """Drop the journal itself; the worker holds no lease any more."""
        os.close(self._descriptor)
        self._file.unlink(missing_ok=True)

    def _write(self, row: Outbox, facts: dict[str, Any]) -> None:
        line = json.dumps({"id": row.id, "attempt": row.attempts} | facts)
        os.write(self._descriptor, f"{line}\n".encode())


def read_journal(folder: Path, worker: str) -> dict[Key, Outcome | None] | None:
    """Return what a worker noted: the outcome, or None where it only began.

    Returns:
        None where there is no journal. A last line that was cut off is left out.
    """
    try:
        lines = _file(folder, worker).read_text("utf-8").split("\n")
    except FileNotFoundError:
        return None
    found: dict[Key, Outcome | None] = {}
    for line in lines[:-1]:
        note = json.loads(line)
        found[note["id"], note["attempt"]] = _outcome(note)
    return found


def drop_journal(folder: Path, worker: str) -> None:
    """Remove the notes of a worker that is gone and holds no lease any more."""
    _file(folder, worker).unlink(missing_ok=True)


def journals(folder: Path) -> list[str]:
    """Return the workers that left a journal."""
    return [file.name.removesuffix(_SUFFIX) for file in folder.glob(f"*{_SUFFIX}")]


def _file(folder: Path, worker: str) -> Path:
    return folder / f"{worker}{_SUFFIX}"


def _outcome(note: dict[str, Any]) -> Outcome | None:
    if "outcome" not in note:
        return None
    kind = _KINDS[note["outcome"]]
    facts = {key: note[key] for key in kind.__dataclass_fields__}
    for name in {"at", "retry_at"} & facts.keys():
        facts[name] = facts[name] and datetime.fromisoformat(facts[name])
    return kind(**facts)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
