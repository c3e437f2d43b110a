"""What a bounce says: RFC 3464 and free text, hard and soft."""

import pytest

from models.vocabulary import AckKind
from tests.unit.mail.mails import mail, multipart, read
from triage.mail.bounces import read_bounce
from triage.mail.message import ParsedMessage
from triage.mail.parser import parse
from triage.mail.tokens import message_id, read_message_id

SECRET = b"a secret of the tests"
OURS = message_id(SECRET, 12, AckKind.RECEIVED_STANDARD, "desk.example")


def report(recipient: str, original: str = f"Message-ID: {OURS}\r\n") -> ParsedMessage:
    status = f"Reporting-MTA: dns; mx.example\r\n\r\n{recipient}"
    return parse(
        multipart(
            "\r\nYour mail could not be delivered.",
            f"Content-Type: message/delivery-status\r\n\r\n{status}",
            f"Content-Type: text/rfc822-headers\r\n\r\n{original}",
            subtype="report; report-type=delivery-status",
        )
    )


FAILED = "Final-Recipient: rfc822; Bob@Customer.example\r\nAction: failed\r\n"


def test_a_hard_bounce() -> None:
    bounce = read_bounce(
        report(f"{FAILED}Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user (x)\r\n")
    )
    assert bounce is not None
    assert bounce.recipient == "bob@customer.example"
    assert (bounce.status, bounce.hard, bounce.is_standard) == ("5.1.1", True, True)
    assert bounce.original_message_id == OURS
    assert bounce.diagnostic == "smtp; 550 5.1.1 no such user"
    mark = read_message_id(SECRET, bounce.original_message_id)
    assert mark is not None
    assert mark.ticket_number == 12


@pytest.mark.parametrize(
    ("fields", "status", "hard"),
    [
        ("Action: failed\r\nStatus: 4.4.7\r\n", "4.4.7", False),
        ("Action: delayed\r\nStatus: 4.2.2\r\n", "4.2.2", False),
        ("Action: DELAYED (in queue)\r\nStatus: 5.0.0\r\n", "5.0.0", False),
        ("Action: failed\r\nStatus: 5.2.2 (full)\r\n", "5.2.2", True),
        ("Action: failed\r\nDiagnostic-Code: smtp; 452 4.2.2 full\r\n", "4.2.2", False),
        ("Action: failed\r\n", None, True),
        ("Status: 5.1.1\r\n", "5.1.1", True),
    ],
)
def test_hard_and_soft_are_told_apart_by_the_status(
    fields: str, status: str | None, *, hard: bool
) -> None:
    bounce = read_bounce(report(f"Final-Recipient: rfc822;bob@customer.example\r\n{fields}"))
    assert bounce is not None
    assert (bounce.status, bounce.hard) == (status, hard)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_no_bounce(action: str) -> None:
    fields = (
        f"Final-Recipient: rfc822; bob@customer.example\r\nAction: {action}\r\nStatus: 2.0.0\r\n"
    )
    assert read_bounce(report(fields)) is None


def test_the_failed_one_of_several_recipients_is_read() -> None:
    delivered = "Final-Recipient: rfc822; a@b.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n"
    bounce = read_bounce(report(f"{delivered}{FAILED}Status: 5.1.1\r\n"))
    assert bounce is not None
    assert bounce.recipient == "bob@customer.example"


def test_the_original_recipient_stands_in() -> None:
    bounce = read_bounce(
        report("Original-Recipient: rfc822; bob@customer.example\r\nAction: failed\r\n")
    )
    assert bounce is not None
    assert bounce.recipient == "bob@customer.example"


def test_the_returned_mail_may_be_attached_whole() -> None:
    status = f"Content-Type: message/delivery-status\r\n\r\n\r\n{FAILED}Status: 5.1.1\r\n"
    original = "Content-Type: message/rfc822\r\n\r\n" + mail(message_id=OURS).decode()
    bounce = read_bounce(parse(multipart("\r\nfailed", status, original, subtype="report")))
    assert bounce is not None
    assert bounce.original_message_id == OURS


QMAIL = """Hi. This is the qmail-send program at mx.example.

<bob@customer.example>:
Remote host said: 550 no such user
"""
EXIM = """This message was created automatically by mail delivery software.

  bob@customer.example
    SMTP error: 550 5.1.1 User unknown
"""
FULL = """This is the mail system at host mx.example.

<bob@customer.example>: 452 4.2.2 full
"""
DELAYED = """This is the mail system at host mx.example.

Your mail to bob@customer.example is delayed and will be retried.
"""
PLAIN = """Delivery has failed to these recipients:

bob@customer.example

It is gone.
"""
FREE = {
    "qmail": (QMAIL, None, True),
    "exim": (EXIM, "5.1.1", True),
    "full": (FULL, "4.2.2", False),
    "delayed": (DELAYED, None, False),
    "plain": (PLAIN, None, True),
}


@pytest.mark.parametrize("kind", FREE)
def test_a_bounce_in_free_text(kind: str) -> None:
    body, status, hard = FREE[kind]
    pasted = f"\r\n--- Below is a copy of the message.\r\n\r\nMessage-ID: {OURS}\r\n"
    bounce = read_bounce(read(body + pasted, from_="mailer-daemon@mx.example", subject="x"))
    assert bounce is not None
    assert (bounce.recipient, bounce.status, bounce.hard) == ("bob@customer.example", status, hard)
    assert bounce.original_message_id == OURS
    assert not bounce.is_standard


def test_the_recipient_may_stand_in_a_field_of_its_own() -> None:
    message = read("It failed.", "X-Failed-Recipients: Bob@customer.example, c@d.example")
    bounce = read_bounce(message)
    assert bounce is not None
    assert bounce.recipient == "bob@customer.example"


def test_a_persons_mail_is_no_bounce() -> None:
    assert read_bounce(read()) is None
    assert read_bounce(read("Delivery failed, 550 5.1.1", subject="Fwd: failure notice")) is None


def test_a_report_of_nothing_is_a_failure() -> None:
    part = "Content-Type: message/delivery-status\r\n\r\n"
    bounce = read_bounce(parse(multipart("\r\nx", part + "x", subtype="report")))
    assert bounce is not None
    assert bounce.recipient is None
