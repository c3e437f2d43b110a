"""Those at the other end, each as bad as such software is in the worst case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from tests.laboratory.loops.post import Mail

Answer = Callable[[EmailMessage, int], EmailMessage | None]
"""Writes an answer to the nth mail, without its addresses, or none."""

Whom = Callable[[Mail, EmailMessage], str]
"""Says whom a mail is answered to."""


def letter(sender: str, to: str, subject: str, body: str, **fields: str) -> Mail:
    """Return a mail that a person writes."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{abs(hash((sender, to, subject, body)))}@{sender.partition('@')[2]}>"
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return Mail(sender, to, message.as_bytes())


def read(raw: bytes) -> EmailMessage:
    """Read a mail."""
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def to_reply_to(_: Mail, incoming: EmailMessage) -> str:
    """Answer to Reply-To, as mail clients do."""
    return parseaddr(str(incoming["Reply-To"] or incoming["From"]))[1]


def to_author(_: Mail, incoming: EmailMessage) -> str:
    """Answer to From, as many programs do."""
    return parseaddr(str(incoming["From"]))[1]


def to_path(mail: Mail, incoming: EmailMessage) -> str:
    """Answer to the envelope sender, as mail servers do; where there is none, to From."""
    return mail.sender or to_author(mail, incoming)


@dataclass
class Responder:
    """Answers every single mail, its own kind's and bounces included.

    Attributes:
        address: Its address.
        answer: What it writes.
        to: Whom it answers.
        path: Its envelope sender, where that is not its address.
        tag: What follows the local part of its address in its nth mail, `{}` standing for n.
    """

    address: str
    answer: Answer
    to: Whom = to_reply_to
    path: str | None = None
    tag: str = ""
    taken: list[Mail] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its address."""
        return self.address

    def owns(self, address: str) -> bool:
        """Own the address, and those with its tag."""
        local, _, domain = self.address.partition("@")
        return address.startswith(local) and address.endswith(f"@{domain}")

    def take(self, mails: Sequence[Mail], now: datetime) -> list[Mail]:
        """Answer."""
        del now
        answers = [self._answer(mail) for mail in mails]
        return [answer for answer in answers if answer is not None]

    def _answer(self, mail: Mail) -> Mail | None:
        self.taken.append(mail)
        incoming = read(mail.raw)
        message = self.answer(incoming, len(self.taken))
        if message is None:
            return None
        to = self.to(mail, incoming)
        local, _, domain = self.address.partition("@")
        author = f"{local}{self.tag.format(4700 + len(self.taken))}@{domain}"
        message["From"], message["To"] = author, to
        message["Message-ID"] = f"<{len(self.taken)}@{domain}>"
        path = author if self.path is None else self.path
        return Mail(path, to, message.as_bytes())


def silent(_: EmailMessage, __: int) -> None:
    """Be a person who reads and does not answer."""


def ticket_number(incoming: EmailMessage, nth: int) -> EmailMessage:
    """Answer as a desk that keeps the subject and sets no header."""
    return _text(f"Re: {incoming['Subject']}", nth)


def own_subject(_: EmailMessage, nth: int) -> EmailMessage:
    """Answer as a desk that writes its own subject and sets no header."""
    return _text(f"Your request {4700 + nth} has been received", nth)


def threaded(incoming: EmailMessage, nth: int) -> EmailMessage:
    """Answer as a desk that keeps the thread and sets no other header."""
    answer = _text(f"Re: {incoming['Subject']}", nth)
    answer["In-Reply-To"] = answer["References"] = incoming["Message-ID"]
    return answer


def _text(subject: str, nth: int) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content(
        f"Hello,\n\nthank you for writing to Example Hosting. Your request has the number "
        f"{4700 + nth}.\nOne of our colleagues will get back to you within one working day.\n\n"
        "Example Hosting Support\n"
    )
    return message


def marked_absence(incoming: EmailMessage, _: int) -> EmailMessage:
    """Answer as an out-of-office that keeps to RFC 3834."""
    message = EmailMessage()
    message["Subject"] = f"Automatic reply: {incoming['Subject']}"
    message["Auto-Submitted"] = "auto-replied"
    message["In-Reply-To"] = incoming["Message-ID"]
    message.set_content("I am away until Monday.\n")
    return message


def bare_absence(incoming: EmailMessage, _: int) -> EmailMessage:
    """Answer as an out-of-office that sets no header."""
    message = EmailMessage()
    message["Subject"] = f"Out of office: {incoming['Subject']}"
    message.set_content("Hello, I am out of the office until Monday and will answer then.\n")
    return message


def forwarding(incoming: EmailMessage, _: int) -> EmailMessage:
    """Send everything back as a person's mail client forwards it, without a header of its own."""
    message = EmailMessage()
    message["Subject"] = f"Fwd: {incoming['Subject']}"
    body = incoming.get_body(("plain",))
    quoted = body.get_content() if body else ""
    message.set_content(f"---------- Forwarded message ---------\n{quoted}")
    return message


def bouncing(incoming: EmailMessage, nth: int) -> EmailMessage:
    """Refuse everything with a delivery status notification (RFC 3464), bounces too."""
    message = EmailMessage()
    message["Subject"] = "Undelivered Mail Returned to Sender"
    message.set_content(f"The mail could not be delivered ({nth}).\n")
    message.make_mixed()
    status = (
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; {parseaddr(str(incoming['To']))[1]}\n"
        "Action: failed\nStatus: 5.1.1\n"
    )
    message.attach(read(status.encode()))
    message.set_type("multipart/report")
    message.set_param("report-type", "delivery-status")
    return message
