"""The figures that managers sign for, against tickets whose story is known."""

import csv
import json
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from click.testing import CliRunner

from models.vocabulary import Category, ClockState, Suppression
from tests.integration.desk.timed import GMT, INDIA, MONDAY, ORDER, SECRET, TOPUP, TimedDesk
from triage.ack.outcome import Refused
from triage.cli import triage
from triage.config.load import shipped_config
from triage.desk import actions, corrections
from triage.desk.reports import Span, read_cases
from triage.desk.reports_attainment import Group, attainment
from triage.desk.reports_breaches import breaches
from triage.desk.reports_chart import picture
from triage.desk.reports_csv import csv_text
from triage.desk.reports_suppressed import suppressed
from triage.desk.reports_times import BUCKETS, Times, response_times
from triage.rate import Rate

MARCH = Span(date(2026, 3, 1), date(2026, 4, 1))


def reply(desk: TimedDesk, number: int) -> None:
    with desk.acting() as acting:
        actions.record_reply(acting, number, "Done.", desk.now)


def groups(desk: TimedDesk, *by: str, span: Span = MARCH) -> dict[tuple[str, ...], Group]:
    with desk.database.read() as session:
        cases = read_cases(session, desk.runtime.policies, span)
    return {tuple(key.values()): group for key, group in attainment(cases, desk.now, by)}


def whole(desk: TimedDesk, span: Span = MARCH) -> Group:
    return groups(desk, span=span)[()]


@pytest.fixture
def month(desk: TimedDesk) -> dict[str, int]:
    """Five tickets: answered in time by both, by the machine alone, late, not yet, and void."""
    numbers = {
        name: desk.receive(text, From=f"{name}@example.org")
        for name, text in {
            "both": ORDER,
            "machine": ORDER.replace("4412345", "5512345"),
            "late": TOPUP,
        }.items()
    }
    desk.pass_time(seconds=1)
    desk.settle(received_high=Refused(desk.now, "550 5.1.1 no such user"))
    desk.pass_time(hours=2)
    reply(desk, numbers["both"])
    desk.pass_time(days=4)
    reply(desk, numbers["late"])
    text = ORDER.replace("4412345", "6612345")
    numbers["waiting"] = desk.receive(text, INDIA, From="waiting@example.org")
    numbers["robot"] = desk.receive("I am away.", Auto_Submitted="auto-replied")
    desk.sweep()
    return numbers


def test_attainment_counts_what_was_owed_and_decided(
    desk: TimedDesk, month: dict[str, int]
) -> None:
    found = whole(desk)
    assert found.tickets == len(month)
    assert found.contract == Rate(2, 3)
    assert found.states[ClockState.VOID] == 1
    assert found.states[ClockState.RUNNING] == 1
    low, high = found.contract.interval
    assert (round(low, 4), round(high, 4)) == (0.2077, 0.9385)


def test_s7_a_persons_answer_stands_beside_the_contracts(
    desk: TimedDesk, month: dict[str, int]
) -> None:
    found = whole(desk)
    # "machine" was acknowledged within a second, and no person answered; its deadline is to come.
    assert found.by_people == Rate(1, 2)
    told = found.to_json()
    assert told["median_first_response_seconds"] == 1.0
    assert told["answered_by_a_person"] == 2
    assert told["attainment_of"] == 3
    desk.pass_time(days=20)
    assert whole(desk).by_people == Rate(1, 4)
    assert len(month) == 5


def test_attainment_by_each_dimension(desk: TimedDesk, month: dict[str, int]) -> None:
    assert month
    by_policy = groups(desk, "policy")
    assert set(by_policy) == {("instant-smm-panels",), ("smmpanelus",)}
    assert by_policy["smmpanelus",].contract == Rate(2, 3)
    assert by_policy["instant-smm-panels",].contract.value is None
    by_priority = groups(desk, "priority", "category")
    assert by_priority["high", "topup"].contract == Rate(0, 1)
    assert set(groups(desk, "channel")) == {("email",)}
    assert set(groups(desk, "month")) == {("2026-03",)}


def test_a_month_is_the_agreements_own(desk: TimedDesk) -> None:
    desk.runtime.time = datetime(2026, 2, 28, 20, tzinfo=UTC)
    desk.receive(ORDER, GMT)
    desk.receive(ORDER, INDIA)
    assert set(groups(desk, "policy", "month", span=Span())) == {
        ("smmpanelus", "2026-02"),
        ("instant-smm-panels", "2026-03"),
    }
    assert whole(desk).tickets == 1
    assert whole(desk, Span(date(2026, 2, 1), date(2026, 3, 1))).tickets == 1
    assert whole(desk, Span(policy="smmpanelus")).tickets == 1


def test_without_tickets_there_is_no_share(desk: TimedDesk) -> None:
    told = whole(desk).to_json()
    assert (told["attainment"], told["attainment_low"], told["tickets"]) == (None, None, 0)
    assert groups(desk, "month") == {}


def test_a_breach_is_shown_with_the_ledger_that_proves_it(
    desk: TimedDesk, month: dict[str, int]
) -> None:
    with desk.database.read() as session:
        cases = read_cases(session, desk.runtime.policies, MARCH)
        [found] = breaches(session, desk.runtime.policies, cases, desk.now)
    told = found.to_json()
    assert told["ticket"] == month["late"]
    assert told["due_at"] == "2026-03-05T10:00:00Z"
    assert told["responded_at"] == "2026-03-06T12:00:01Z"
    assert told["late_by_seconds"] == 26 * 3600 + 1
    assert told["found_at"] == "2026-03-05T10:00:00.000001Z"
    ledger = found.clock.ledger
    assert (ledger[0].start, ledger[-1].end) == (MONDAY, found.clock.responded_at)
    counted = sum((one.end - one.start for one in ledger if one.counted), timedelta())
    assert counted == found.clock.elapsed
    assert {one.reason for one in ledger} == {"open", "closed"}


def test_s8_a_corrected_ticket_leaves_the_report_of_breaches(
    desk: TimedDesk, month: dict[str, int]
) -> None:
    with desk.acting() as acting:
        corrections.reclassify(acting, month["late"], Category.SERVICE, "no top-up")
    with desk.database.read() as session:
        cases = read_cases(session, desk.runtime.policies, MARCH)
        assert list(breaches(session, desk.runtime.policies, cases, desk.now)) == []
    assert whole(desk).contract == Rate(3, 3)


def test_response_times_show_both_and_who_still_waits(
    desk: TimedDesk, month: dict[str, int]
) -> None:
    with desk.database.read() as session:
        first, human = response_times(read_cases(session, desk.runtime.policies, MARCH))
    day = 24 * 3600
    assert list(first.seconds) == [1.0, 1.0, 4 * day + 2 * 3600 + 1]
    assert (len(human.seconds), human.waiting, first.waiting) == (2, 2, 1)
    assert sum(first.counts) + first.waiting == len(month) - 1
    assert dict(zip((name for name, _ in BUCKETS), first.counts, strict=True))["1 s"] == 2


@pytest.mark.parametrize(
    ("share", "wanted"), [(0.5, 2.0), (0.75, 3.0), (0.76, 4.0), (0.01, 1.0), (1.0, 4.0)]
)
def test_quantiles_are_times_that_occurred(share: float, wanted: float) -> None:
    times = Times("first", [1.0, 2.0, 3.0, 4.0], 0)
    assert times.quantile(share) == wanted
    assert Times("first", [], 3).quantile(share) is None


def test_bounds_belong_to_the_bucket_that_they_end() -> None:
    times = Times("first", [0.0, 1.0, 1.001, 3600.0, 10**9], 0)
    assert [name for (name, _), count in zip(BUCKETS, times.counts, strict=True) if count] == [
        "1 s",
        "10 s",
        "1 h",
        "longer",
    ]


def test_silences_are_counted_by_code(desk: TimedDesk, month: dict[str, int]) -> None:
    with desk.database.read() as session:
        found = suppressed(session, desk.runtime.policies, MARCH)
    assert found.by_code == ((Suppression.AUTO_SUBMITTED, 1),)
    assert (found.allowed, found.total) == (len(month) - 1, len(month))


def test_the_picture_runs_no_script_and_names_every_bucket() -> None:
    svg = picture((Times("first", [0.5, 2.0], 1), Times("human", [90_000.0], 2)))
    root = ET.fromstring(svg)  # noqa: S314 - made here
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "<script" not in svg
    assert not [name for node in root.iter() for name in node.attrib if name.startswith("on")]
    words = {node.text for node in root.iter() if node.text}
    assert {"≤ 1 s", "≤ 7 days", "longer", "none yet", "By a person"} <= words


def test_csv_spreads_nested_values_and_defuses_formulas() -> None:
    text = csv_text([{"a": {"x": 1, "y": None}, "b": "=1+1"}, {"a": {"x": 2, "y": 3}, "b": "ä, ö"}])
    assert list(csv.reader(StringIO(text))) == [
        ["x", "y", "b"],
        ["1", "", "'=1+1"],
        ["2", "3", "ä, ö"],
    ]
    assert csv_text([]) == ""


def run(desk: TimedDesk, *arguments: str) -> str:
    settings = {
        "TRIAGE_CONFIG": str(shipped_config()),
        "TRIAGE_SERVICE__SECRET": SECRET,
        "TRIAGE_DATABASE__URL": desk.database.url,
    }
    result = CliRunner().invoke(triage, ["report", *arguments], env=settings)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_prints_each_report_as_json_and_csv(
    desk: TimedDesk, month: dict[str, int]
) -> None:
    plain = run(desk)
    assert plain == run(desk, "attainment")
    records = [json.loads(line) for line in plain.splitlines()]
    assert sum(record["tickets"] for record in records) == len(month)
    assert records[0].keys() >= {"month", "policy", "channel", "priority", "category", "attainment"}
    [whole_month] = [
        json.loads(line) for line in run(desk, "attainment", "--by", "month").splitlines()
    ]
    assert whole_month["month"] == "2026-03"
    rows = list(csv.DictReader(StringIO(run(desk, "--since", "2026-03", "--csv"))))
    assert {row["policy"] for row in rows} == {"smmpanelus", "instant-smm-panels"}
    assert run(desk, "--since", "2026-04") == ""
    [late] = csv.DictReader(StringIO(run(desk, "breaches", "--csv")))
    assert late["ledger"].startswith("2026-03-02T10:00:00Z to 2026-03-02T17:00:00Z counted: open; ")
    [first, human] = [json.loads(line) for line in run(desk, "response-times").splitlines()]
    assert (first["response"], human["response"]) == ("first", "human")
    assert first["counts"]["1 s"] == 2
    assert run(desk, "response-times", "--svg").startswith("<svg")
    assert json.loads(run(desk, "suppressed").splitlines()[1])["code"] == "AUTO_SUBMITTED"
