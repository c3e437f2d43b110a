"""A second process that reads the next batch while this one files the last, under backlog.

Reading is pure, so it can be done anywhere; Python uses one core per process. The process is
started when there is a backlog for the first time, and ends when its pipe does, so that it
outlives nobody.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection

import structlog

from triage.desk.reading import Reader
from triage.desk.submission import Raw, Submission

_READY = "ready"
_log = structlog.get_logger("desk.reader")


class ReadingError(Exception):
    """The process died, hung, or could not read a batch; the batch is to be read one by one."""


class ReaderProcess:
    """Reads batches elsewhere: `begin` one, do something else, `finish` it.

    Args:
        make: Makes the reader, in the process; it is pickled.
        seconds: How long a batch may take.
    """

    def __init__(self, make: Callable[[], Reader], seconds: float) -> None:
        self._make = make
        self._seconds = seconds
        self._pipe: Connection | None = None
        self._is_ready = False

    def is_ready(self) -> bool:
        """Tell whether a batch can be begun; the first question starts the process."""
        try:
            if self._pipe is None:
                self._start()
            elif not self._is_ready and self._pipe.poll():
                self._is_ready = self._pipe.recv() == _READY
        except (EOFError, OSError):
            self.close()
        return self._is_ready

    def begin(self, rows: Sequence[Raw]) -> None:
        """Hand over a batch; the last one must be finished.

        Raises:
            ReadingError: The process is gone.
        """
        try:
            self._open().send(rows)
        except OSError as error:
            raise self._gone(error) from error

    def finish(self) -> list[Submission]:
        """Return the batch that was begun; attachments come without what no rule looks at.

        Raises:
            ReadingError: The process is gone, takes too long, or could not read it.
        """
        pipe = self._open()
        try:
            if not pipe.poll(self._seconds):
                raise self._gone(f"no answer within {self._seconds:g} seconds")
            answer = pipe.recv()
        except (EOFError, OSError) as error:
            raise self._gone(error) from error
        if isinstance(answer, str):
            raise ReadingError(answer)
        found: list[Submission] = answer
        return found

    def close(self) -> None:
        """End the process: it reads the end of its pipe, or is ended where it hangs."""
        if self._pipe is not None:
            self._pipe.close()
            self._process.terminate()
            self._process.join()
        self._pipe = None
        self._is_ready = False

    def _start(self) -> None:
        # Not forked: this process has threads and open connections.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._make), name="triage-reader", daemon=True
        )
        self._process.start()
        theirs.close()
        self._pipe = ours

    def _open(self) -> Connection:
        if self._pipe is None:
            raise ReadingError("the reading process is not running")
        return self._pipe

    def _gone(self, why: object) -> ReadingError:
        _log.warning("reader.gone", why=str(why))
        self.close()
        return ReadingError(f"the reading process is gone: {why}")


def _serve(pipe: Connection, make: Callable[[], Reader]) -> None:
    """Read batch after batch until the pipe ends."""
    try:
        reader = make()
        pipe.send(_READY)
        while True:
            rows: Sequence[Raw] = pipe.recv()
            pipe.send(_read(reader, rows))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _read(reader: Reader, rows: Sequence[Raw]) -> list[Submission] | str:
    try:
        return [_slim(submission) for submission in reader.read(rows)]
    except Exception as error:  # noqa: BLE001 - supervisor: the other side reads them one by one
        return f"{type(error).__name__}: {error}"


def _slim(submission: Submission) -> Submission:
    """Leave out the bytes that no rule looks at, and read-only views, which do not travel."""
    mail, said = submission.mail, submission.classification
    attachments = tuple(replace(each, content=each.judged) for each in mail.attachments)
    return replace(
        submission,
        raw=replace(submission.raw, raw=b""),
        mail=replace(mail, attachments=attachments),
        classification=said._replace(
            present=dict(said.present),
            scores=said.scores._replace(category=dict(said.scores.category)),
        ),
    )
