"""`triage clock` and `triage credits` answer 10,000 varied lines in under 10 seconds of work.

Counted is what the process itself works, since a busy machine can make anything wait.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

import pytest

from tests.property.sla.histories import history
from triage.config.load import shipped_config

LINES = 10_000
MOST_SECONDS = 10.0


def month(random: Random) -> dict[str, Any]:
    """Return one line of `triage credits`: a month with outages, and half the time a claim."""
    number = random.randrange(1, 13)

    def spans(count: int) -> list[dict[str, str]]:
        found = []
        for _ in range(count):
            start = datetime(2026, number, random.randrange(1, 28), tzinfo=UTC)
            start += timedelta(seconds=random.randrange(86_400))
            end = start + timedelta(minutes=random.randrange(400))
            found.append({"from": start.isoformat(), "to": end.isoformat()})
        return found

    claim = {
        "title": "Wniosek o rekompensatę z tytułu SLA",
        "at": f"2026-{number:02d}-27T10:00:00Z",
    }
    places = [f"place {random.randrange(3)}" for _ in range(random.randrange(1, 5))]
    return {
        "month": f"2026-{number:02d}",
        "monitors": [
            {"name": p, "location": p, "down": spans(random.randrange(5))} for p in places
        ],
        "maintenance": spans(1),
        "top_ups": "123.45",
        "breached_responses": random.randrange(15),
        "claim": claim if random.random() < 0.5 else None,
    }


@pytest.mark.parametrize(("command", "make"), [("clock", history), ("credits", month)])
def test_ten_thousand_lines(
    command: str, make: Callable[[Random], dict[str, Any]], tmp_path: Path
) -> None:
    random = Random(5)  # noqa: S311 - reproducible
    file = tmp_path / "lines.jsonl"
    lines = (json.dumps(make(random) | {"id": number}) for number in range(LINES))
    file.write_text("\n".join(lines), "utf-8")
    before = getrusage(RUSAGE_CHILDREN)
    arguments = [sys.executable, "-m", "triage", command, "--policy", "smmpanelus", str(file)]
    environment = {"TRIAGE_CONFIG": str(shipped_config())}
    found = subprocess.run(arguments, env=environment, capture_output=True, check=True)
    after = getrusage(RUSAGE_CHILDREN)
    answers = [json.loads(line) for line in found.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == list(range(LINES))
    assert not [answer for answer in answers if "error" in answer]
    work = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    assert work < MOST_SECONDS
