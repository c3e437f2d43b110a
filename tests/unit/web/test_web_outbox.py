"""Acknowledgements that a person decides on, the switches, and messages set aside."""

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from models.intake import InboxMessage
from models.outbox import Outbox, Switch
from models.people import Audit
from models.ticket import Ticket
from models.vocabulary import ClockState, InboxState, OutboxState
from tests.unit.web.conftest import Desk
from tests.unit.web.seed import add_switch
from tests.unit.web.test_web_security import csrf


def row_of(desk: Desk, name: str) -> Outbox:
    with desk.installation.database.read() as session:
        row = session.exec(select(Outbox).where(Outbox.ticket_number == desk.numbers[name])).one()
        session.expunge(row)
        return row


def ticket_of(desk: Desk, name: str) -> Ticket:
    with desk.installation.database.read() as session:
        found = session.get(Ticket, desk.numbers[name])
        assert found is not None
        session.expunge(found)
        return found


def test_what_is_stuck_is_listed_with_its_error(manager: TestClient) -> None:
    text = manager.get("/outbox").text
    assert "connection lost after DATA" in text
    assert "550 5.1.1 no such user" in text
    assert "It was accepted" in text


def test_marking_as_accepted_stops_the_clock_when_it_was_sent(
    manager: TestClient, desk: Desk
) -> None:
    row = row_of(desk, "technical")
    data = {"csrf_token": csrf(manager), "reason": "It is in the Sent folder"}
    assert manager.post(f"/outbox/{row.id}/sent", data=data).status_code == 303
    after = row_of(desk, "technical")
    assert after.state is OutboxState.SENT
    assert after.evidence == {"by": "max", "reason": "It is in the Sent folder"}
    ticket = ticket_of(desk, "technical")
    assert ticket.responded_at == row.settled_at
    assert ticket.clock_state is ClockState.MET
    assert ticket.flags == []


def test_marking_as_accepted_needs_a_reason(manager: TestClient, desk: Desk) -> None:
    row = row_of(desk, "technical")
    answer = manager.post(f"/outbox/{row.id}/sent", data={"csrf_token": csrf(manager)})
    assert answer.status_code == 409
    assert row_of(desk, "technical").state is OutboxState.IN_DOUBT


@pytest.mark.parametrize("name", ["technical", "overdue"])
def test_sending_again_keeps_the_message_id_and_wakes_the_sender(
    manager: TestClient, desk: Desk, name: str
) -> None:
    row = row_of(desk, name)
    answer = manager.post(f"/outbox/{row.id}/resend", data={"csrf_token": csrf(manager)})
    assert answer.status_code == 303
    after = row_of(desk, name)
    assert (after.state, after.message_id) == (OutboxState.PENDING, row.message_id)
    assert after.not_before == desk.installation.time
    assert desk.installation.woken == ["sender"]
    assert ticket_of(desk, name).flags == []


def test_giving_up_leaves_the_clock_running(manager: TestClient, desk: Desk) -> None:
    row = row_of(desk, "overdue")
    answer = manager.post(f"/outbox/{row.id}/cancel", data={"csrf_token": csrf(manager)})
    assert answer.status_code == 303
    assert row_of(desk, "overdue").state is OutboxState.CANCELLED
    assert ticket_of(desk, "overdue").clock_state is ClockState.BREACHED


def test_what_was_accepted_cannot_be_decided_on(manager: TestClient, desk: Desk) -> None:
    row = row_of(desk, "topup")
    for action in ("sent", "resend", "cancel"):
        data = {"csrf_token": csrf(manager), "reason": "x"}
        answer = manager.post(f"/outbox/{row.id}/{action}", data=data)
        assert answer.status_code == 409
        assert "changed in the meantime" in answer.text
    assert row_of(desk, "topup").state is OutboxState.SENT


def test_the_open_breaker_is_seen_everywhere_and_closed_by_a_manager(
    manager: TestClient, desk: Desk
) -> None:
    with desk.installation.database.write() as session:
        add_switch(session, "breaker", "2001 acknowledgements within a minute")
    assert "2001 acknowledgements within a minute" in manager.get("/outbox").text
    assert '<span class="count is-alert">3' in manager.get("/").text
    data = {
        "csrf_token": csrf(manager),
        "name": "breaker",
        "is_on": "false",
        "reason": "It was our own test",
    }
    assert manager.post("/outbox/switch", data=data).status_code == 303
    with desk.installation.database.read() as session:
        switch = session.get(Switch, "breaker")
        assert switch is not None
        assert (switch.is_on, switch.changed_by) == (False, "max")
        assert "breaker_off" in session.exec(select(Audit.action)).all()
    assert manager.post("/outbox/switch", data=data).status_code == 409
    assert manager.post("/outbox/switch", data=data | {"name": "x"}).status_code == 409


def test_a_message_set_aside_can_be_saved_and_tried_again(agent: TestClient, desk: Desk) -> None:
    text = agent.get("/set-aside").text
    assert "ValueError: part 3 ends before it starts" in text
    with desk.installation.database.read() as session:
        row = session.exec(
            select(InboxMessage).where(InboxMessage.state == InboxState.SET_ASIDE)
        ).one()
    raw = agent.get(f"/set-aside/{row.id}/raw")
    assert raw.content == row.raw
    assert raw.headers["content-type"] == "application/octet-stream"
    token = csrf(agent)
    assert agent.post(f"/set-aside/{row.id}/retry", data={"csrf_token": token}).status_code == 303
    assert desk.installation.woken == ["desk"]
    assert "Nothing is set aside" in agent.get("/set-aside").text
    assert agent.get(f"/set-aside/{row.id}/raw").status_code == 404
    assert agent.post("/set-aside/retry", data={"csrf_token": token}).status_code == 409
