"""The clock agrees with a slow, independent implementation on random histories (S1-S9, P3, P4).

The number of histories is ORACLE_HISTORIES, 3,000 unless it says otherwise; ORACLE_SEED chooses
others.
"""

import json
import os
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from tests.property.sla.histories import history
from tests.property.sla.oracle import AGREEMENTS, answer
from triage.sla.commands import clock_line
from triage.sla.policy import Policy

HISTORIES = int(os.environ.get("ORACLE_HISTORIES", "3000"))
SEED = int(os.environ.get("ORACLE_SEED", "1"))


def plain(found: dict[str, Any]) -> dict[str, Any]:
    """Return the oracle's answer with instants as text."""
    return {
        key: value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if isinstance(value, datetime)
        else value
        for key, value in found.items()
    }


@pytest.mark.parametrize("name", AGREEMENTS)
def test_the_clock_agrees_with_a_walk_through_every_day(
    name: str, policies: dict[str, Policy]
) -> None:
    random = Random(f"{SEED} {name}")
    for _ in range(HISTORIES):
        line = history(random)
        expected = plain(answer(line, name))
        found = clock_line(line, policies[name])
        differing = {key: (found[key], expected[key]) for key in expected if found[key] != expected[key]}
        assert not differing, json.dumps({"line": line, "found, expected": differing}, indent=1)
