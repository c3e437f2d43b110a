"""Two agreements in one installation: one ticket late under one, in time under the other.

The same mail comes to a mailbox of each at the same instant and is answered at the same instant,
four days later (rules S1, S2, S15, P3 and P4). Nothing acknowledges, so that people's answers alone
stop the clocks.
"""

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import col, select
from starlette.testclient import TestClient

from models.ticket import Ticket
from models.vocabulary import ClockState, Priority, Role
from tests.integration.desk.timed import (
    ADDRESSES,
    GMT,
    INDIA,
    MONDAY,
    POLICIES,
    SECRET,
    TOPUP,
    TimedDesk,
    timed_desk,
)
from triage.cli import triage
from triage.config.load import shipped_config
from triage.desk.agents import create_agent
from triage.runtime import Job
from triage.web.app import create_app

FRIDAY = MONDAY + timedelta(days=4)
DUE_GMT = datetime(2026, 3, 5, 10, tzinfo=UTC)
"""The same time of day on the third business day after Monday."""
DUE_INDIA = datetime(2026, 3, 16, 10, tzinfo=UTC)
"""After 72 hours of 8 a day: 2.5 on Monday, none on Wednesday (Holi), until Monday two weeks on."""
PASSWORD = "four plain words here"


@pytest.fixture
def desk(migrated_sqlite_url: str, tmp_path: Path) -> Iterator[TimedDesk]:
    paths = {f"TRIAGE_MAILDIRS__{name.upper()}__PATH": str(tmp_path / name) for name in ADDRESSES}
    made = timed_desk(
        migrated_sqlite_url, extra=paths | {"TRIAGE_ACKNOWLEDGEMENTS__ENABLED": "false"}
    )
    for name in ADDRESSES:
        for folder in ("new", "cur", "tmp"):
            (tmp_path / name / folder).mkdir(parents=True)
    yield made
    made.database.dispose()


@pytest.fixture
def manager(desk: TimedDesk) -> Iterator[TestClient]:
    with desk.database.write() as session:
        create_agent(
            session,
            login="max",
            name="Max",
            role=Role.MANAGER,
            password=PASSWORD,
            now=desk.now,
        )
    with TestClient(create_app(desk.runtime), follow_redirects=False) as client:
        yield client


def deliver(desk: TimedDesk, tmp_path: Path, source: str) -> None:
    """Put a mail into the Maildir of a source, as a mail server would at the desk's time."""
    path = tmp_path / source / "new" / f"{source}.mail"
    path.write_bytes(desk.mail(TOPUP, source))
    os.utime(path, (desk.now.timestamp(), desk.now.timestamp()))


def tickets(desk: TimedDesk) -> dict[str, Ticket]:
    with desk.database.read() as session:
        found = session.exec(select(Ticket).order_by(col(Ticket.number))).all()
        session.expunge_all()
    return {ticket.policy: ticket for ticket in found}


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def log_in(client: TestClient) -> None:
    form = {"login": "max", "password": PASSWORD, "csrf_token": token(client.get("/login").text)}
    assert client.post("/login", data=form).status_code == 303


def report(desk: TimedDesk, *arguments: str) -> list[dict[str, object]]:
    environment = {
        "TRIAGE_CONFIG": str(shipped_config()),
        "TRIAGE_SERVICE__SECRET": SECRET,
        "TRIAGE_DATABASE__URL": desk.database.url,
    }
    result = CliRunner().invoke(triage, ["report", *arguments], env=environment)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_s2_p4_late_under_one_agreement_and_in_time_under_the_other(
    desk: TimedDesk, manager: TestClient, tmp_path: Path
) -> None:
    for source in (GMT, INDIA):
        deliver(desk, tmp_path, source)
    desk.runtime.run_once({Job.POLL, Job.WORK})
    found = tickets(desk)
    assert set(found) == set(POLICIES.values())
    for ticket in found.values():
        assert (ticket.received_at, ticket.started_at) == (MONDAY, MONDAY)
        assert (ticket.priority, ticket.clock_state) == (Priority.HIGH, ClockState.RUNNING)
    assert found["smmpanelus"].due_at == DUE_GMT
    assert found["instant-smm-panels"].due_at == DUE_INDIA

    desk.runtime.time = FRIDAY
    desk.runtime.run_once({Job.WORK})
    late, timely = found["smmpanelus"].number, found["instant-smm-panels"].number
    assert {kind for _, kind, _, _ in desk.notices(late)} == {"warning", "breach"}
    assert desk.notices(timely) == set()

    log_in(manager)
    for number in (late, timely):
        page = manager.get(f"/tickets/{number}").text
        form = {"text": "Your balance is credited.", "csrf_token": token(page)}
        assert manager.post(f"/tickets/{number}/reply", data=form).status_code == 303

    answered = tickets(desk)
    assert answered["smmpanelus"].clock_state is ClockState.BREACHED
    assert answered["instant-smm-panels"].clock_state is ClockState.MET
    for ticket in answered.values():
        assert ticket.responded_at == ticket.human_responded_at == FRIDAY

    shares = {
        line["policy"]: line["attainment"] for line in report(desk, "attainment", "--by", "policy")
    }
    assert shares == {"smmpanelus": 0.0, "instant-smm-panels": 1.0}
    [breach] = report(desk, "breaches")
    assert (breach["ticket"], breach["late_by_seconds"]) == (late, 24 * 3600)
    page = manager.get("/reports/breaches?since=2026-03&to=2026-03").text
    assert f'href="/tickets/{late}"' in page
    assert f'href="/tickets/{timely}"' not in page


def test_s3_p4_each_ticket_keeps_to_its_own_calendar(desk: TimedDesk, tmp_path: Path) -> None:
    # Monday, 6 April: Easter Monday in the United Kingdom, an ordinary day in India.
    desk.runtime.time = datetime(2026, 4, 6, 11, tzinfo=UTC)
    for source in (GMT, INDIA):
        deliver(desk, tmp_path, source)
    desk.runtime.run_once({Job.POLL, Job.WORK})
    found = tickets(desk)
    assert found["smmpanelus"].started_at is None
    assert found["smmpanelus"].clock_state is ClockState.NOT_STARTED
    assert found["instant-smm-panels"].started_at == desk.now
    desk.runtime.time = datetime(2026, 4, 7, 10, tzinfo=UTC)
    desk.runtime.run_once({Job.WORK})
    assert tickets(desk)["smmpanelus"].started_at == desk.now
