"""A change of an agreement is tried before it is put in force: rule S15."""

import tomllib
from pathlib import Path

from tests.unit.sla.desk import event, instant_of, reading, ticket
from triage.sla.comparison import KeyChange, compare, differences
from triage.sla.events import read_events
from triage.sla.policy import Policy

NOW = instant_of("12 12:00")


def test_a_stricter_target_moves_deadlines_and_makes_breaches(smmpanelus: Policy) -> None:
    stricter = reading(
        "smmpanelus", targets={"high": {"business_days": 3}, "standard": {"business_days": 5}}
    )
    tickets = {
        "1": ticket("04 11:00"),
        "2": ticket("10 11:00"),
        "3": ticket("11 11:00", "topup"),
        "4": [*ticket("03 11:00"), event("replied", "11 12:00")],
    }
    read = [(name, read_events(events)) for name, events in tickets.items()]
    changes = {change.ticket: change for change in compare(read, smmpanelus, stricter, NOW)}
    assert set(changes) == {"1", "2", "4"}
    assert changes["1"].new.due_at == instant_of("11 11:00")
    assert changes["1"].is_new_breach
    assert changes["2"].is_moved
    assert not changes["2"].is_new_breach
    assert changes["4"].is_new_breach
    back = {change.ticket: change for change in compare(read, stricter, smmpanelus, NOW)}
    assert back["4"].is_lost_breach
    assert not back["2"].is_lost_breach


def test_tickets_keep_the_version_of_their_day() -> None:
    table = tomllib.loads(Path("config.toml").read_text("utf-8"))["policies"]["smmpanelus"]
    version = table["versions"]["v1"]
    stricter = version | {
        "in_force_from": "2026-03-10",
        "targets": {"high": {"business_days": 1}, "standard": {"business_days": 1}},
    }
    old = Policy.from_mapping("smmpanelus", table)
    new = Policy.from_mapping("smmpanelus", {"versions": {"v1": version, "v2": stricter}})
    read = [(day, read_events(ticket(f"{day} 11:00"))) for day in ("09", "10")]
    assert [change.ticket for change in compare(read, old, new, NOW)] == ["10"]


def test_differences_are_told_by_their_path() -> None:
    old = {"versions": {"v1": {"measured_in": "business", "warn_at": "0.8"}}}
    new = {"versions": {"v1": {"measured_in": "calendar", "warn_at": "0.8"}, "v2": {"a": 1}}}
    assert [*differences(old, new)] == [
        KeyChange("versions.v1.measured_in", "business", "calendar"),
        KeyChange("versions.v2", None, {"a": 1}),
    ]
