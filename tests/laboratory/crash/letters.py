"""The mails of one round: every way through the pipeline, each from a customer of its own."""

import json
from dataclasses import dataclass

from models.vocabulary import AckKind
from tests.laboratory.crash.instruments import POISON
from triage.mail.tokens import reply_address, verp_sender

DOMAIN = "desk.example.com"


@dataclass(frozen=True, slots=True)
class Earlier:
    """Tickets of an earlier round, which this round's mails continue.

    Attributes:
        bounced: One whose acknowledgement comes back.
        asked: One whose customer was asked for more.
        asked_name: Its customer.
    """

    bounced: int
    asked: int
    asked_name: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail.

    Attributes:
        name: Its Message-ID without brackets.
        raw: The mail.
        opens: Whether it opens a ticket.
        is_poison: Whether it is to end set aside.
    """

    name: str
    raw: bytes
    opens: bool = True
    is_poison: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the mails of one round to one address.

    Attributes:
        round_name: Different for each round.
        to: The address of the mailbox.
        secret: The installation's key, for tokens of earlier tickets.
    """

    round_name: str
    to: str
    secret: bytes

    def ordinary(self) -> list[Letter]:
        """Return mails that open tickets: told apart by what they are answered with."""
        order = f"9{self.round_name}"
        return [
            self._letter("order", "Order stuck", f"My order {order} has been stuck for two days."),
            self._letter(
                "topup", "Deposit missing", "I deposited money yesterday and my balance is empty."
            ),
            self._letter(
                "chase", "Any news?", f"My order {order} has been stuck for two days.", who="order"
            ),
            self._letter(
                "robot", "Out of office", "I am away.", fields="Auto-Submitted: auto-replied\r\n"
            ),
            self._letter(
                "polish",
                "Zamówienie stoi",
                f"Dzień dobry, moje zamówienie numer 8{order} nie ruszyło od wczoraj, proszę o "
                "sprawdzenie i pomoc w tej sprawie.",
            ),
        ]

    def many(self, count: int) -> list[Letter]:
        """Return mails that are all alike but for their customers and orders."""
        return [
            self._letter(
                f"many{number:04d}",
                "Order stuck",
                f"My order 9{self.round_name}{number:04d} has been stuck for two days.",
            )
            for number in range(count)
        ]

    def continuing(self, earlier: Earlier) -> list[Letter]:
        """Return mails that continue tickets: what was asked for, and a bounce."""
        to = reply_address(self.secret, earlier.asked, self.to)
        answer = self._letter(
            "answer",
            "Re: Deposit missing",
            "It was 20 USD by PayPal, transaction ID TX99887766554.",
            fields=f"X-Original-To: {to}\r\n",
            who=earlier.asked_name,
            opens=False,
        )
        return [answer, self._bounce(earlier.bounced)]

    def poison(self) -> Letter:
        """Return a mail that our own code cannot read."""
        field = POISON.decode().strip() + "\r\n"
        return self._letter("poison", "Broken", "Broken.", fields=field, opens=False, poison=True)

    def calls(self) -> list[Letter]:
        """Return a panel's calls: two new tickets, and what the customer of one adds to it."""
        order = f"My order 9{self.round_name} has been stuck for two days."
        topup = "I deposited money yesterday and my balance is empty."
        fields = {"amount": "20 USD", "payment_method": "PayPal", "transaction_id": "TX998877"}
        added: dict[str, object] = {"id": f"topup-{self.round_name}", "fields": fields}
        return [
            self._call("order", "ticket.created", self._opened("order", order)),
            self._call("topup", "ticket.created", self._opened("topup", topup)),
            self._call("update", "ticket.updated", added),
        ]

    def customer(self, who: str) -> str:
        """Return the address of a customer of this round."""
        return f"{who}@c{self.round_name}.example.org"

    def _letter(  # noqa: PLR0913 - the parts of a mail
        self,
        key: str,
        subject: str,
        body: str,
        *,
        fields: str = "",
        who: str = "",
        opens: bool = True,
        poison: bool = False,
    ) -> Letter:
        name = f"{key}.{self.round_name}@lab.example.org"
        author = who if "@" in who else self.customer(who or key)
        raw = (
            f"From: Customer <{author}>\r\nTo: <{self.to}>\r\nSubject: {subject}\r\n"
            f"Message-ID: <{name}>\r\n{fields}MIME-Version: 1.0\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
        )
        return Letter(name, raw.encode(), opens, poison)

    def _opened(self, key: str, text: str) -> dict[str, object]:
        email = self.customer(key)
        customer = {"id": email, "email": email}
        return {
            "id": f"{key}-{self.round_name}",
            "subject": key,
            "body": text,
            "customer": customer,
        }

    def _call(self, key: str, event: str, data: dict[str, object]) -> Letter:
        body = {"type": event, "timestamp": "2026-01-01T00:00:00Z", "data": data}
        name = f"{key}.{self.round_name}@lab.example.org"
        return Letter(name, json.dumps(body).encode(), opens=event == "ticket.created")

    def _bounce(self, ticket: int) -> Letter:
        name = f"bounce.{self.round_name}@lab.example.org"
        to = verp_sender(self.secret, ticket, AckKind.RECEIVED_STANDARD, DOMAIN)
        raw = (
            f"Return-Path: <>\r\nFrom: Mail System <MAILER-DAEMON@mx.example.org>\r\nTo: {to}\r\n"
            f"Subject: Undelivered Mail\r\nMessage-ID: <{name}>\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            "--b\r\n\r\nYour mail could not be delivered.\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            "Reporting-MTA: dns; mx.example.org\r\n\r\n"
            f"Final-Recipient: rfc822; gone{self.round_name}@example.org\r\nAction: failed\r\n"
            "Status: 5.1.1\r\n--b--\r\n"
        )
        return Letter(name, raw.encode(), opens=False)
