"""Reading ahead in a second process: the same answers, and a process that dies costs nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import select

from models.ticket import Ticket
from models.vocabulary import Channel, Suppression
from tests.servers.installation import wait_until
from triage.db import Database
from triage.demo.setting import demo_settings
from triage.demo.stage import SAMPLES
from triage.desk.reader_process import ReaderProcess, ReadingError
from triage.desk.reading import Reader
from triage.desk.submission import Raw
from triage.intake.store import RawMessage, store
from triage.mail.context import Suppressed
from triage.mail.limits import DEFAULT
from triage.mail.message import MOST_JUDGED
from triage.mail.suppress import may_acknowledge
from triage.runtime import Runtime

NOW = datetime.now(UTC)
MAIL = (
    b"From: Jo <jo@example.net>\r\nTo: support@panel.example\r\nSubject: order\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\n\r\nOrder 123456 is stuck.\r\n--b\r\n"
    b"Content-Type: image/png\r\nContent-Disposition: attachment; filename=a.png\r\n\r\n"
    b"xyz\r\n--b--\r\n"
)
LOAD = partial(
    Reader.load,
    None,
    (),
    limits=DEFAULT,
    answering={"inbox": "support@panel.example"},
    secret=b"a secret of the tests",
    authserv_ids=frozenset(),
)


def raw(number: int) -> Raw:
    return Raw(
        id=number,
        source="inbox",
        channel=Channel.EMAIL,
        media_type="message/rfc822",
        raw=MAIL,
        received_at=NOW,
        may_answer=True,
        attempts=0,
        ticket_number=None,
        external_id=None,
    )


def broken() -> Reader:
    raise ValueError("no model here")


@pytest.fixture(scope="module")
def shared() -> Iterator[ReaderProcess]:
    process = ReaderProcess(LOAD, 60.0)
    yield process
    process.close()


@pytest.fixture
def process(shared: ReaderProcess) -> ReaderProcess:
    """A process that waits for a batch; it does not matter who asked it before."""
    assert wait_until(shared.is_ready, 60)
    return shared


@pytest.fixture(scope="module")
def reader() -> Reader:
    """What the process has, in this one."""
    return LOAD()


def test_it_reads_as_this_process_would(process: ReaderProcess, reader: Reader) -> None:
    process.begin([raw(1), raw(2)])
    elsewhere = process.finish()
    here = reader.read([raw(1), raw(2)])
    assert [one.raw.id for one in elsewhere] == [1, 2]
    assert [one.classification for one in elsewhere] == [one.classification for one in here]
    assert elsewhere[0].mail.attachments[0].sha256 == here[0].mail.attachments[0].sha256


def test_what_it_reads_is_judged_as_what_this_process_reads(
    process: ReaderProcess, reader: Reader
) -> None:
    mails = [path.read_bytes() for path in sorted(SAMPLES.glob("*.eml"))]
    rows = [replace(raw(number), raw=mail) for number, mail in enumerate(mails)]
    process.begin(rows)
    elsewhere = process.finish()
    here = reader.read(rows)
    assert [one.machine for one in elsewhere] == [one.machine for one in here]
    verdicts = [may_acknowledge(one.mail) for one in elsewhere]
    assert verdicts == [may_acknowledge(one.mail) for one in here]
    # Of calendar's answers the attachment alone tells.
    assert Suppression.CALENDAR in {one.code for one in verdicts if isinstance(one, Suppressed)}


def test_the_bytes_that_no_rule_looks_at_stay_there(process: ReaderProcess) -> None:
    picture = b"x" * (MOST_JUDGED + 1)
    process.begin([replace(raw(1), raw=MAIL.replace(b"xyz", picture))])
    (attached,) = process.finish()[0].mail.attachments
    assert (attached.size, len(attached.content)) == (MOST_JUDGED + 1, MOST_JUDGED)


def test_a_process_that_dies_is_noticed_and_started_again(process: ReaderProcess) -> None:
    process.begin([raw(1)])
    process._process.kill()
    process._process.join()
    with pytest.raises(ReadingError, match="gone"):  # noqa: PT012 - an answer may be in the pipe
        while True:
            process.finish()
    assert wait_until(process.is_ready, 60)


def test_a_process_that_hangs_is_ended() -> None:
    process = ReaderProcess(LOAD, 0.0)
    assert wait_until(process.is_ready, 60)
    process.begin([raw(number) for number in range(200)])
    with pytest.raises(ReadingError, match="no answer"):
        process.finish()


def test_a_process_that_cannot_load_is_never_ready() -> None:
    process = ReaderProcess(broken, 1.0)
    assert not wait_until(process.is_ready, 5)
    process.close()


def test_a_backlog_is_filed_whole_and_in_order(tmp_path: Path) -> None:
    settings = demo_settings(tmp_path, "127.0.0.1", 0)
    settings = settings.model_copy(
        update={"intake": settings.intake.model_copy(update={"batch_size": 5})}
    )
    runtime = Runtime(settings)
    runtime.prepare()
    helper = runtime.pipeline.ahead
    assert helper is not None
    assert wait_until(helper.is_ready, 60)
    mails = [
        RawMessage(
            MAIL.replace(b"jo@", b"jo%d@" % number).replace(b"123456", b"%d" % (number + 10**6)),
            NOW,
        )
        for number in range(42)
    ]
    with runtime.database.write() as session:
        store(session, "inbox", Channel.EMAIL, mails, NOW)
    while runtime.pipeline.process():
        if len(_requesters(runtime.database)) > 20 and helper.is_ready():
            helper.close()
    runtime.stop()
    assert _requesters(Database(settings.database.url)) == [f"jo{n}@example.net" for n in range(42)]


def _requesters(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.exec(select(Ticket.requester_address).order_by(Ticket.number)))  # type: ignore[arg-type]
