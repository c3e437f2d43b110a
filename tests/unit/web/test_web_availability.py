"""The availability page: the figure, its ledger, and the windows of maintenance (rule S10)."""

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from tests.integration.desk.site import outage, put_down
from tests.unit.web.conftest import Desk, LogIn
from tests.unit.web.test_web_security import csrf

MARCH = "/availability?month=2026-03"


@pytest.fixture
def site(desk: Desk) -> Desk:
    """A site that was down for twelve hours, as two of three locations saw it."""
    database = desk.installation.database
    put_down(database, *outage("Oslo", "03-02 10:00", "03-02 22:00"))
    put_down(database, *outage("Rome", "03-02 10:00", "03-02 22:00"))
    put_down(database, *outage("Lima", "03-05 10:00", "03-05 10:30"))
    return desk


def window(**changes: str) -> dict[str, str]:
    values = {
        "policy": "smmpanelus",
        "starts_at": "2026-03-02T10:00",
        "ends_at": "2026-03-02T22:00",
        "kind": "emergency",
        "note": "New disks",
    }
    return values | changes


def test_s10_the_month_is_shown_with_its_ledger(agent: TestClient, site: Desk) -> None:
    text = agent.get(MARCH).text
    assert "98.39 %" in text
    assert "not kept" in text
    assert "Confirmed by enough locations" in text
    assert "Seen in too few locations" in text
    assert site.numbers


def test_s10_the_same_as_json(agent: TestClient, site: Desk) -> None:
    body = agent.get("/availability.json?month=2026-03").json()
    assert (body["policy"], body["availability"], body["is_over"]) == ("smmpanelus", "98.39", False)
    assert [line["counted"] for line in body["ledger"]] == [True, False]
    assert site.numbers


def test_s10_too_few_witnesses_are_told(agent: TestClient) -> None:
    text = agent.get("/availability").text
    assert "No outage can be confirmed" in text
    assert "No monitor has reported yet" in text


@pytest.mark.parametrize(
    "path",
    [
        "/availability?month=March",
        "/availability?policy=instant-smm-panels",
        "/availability.json?policy=x",
    ],
)
def test_what_was_not_promised_is_not_found(agent: TestClient, path: str) -> None:
    assert agent.get(path).status_code == 404


def test_s10_a_manager_enters_and_withdraws_maintenance(manager: TestClient, site: Desk) -> None:
    token = {"csrf_token": csrf(manager)}
    answer = manager.post("/availability/maintenance", data=window() | token)
    assert answer.status_code == 303
    text = manager.get(answer.headers["location"]).text
    assert "100.00 %" in text
    assert "entered afterwards" in text
    assert "New disks" in text
    back = {"policy": "smmpanelus", "month": "2026-03"} | token
    assert manager.post("/availability/maintenance/1/withdraw", data=back).status_code == 303
    assert manager.post("/availability/maintenance/1/withdraw", data=back).status_code == 409
    assert "98.39 %" in manager.get(MARCH).text
    assert site.numbers


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"ends_at": "2026-03-02T09:00"}, 409),
        ({"note": " "}, 409),
        ({"kind": "x"}, 422),
        ({"policy": "instant-smm-panels"}, 404),
    ],
)
def test_s10_a_window_that_makes_no_sense_is_refused(
    manager: TestClient, changes: dict[str, str], status: int
) -> None:
    data = window(**changes) | {"csrf_token": csrf(manager)}
    assert manager.post("/availability/maintenance", data=data).status_code == status


def test_s10_an_agent_only_looks(agent: TestClient) -> None:
    data = window() | {"csrf_token": csrf(agent)}
    assert agent.post("/availability/maintenance", data=data).status_code == 403
    assert "Enter a window" not in agent.get(MARCH).text


def test_names_of_monitors_are_escaped(agent: TestClient, desk: Desk) -> None:
    put_down(desk.installation.database, *outage("<script>", "03-02 10:00", None, "<b>x"))
    text = agent.get(MARCH).text
    assert "<script>&lt;" not in text
    assert "&lt;script&gt;" in text
    assert "&lt;b&gt;x" in text


def test_months_can_be_walked_through(desk: Desk, log_in: LogIn) -> None:
    desk.installation.time = datetime(2026, 3, 31, 23, 59, tzinfo=UTC)
    agent = log_in("ada")
    text = agent.get("/availability?month=2026-02").text
    assert "month=2026-01" in text
    assert "month=2026-03" in text
    assert "month=2026-04" not in agent.get(MARCH).text
