"""A ticket's page: all that is known, said safely."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from models.ticket import Message
from models.verdict import Verdict
from models.vocabulary import Question
from tests.unit.web.conftest import Desk, LogIn
from tests.unit.web.sample import RECEIPT, WITH_RECEIPT
from tests.unit.web.seed import INDIA, NOW, Draft, Seeder
from tests.unit.web.test_web_security import csrf


def page(client: TestClient, desk: Desk, name: str) -> str:
    answer = client.get(f"/tickets/{desk.numbers[name]}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def test_every_ticket_of_the_sample_can_be_opened(agent: TestClient, desk: Desk) -> None:
    for name in desk.numbers:
        assert f"#{desk.numbers[name]}" in page(agent, desk, name)


def test_the_contracts_and_the_human_response_stand_side_by_side(
    agent: TestClient, desk: Desk
) -> None:
    text = page(agent, desk, "topup")
    assert re.search(r"<dt>Contract</dt><dd><time[^>]*>12:20:00</time>", text)
    assert re.search(r'<dt>By a person</dt><dd><span class="muted">none yet</span>', text)


def test_the_ledger_explains_the_deadline_though_the_answer_was_immediate(
    agent: TestClient, desk: Desk
) -> None:
    text = page(agent, desk, "topup")
    assert "within <strong>3 business days</strong>" in text
    assert "The 7 intervals in figures" in text
    assert "Business hours" in text
    assert "<strong>21 h</strong> of open hours" in text


def test_a_clock_that_waits_says_for_what(agent: TestClient, desk: Desk) -> None:
    text = page(agent, desk, "missing")
    assert "waits for order number" in text
    assert "There is no deadline" in text
    assert "Waiting for order number" in text


def test_a_clock_that_starts_in_the_morning_shows_the_deadline_that_the_queue_shows(
    agent: TestClient, desk: Desk
) -> None:
    with desk.installation.database.write() as session:
        late = Draft("Evening", "Where is it?", ago=timedelta(minutes=10), policy=INDIA)
        number = Seeder(session, first=200_000).add(late)
    text = re.sub(r"\s+", " ", agent.get("/").text)
    row = re.search(r"Evening.*?Due</span> (<time[^>]*>[^<]*)", text)
    assert row is not None
    desk.numbers["late"] = number
    text = page(agent, desk, "late")
    assert f"<dt>Answer due</dt><dd>{row[1]}" in text
    assert "The clock starts" in text
    assert "There is no deadline" not in text


def test_verdicts_give_their_evidence_in_words(agent: TestClient, desk: Desk) -> None:
    text = page(agent, desk, "topup")
    assert "The bot said Top-up, 94 % sure" in text
    assert "<q><bdi>balance is still zero</bdi></q>" in text
    assert "paid but not credited" in text
    assert "The bot said not abusive, 97 % sure" in text
    assert "The bot said abusive, 97 % sure" in page(agent, desk, "abusive")


def test_an_acknowledgement_shows_its_evidence(agent: TestClient, desk: Desk) -> None:
    text = page(agent, desk, "topup")
    assert "250 2.0.0 Ok: queued as 4Tq9" in text
    assert "&lt;ack.100001@support.example.com&gt;" in text


def test_a_missing_acknowledgement_shows_its_reason(agent: TestClient, desk: Desk) -> None:
    text = page(agent, desk, "missing")
    assert "Too many answers went that way lately" in text
    assert "sender: 11 in an hour, 10 allowed" in text


def test_joined_tickets_point_at_each_other(agent: TestClient, desk: Desk) -> None:
    assert f'href="/tickets/{desk.numbers["duplicate"]}"' in page(agent, desk, "order")
    assert f'Joined to <a href="/tickets/{desk.numbers["order"]}"' in page(agent, desk, "duplicate")


def test_a_suggestion_can_be_joined_or_refused(agent: TestClient, desk: Desk) -> None:
    text = page(agent, desk, "suggested")
    assert "May repeat" in text
    assert "Join them" in text
    assert "Not a duplicate" in text
    assert "The bot said duplicate of #" in text


def test_a_message_that_is_unlikely_a_duplicate_is_surely_none(
    agent: TestClient, desk: Desk
) -> None:
    number = desk.numbers["order"]
    against = {"text": "", "note": "another order: 7, not 5", "weight": -1.0}
    with desk.installation.database.write() as session:
        message = session.exec(select(Message).where(Message.ticket_number == number)).first()
        assert message is not None
        session.add(
            Verdict(
                ticket_number=number,
                message_id=message.id or 0,
                question=Question.DUPLICATE,
                label="none",
                score=0.02,
                evidence=[against],
                model_version="1",
                at=NOW,
            )
        )
    text = page(agent, desk, "order")
    assert "The bot said no duplicate, 98 % sure" in text
    assert "another order: 7, not 5" in text


def test_html_is_cleaned_and_links_show_their_target(agent: TestClient, desk: Desk) -> None:
    text = page(agent, desk, "order")
    assert "alert(1)" not in text
    assert "tracker.example.net" not in text
    assert "&lt;https://evil.example.net/login&gt;" in text


def test_an_attachment_is_a_download_of_the_bytes_that_came_in(
    agent: TestClient, desk: Desk
) -> None:
    found = re.search(r'href="(/tickets/\d+/attachments/[^"]+)"', page(agent, desk, "topup"))
    assert found
    answer = agent.get(found.group(1))
    assert answer.content.strip() == RECEIPT
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"receipt.pdf\"; filename*=UTF-8''receipt.pdf"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "address",
    [
        "/tickets/{topup}/attachments/1/" + "0" * 64,
        "/tickets/{order}/attachments/1/{digest}",
        "/tickets/{topup}/attachments/999/{digest}",
        "/tickets/{topup}/attachments/1/../../../etc/passwd",
    ],
)
def test_an_attachment_is_had_only_by_its_own_address(
    agent: TestClient, desk: Desk, address: str
) -> None:
    found = re.search(r"attachments/\d+/([0-9a-f]{64})", page(agent, desk, "topup"))
    assert found
    path = address.format(**desk.numbers, digest=found.group(1))
    assert agent.get(path).status_code == 404


def test_an_attachment_is_for_people_who_are_logged_in(
    agent: TestClient, visitor: TestClient, desk: Desk
) -> None:
    found = re.search(r'href="(/tickets/\d+/attachments/[^"]+)"', page(agent, desk, "topup"))
    assert found
    assert visitor.get(found.group(1)).status_code == 303


def test_a_mail_can_be_saved_as_it_came_in(agent: TestClient, desk: Desk) -> None:
    found = re.search(r'href="(/tickets/\d+/messages/\d+/raw)"', page(agent, desk, "topup"))
    assert found
    answer = agent.get(found.group(1))
    assert answer.content == WITH_RECEIPT
    assert answer.headers["content-type"] == "application/octet-stream"
    assert agent.get(found.group(1).replace("100001", "100002")).status_code == 404


def test_one_click_reclassifies_and_the_page_tells_both_deadlines(
    agent: TestClient, desk: Desk
) -> None:
    number = desk.numbers["topup"]
    data = {"csrf_token": csrf(agent), "category": "billing", "reason": "A question <on> fees"}
    answer = agent.post(f"/tickets/{number}/category", data=data)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/tickets/{number}?done=reclassified"
    assert "Priority and deadline follow" in agent.get(answer.headers["location"]).text
    text = page(agent, desk, "topup")
    assert "A question &lt;on&gt; fees" in text
    history = text[text.index("Labels put right") : text.index("Audit trail")]
    assert re.search(r"Top-up</td><td><strong>Billing</strong>", history)
    assert re.findall(r'datetime="([^"]+)"', history)[1:] == [
        "2026-03-16T12:20:00+00:00",
        "2026-03-23T12:20:00+00:00",
    ]
    assert "put a label right: category from Top-up to Billing" in text
    again = agent.post(f"/tickets/{number}/category", data=data)
    assert again.status_code == 409
    assert "#100001 is billing already." in again.text


def test_a_note_and_a_reply_are_kept_with_their_author(agent: TestClient, desk: Desk) -> None:
    number, token = desk.numbers["overdue"], csrf(agent)
    for action, words in (("note", "Ask <finance>"), ("reply", "We credited it.")):
        answer = agent.post(
            f"/tickets/{number}/{action}", data={"csrf_token": token, "text": words}
        )
        assert answer.status_code == 303
    text = page(agent, desk, "overdue")
    assert "Ask &lt;finance&gt;" in text
    assert "Note, for colleagues alone" in text
    assert "Our reply" in text
    assert re.search(r"<dt>By a person</dt><dd><time[^>]*>14:20:00</time>", text)


def test_a_reply_is_recorded_at_the_time_that_the_agents_clock_showed(
    agent: TestClient, desk: Desk
) -> None:
    number = desk.numbers["polish"]
    data = {"csrf_token": csrf(agent), "text": "Done.", "at": "2026-03-11T16:00"}
    assert agent.post(f"/tickets/{number}/reply", data=data).status_code == 303
    assert 'datetime="2026-03-11T10:30:00+00:00"' in page(agent, desk, "polish")
    data["at"] = "2026-03-12T16:00"
    future = agent.post(f"/tickets/{number}/reply", data=data)
    assert future.status_code == 409
    assert "not in the future" in future.text


def test_what_an_address_says_was_done_is_never_shown_as_it_stands(
    agent: TestClient, desk: Desk
) -> None:
    text = agent.get(f"/tickets/{desk.numbers['topup']}?done=<b>gotcha</b>").text
    assert "gotcha" not in text


def test_a_ticket_of_an_agreement_that_is_gone_can_still_be_read(log_in: LogIn, desk: Desk) -> None:
    desk.installation.policies = {}
    text = page(log_in("ada"), desk, "topup")
    assert "No clock is kept" in text
