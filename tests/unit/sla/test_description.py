"""A policy in words says what its tables say (rules S1, S2, S15, P3 and P4)."""

import tomllib
from pathlib import Path

from tests.unit.sla.desk import instant_of, reading
from triage.sla.description import describe, in_force
from triage.sla.policy import Policy


def words(policy: Policy, name: str) -> list[str]:
    return [said for key, said in describe(policy.versions[0]) if key == name]


def test_s1_s2_hours_holidays_and_targets(smmpanelus: Policy) -> None:
    assert words(smmpanelus, "zone") == ["Etc/GMT"]
    assert words(smmpanelus, "hours") == ["Mon–Fri 10:00-17:00", "Sat–Sun closed"]
    assert words(smmpanelus, "holidays") == ["GB-ENG, GB-NIR, GB-SCT, GB-WLS"]
    assert words(smmpanelus, "target")[0] == "email, high: 3 business days"
    assert words(smmpanelus, "required")[1] == "order: description, order_id"
    assert words(smmpanelus, "credit")[0] == "below 95.00 %: 3 % of the month's top-ups"
    assert words(smmpanelus, "claim")[0].endswith("Wniosek o rekompensatę z tytułu SLA")


def test_p4_aims_and_every_reading_are_told() -> None:
    policy = reading(
        "instant-smm-panels",
        calendar={
            "zone": "Asia/Kolkata",
            "hours": {"monday": "10:00-13:00, 14:00-24:00", "sunday": "10:00-12:00"},
            "added": {"2026-12-24": "Company day"},
            "special_hours": {"2026-12-31": "10:00-13:00"},
        },
    )
    assert words(policy, "hours") == [
        "Mon 10:00-13:00, 14:00-24:00",
        "Tue–Sat closed",
        "Sun 10:00-12:00",
    ]
    assert words(policy, "also closed") == ["2026-12-24 Company day"]
    assert words(policy, "special hours") == ["2026-12-31 10:00-13:00"]
    assert words(policy, "holidays") == ["none"]
    assert words(policy, "target")[2] == "ticket, high: 48 hours, aim 24 hours"
    assert words(policy, "before_opening") == ["same_day"]
    assert words(policy, "availability") == []


def test_s15_each_version_has_its_dates() -> None:
    table = tomllib.loads(Path("config.toml").read_text("utf-8"))["policies"]["smmpanelus"]
    later = table["versions"]["v1"] | {"in_force_from": "2026-03-10"}
    policy = Policy.from_mapping("smmpanelus", {"versions": table["versions"] | {"v2": later}})
    shown = {
        (dates.version.name, str(dates.since), str(dates.until), dates.is_now)
        for dates in in_force(policy, instant_of("09 23:59"))
    }
    assert shown == {
        ("v1", "2025-08-30", "2026-03-10", True),
        ("v2", "2026-03-10", "None", False),
    }
    assert [dates.is_now for dates in in_force(policy, instant_of("10 00:00"))] == [False, True]
