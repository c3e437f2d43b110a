"""When an acknowledgement is tried again, and what the death of a worker means for it."""

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.outbox import Outbox
from models.vocabulary import AckKind
from triage.ack.journal import Journal, drop_journal, journals, read_journal
from triage.ack.outcome import Accepted, Deferred, InDoubt, Outcome, Refused
from triage.ack.recovery import outcome_of
from triage.ack.retries import Retries
from triage.ack.worker import is_gone, is_same_boot, worker_name

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RETRIES = Retries(5 * SECOND, 3600 * SECOND, timedelta(hours=72), resends_in_doubt=False)
OUTCOMES: list[Outcome] = [
    Accepted(NOW, {"host": "mx.example.org:25", "tls": None, "answer": "250 ok ż"}),
    Refused(NOW, "550 no", {"host": "mx.example.org:25"}),
    Deferred(NOW, "450 later", NOW + 60 * SECOND),
    Deferred(NOW, "450 later", None),
    InDoubt(NOW, "lost"),
]


def row(attempts: int = 1, created_at: datetime = NOW, number: int = 7) -> Outbox:
    return Outbox(
        id=number,
        ticket_number=100001,
        kind=AckKind.RECEIVED_STANDARD,
        message_id="<x@support.example.com>",
        recipient="anna@example.org",
        payload=b"",
        created_at=created_at,
        not_before=created_at,
        attempts=attempts,
    )


@pytest.mark.parametrize(
    ("attempts", "most"), [(1, 5), (2, 10), (5, 80), (11, 3600), (10**6, 3600)]
)
def test_waits_double_up_to_the_longest_and_are_spread_over_their_second_half(
    attempts: int, most: int
) -> None:
    assert RETRIES.wait(attempts, 1.0) == most * SECOND
    assert RETRIES.wait(attempts, 0.0) == most * SECOND / 2


@given(st.integers(1, 10**9), st.floats(0, 1))
def test_no_wait_is_longer_than_the_longest_or_shorter_than_half_the_first(
    attempts: int, jitter: float
) -> None:
    assert 2.5 * SECOND <= RETRIES.wait(attempts, jitter) <= 3600 * SECOND


def test_a_deferred_mail_gets_its_next_time_and_keeps_one_it_was_given() -> None:
    assert RETRIES.applied(row(3), Deferred(NOW, "450"), 1.0) == Deferred(
        NOW, "450", NOW + 20 * SECOND
    )
    given_time = Deferred(NOW, "429", NOW + SECOND)
    assert RETRIES.applied(row(3), given_time, 1.0) == given_time


def test_what_is_too_old_is_given_up_and_says_why() -> None:
    outcome = RETRIES.applied(row(9, NOW - timedelta(hours=73)), Deferred(NOW, "450 later"), 0.5)

    assert isinstance(outcome, Refused)
    assert "450 later" in outcome.error


def test_a_mail_in_doubt_is_held_unless_resending_is_configured() -> None:
    lost = InDoubt(NOW, "lost")
    resending = Retries(5 * SECOND, 3600 * SECOND, timedelta(hours=72), resends_in_doubt=True)

    assert RETRIES.applied(row(), lost, 0.5) == lost
    assert resending.applied(row(), lost, 1.0) == Deferred(NOW, "lost", NOW + 5 * SECOND)


def test_final_outcomes_stay_as_they_are() -> None:
    for outcome in OUTCOMES[:2]:
        assert RETRIES.applied(row(), outcome, 0.5) == outcome


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: type(outcome).__name__)
def test_a_journal_gives_back_what_was_noted(tmp_path: Path, outcome: Outcome) -> None:
    journal = Journal(tmp_path)
    journal.note_begun(row(1))
    journal.note_ended(row(1), outcome)
    journal.note_begun(row(2, number=8))

    assert read_journal(tmp_path, journal.worker) == {(7, 1): outcome, (8, 2): None}
    journal.close()
    assert read_journal(tmp_path, journal.worker) is None


def test_a_line_that_was_cut_off_counts_as_never_written(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note_begun(row(1))
    with next(tmp_path.iterdir()).open("a") as file:
        file.write('{"id": 7, "attempt": 1, "outc')

    assert read_journal(tmp_path, journal.worker) == {(7, 1): None}
    journal.close()


def test_forgotten_notes_are_gone_and_the_journal_stays(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note_begun(row())
    journal.forget()

    assert read_journal(tmp_path, journal.worker) == {}
    assert journals(tmp_path) == [journal.worker]
    journal.close()


def test_a_journal_asks_for_a_pause_once_it_is_long(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert not journal.is_long
    journal.note_ended(row(), Refused(NOW, "x" * 4_000_000))
    assert journal.is_long
    journal.close()


def test_a_journal_is_dropped_by_name(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    drop_journal(tmp_path, journal.worker)
    assert journals(tmp_path) == []
    journal.close()


def test_a_journal_is_lines_of_json_for_our_eyes_alone(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note_begun(row())
    [file] = tmp_path.iterdir()

    assert json.loads(file.read_text()) == {"id": 7, "attempt": 1}
    assert file.stat().st_mode & 0o777 == 0o600
    journal.close()


def test_a_workers_name_is_its_own_and_fits_its_column() -> None:
    names = {worker_name() for _ in range(20)}

    assert len(names) == 20
    assert max(map(len, names)) <= 80


def test_this_process_is_here_and_one_that_ended_is_gone() -> None:
    mine = worker_name()
    place, _, _, count = mine.rsplit("-", 3)
    child = subprocess.Popen(["/bin/sleep", "0"])
    child.wait()

    assert not is_gone(mine)
    assert is_gone(f"{place}-{child.pid}-1-{count}")
    assert is_gone(f"{place}-{os.getpid()}-1-{count}"), "the id was given to another process"


@pytest.mark.parametrize("name", ["random-abc", "0123456789ab-1-2-3-4", "w1", ""])
def test_a_worker_elsewhere_is_never_known_to_be_gone(name: str) -> None:
    assert not is_same_boot(name)
    assert not is_gone(name)


LOST = InDoubt(NOW, "its worker ended; nobody here knows whether it was taken")
UNSENT = Deferred(NOW, "its worker ended before it was sent", NOW)


@pytest.mark.parametrize(
    ("notes", "is_told", "repeats", "expected"),
    [
        ({(7, 1): OUTCOMES[0]}, True, False, OUTCOMES[0]),
        ({(7, 1): OUTCOMES[0]}, False, False, OUTCOMES[0]),
        ({(7, 1): None}, True, False, LOST),
        ({(7, 1): None}, True, True, UNSENT),
        ({}, True, False, UNSENT),
        ({}, False, False, LOST),
        ({}, False, True, UNSENT),
        ({(7, 9): None}, True, False, UNSENT),
    ],
    ids=[
        "noted as taken",
        "noted as taken before the machine went down",
        "begun",
        "begun where repeating does no harm",
        "not begun",
        "notes lost with the machine",
        "notes lost where repeating does no harm",
        "another attempt was begun",
    ],
)
def test_what_became_of_a_row_whose_worker_is_gone(
    notes: dict[tuple[int, int], Outcome | None],
    is_told: bool,  # noqa: FBT001 -- a column of the table above
    repeats: bool,  # noqa: FBT001 -- a column of the table above
    expected: Outcome,
) -> None:
    assert outcome_of(row(1), notes, NOW, is_told=is_told, repeats=repeats) == expected
