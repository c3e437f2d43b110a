"""The clock agrees with a slow, independent implementation on random histories (S1-S9, P3, P4).

The number of histories is ORACLE_HISTORIES, 6,000 unless it says otherwise, and ORACLE_SEED
chooses others; many are split into chunks that pytest-xdist can share out.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.property.sla.histories import history
from tests.property.sla.oracle import answer
from triage.sla.commands import clock_line
from triage.sla.policy import Policy

HISTORIES = int(os.environ.get("ORACLE_HISTORIES", "6000"))
CHUNK = 10_000
SEED = int(os.environ.get("ORACLE_SEED", "1"))


def plain(found: dict[str, Any]) -> dict[str, Any]:
    """Return the oracle's answer with instants as text."""
    return {
        key: value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if isinstance(value, datetime)
        else value
        for key, value in found.items()
    }


def at_the_deadline(line: dict[str, Any], due: datetime) -> Iterator[dict[str, Any]]:
    """Yield the line looked at, and answered, at the deadline and one microsecond later."""
    for instant in (due, due + timedelta(microseconds=1)):
        yield line | {"now": instant.isoformat()}
        reply = {"type": "replied", "at": instant.isoformat()}
        later = (instant + timedelta(days=1)).isoformat()
        yield line | {"events": [*line["events"], reply], "now": later}


def compare(line: dict[str, Any], policy: Policy) -> datetime | None:
    """Assert that both agree, and return the deadline."""
    expected = answer(line, policy.name)
    found = clock_line(line, policy)
    differing = {
        key: {"found": found[key], "expected": value}
        for key, value in plain(expected).items()
        if found[key] != value
    }
    assert not differing, json.dumps({"policy": policy.name, "line": line, **differing}, indent=1)
    due: datetime | None = expected["due_at"]
    return due


@pytest.mark.parametrize("chunk", range(0, HISTORIES, CHUNK))
def test_the_clock_agrees_with_a_walk_through_every_day(
    chunk: int, policies: dict[str, Policy]
) -> None:
    random = Random(f"{SEED} {chunk}")  # noqa: S311 - reproducible, not secret
    for turn in range(min(CHUNK, HISTORIES - chunk)):
        policy = policies[("smmpanelus", "instant-smm-panels")[turn % 2]]
        line = history(random)
        due = compare(line, policy)
        if due is not None and random.random() < 0.1:
            for closer in at_the_deadline(line, due):
                compare(closer, policy)
