"""Delivery to accepted acknowledgement, and a backlog, on a real Dovecot and a real SMTP sink.

Run with `python -m tests.benchmark.bench_whole_path [--mails 200] [--backlog 2000]`. Each figure
stands beside the bare cost of FETCH and of SMTP in the same run.
"""

import argparse
import json
import random
import smtplib
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

from sqlmodel import func, select

from models.outbox import Outbox
from models.vocabulary import OutboxState
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.installation import Installation, installation, wait_until
from tests.servers.smtp import Sink, running_sink

_SENTENCE = (
    "my order has not started yet please check it as soon as you can because the customer waits "
    "and I paid for it with the balance that I topped up last week thank you very much for help"
)
_WORDS = _SENTENCE.split()
_SECONDS = 300.0


def main() -> None:
    """Print one JSON line per figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=200, help="for the latency")
    parser.add_argument("--backlog", type=int, default=2000, help="for messages a second")
    options = parser.parse_args()
    with running_dovecot() as dovecot, running_sink() as sink:
        _latency(dovecot, sink, options.mails)
    with running_dovecot() as dovecot, running_sink() as sink:
        _backlog(dovecot, sink, options.backlog)


def _latency(dovecot: Dovecot, sink: Sink, mails: int) -> None:
    user = dovecot.new_user()
    with (
        tempfile.TemporaryDirectory() as folder,
        installation(Path(folder), dovecot=dovecot, user=user, smtp_port=sink.port) as desk,
    ):
        _start(desk)
        dovecot.deliver(user, _letter(user, 0, 300))
        _wait_for_sent(desk, 1)
        delivered: dict[str, datetime] = {}
        for number in range(1, mails + 1):
            delivered[_address(number)] = datetime.now(UTC)
            dovecot.deliver(user, _letter(user, number, 300))
            time.sleep(random.random() * 0.2)  # noqa: S311 - spread over the poller's rhythm
        _wait_for_sent(desk, mails + 1)
        with desk.database.read() as session:
            rows = session.exec(select(Outbox.recipient, Outbox.settled_at)).all()
    waits = sorted(
        (accepted - delivered[recipient]).total_seconds()
        for recipient, accepted in rows
        if recipient in delivered and accepted is not None
    )
    _print(
        "delivery to accepted acknowledgement",
        mails=len(waits),
        p50_seconds=round(statistics.median(waits), 3),
        p99_seconds=round(waits[int(len(waits) * 0.99) - 1], 3),
        worst_seconds=round(waits[-1], 3),
    )


def _backlog(dovecot: Dovecot, sink: Sink, mails: int) -> None:
    user = dovecot.new_user()
    sizes = random.Random(1)  # noqa: S311 - the same sizes in every run
    letters = [_letter(user, number, int(sizes.lognormvariate(7, 1.2))) for number in range(mails)]
    dovecot.append(user, letters)
    fetch = _bare_fetch(dovecot, user, mails)
    smtp = _bare_smtp(letters)
    with (
        tempfile.TemporaryDirectory() as folder,
        installation(Path(folder), dovecot=dovecot, user=user, smtp_port=sink.port) as desk,
    ):
        desk.run("db", "upgrade")
        desk.start()
        wait_until(lambda: _sent(desk) > 0, _SECONDS)
        begin, already = time.monotonic(), _sent(desk)
        _wait_for_sent(desk, mails)
        rate = (mails - already) / (time.monotonic() - begin)
        with desk.database.read() as session:
            instants = session.exec(select(Outbox.created_at, Outbox.settled_at)).all()
    _print("bare FETCH in sets of 100", per_second=round(fetch, 1))
    _print("bare SMTP over one kept connection", per_second=round(smtp, 1))
    _print(
        "backlog, whole path",
        mails=mails,
        per_second=round(rate, 1),
        ratio_to_bare_fetch=round(rate / fetch, 3),
        ratio_to_bare_smtp=round(rate / smtp, 3),
        from_first_row_to_last_answer_seconds=_span(instants),
    )


def _span(instants: Sequence[tuple[datetime, datetime | None]]) -> float:
    first = min(created for created, _ in instants)
    last = max(settled for _, settled in instants if settled is not None)
    return round((last - first).total_seconds(), 2)


def _bare_fetch(dovecot: Dovecot, user: str, mails: int) -> float:
    with dovecot.client(user) as client:
        client.select_folder("INBOX", readonly=True)
        uids = client.search()
        begin = time.monotonic()
        for start in range(0, len(uids), 100):
            client.fetch(uids[start : start + 100], ["BODY.PEEK[]"])
        return mails / (time.monotonic() - begin)


def _bare_smtp(letters: list[bytes]) -> float:
    with running_sink() as sink, smtplib.SMTP("127.0.0.1", sink.port) as smtp:
        begin = time.monotonic()
        for letter in letters:
            smtp.sendmail("a@example.com", ["b@example.org"], letter)
        return len(letters) / (time.monotonic() - begin)


def _start(desk: Installation) -> None:
    desk.start()
    if not wait_until(lambda: "The pages are on" in desk.log(), 60):
        raise SystemExit(desk.log())


def _sent(desk: Installation) -> int:
    with desk.database.read() as session:
        counted = select(func.count()).select_from(Outbox)
        return session.exec(counted.where(Outbox.state == OutboxState.SENT)).one()


def _wait_for_sent(desk: Installation, count: int) -> None:
    if not wait_until(lambda: _sent(desk) >= count, _SECONDS):
        raise SystemExit(f"{_sent(desk)} of {count} sent\n{desk.log()}")


def _address(number: int) -> str:
    return f"customer{number}@c{number % 97}.example.org"


def _letter(user: str, number: int, size: int, attached: int = 0) -> bytes:
    """Return a mail with about `size` characters of text and `attached` bytes of picture."""
    words = random.Random(number)  # noqa: S311 - the same words in every run
    body = " ".join(words.choice(_WORDS) for _ in range(max(8, size // 5)))
    lines = "\r\n".join(body[at : at + 70] for at in range(0, len(body), 70))
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = f"Customer {number} <{_address(number)}>"
    mail["To"] = user
    mail["Subject"] = f"Order {800000 + number} is late"
    mail["Message-ID"] = f"<bench{number}@example.org>"
    mail.set_content(f"Order {800000 + number}: {lines}\r\n")
    if attached:
        picture = words.randbytes(attached)
        mail.add_attachment(picture, maintype="image", subtype="png", filename="proof.png")
    return mail.as_bytes()


def _print(what: str, **figures: float) -> None:
    print(json.dumps({"what": what, **figures}), flush=True)  # noqa: T201 - a benchmark's output


if __name__ == "__main__":
    main()
