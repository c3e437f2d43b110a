"""`triage doctor` on monitors: can they report, and can enough of them agree (rule S10)."""

import pytest

from tests.integration.desk.site import NOW, outage, put_down
from tests.integration.desk.timed import timed_desk
from triage.doctor import examine

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OSLO = {"POLICY": "smmpanelus", "LOCATION": "Oslo", "SECRET": KEY}
ROBOT = {"POLICY": "smmpanelus", "FORMAT": "uptimerobot", "TOKEN": "t" * 32}


def found(url: str, told: str = "", **sources: dict[str, str]) -> dict[str, tuple[bool, str]]:
    """Return what the doctor says of monitors, after a location told of an outage."""
    extra = {
        f"TRIAGE_MONITORS__{name.upper()}__{key}": value
        for name, keys in sources.items()
        for key, value in keys.items()
    }
    desk = timed_desk(url, NOW, extra)
    if told:
        put_down(desk.database, *outage(told, "03-02 10:00", "03-02 11:00"))
    findings = examine(desk.runtime)
    said = {one.what: (one.is_well, one.says) for one in findings}
    desk.database.dispose()
    return {what: one for what, one in said.items() if what.startswith(("monitors", "avail"))}


def test_s10_sources_in_two_locations_can_confirm_an_outage(migrated_sqlite_url: str) -> None:
    assert found(migrated_sqlite_url, oslo=OSLO, robot=ROBOT) == {
        "monitors oslo": (True, "Oslo, generic, signed; nothing told yet"),
        "monitors robot": (True, "robot, uptimerobot, known by its token; nothing told yet"),
        "availability smmpanelus": (True, "Oslo, robot watch, 2 must agree"),
    }


def test_s10_a_location_that_reports_by_a_prober_of_ours_counts(migrated_sqlite_url: str) -> None:
    said = found(migrated_sqlite_url, "Rome", oslo=OSLO)
    assert said["availability smmpanelus"] == (True, "Oslo, Rome watch, 2 must agree")


def test_s10_when_a_source_told_its_last_change_is_said(migrated_sqlite_url: str) -> None:
    said = found(migrated_sqlite_url, "Oslo", test=OSLO)
    assert said["monitors test"][1].endswith("last change told at 2026-03-02T11:00:00Z")


def test_s10_one_location_alone_confirms_nothing(migrated_sqlite_url: str) -> None:
    is_well, says = found(migrated_sqlite_url, oslo=OSLO)["availability smmpanelus"]
    assert not is_well
    assert says.startswith("2 locations must agree and only Oslo can report: add a [monitors.NAME]")


def test_s10_nobody_has_to_measure(migrated_sqlite_url: str) -> None:
    assert found(migrated_sqlite_url) == {
        "availability smmpanelus": (
            True,
            "nothing watches the site; its availability is not measured",
        )
    }


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        ({"SECRET": ""}, "a key is not whsec_ followed by base64: set TRIAGE_MONITORS__OSLO__SECR"),
        ({"SECRET": "whsec_?"}, "a key is not whsec_"),
        ({"POLICY": "instant-smm-panels"}, "instant-smm-panels promises no availability; name an"),
        ({"FORMAT": "pingdom"}, "pingdom does not sign its calls: set TRIAGE_MONITORS__OSLO__TOKE"),
    ],
)
def test_s10_a_source_that_cannot_report_is_to_be_mended(
    migrated_sqlite_url: str, source: dict[str, str], remedy: str
) -> None:
    is_well, says = found(migrated_sqlite_url, oslo=OSLO | source)["monitors oslo"]
    assert not is_well
    assert remedy in says


def test_s10_a_source_without_a_key_is_to_be_mended(migrated_sqlite_url: str) -> None:
    without = {key: value for key, value in OSLO.items() if key != "SECRET"}
    is_well, says = found(migrated_sqlite_url, oslo=without)["monitors oslo"]
    assert not is_well
    assert says.startswith("no key is configured: set TRIAGE_MONITORS__OSLO__SECRET")
