"""What uptime services post, and what it says of the site: rule S10."""

import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from pydantic import ValidationError

from models.vocabulary import Watched
from triage.config.schema import MonitorFormat, MonitorSource
from triage.intake.monitors_payload import read_report
from triage.sla.witnesses import Change

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DOWN = datetime(2026, 3, 2, 10, tzinfo=UTC)
UP = datetime(2026, 3, 2, 10, 7, tzinfo=UTC)


def read(style: MonitorFormat, body: object, query: str = "", **keys: str) -> tuple[Change, ...]:
    settings = MonitorSource(policy="smmpanelus", format=style, **keys)
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_report("robot", settings, raw, query, NOW)


def uptimerobot(kind: str, **keys: str) -> dict[str, str]:
    return {
        "monitorID": "777",
        "monitorURL": "https://panel.example.com/",
        "monitorFriendlyName": "Panel",
        "alertType": kind,
        "alertDetails": "Connection timeout",
        **keys,
    }


def betterstack(resolved: str | None, status: str = "Started") -> dict[str, object]:
    attributes = {
        "name": "Home page",
        "url": "https://example.com",
        "cause": "Status 503",
        "started_at": "2026-03-02T10:00:00.000Z",
        "acknowledged_at": None,
        "resolved_at": resolved,
        "status": status,
    }
    return {"data": {"id": "25", "type": "incident", "attributes": attributes}}


def pingdom(state: str, at: datetime) -> dict[str, object]:
    return {
        "check_id": 12345,
        "check_name": "Home page",
        "check_type": "HTTP",
        "check_params": {"full_url": "https://example.com/", "port": 443},
        "previous_state": "UP",
        "current_state": state,
        "state_changed_timestamp": int(at.timestamp()),
        "first_probe": {"location": "Oslo"},
    }


def test_s10_our_own_schema_gives_changes_in_their_order() -> None:
    seen = [
        {"monitor": "a", "location": "Oslo", "up": False, "at": "2026-03-02T11:00:00+01:00"},
        {"monitor": "b", "watches": "home", "up": True, "at": "2026-03-02T10:07:00Z"},
    ]
    report = {
        "type": "monitor.reported",
        "timestamp": "2026-03-02T10:07:01Z",
        "data": {"observations": seen},
    }
    assert read(MonitorFormat.GENERIC, report, location="Rome") == (
        Change("a", "Oslo", Watched.BOTH, DOWN, is_up=False),
        Change("b", "Rome", Watched.HOME, UP, is_up=True),
    )


@pytest.mark.parametrize("way", ["json", "form", "query"])
def test_s10_uptimerobot_however_it_sends(way: str) -> None:
    fields = uptimerobot("1", alertDateTime=str(int(DOWN.timestamp())))
    body = json.dumps(fields).encode() if way == "json" else urlencode(fields).encode()
    found = read(
        MonitorFormat.UPTIMEROBOT,
        b"" if way == "query" else body,
        urlencode(fields) if way == "query" else "",
    )
    assert found == (Change("Panel", "robot", Watched.BOTH, DOWN, is_up=False),)


def test_s10_uptimerobot_without_a_time_means_now() -> None:
    fields = uptimerobot("2", alertDateTime="*alertDateTime*")
    (change,) = read(MonitorFormat.UPTIMEROBOT, fields)
    assert (change.at, change.is_up) == (NOW, True)


@pytest.mark.parametrize(
    ("style", "body"),
    [
        (MonitorFormat.UPTIMEROBOT, uptimerobot("3")),
        (MonitorFormat.PINGDOM, pingdom("UNCONFIRMED_DOWN", DOWN)),
    ],
)
def test_s10_alerts_about_other_things_say_nothing(style: MonitorFormat, body: object) -> None:
    assert read(style, body) == ()


def test_s10_better_stack_tells_of_incidents() -> None:
    down = Change("Home page", "robot", Watched.BOTH, DOWN, is_up=False)
    up = Change("Home page", "robot", Watched.BOTH, UP, is_up=True)
    style = MonitorFormat.BETTERSTACK
    assert read(style, betterstack(None)) == (down,)
    assert read(style, betterstack(None, "Acknowledged")) == (down,)
    assert read(style, betterstack("2026-03-02T10:07:00Z", "Resolved")) == (down, up)


def test_s10_pingdom_tells_of_states() -> None:
    (down,) = read(MonitorFormat.PINGDOM, pingdom("DOWN", DOWN))
    (up,) = read(MonitorFormat.PINGDOM, pingdom("UP", UP))
    assert down == Change("Home page", "robot", Watched.BOTH, DOWN, is_up=False)
    assert up == Change("Home page", "robot", Watched.BOTH, UP, is_up=True)


@pytest.mark.parametrize(
    ("keys", "watches"),
    [
        ({"home": "home page, other"}, Watched.HOME),
        ({"panel": "https://EXAMPLE.com"}, Watched.PANEL),
        ({"home": "another"}, Watched.BOTH),
    ],
)
def test_s10_a_check_is_known_by_its_name_or_address(
    keys: dict[str, str], watches: Watched
) -> None:
    (change,) = read(MonitorFormat.PINGDOM, pingdom("DOWN", DOWN), **keys)
    assert change.watches is watches


@pytest.mark.parametrize(
    ("style", "body"),
    [
        (MonitorFormat.GENERIC, b""),
        (MonitorFormat.GENERIC, {"type": "monitor.reported"}),
        (MonitorFormat.GENERIC, [1]),
        (MonitorFormat.UPTIMEROBOT, b"\xff\x00"),
        (MonitorFormat.UPTIMEROBOT, b"{"),
        (MonitorFormat.UPTIMEROBOT, uptimerobot("1", alertDateTime="soon")),
        (MonitorFormat.BETTERSTACK, {"data": None}),
        (MonitorFormat.PINGDOM, {"check_name": "x"}),
        (MonitorFormat.PINGDOM, pingdom("DOWN", DOWN) | {"state_changed_timestamp": 10**30}),
    ],
)
def test_what_is_not_as_its_format_wants_it_is_refused(style: MonitorFormat, body: object) -> None:
    with pytest.raises(ValidationError):
        read(style, body)
