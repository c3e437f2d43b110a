"""`triage policy`: agreements shown, compared, and a change tried on real tickets (rule S15)."""

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.integration.desk.timed import GMT, INDIA, MONDAY, ORDER, SECRET, TOPUP, TimedDesk
from triage.cli import triage
from triage.config.load import shipped_config
from triage.desk import actions

AFTER_8_DAYS = "2026-03-12T12:00:00+0000"


def run(*arguments: str, **environment: str) -> Result:
    settings = {"TRIAGE_CONFIG": str(shipped_config())} | environment
    return CliRunner().invoke(triage, ["policy", *arguments], env=settings)


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def changed(folder: Path, priority: str = "", days: int = 0, more: str = "") -> str:
    """Write the shipped configuration with another target, or with more tables."""
    text = shipped_config().read_text("utf-8")
    if priority:
        target = rf"(smmpanelus.versions.v1.targets.{priority}\]\n#.*\nbusiness_days = )\d+"
        text, count = re.subn(target, rf"\g<1>{days}", text)
        assert count == 1
    path = folder / "changed.toml"
    path.write_text(text + more, "utf-8")
    return str(path)


def tried(desk: TimedDesk, *arguments: str) -> tuple[list[dict[str, Any]], str]:
    result = run(
        "try",
        "--json",
        *arguments,
        TRIAGE_SERVICE__SECRET=SECRET,
        TRIAGE_DATABASE__URL=desk.database.url,
    )
    assert result.exit_code == 0, result.output
    return lines(result.stdout), result.stderr


SECOND_VERSION = """
[policies.smmpanelus.versions.v2]
in_force_from = 2026-03-03
[policies.smmpanelus.versions.v2.calendar]
zone = "Etc/GMT"
[policies.smmpanelus.versions.v2.calendar.hours]
monday = "10:00-17:00"
[policies.smmpanelus.versions.v2.targets.high]
hours = 1
[policies.smmpanelus.versions.v2.targets.standard]
hours = 1
"""


def test_show_tells_every_version_and_its_terms() -> None:
    result = run("show")
    assert result.exit_code == 0
    assert "smmpanelus v1: from 2025-08-30, in force now" in result.output
    assert "instant-smm-panels v1: from 2025-02-01, in force now" in result.output
    assert "email, standard: 7 business days" in result.output


def test_show_as_json_has_the_configured_table() -> None:
    [line] = lines(run("show", "--json", "smmpanelus").output)
    terms = tomllib.loads(shipped_config().read_text("utf-8"))["policies"]["smmpanelus"]["versions"]
    assert line["terms"] == terms["v1"]
    assert (line["version"], line["in_force_from"]) == ("v1", "2025-08-30")
    assert (line["in_force_until"], line["is_in_force"]) == (None, True)


def test_show_of_an_unknown_policy_names_those_there_are() -> None:
    result = run("show", "nothing")
    assert result.exit_code == 2
    assert "smmpanelus, instant-smm-panels" in result.output


def test_diff_of_two_versions_tells_keys_and_values() -> None:
    result = run("diff", "smmpanelus/v1", "instant-smm-panels/v1")
    assert '~ before_opening: "next_business_day" → "same_day"' in result.output
    told = run("diff", "--json", "smmpanelus/v1", "instant-smm-panels/v1")
    found = {line["key"]: line for line in lines(told.output)}
    assert (found["calendar.zone"]["old"], found["calendar.zone"]["new"]) == (
        "Etc/GMT",
        "Asia/Kolkata",
    )
    assert found["credits"]["new"] is None


def test_diff_of_two_files_has_the_path_of_each_key(tmp_path: Path) -> None:
    result = run("diff", str(shipped_config()), changed(tmp_path, "standard", 5))
    assert result.output == "~ smmpanelus.versions.v1.targets.standard.business_days: 7 → 5\n"
    assert run("diff", str(shipped_config()), str(shipped_config())).output == ""


@pytest.mark.parametrize("side", ["smmpanelus/v9", "nothing/v1", "nothing.toml"])
def test_diff_of_what_is_not_there_is_wrong_usage(side: str) -> None:
    result = run("diff", "smmpanelus/v1", side)
    assert result.exit_code == 2
    assert "neither a file nor NAME/VERSION" in result.output


def test_try_tells_deadlines_that_would_move_and_breaches_that_would_appear(
    desk: TimedDesk, tmp_path: Path
) -> None:
    waiting, topup = desk.receive(ORDER), desk.receive(TOPUP)
    other, answered = desk.receive(ORDER, INDIA), desk.receive(ORDER, GMT, From="x@example.org")
    with desk.acting() as acting:
        actions.record_reply(acting, answered, "Done.", desk.now)
    before = desk.projections()
    found, summary = tried(desk, "--at", "2026-03-10T12:00Z", changed(tmp_path, "standard", 5))
    assert [line["ticket"] for line in found] == [waiting]
    assert found[0]["old_due_at"] == "2026-03-11T10:00:00Z"
    assert found[0]["new_due_at"] == "2026-03-09T10:00:00Z"
    assert (found[0]["old_state"], found[0]["new_state"]) == ("running", "breached")
    assert found[0]["breach"] == "appears"
    assert "1 open deadlines would move, 1 breaches appear, 0 vanish" in summary
    assert desk.projections() == before
    assert {topup, other} & {line["ticket"] for line in found} == set()


def test_try_tells_breaches_that_would_vanish(desk: TimedDesk, tmp_path: Path) -> None:
    number = desk.receive(TOPUP)
    [line], summary = tried(desk, "--at", AFTER_8_DAYS, changed(tmp_path, "high", 9))
    assert (line["ticket"], line["breach"]) == (number, "vanishes")
    assert "0 breaches appear, 1 vanish" in summary


def test_s15_a_new_version_touches_no_ticket_received_before(
    desk: TimedDesk, tmp_path: Path
) -> None:
    desk.receive(ORDER)
    file = changed(tmp_path, more=SECOND_VERSION)
    assert tried(desk, "--at", AFTER_8_DAYS, file)[0] == []
    desk.pass_time(days=1)
    number = desk.receive(TOPUP, From="x@example.org")
    [line] = tried(desk, "--at", AFTER_8_DAYS, file)[0]
    assert (line["ticket"], line["old_version"], line["new_version"]) == (number, "v1", "v2")


def test_a_deadline_that_is_known_before_the_opening_moves_too(
    desk: TimedDesk, tmp_path: Path
) -> None:
    desk.runtime.time = MONDAY.replace(day=1)
    number = desk.receive(ORDER)
    found, _ = tried(desk, "--at", "2026-03-01T12:00:00+0000", changed(tmp_path, "standard", 5))
    assert _moves(found) == [(number, "2026-03-11T10:00:00Z", "2026-03-09T10:00:00Z")]


def _moves(found: Iterable[dict[str, Any]]) -> list[tuple[int, str, str]]:
    return [(line["ticket"], line["old_due_at"], line["new_due_at"]) for line in found]


def test_agreements_that_are_not_in_the_changed_file_are_named(
    desk: TimedDesk, tmp_path: Path
) -> None:
    desk.receive(ORDER)
    file = tmp_path / "empty.toml"
    file.write_text("", "utf-8")
    found, told = tried(desk, str(file))
    assert found == []
    assert "left out" in told
    assert "instant-smm-panels, smmpanelus" in told
