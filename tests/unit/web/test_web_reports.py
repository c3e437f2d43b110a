"""The pages that a manager signs by: who may see them, which months, which figures."""

import csv
import json
import re
from datetime import date
from io import StringIO

import pytest
from starlette.testclient import TestClient

from tests.unit.web.conftest import Desk
from tests.unit.web.seed import NOW
from triage.desk.reports import Span, read_cases
from triage.desk.reports_attainment import attainment
from triage.rate import Rate
from triage.web.report_view import Period, ReportParams, interval, percent, waited

PAGES = ("/reports", "/reports/breaches", "/reports/response-times", "/reports/suppressed")
FILES = tuple(
    f"/reports/{name}.{kind}"
    for name in ("attainment", "breaches", "response-times", "suppressed")
    for kind in ("csv", "json")
)
TODAY = date(2026, 3, 11)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("path", [*PAGES, *FILES, "/reports/response-times.svg"])
def test_reports_are_for_managers_alone(
    path: str, visitor: TestClient, agent: TestClient, manager: TestClient
) -> None:
    assert visitor.get(path).status_code == 303
    assert agent.get(path).status_code == 403
    assert manager.get(path).status_code == 200


def test_only_managers_are_shown_the_way(agent: TestClient, manager: TestClient) -> None:
    assert 'href="/reports"' in manager.get("/").text
    assert 'href="/reports"' not in agent.get("/").text


def test_attainment_shows_both_figures_with_their_intervals(
    manager: TestClient, desk: Desk
) -> None:
    with desk.installation.database.read() as session:
        span = Span(date(2026, 1, 1), date(2026, 4, 1))
        cases = read_cases(session, desk.installation.policies, span)
    [(_, whole)] = attainment(cases, NOW, ())
    text = text_of(manager.get("/reports").text)
    for rate in (whole.contract, whole.by_people):
        assert f"{percent(rate)} " in text
        assert f"95 % interval {interval(rate)}; {rate.hits} of {rate.of}" in text
    for heading in ("By month", "By agreement", "By channel", "By priority", "By category"):
        assert heading in text
    assert "January 2026 to March 2026" in text


def test_breaches_are_shown_with_their_ledgers(manager: TestClient, desk: Desk) -> None:
    page = manager.get("/reports/breaches").text
    late = json.loads(manager.get("/reports/breaches.json").text)
    assert late
    for record in late:
        assert f'href="/tickets/{record["ticket"]}"' in page
        assert record["ledger"][0]["from"] == record["received_at"]
    assert "Business hours" in text_of(page)
    assert desk.numbers["overdue"] in {record["ticket"] for record in late}


def test_the_picture_has_a_policy_of_its_own_and_no_script(manager: TestClient) -> None:
    answer = manager.get("/reports/response-times.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'"
    )
    assert "<script" not in answer.text
    page = manager.get("/reports/response-times?since=2026-03").text
    assert 'src="/reports/response-times.svg?since=2026-03&amp;to=2026-03"' in page


def test_silences_are_shown_in_words(manager: TestClient) -> None:
    found = json.loads(manager.get("/reports/suppressed.json").text)
    text = text_of(manager.get("/reports/suppressed").text)
    assert found[1]["code"] in text
    assert f"{found[0]['messages']} of {sum(one['messages'] for one in found)} messages" in text


def test_csv_is_a_file_with_the_months_in_its_name(manager: TestClient) -> None:
    answer = manager.get("/reports/attainment.csv?since=2026-03&to=2026-03")
    assert answer.headers["content-disposition"] == (
        'attachment; filename="attainment-2026-03-2026-03.csv"'
    )
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert {row["month"] for row in rows} == {"2026-03"}
    assert manager.get("/reports/attainment.csv?since=2020-01&to=2020-01").text == ""


@pytest.mark.parametrize("query", ["since=2026", "since=2026-13", "to=x", "since=1066-10"])
def test_no_months_are_named_by_the_page(manager: TestClient, query: str) -> None:
    assert manager.get(f"/reports?{query}").status_code == 422


def test_an_empty_month_says_so(manager: TestClient) -> None:
    text = text_of(manager.get("/reports?since=2020-02&to=2020-02").text)
    assert "No ticket was received" in text
    assert manager.get("/reports/response-times.svg?since=2020-02&to=2020-02").status_code == 200
    assert "No first response was late" in text_of(
        manager.get("/reports/breaches?since=2020-02&to=2020-02").text
    )


@pytest.mark.parametrize(
    ("params", "since", "to"),
    [
        ({}, date(2026, 1, 1), date(2026, 4, 1)),
        ({"since": "2025-12"}, date(2025, 12, 1), date(2026, 4, 1)),
        ({"to": "2025-12"}, date(2025, 12, 1), date(2026, 1, 1)),
        ({"since": "2026-03", "to": "2025-12"}, date(2025, 12, 1), date(2026, 4, 1)),
        ({"since": "2026-05", "to": ""}, date(2026, 5, 1), date(2026, 6, 1)),
    ],
)
def test_months_are_whole_and_both_included(params: dict[str, str], since: date, to: date) -> None:
    span = Period.of(ReportParams.model_validate(params), TODAY).span
    assert (span.since, span.until, span.policy) == (since, to, None)


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (Rate(2999, 3000), "99.9 %"),
        (Rate(3000, 3000), "100.0 %"),
        (Rate(1, 3000), "0.1 %"),
        (Rate(0, 3000), "0.0 %"),
        (Rate(1, 2), "50.0 %"),
        (Rate(0, 0), "–"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_nothing(rate: Rate, words: str) -> None:
    assert percent(rate) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, "–"), (0.7, "under 1 s"), (41.2, "41 s"), (90_000, "25 h")]
)
def test_waiting_times_in_words(seconds: float | None, words: str) -> None:
    assert waited(seconds) == words
