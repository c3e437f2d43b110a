"""Laws of the clock on random histories: pauses, ledgers, order, zones, checkpoints."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import ClockState
from tests.property.sla.histories import history
from triage.sla.checkpoints import next_checkpoint, signals_of
from triage.sla.clock import Clock, evaluate
from triage.sla.commands import clock_line
from triage.sla.events import ClockEvent, read_events
from triage.sla.policy import Policy

lines = st.integers(0, 10**9).map(lambda seed: history(Random(seed)))  # noqa: S311 - reproducible
names = st.sampled_from(("smmpanelus", "instant-smm-panels"))


def read(line: dict[str, Any]) -> tuple[list[ClockEvent], datetime]:
    now = datetime.fromisoformat(line["now"]).astimezone(UTC)
    events = read_events(line["events"])
    return events, max(now, *(event.at for event in events))


def started(policy: Policy, microsecond: int, *extra: object) -> Clock:
    """Return the clock of a ticket received at an instant after 20 February 2024."""
    at = (datetime(2024, 2, 20, tzinfo=UTC) + timedelta(microseconds=microsecond)).isoformat()
    events = [
        {"type": "received", "at": at, "channel": "ticket"},
        {"type": "classified", "at": at, "category": "topup"},
        *extra,
    ]
    return evaluate(read_events(events), policy, datetime(2024, 6, 1, tzinfo=UTC))


@given(line=lines, name=names)
def test_the_ledger_covers_everything_once_and_its_counted_part_is_the_elapsed_time(
    line: dict[str, Any], name: str, policies: dict[str, Policy]
) -> None:
    events, now = read(line)
    clock = evaluate(events, policies[name], now)
    instants = [entry.start for entry in clock.ledger] + [entry.end for entry in clock.ledger[-1:]]
    assert instants == sorted(set(instants))
    assert all(a.end == b.start for a, b in zip(clock.ledger, clock.ledger[1:], strict=False))
    until = clock.responded_at or now
    if clock.received_at != until:
        assert (instants[0], instants[-1]) == (clock.received_at, until)
    counted = sum((e.end - e.start for e in clock.ledger if e.counted), timedelta())
    assert counted == clock.elapsed


@given(line=lines, name=names)
def test_the_same_events_give_the_same_answer_in_any_zone(
    line: dict[str, Any], name: str, policies: dict[str, Policy]
) -> None:
    in_utc = {
        "id": line["id"],
        "events": [event.to_json() for event in read_events(line["events"])],
        "now": datetime.fromisoformat(line["now"]).astimezone(UTC).isoformat(),
    }
    assert clock_line(in_utc, policies[name]) == clock_line(line, policies[name])


@given(line=lines, name=names)
def test_state_and_instants_fit_together(
    line: dict[str, Any], name: str, policies: dict[str, Policy]
) -> None:
    events, now = read(line)
    clock = evaluate(events, policies[name], now)
    if clock.state in {ClockState.NOT_STARTED, ClockState.PAUSED, ClockState.VOID}:
        assert clock.due_at is None
        assert clock.reasons
    if clock.started_at is not None:
        assert clock.valid_from is not None
        assert clock.received_at is not None
        assert clock.received_at <= clock.valid_from <= clock.started_at <= now
    if clock.due_at is not None and clock.warn_at is not None:
        assert clock.started_at is not None
        assert clock.started_at < clock.warn_at <= clock.due_at


@given(line=lines, name=names)
def test_nothing_changes_between_checkpoints(
    line: dict[str, Any], name: str, policies: dict[str, Policy]
) -> None:
    events, now = read(line)
    clock = evaluate(events, policies[name], now)
    checkpoint = next_checkpoint(clock)
    before = (checkpoint or now + timedelta(days=60)) - timedelta(microseconds=1)
    assert shown(evaluate(events, policies[name], max(before, now))) == shown(clock)
    if checkpoint is not None:
        assert shown(evaluate(events, policies[name], checkpoint)) != shown(clock)


def shown(clock: Clock) -> tuple[object, ...]:
    """Return what a ticket's row shows of its clock."""
    instants = (clock.valid_from, clock.started_at, clock.due_at, clock.aim_at)
    return (clock.state, *instants, clock.responded_at, signals_of(clock))


@given(
    name=names,
    received=st.integers(0, 31 * 86_400_000_000 - 1),
    after=st.timedeltas(timedelta(), timedelta(days=6)),
    lengths=st.lists(st.timedeltas(timedelta(), timedelta(days=15)), min_size=2, max_size=4),
)
def test_s6_a_longer_pause_is_never_due_earlier(
    name: str,
    received: int,
    after: timedelta,
    lengths: list[timedelta],
    policies: dict[str, Policy],
) -> None:
    calendar = policies[name].versions[0].calendar
    unpaused = started(policies[name], received)
    assert unpaused.started_at is not None
    assert unpaused.due_at is not None
    asked_at = unpaused.started_at + after
    deadlines = [unpaused.due_at]
    for length in (timedelta(), *sorted(lengths)):
        asked = {"type": "asked", "at": asked_at.isoformat(), "fields": ["steps"]}
        supplied = asked | {"type": "supplied", "at": (asked_at + length).isoformat()}
        due_at = started(policies[name], received, asked, supplied).due_at
        assert due_at is not None
        deadlines.append(due_at)
        pause = calendar.business_time(asked_at, asked_at + length)
        if asked_at > unpaused.due_at or not pause:
            assert due_at == unpaused.due_at
        else:
            assert due_at == calendar.add_time(unpaused.due_at, pause)
    assert deadlines == sorted(deadlines)
