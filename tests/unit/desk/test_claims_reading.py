"""What a claim's words contain: rule S13."""

from datetime import date

import pytest

from triage.desk.claims_months import months_in
from triage.desk.claims_reading import ClaimContent, read_claim

DECEMBER = date(2026, 12, 1)
NOVEMBER = date(2026, 11, 1)


def read(*texts: str, files: tuple[str, ...] = (), language: str = "en") -> ClaimContent:
    return read_claim(texts, files, language, DECEMBER)


@pytest.mark.parametrize(
    ("text", "language", "months"),
    [
        ("w listopadzie 2026", "pl", {"2026-11"}),
        ("w marcu", "pl", {"2026-03"}),
        ("за ноябрь 2026 года", "ru", {"2026-11"}),
        ("kasım ayında", "tr", {"2026-11"}),
        ("نوفمبر 2026", "ar", {"2026-11"}),
        ("नवंबर 2026", "hi", {"2026-11"}),
        ("11月", "ja", {"2026-11"}),
        ("2026年11月14日", "zh", {"2026-11"}),
        ("tháng 11 năm 2026", "vi", {"2026-11"}),
        ("im Mai 2026", "de", {"2026-05"}),
        ("in December", "en", {"2026-12"}),
        ("in January", "en", {"2026-01"}),
        ("14.11.2026", "de", {"2026-11"}),
        ("12/25/2026", "en", {"2026-12"}),
        ("11/2026 and 2026-10", "en", {"2026-11", "2026-10"}),
        ("you may march on", "en", set()),
        ("order 2026, 99/2026, 10.0.0.1", "en", set()),
        ("November 2026", "xx", {"2026-11"}),
    ],
)
def test_s13_the_months_that_a_text_names(text: str, language: str, months: set[str]) -> None:
    assert {f"{month:%Y-%m}" for month in months_in(text, language, DECEMBER)} == months


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Compensation please", "2026-11"),
        ("For October and November 2026", "2026-11"),
        ("For October 2026", "2026-10"),
        ("For September and October 2026", "2026-10"),
        ("For December 2026", "2026-12"),
        ("For May 2027", "2027-05"),
    ],
)
def test_s13_the_month_of_a_claim_is_the_one_before_unless_it_says_another(
    text: str, month: str
) -> None:
    assert f"{read(text).month:%Y-%m}" == month


def test_s13_the_month_before_january_is_december() -> None:
    assert read_claim(["x"], [], "en", date(2027, 1, 1)).month == DECEMBER


def test_s13_days_with_hours_are_evidence_of_downtime() -> None:
    content = read(
        "Panel niedostępny:\n- 14.11.2026 od 20:05 do 23:50 GMT,\nProszę o kredyt.", language="pl"
    )
    assert content.outages == ("- 14.11.2026 od 20:05 do 23:50 GMT,",)
    assert not content.has_log


@pytest.mark.parametrize(
    "text",
    [
        "On 14 November 2026 from 8 pm to 11 pm",
        "2026-11-14T20:05:00Z",
        "Date: 14/11/2026\nFrom 20:05",
        "٢٠٢٦-١١-١٤ ٢٠:٠٥",
    ],
)
def test_s13_days_with_hours_however_they_are_written(text: str) -> None:
    assert read(text).outages


@pytest.mark.parametrize(
    "text", ["Down in November 2026", "14.11.2026", "down at 20:05", "3 orders 200.50 USD at 10.30"]
)
def test_s13_a_day_without_an_hour_is_no_evidence(text: str) -> None:
    assert read(text).outages == ()


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("see the file", ("monitor.csv",)),
        ("https://stats.example.org/abc", ()),
        ("2026-11-14 20:05 DOWN timeout\n2026-11-14 20:40 UP", ()),
    ],
)
def test_s13_a_log_is_a_file_a_link_or_pasted_lines(text: str, files: tuple[str, ...]) -> None:
    assert read(text, files=files).has_log


def test_s13_numbers_that_may_be_tickets_are_kept_in_order() -> None:
    text = "Tickets 812, #815, 820 and 812; paid 20.50, 1,200 on 14.11.2026 at 10:30"
    assert read(text).numbers == ("812", "815", "820")
    assert read("My tickets P-297 and #T12 were late; see a/b-22").numbers == ("P-297", "T12")


def test_much_text_is_read_in_bounds() -> None:
    content = read("14.11.2026 20:05 down 12345\n" * 5000)
    assert len(content.outages) <= 50
    assert len(read(" ".join(map(str, range(10, 9999)))).numbers) <= 200
