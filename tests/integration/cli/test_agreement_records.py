"""The commands that take records of the agreement: availability, top-ups, the prober."""

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from models.availability import MonitorObservation
from models.credit import TopUp
from tests.servers.ports import free_port
from triage.cli import triage
from triage.config.load import shipped_config
from triage.db import Database

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str) -> Run:
    environment = {"TRIAGE_CONFIG": str(shipped_config()), "TRIAGE_DATABASE__URL": sqlite_url}

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(triage, arguments, env=environment)

    return invoke


def write(path: Path, *lines: str) -> str:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return str(path)


def rows(url: str, table: type[MonitorObservation | TopUp]) -> Sequence[object]:
    database = Database(url)
    with database.read() as session:
        found = session.exec(select(table)).all()
    database.dispose()
    return found


def test_s10_outages_are_imported_once_and_give_the_months_figure(
    run: Run, tmp_path: Path, sqlite_url: str
) -> None:
    file = write(
        tmp_path / "outages.csv",
        "monitor,location,from,to",
        "a,Oslo,2026-03-02T10:00:00Z,2026-03-02T22:00:00Z",
        "b,Rome,2026-03-02T10:00:00Z,2026-03-02T22:00:00Z",
    )
    first, second = run("availability", "import", file), run("availability", "import", file)
    assert (first.exit_code, first.stderr) == (0, "4 changes read, 4 new\n")
    assert second.stderr == "4 changes read, 0 new\n"
    assert len(rows(sqlite_url, MonitorObservation)) == 4
    shown = json.loads(run("availability", "show", "--month", "2026-03").stdout)
    assert (shown["policy"], shown["availability"]) == ("smmpanelus", "98.39")
    assert shown["downtime_seconds"] == 12 * 3600
    assert [line["reason"] for line in shown["ledger"]] == ["confirmed"]


def test_s10_a_file_with_a_fault_is_not_taken(run: Run, tmp_path: Path, sqlite_url: str) -> None:
    good = "a,Oslo,2026-03-02T10:00:00Z,"
    file = write(tmp_path / "x.csv", "monitor,location,from,to", good, "a,Oslo,yesterday,")
    result = run("availability", "import", file)
    assert result.exit_code == 1
    assert "line 3: from = 'yesterday'" in result.stderr
    future = write(tmp_path / "y.csv", "monitor,location,from,to", "a,Oslo,2150-01-01T00:00Z,")
    assert run("availability", "import", future).exit_code == 1
    assert rows(sqlite_url, MonitorObservation) == []


def test_s10_maintenance_is_entered_listed_and_withdrawn(run: Run) -> None:
    begin = ("availability", "maintenance")
    times = ("--from", "2026-03-02T22:00Z", "--to", "2026-03-02T23:00Z")
    added = run(*begin, "add", *times, "--kind", "upstream", "--note", "Network")
    assert (added.exit_code, added.stderr) == (0, "window 1 is entered\n")
    assert run(*begin, "withdraw", "1").exit_code == 0
    assert run(*begin, "withdraw", "1").exit_code == 2
    (line,) = run(*begin, "list").stdout.splitlines()
    window = json.loads(line)
    assert (window["from"], window["kind"]) == ("2026-03-02T22:00:00Z", "upstream")
    assert window["withdrawn_at"]
    assert run(*begin, "add", *times[:2], "--to", "x", "--kind", "planned").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("availability", "show", "--policy", "instant-smm-panels"),
        ("availability", "show", "--month", "March"),
        ("probe", "example.com", "--location", "Oslo"),
        ("probe", "http://127.0.0.1:9", "--location", "Oslo", "--post", "http://127.0.0.1:9"),
    ],
)
def test_wrong_usage_is_told(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr


def test_s11_top_ups_are_imported_once(run: Run, tmp_path: Path, sqlite_url: str) -> None:
    head = "id,customer,at,amount,currency"
    file = write(tmp_path / "top.csv", head, "pay-1,ann,2026-03-02T10:00:00Z,0.30,USD")
    assert run("top-ups", "import", file).stderr == "1 top-ups read, 1 new\n"
    assert run("top-ups", "import", file).stderr == "1 top-ups read, 0 new\n"
    other = write(tmp_path / "o.csv", head, "pay-1,ann,2026-03-02T10:00:00Z,0.40,USD")
    assert run("top-ups", "import", other).exit_code == 1
    bad = write(tmp_path / "b.csv", head, "pay-2,ann,2026-03-02,0.40,USD")
    assert run("top-ups", "import", bad).exit_code == 1
    (row,) = rows(sqlite_url, TopUp)
    assert isinstance(row, TopUp)
    assert row.amount == Decimal("0.30")


def test_s10_the_prober_looks_once(run: Run, sqlite_url: str) -> None:
    address = f"http://127.0.0.1:{free_port()}/"
    result = run("probe", "--location", "Oslo", "--once", address)
    assert (result.exit_code, result.stdout) == (1, "down\n")
    (row,) = rows(sqlite_url, MonitorObservation)
    assert isinstance(row, MonitorObservation)
    assert (row.location, row.is_up) == ("Oslo", False)
