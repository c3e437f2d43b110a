"""SIGKILL at every kind of step; `make crash` is the long form.

The laboratory runs in a process of its own, for it forks.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.servers

REPOSITORY = Path(__file__).parents[2]
FAULTS = ("lost", "doubled", "twice", "unsent", "untrue", "different", "unfiled", "failed")
ROOMS = {"intake", "desk", "ack"}


def short_form(engine: str, every: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.laboratory.crash.short", engine, str(every)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def check(chain: dict[str, Any], least: int) -> None:
    killed = [point for point, end in chain["ends"].items() if end == "killed"]
    assert len(killed) >= least
    assert {point.partition(".")[0] for point in killed} >= ROOMS
    findings = chain["findings"]
    assert {name: findings[name] for name in FAULTS} == dict.fromkeys(FAULTS, 0), findings


@pytest.fixture(scope="module")
def on_sqlite() -> dict[str, Any]:
    return short_form("sqlite", 1)


def test_an_installation_killed_at_forty_points_loses_and_doubles_nothing(
    on_sqlite: dict[str, Any],
) -> None:
    check(on_sqlite["chain"], 40)
    assert on_sqlite["chain"]["findings"]["in_doubt"] > 0


def test_the_laboratory_sees_a_second_acknowledgement(on_sqlite: dict[str, Any]) -> None:
    assert on_sqlite["resending"]["end"] == "killed"
    assert on_sqlite["resending"]["findings"]["twice"] == 1


def test_the_laboratory_sees_a_lost_mail(on_sqlite: dict[str, Any]) -> None:
    assert on_sqlite["forgetting"]["end"] == "killed"
    assert on_sqlite["forgetting"]["findings"]["lost"] > 0


@pytest.mark.postgres
def test_an_installation_on_postgresql_loses_and_doubles_nothing() -> None:
    check(short_form("postgresql", 2)["chain"], 20)
