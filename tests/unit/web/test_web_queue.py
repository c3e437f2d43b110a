"""The queue: what it shows, in which order, behind which filter."""

import re

import pytest
from starlette.testclient import TestClient

from tests.unit.web.conftest import Desk


def numbers(text: str) -> list[int]:
    return [int(n) for n in re.findall(r'class="subject" href="/tickets/(\d+)"', text)]


def names(desk: Desk, text: str) -> list[str]:
    by_number = {number: name for name, number in desk.numbers.items()}
    return [by_number[number] for number in numbers(text)]


def test_high_priority_comes_first_then_what_is_due_then_what_was_answered(
    agent: TestClient, desk: Desk
) -> None:
    shown = names(desk, agent.get("/").text)
    assert shown[:3] == ["overdue", "topup", "hindi"]
    assert shown[3] == "claim"
    assert shown[-1] == "service"
    assert "waiting" not in shown
    assert "spam" not in shown
    assert "duplicate" not in shown


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/?category=account", {"polish"}),
        ("/?priority=high", {"overdue", "topup", "hindi"}),
        ("/?language=pl", {"polish", "claim"}),
        ("/?due=overdue", {"overdue"}),
        ("/?due=today", {"claim"}),
        ("/?due=none", {"unsure", "missing", "abusive", "technical"}),
        ("/?mark=abusive", {"abusive"}),
        ("/?mark=person", {"abusive"}),
        ("/?mark=unsure", {"unsure"}),
        ("/?mark=missing", {"unsure", "missing", "technical"}),
        ("/?mark=translation", {"polish", "claim", "arabic", "hindi"}),
        ("/?mark=suppressed", {"missing"}),
        ("/?state=waiting", {"waiting"}),
        ("/?state=closed", {"spam"}),
        ("/?state=merged", {"duplicate"}),
        ("/?state=open&category=&priority=&language=en&category=technical", {"technical"}),
        ("/?q=100004", {"order"}),
        ("/?q=%23100004", {"order"}),
        ("/?q=[%23100004]", {"order"}),
        ("/?q=KIM@example.com", {"order", "duplicate", "suggested"}),
        ("/?q=drip+feed", {"service"}),
        ("/?q=100%25", set()),
        ("/?q=_", set()),
        ("/?q=99999999999999999999", set()),
    ],
)
def test_filters_and_search(
    agent: TestClient, desk: Desk, address: str, expected: set[str]
) -> None:
    answer = agent.get(address)
    assert answer.status_code == 200
    assert set(names(desk, answer.text)) == expected


def test_tabs_and_filters_say_how_many_there_are(agent: TestClient) -> None:
    text = re.sub(r"\s+", " ", agent.get("/").text)
    assert 'aria-current="true">Open <span class="count">13</span>' in text
    assert 'Waiting <span class="count">1</span>' in text
    assert 'Top-up <span class="count">4</span>' in text
    assert 'Overdue <span class="count">1</span>' in text
    assert "Polish (2)" in text


def test_marks_are_in_words(agent: TestClient) -> None:
    text = agent.get("/").text
    for mark in (
        "Abusive",
        "Needs a person",
        "Unsure",
        "No order number",
        "No ack: RATE",
        "+1 joined",
        "Like #100004",
        "Translate: Hindi",
        "Ack refused",
        "Ack in doubt",
        "Breached",
    ):
        assert f">{mark}</span>" in text, mark


def test_times_are_in_the_agreements_zone_and_relative(agent: TestClient) -> None:
    text = agent.get("/").text
    assert "5 d late" in text
    assert 'title="Tue 10 Mar 2026, 17:50:00 IST">Tue 10 Mar 17:50</time>' in text
    assert 'title="Wed 11 Mar 2026, 12:20:00 GMT">12:20</time>' in text


def test_pages_follow_each_other_without_gap_or_repeat(agent: TestClient, desk: Desk) -> None:
    web = desk.installation.settings.web.model_copy(update={"page_size": 5})
    desk.installation.settings = desk.installation.settings.model_copy(update={"web": web})
    first, second, third = (agent.get(f"/?page={page}").text for page in (1, 2, 3))
    seen = [*numbers(first), *numbers(second), *numbers(third)]
    assert [len(numbers(text)) for text in (first, second, third)] == [5, 5, 3]
    assert len(set(seen)) == 13
    assert 'rel="next" href="/?page=2"' in first
    assert 'rel="prev" href="/?page=2"' in third
    assert 'rel="next"' not in third
    assert "No ticket matches" in agent.get("/?page=9").text


def test_a_hostile_subject_is_text(agent: TestClient) -> None:
    text = agent.get("/?state=closed").text
    assert "cheaper \N{REPLACEMENT CHARACTER}gpj.exe" in text
    assert "\u202e" not in text
    assert "&lt;script&gt;" in agent.get("/?q=<script>").text
