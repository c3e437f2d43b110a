"""An installation whose clock is moved by hand: real pipeline, real database, no servers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.mime.text import MIMEText
from email.utils import make_msgid
from functools import cache
from hashlib import sha256

from sqlalchemy import select as select_rows
from sqlmodel import col, select

from classifiers.suite import Suite
from models.clock import ClockNotice
from models.outbox import Outbox
from models.people import Agent
from models.tables import metadata
from models.ticket import Ticket
from models.verdict import AckDecision, Reclassification
from models.vocabulary import Channel, OutboxState, Role, Suppression
from triage.ack.outbox import lease
from triage.ack.outcome import Accepted, Outcome
from triage.ack.settle import settle
from triage.config.load import load, shipped_config
from triage.db import Database
from triage.desk.acting import Acting
from triage.desk.agents import create_agent
from triage.desk.clocks import events_of
from triage.desk.projection import PROJECTED
from triage.desk.rebuild import Rebuilt, rebuild
from triage.desk.sweep import sweep
from triage.intake.numbers import take
from triage.intake.store import JSON, RawMessage, store
from triage.mail import tokens
from triage.runtime import Runtime
from triage.sla.events import ClockEvent

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
"""Opening in GMT; 15:30 in India."""
SECRET = "a secret of the tests alone"
DOMAIN = "support.example.com"
GMT, INDIA, SHOP = "gmt", "india", "shop"
ADDRESSES = {GMT: "gmt@support.example.com", INDIA: "india@support.example.com"}
POLICIES = {GMT: "smmpanelus", INDIA: "instant-smm-panels"}
CUSTOMER = "nadia@example.org"
ORDER = "My order 4412345 has not started since yesterday, please check what is wrong with it."
TOPUP = (
    "I paid 25 USD by PayPal yesterday, transaction 9XK22311AB445566K, and the money was taken, "
    "but my balance has not been credited. Please add it."
)


@cache
def shared_suite() -> Suite:
    """Load the classifiers once for all tests."""
    return Suite.load()


@dataclass
class TimedRuntime(Runtime):
    """The runtime of an installation, at a time of the test's choosing."""

    time: datetime = MONDAY

    def now(self) -> datetime:
        return self.time


@dataclass
class TimedDesk:
    """A desk with a mailbox for each shipped agreement."""

    runtime: TimedRuntime
    written: int = 0

    @property
    def database(self) -> Database:
        return self.runtime.database

    @property
    def now(self) -> datetime:
        return self.runtime.time

    def pass_time(self, **amount: float) -> None:
        self.runtime.time += timedelta(**amount)

    def receive(self, text: str, source: str = GMT, **headers: str) -> int:
        """Take a mail in, file it, and return its ticket's number."""
        return self.receive_raw(self.mail(text, source, **headers), source)

    def mail(self, text: str, source: str = GMT, **headers: str) -> bytes:
        self.written += 1
        message = MIMEText(text, "plain", "utf-8")
        fields = {
            "From": CUSTOMER,
            "To": ADDRESSES[source],
            "Subject": "Hello",
            "Message-ID": f"<{self.written}.{self.now.timestamp()}@mail.example.org>",
            "Return-Path": f"<{CUSTOMER}>",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in fields.items():
            message[name] = value
        return message.as_bytes()

    def receive_raw(self, raw: bytes, source: str = GMT) -> int:
        with self.database.write() as session:
            new = store(session, source, Channel.EMAIL, [RawMessage(raw, self.now)], self.now)
        assert new == 1
        self.work()
        inbox = metadata.tables["inbox"]
        wanted = select_rows(inbox.c.ticket_number, inbox.c.error).where(
            inbox.c.content_key == sha256(raw).hexdigest()
        )
        with self.database.read() as session:
            number, error = session.connection().execute(wanted).one()
        assert number is not None, error
        return int(number)

    def post(self, text: str, category: str | None = None, source: str = SHOP) -> int:
        """Take a ticket from the shop's panel, as if its signature had been checked."""
        self.written += 1
        name = f"T-{self.written}"
        customer = {"id": "c-1", "username": "nadia", "email": CUSTOMER}
        data = {"id": name, "customer": customer, "subject": "Hello", "body": text}
        call = {
            "type": "ticket.created",
            "timestamp": self.now.isoformat(),
            "data": data | ({"category": category} if category else {}),
        }
        raw = json.dumps(call).encode()
        with self.database.write() as session:
            (number,) = take(session, 1)
            message = RawMessage(
                raw, self.now, media_type=JSON, external_id=name, ticket_number=number
            )
            assert store(session, source, Channel.TICKET, [message], self.now) == 1
        self.work()
        return number

    def work(self) -> None:
        """Do what waits: file messages, let acknowledgements follow corrections."""
        while self.runtime.pipeline.process() or self.runtime.reviser.run():
            pass

    def answer(self, number: int, text: str, source: str = GMT, **headers: str) -> int:
        """Let the customer write in the ticket's thread."""
        address = tokens.reply_address(SECRET.encode(), number, ADDRESSES[source])
        return self.receive(text, source, To=address, Subject=f"Re: [#{number}] Hello", **headers)

    def bounce(self, number: int, *, quoting: str = "", to: str = "", status: str = "5.1.1") -> int:
        """Let a mail of ours come back, to the address that bounces go to."""
        row = next(row for row in self.outbox(number) if row.state is OutboxState.SENT)
        report = EmailMessage()
        report["From"] = "MAILER-DAEMON@relay.example.net"
        report["To"] = to or row.envelope_sender
        report["Subject"] = "Undelivered Mail Returned to Sender"
        report["Message-ID"] = make_msgid(domain="relay.example.net")
        report["Auto-Submitted"] = "auto-replied"
        original = f"\nMessage-ID: {quoting}\n" if quoting else "\n"
        report.set_content(
            f"<{row.recipient}>: host mx.example.org said: 550 {status} no such user\n{original}"
        )
        return self.receive_raw(report.as_bytes())

    def settle(self, **outcomes: Outcome) -> int:
        """Let the next hop take what waits in the outbox, and return how much that was."""
        rows = lease(self.database, "worker", self.now, limit=100, lease_seconds=60)
        settlements = [
            (row, outcomes.get(row.kind.value, Accepted(self.now, {"answer": "250 Ok"})))
            for row in rows
        ]
        with self.database.write() as session:
            return settle(session, self.runtime.policies, "worker", settlements, self.now)

    def sweep(self) -> int:
        return sweep(self.database, self.runtime.policies, self.now)

    def rebuild(self) -> Rebuilt:
        return rebuild(self.database, self.runtime.policies, self.now, lambda _: None)

    @contextmanager
    def acting(self) -> Iterator[Acting]:
        with self.database.write() as session:
            agent = session.exec(select(Agent)).first() or create_agent(
                session,
                login="ada",
                name="Ada",
                role=Role.AGENT,
                password="four plain words here",
                now=self.now,
            )
            yield Acting(session, self.runtime.policies, agent, self.now)

    def ticket(self, number: int) -> Ticket:
        with self.database.read() as session:
            ticket = session.get_one(Ticket, number)
            session.expunge_all()
        return ticket

    def events(self, number: int) -> Sequence[ClockEvent]:
        with self.database.read() as session:
            return events_of(session, [number]).get(number, [])

    def outbox(self, number: int) -> list[Outbox]:
        with self.database.read() as session:
            rows = session.exec(
                select(Outbox).where(Outbox.ticket_number == number).order_by(col(Outbox.id))
            ).all()
            session.expunge_all()
        return list(rows)

    def codes(self, number: int) -> list[Suppression | None]:
        """Return why each message of a ticket was not acknowledged, None where it was."""
        statement = select(AckDecision).where(AckDecision.ticket_number == number)
        with self.database.read() as session:
            rows = session.exec(statement.order_by(col(AckDecision.message_id)))
            return [row.code for row in rows]

    def corrections(self, number: int) -> list[Reclassification]:
        with self.database.read() as session:
            rows = session.exec(
                select(Reclassification)
                .where(Reclassification.ticket_number == number)
                .order_by(col(Reclassification.id))
            ).all()
            session.expunge_all()
        return list(rows)

    def notices(self, number: int | None = None) -> set[tuple[int, str, datetime, datetime]]:
        """Return every notice: ticket, kind, deadline, and when it fell due."""
        with self.database.read() as session:
            rows = session.exec(select(ClockNotice)).all()
            found = [(row.ticket_number, row.kind, row.due_at, row.at) for row in rows]
        assert len(found) == len(set(found))
        return {row for row in found if number in {None, row[0]}}

    def projections(self) -> dict[int, Mapping[str, object]]:
        """Return what every ticket's row shows of its clock."""
        table = metadata.tables["ticket"]
        columns = [table.c.number, *(table.c[name] for name in PROJECTED)]
        with self.database.read() as session:
            rows = session.connection().execute(select_rows(*columns)).mappings()
            return {row["number"]: dict(row) for row in rows}


def timed_desk(
    database_url: str, time: datetime = MONDAY, extra: Mapping[str, str] | None = None
) -> TimedDesk:
    """Return a desk on a database that is migrated already."""
    environment = {
        "TRIAGE_SERVICE__SECRET": SECRET,
        "TRIAGE_SERVICE__DOMAIN": DOMAIN,
        "TRIAGE_DATABASE__URL": database_url,
    }
    for name, address in ADDRESSES.items():
        prefix = f"TRIAGE_MAILDIRS__{name.upper()}__"
        environment |= {
            f"{prefix}PATH": f"var/{name}",
            f"{prefix}ADDRESSES": address,
            f"{prefix}POLICY": POLICIES[name],
        }
    shop = {"POLICY": POLICIES[GMT], "ADDRESS": ADDRESSES[GMT], "SECRET": "whsec_" + "dHJpYWdl" * 4}
    environment |= {f"TRIAGE_WEBHOOKS__SHOP__{key}": value for key, value in shop.items()}
    runtime = TimedRuntime(load(shipped_config(), environment | dict(extra or {})), time)
    runtime.suite = shared_suite()
    return TimedDesk(runtime)
