"""However much comes in, little goes out to one address, one domain, or at once (RATE)."""

from collections.abc import Callable, Iterator

import pytest
from sqlmodel import col, select

from models.outbox import Switch
from models.verdict import AckDecision
from models.vocabulary import AckKind, Channel, Suppression
from tests.integration.desk.people import manager, press
from tests.integration.desk.timed import GMT, TimedDesk, timed_desk
from triage.db import Database
from triage.desk.known import BREAKER
from triage.intake.store import RawMessage, store

Limited = Callable[..., TimedDesk]


@pytest.fixture
def limited(either_database: Database) -> Iterator[Limited]:
    """Desks with other limits, on each engine."""
    made = []

    def desk(**limits: int) -> TimedDesk:
        extra = {f"TRIAGE_SUPPRESSING__{key.upper()}": str(most) for key, most in limits.items()}
        made.append(timed_desk(either_database.url, extra=extra))
        return made[-1]

    yield desk
    for one in made:
        one.database.dispose()


def write(desk: TimedDesk, sender: str, **headers: str) -> int:
    """Let a customer write about a matter that nobody wrote about before."""
    return desk.receive(
        f"My order {4400000 + desk.written} has not started since yesterday, please check.",
        **{"From": sender, "Subject": f"Order {4400000 + desk.written}", **headers},
    )


def codes(desk: TimedDesk) -> list[Suppression | None]:
    """Return why each message was not acknowledged, None where it was, in their order."""
    with desk.database.read() as session:
        return [row.code for row in session.exec(select(AckDecision).order_by(col(AckDecision.id)))]


def evidence(desk: TimedDesk) -> str:
    with desk.database.read() as session:
        return list(session.exec(select(AckDecision.evidence).order_by(col(AckDecision.id))))[-1]


def test_one_address_has_a_window_that_slides(limited: Limited) -> None:
    desk = limited(per_sender_hour=3)
    for _ in range(4):
        write(desk, "nadia@example.org")
        desk.pass_time(minutes=10)
    assert codes(desk) == [None, None, None, Suppression.RATE]
    assert "sender" in evidence(desk)
    write(desk, "omar@example.org")
    desk.pass_time(minutes=20, seconds=1)
    write(desk, "nadia@example.org")
    write(desk, "Nadia@Example.org")
    assert codes(desk)[4:] == [None, None, Suppression.RATE]


def test_what_is_not_answered_is_a_ticket_all_the_same(limited: Limited) -> None:
    desk = limited(per_sender_hour=1)
    write(desk, "nadia@example.org")
    ticket = desk.ticket(write(desk, "nadia@example.org"))
    assert ticket.suppression is Suppression.RATE
    assert desk.outbox(ticket.number) == []


def test_one_batch_counts_its_own_answers(limited: Limited) -> None:
    desk = limited(per_sender_hour=2)
    mails = []
    for number in range(4):
        text = f"My order {7700000 + number} has not started, please check it."
        mails.append(desk.mail(text, From="nadia@example.org", Subject=f"Order {number}"))
    with desk.database.write() as session:
        messages = [RawMessage(raw, desk.now) for raw in mails]
        assert store(session, GMT, Channel.EMAIL, messages, desk.now) == 4
    assert desk.runtime.pipeline.process() == 4
    assert codes(desk) == [None, None, Suppression.RATE, Suppression.RATE]


def test_one_address_about_one_subject_has_a_window_of_a_day(limited: Limited) -> None:
    desk = limited()
    for subject in ("Where is it", "Re: where is it", "AW: Where  is it"):
        write(desk, "nadia@example.org", Subject=subject)
        desk.pass_time(hours=2)
    assert codes(desk) == [None, None, Suppression.RATE]
    assert "sender_subject" in evidence(desk)
    write(desk, "nadia@example.org", Subject="Something else")
    desk.pass_time(hours=18, seconds=1)
    write(desk, "nadia@example.org", Subject="Where is it")
    assert codes(desk)[3:] == [None, None]


def test_one_domain_has_a_window_unless_everybody_is_there(limited: Limited) -> None:
    desk = limited(per_domain_hour=2)
    for number in range(3):
        write(desk, f"c{number}@shop.example")
    for number in range(3):
        write(desk, f"c{number}@gmail.com")
    assert codes(desk) == [None, None, Suppression.RATE, None, None, None]
    desk.pass_time(hours=1, seconds=1)
    write(desk, "c9@shop.example")
    assert codes(desk)[-1] is None


@pytest.mark.parametrize("local", ["support", "Info", "help"])
def test_another_desk_gets_two_answers_a_week(limited: Limited, local: str) -> None:
    desk = limited()
    for _ in range(3):
        write(desk, f"{local}@panel.example")
        desk.pass_time(days=2)
    assert codes(desk) == [None, None, Suppression.RATE]
    desk.pass_time(days=1, seconds=1)
    write(desk, f"{local}@panel.example")
    assert codes(desk)[-1] is None


def test_a_desk_that_writes_from_an_address_a_mail_is_one_sender(limited: Limited) -> None:
    desk = limited()
    for number in range(3):
        write(desk, f"case-{4711 + number}@panel.example")
    write(desk, "case-4711@other.example")
    write(desk, "nadia@panel.example")
    assert codes(desk) == [None, None, Suppression.RATE, None, None]


def test_one_address_has_a_window_of_a_day_too(limited: Limited) -> None:
    desk = limited(per_sender_day=3)
    for _ in range(4):
        write(desk, "nadia@example.org")
        desk.pass_time(hours=2)
    assert codes(desk) == [None, None, None, Suppression.RATE]
    desk.pass_time(hours=16, seconds=1)
    write(desk, "nadia@example.org")
    assert codes(desk)[-1] is None


def test_a_flood_opens_the_breaker_and_a_person_closes_it(limited: Limited) -> None:
    desk = limited(global_minute=3)
    for number in range(4):
        write(desk, f"c{number}@d{number}.example")
    assert codes(desk) == [None, None, None, Suppression.RATE]
    assert "global" in evidence(desk)
    desk.pass_time(days=2)
    silenced = write(desk, "late@example.org")
    assert codes(desk)[-1] is Suppression.RATE
    with desk.database.read() as session:
        breaker = session.get_one(Switch, BREAKER)
    assert breaker.is_on
    assert breaker.changed_by == "triage"
    assert "3 acknowledgements within a minute" in breaker.reason
    with manager(desk) as client:
        assert "3 acknowledgements within a minute" in client.get("/outbox").text
        press(client, "/outbox/switch", name=BREAKER, is_on="false", reason="A test")
    number = write(desk, "later@example.org")
    assert codes(desk)[-1] is None
    assert [row.kind for row in desk.outbox(number)] == [AckKind.RECEIVED_STANDARD]
    assert desk.outbox(silenced) == []
