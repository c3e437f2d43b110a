"""Whatever a mail is, its bytes are kept, it becomes a ticket in time, and the next one goes on."""

import time
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from sqlmodel import col, select

from models.intake import InboxMessage
from models.ticket import Ticket
from models.vocabulary import AckKind, Channel, ClockState, InboxState, TicketState
from tests.integration.desk.timed import ADDRESSES, CUSTOMER, GMT, ORDER, TOPUP, TimedDesk
from tests.unit.mail.test_hostile import CASES
from triage.intake.store import RawMessage, store

MOST_SECONDS = 2.0


def test_each_hostile_mail_is_a_ticket_in_time_with_its_bytes_kept(desk: TimedDesk) -> None:
    raws = [raw for raw, _ in CASES.values()]
    for raw in raws:
        with desk.database.write() as session:
            store(session, GMT, Channel.EMAIL, [RawMessage(raw, desk.now)], desk.now)
        began = time.process_time()
        desk.work()
        assert time.process_time() - began < MOST_SECONDS
    with desk.database.read() as session:
        rows = session.exec(select(InboxMessage).order_by(col(InboxMessage.id))).all()
        tickets = set(session.exec(select(Ticket.number)))
    assert [row.raw for row in rows] == raws
    assert {row.state for row in rows} == {InboxState.DONE}
    assert {row.ticket_number for row in rows} <= tickets


def test_all_of_them_in_one_batch_hold_nobody_up(desk: TimedDesk) -> None:
    raws = [raw for raw, _ in CASES.values()] + [desk.mail(ORDER)]
    with desk.database.write() as session:
        messages = [RawMessage(raw, desk.now) for raw in raws]
        assert store(session, GMT, Channel.EMAIL, messages, desk.now) == len(raws)
    desk.work()
    with desk.database.read() as session:
        states = list(session.exec(select(InboxMessage.state)))
        own = session.exec(select(Ticket).where(Ticket.requester_address == CUSTOMER)).all()
    assert set(states) == {InboxState.DONE}
    assert [ticket.state for ticket in own] == [TicketState.OPEN]


def test_two_mails_with_one_message_id_are_two_tickets(either_desk: TimedDesk) -> None:
    same = {"Message-ID": "<1@broken.example.org>"}
    first = either_desk.receive(ORDER, **same)
    second = either_desk.receive(TOPUP, **same, Subject="Something else")
    assert first != second
    assert either_desk.ticket(second).duplicate_of is None


def test_an_encrypted_mail_is_a_ticket_that_a_person_looks_at(desk: TimedDesk) -> None:
    mail = MIMEMultipart("encrypted", protocol="application/pgp-encrypted")
    for name, value in {"From": CUSTOMER, "To": ADDRESSES[GMT], "Subject": "Secret"}.items():
        mail[name] = value
    for kind, text in (("pgp-encrypted", "Version: 1"), ("octet-stream", "-----BEGIN PGP")):
        part = MIMEText(text)
        part.replace_header("Content-Type", f"application/{kind}")
        mail.attach(part)
    ticket = desk.ticket(desk.receive_raw(mail.as_bytes()))
    assert ticket.state is TicketState.OPEN
    assert ticket.needs_person
    assert ticket.clock_state is not ClockState.VOID
    assert AckKind.OUT_OF_SCOPE not in {row.kind for row in desk.outbox(ticket.number)}


def test_a_lone_picture_is_a_ticket_too(desk: TimedDesk) -> None:
    mail = MIMEMultipart()
    for name, value in {"From": CUSTOMER, "To": ADDRESSES[GMT], "Subject": "IMG_0042"}.items():
        mail[name] = value
    mail.attach(MIMEImage(b"\x89PNG\r\n\x1a\n", "png"))
    ticket = desk.ticket(desk.receive_raw(mail.as_bytes()))
    assert (ticket.state, ticket.needs_person) == (TicketState.OPEN, True)
