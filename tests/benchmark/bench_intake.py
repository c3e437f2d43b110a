"""What reading a mailbox costs: python -m tests.benchmark.bench_intake [mails].

Each figure stands beside its baseline from the same run: mails one by one beside sets, and
imapclient alone beside the poller, which also commits every mail to SQLite.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from time import monotonic, perf_counter, sleep

import structlog
from imapclient import IMAPClient
from pydantic import SecretStr
from sqlalchemy import update
from sqlmodel import col

from models.intake import InboxMessage
from models.vocabulary import InboxState
from tests.servers.dovecot import PASSWORD, Dovecot, running_dovecot
from triage.config.schema import AfterIntake, Mailbox, Security
from triage.db import Database
from triage.intake.imap import ImapPoller

_BODY = ["BODY.PEEK[]", "INTERNALDATE", "RFC822.SIZE"]
_LATENCY_MAILS = 200


def now() -> datetime:
    """Return the present."""
    return datetime.now(UTC)


def sample(number: int) -> bytes:
    """Return a mail; most are small, one in ten has 40 KB."""
    head = f"From: c{number}@example.org\r\nTo: support@example.com\r\nSubject: Order {number}\r\n"
    size = 40_000 if number % 10 == 0 else 1_500
    line = b"Where is my order? It should have started yesterday.\r\n"
    return head.encode() + b"\r\n" + line * (size // len(line))


def mailbox(server: Dovecot, user: str, **changes: object) -> Mailbox:
    """Return the settings of a mailbox."""
    values: dict[str, object] = {
        "host": "127.0.0.1",
        "port": server.imap_port,
        "security": Security.NONE,
        "username": user,
        "password": SecretStr(PASSWORD),
        "addresses": user,
        "policy": "bench",
    }
    return Mailbox.model_validate(values | changes)


@contextmanager
def fresh_database() -> Iterator[Database]:
    """Yield an empty SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder)}/bench.db")
        database.upgrade()
        yield database
        database.dispose()


def per_mail(count: int, work: Callable[[], object]) -> float:
    """Return how many milliseconds of `work` fall to one mail."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000 / count


def report(what: str, cost: float, baseline: float | None = None) -> None:
    """Write a figure, and how many times faster it is than its baseline."""
    ratio = "" if baseline is None else f"{baseline / cost:8.1f} x"
    sys.stdout.write(f"{what:<40}{cost:8.3f} ms a mail{ratio}\n")


def bench_fetch(client: IMAPClient, uids: list[int]) -> None:
    """FETCH one by one, and in sets."""
    some = uids[: len(uids) // 4]
    single = per_mail(len(some), lambda: [client.fetch([uid], _BODY) for uid in some])
    report("FETCH one by one (imapclient)", single)
    sets = [uids[start : start + 100] for start in range(0, len(uids), 100)]
    cost = per_mail(len(uids), lambda: [client.fetch(some, _BODY) for some in sets])
    report("FETCH in sets of 100", cost, single)


def bench_move(client: IMAPClient, uids: list[int]) -> None:
    """UID MOVE and STORE one by one, and in sets."""
    client.create_folder("Elsewhere")
    some, rest = uids[:100], uids[100:]
    single = per_mail(100, lambda: [client.add_flags([u], ["$A"], silent=True) for u in some])
    report("STORE one by one", single)
    cost = per_mail(100, lambda: client.add_flags(some, ["$B"], silent=True))
    report("STORE in a set of 100", cost, single)
    single = per_mail(100, lambda: [client.move([uid], "Elsewhere") for uid in some])
    report("MOVE one by one", single)
    sets = [rest[start : start + 100] for start in range(0, len(rest), 100)]
    cost = per_mail(len(rest), lambda: [client.move(some, "Elsewhere") for some in sets])
    report("MOVE in sets of 100", cost, single)


def bench_poller(server: Dovecot, user: str, count: int) -> None:
    """Read a backlog into the database, then move it."""
    with fresh_database() as database:
        settings = mailbox(server, user, after=AfterIntake.MOVE)
        poller = ImapPoller("bench", settings, database, lambda: None, Event(), now)
        report("poller: list, FETCH, commit", per_mail(count, poller.run_once))
        with database.write() as session:
            session.connection().execute(
                update(InboxMessage).values(state=InboxState.DONE).where(col(InboxMessage.id) > 0)
            )
        report("poller: MOVE and note it", per_mail(count, poller.run_once))
        poller.close()


def bench_latency(server: Dovecot, **waiting: object) -> None:
    """From the end of LMTP's DATA to the committed row, one mail at a time."""
    user = server.new_user()
    committed: list[float] = []
    stop = Event()
    with fresh_database() as database:
        settings = mailbox(server, user, after=AfterIntake.NOTHING, **waiting)
        poller = ImapPoller(
            "bench", settings, database, lambda: committed.append(monotonic()), stop, now
        )
        thread = Thread(target=poller.run)
        thread.start()
        sleep(0.5)
        waits = sorted(_deliver(server, user, committed) for _ in range(_LATENCY_MAILS))
        stop.set()
        thread.join()
    p50, p99 = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
    how = ", ".join(f"{key} = {value}" for key, value in waiting.items())
    sys.stdout.write(f"delivery to committed row, {how}: p50 {p50:.3f} s, p99 {p99:.3f} s\n")


def _deliver(server: Dovecot, user: str, committed: list[float]) -> float:
    number = len(committed)
    # Prime to the poll's interval, so that every phase of it is met.
    sleep(0.013 * (number % 17))
    server.deliver(user, sample(number + 1))
    sent = monotonic()
    while len(committed) == number:
        sleep(0.001)
    return max(0.0, committed[-1] - sent)


def main() -> None:
    """Print every figure."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with running_dovecot() as server:
        user = server.new_user()
        server.append(user, [sample(number) for number in range(count)])
        with server.client(user) as client:
            client.select_folder("INBOX")
            bench_fetch(client, client.search())
        bench_poller(server, user, count)
        other = server.new_user()
        server.append(other, [sample(number) for number in range(600)])
        with server.client(other) as client:
            client.select_folder("INBOX")
            bench_move(client, client.search())
        bench_latency(server, noop_seconds=0.2)
        bench_latency(server, noop_seconds=0)


if __name__ == "__main__":
    main()
