"""What an acknowledgement costs, beside what it would cost otherwise, in the same run.

Run with `python -m tests.benchmark.bench_ack [mails]`.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from time import perf_counter

import aiosmtplib

from models.outbox import Outbox
from models.vocabulary import AckKind
from tests.integration.ack.outgoing import ack_row, file_tickets, make_sender, smtp_transport
from tests.servers.ports import LOOPBACK
from tests.servers.smtp import running_sink
from tests.unit.ack.samples import NOW, context
from tests.unit.ack.test_ack_compose import letter
from triage.ack.compose import Letter, compose
from triage.ack.render import Renderer
from triage.db import Database

_WARM_UP = 20


def milliseconds(action: Callable[[], object], times: int) -> float:
    """Return what one call costs, in milliseconds."""
    for _ in range(_WARM_UP):
        action()
    start = perf_counter()
    for _ in range(times):
        action()
    return (perf_counter() - start) / times * 1000


def with_email_message(one: Letter) -> bytes:
    """Compose the same message with the standard library."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{one.sender_name} <{one.sender}>"
    message["To"] = one.recipient
    message["Subject"] = one.subject
    message["Message-ID"] = one.message_id
    message["In-Reply-To"] = one.in_reply_to
    message["References"] = " ".join(one.references)
    message["Reply-To"] = one.reply_to
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message["X-Triage-Instance"] = one.instance_id
    message["Content-Language"] = ", ".join(one.languages)
    message.set_content(one.text)
    message.add_alternative(one.html, subtype="html")
    return message.as_bytes()


def compare_composing(times: int) -> None:
    """Print what words and bytes cost."""
    renderer = Renderer()
    english = context(AckKind.RECEIVED_STANDARD)
    polish = context(AckKind.RECEIVED_STANDARD, language="pl", subject="Gdzie jest zamówienie?")
    report("render, English alone", milliseconds(lambda: renderer.render(english), times))
    report("render, Polish and English", milliseconds(lambda: renderer.render(polish), times))
    for name, facts in (("English", english), ("Polish and English", polish)):
        told = renderer.render(facts)
        one = letter(subject=told.subject, text=told.text, html=told.html)
        base = milliseconds(lambda one=one: with_email_message(one), times)  # type: ignore[misc]
        report(f"EmailMessage, {name}", base)
        report(f"compose, {name}", milliseconds(lambda one=one: compose(one), times), base)  # type: ignore[misc]


async def each_its_own(rows: list[Outbox], port: int) -> None:
    """Send with a connection per message."""
    for row in rows:
        async with aiosmtplib.SMTP(hostname=LOOPBACK, port=port, start_tls=False) as client:
            await client.sendmail(row.envelope_sender, [row.recipient], row.payload)


async def one_kept(rows: list[Outbox], port: int) -> None:
    """Send over one kept connection."""
    async with aiosmtplib.SMTP(hostname=LOOPBACK, port=port, start_tls=False) as client:
        for row in rows:
            await client.sendmail(row.envelope_sender, [row.recipient], row.payload)


async def our_pool(rows: list[Outbox], port: int) -> None:
    """Send over our transport's kept connections."""
    transport = smtp_transport(port)
    await asyncio.gather(*(transport.send(row, lambda: None, 60) for row in rows))
    await transport.close()


async def whole_outbox(rows: list[Outbox], port: int) -> None:
    """Lease, send, journal and settle, clocks included, on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/triage.db")
        database.upgrade()
        file_tickets(database, [row.ticket_number for row in rows], payload=rows[0].payload)
        sender = make_sender(database, smtp_transport(port), Path(folder))
        start = perf_counter()
        settled = await sender.run_once()
        report("outbox: lease, send, settle", (perf_counter() - start) / settled * 1000)
        database.dispose()


def compare_sending(count: int) -> None:
    """Print what handing over to a server costs."""
    told = Renderer().render(context(AckKind.RECEIVED_STANDARD))
    payload = compose(letter(subject=told.subject, text=told.text, html=told.html))
    rows = [ack_row(number, NOW, payload=payload) for number in range(1, count + 1)]
    ways: list[tuple[str, Callable[[list[Outbox], int], Awaitable[None]]]] = [
        ("aiosmtplib, a connection each", each_its_own),
        ("aiosmtplib, one kept", one_kept),
        ("ours, eight kept", our_pool),
    ]
    base = 0.0
    with running_sink() as sink:
        for name, way in ways:
            start = perf_counter()
            asyncio.run(_awaited(way(rows, sink.port)))
            cost = (perf_counter() - start) / count * 1000
            report(name, cost, base)
            base = base or cost
        asyncio.run(whole_outbox(rows, sink.port))


async def _awaited(work: Awaitable[None]) -> None:
    await work


def report(name: str, cost: float, base: float = 0.0) -> None:
    """Print one line: milliseconds, how many a second, and the ratio to a baseline."""
    ratio = f"{base / cost:6.1f} x" if base else ""
    sys.stdout.write(f"{name:32} {cost:8.3f} ms {1000 / cost:9.0f}/s {ratio}\n")


if __name__ == "__main__":
    mails = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    compare_composing(mails)
    compare_sending(mails)
