"""Who is written to after a bounce: nobody for 60 days after a hard one, everybody after others."""

from datetime import timedelta
from email.message import EmailMessage

from sqlmodel import select

from models.outbox import BouncedAddress
from models.verdict import AckDecision
from models.vocabulary import Channel, ClockState, Suppression
from tests.integration.desk.timed import CUSTOMER, GMT, ORDER, TOPUP, TimedDesk
from triage.intake.store import RawMessage, store

REMEMBERED = timedelta(days=60)


def bounced(desk: TimedDesk) -> dict[str, str]:
    with desk.database.read() as session:
        return {row.address: row.status for row in session.exec(select(BouncedAddress))}


def test_a_hard_bounce_takes_the_stop_back_flags_the_ticket_and_is_remembered(
    either_desk: TimedDesk,
) -> None:
    number = either_desk.receive(ORDER)
    either_desk.settle()
    assert either_desk.ticket(number).clock_state is ClockState.MET
    either_desk.pass_time(minutes=1)
    assert either_desk.bounce(number, quoting=either_desk.outbox(number)[0].message_id) == number
    ticket = either_desk.ticket(number)
    assert ticket.clock_state is ClockState.RUNNING
    assert ticket.flags == ["ack_bounced"]
    assert ticket.needs_person
    assert bounced(either_desk) == {CUSTOMER: "5.1.1"}

    came = either_desk.now
    silenced = either_desk.ticket(either_desk.receive(TOPUP, Subject="A deposit"))
    assert silenced.suppression is Suppression.HARD_BOUNCED
    other = either_desk.ticket(either_desk.receive(ORDER, From="omar@example.org"))
    assert other.suppression is None

    either_desk.runtime.time = came + REMEMBERED - timedelta(microseconds=1)
    text = "My order 9912345 has not started yet, please check."
    late = either_desk.ticket(either_desk.receive(text, Subject="Another order"))
    assert late.suppression is Suppression.HARD_BOUNCED
    either_desk.runtime.time = came + REMEMBERED
    text = "My password does not work for the user name nadia77, please reset it."
    again = either_desk.ticket(either_desk.receive(text, Subject="Log-in"))
    assert again.suppression is None


def test_a_second_hard_bounce_is_remembered_from_then_on(desk: TimedDesk) -> None:
    number = desk.receive(ORDER)
    desk.settle()
    desk.bounce(number)
    desk.pass_time(days=30)
    desk.bounce(number)
    with desk.database.read() as session:
        row = session.exec(select(BouncedAddress)).one()
    assert row.expires_at == desk.now + REMEMBERED


def test_a_soft_bounce_waits(either_desk: TimedDesk) -> None:
    number = either_desk.receive(ORDER)
    either_desk.settle()
    either_desk.bounce(number, status="4.2.2")
    ticket = either_desk.ticket(number)
    assert ticket.flags == ["ack_delayed"]
    assert not ticket.needs_person
    assert ticket.clock_state is ClockState.MET
    assert bounced(either_desk) == {}
    again = either_desk.receive(TOPUP, Subject="A deposit")
    assert either_desk.ticket(again).suppression is None


def test_a_bounce_that_names_somebody_else_silences_nobody_else(desk: TimedDesk) -> None:
    number = desk.receive(ORDER)
    desk.settle()
    report = EmailMessage()
    report["From"] = "MAILER-DAEMON@relay.example.net"
    report["To"] = desk.outbox(number)[0].envelope_sender
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Message-ID"] = "<b1@relay.example.net>"
    report["Auto-Submitted"] = "auto-replied"
    report.set_content("<omar@example.net>: host mx.example.net said: 550 5.1.1 no such user\n")
    assert desk.receive_raw(report.as_bytes()) == number
    assert set(bounced(desk)) == {CUSTOMER}


def test_a_bounce_of_nothing_of_ours_silences_nobody(desk: TimedDesk) -> None:
    report = EmailMessage()
    report["From"] = "MAILER-DAEMON@relay.example.net"
    report["To"] = "gmt@support.example.com"
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Message-ID"] = "<b2@relay.example.net>"
    report.set_content(f"<{CUSTOMER}>: host mx.example.net said: 550 5.1.1 no such user\n")
    desk.receive_raw(report.as_bytes())
    assert bounced(desk) == {}


def test_a_bounce_silences_within_its_own_batch_already(desk: TimedDesk) -> None:
    number = desk.receive(ORDER)
    desk.settle()
    report = EmailMessage()
    report["From"] = "MAILER-DAEMON@relay.example.net"
    report["To"] = desk.outbox(number)[0].envelope_sender
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Message-ID"] = "<b3@relay.example.net>"
    report.set_content(f"<{CUSTOMER}>: host mx.example.net said: 550 5.1.1 no such user\n")
    mails = [report.as_bytes(), desk.mail(TOPUP, Subject="A deposit")]
    with desk.database.write() as session:
        messages = [RawMessage(raw, desk.now) for raw in mails]
        assert store(session, GMT, Channel.EMAIL, messages, desk.now) == 2
    assert desk.runtime.pipeline.process() == 2
    with desk.database.read() as session:
        codes = [row.code for row in session.exec(select(AckDecision))]
    assert Suppression.HARD_BOUNCED in codes
