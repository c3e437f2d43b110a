"""What happened before the demo: an outage, top-ups, tickets of a panel, and claims.

Everything is told by the month before, so that the claims came in time whenever the demo is run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.vocabulary import Maintenance
from triage.demo.setting import MONITORS, PANEL
from triage.desk.availability_works import Works

_OSLO, _SINGAPORE = MONITORS
_MARTA = {"id": "4711", "username": "marta_promo"}
_TOMEK = {"id": "5120", "username": "tomek.k"}
_TITLE = "Wniosek o rekompensatę z tytułu SLA"


@dataclass(frozen=True, slots=True)
class Call:
    """A call at one of our doors: when, by whom, and what it says."""

    at: datetime
    source: str
    type: str
    data: Mapping[str, object]

    @property
    def body(self) -> Mapping[str, object]:
        """The call's body, as its schema has it."""
        return {"type": self.type, "timestamp": self.at.isoformat(), "data": self.data}


def calls(now: datetime) -> list[Call]:
    """Return everything that was told by now, oldest first."""
    this = datetime(now.year, now.month, 1, tzinfo=UTC)
    before = (this - timedelta(days=1)).replace(day=1)
    found = [*_seen(before), *_topped_up(before), *_asked(before), *_claimed(before, this, now)]
    return sorted((call for call in found if call.at <= now), key=lambda call: call.at)


def works(now: datetime) -> Works:
    """Return the maintenance of the month before."""
    before = (datetime(now.year, now.month, 1, tzinfo=UTC) - timedelta(days=1)).replace(day=1)
    start, end = _at(before, 22, "22:00"), _at(before, 22, "23:00")
    return Works("smmpanelus", start, end, Maintenance.PLANNED, "New disks for the panel")


def _at(month: datetime, day: int, time: str) -> datetime:
    hours, minutes, *rest = (int(part) for part in time.split(":"))
    return month + timedelta(days=day - 1, hours=hours, minutes=minutes, seconds=sum(rest))


_OUTAGES = (
    (8, "03:12", "03:19", (_OSLO,)),
    (11, "01:40", "10:52:30", (_OSLO,)),
    (11, "01:40:20", "10:51:50", (_SINGAPORE,)),
    (17, "14:00", "14:03", (_OSLO, _SINGAPORE)),
    (22, "22:05", "22:41", (_OSLO, _SINGAPORE)),
)
"""Day, from, to, and who saw it: unconfirmed, confirmed, too short, and during maintenance."""


def _seen(month: datetime) -> Iterator[Call]:
    for source in MONITORS:
        yield _report(source, month, is_up=True)
    for day, start, end, witnesses in _OUTAGES:
        for source in witnesses:
            yield _report(source, _at(month, day, start), is_up=False)
            yield _report(source, _at(month, day, end), is_up=True)


def _report(source: str, at: datetime, *, is_up: bool) -> Call:
    seen = {"monitor": "web", "up": is_up, "at": at.isoformat()}
    return Call(at + timedelta(seconds=5), source, "monitor.reported", {"observations": [seen]})


def _topped_up(month: datetime) -> Iterator[Call]:
    for name, day, customer, amount, is_bonus in (
        ("pay-8801", 3, _MARTA, "180.00", False),
        ("pay-8817", 9, _TOMEK, "60.00", False),
        ("pay-8842", 14, _MARTA, "245.50", False),
        ("pay-8843", 14, _MARTA, "25.00", True),
    ):
        at = _at(month, day, "12:30")
        payment = {"id": name, "customer": customer, "amount": amount, "currency": "USD"}
        told = payment | {"bonus": is_bonus, "at": at.isoformat()}
        yield Call(at + timedelta(seconds=2), PANEL, "topup.credited", told)


def _asked(month: datetime) -> Iterator[Call]:
    """Yield tickets without an e-mail address: nothing but a person's answer stops their clocks."""
    yield from _ticket(
        _at(month, 5, "11:20"),
        {
            "id": "P-301",
            "customer": _MARTA,
            "subject": "Zamówienie 5582013 stoi",
            "body": "Zamówienie 5582013 nie wystartowało od wczoraj, proszę sprawdzić.",
            "category": "order",
            "fields": {"order_id": "5582013"},
        },
        answered=_at(month, 6, "12:05"),
        words="Zamówienie już ruszyło, przepraszamy za opóźnienie.",
    )
    yield from _ticket(
        _at(month, 4, "10:40"),
        {
            "id": "P-297",
            "customer": _TOMEK,
            "subject": "Wpłata nie dotarła",
            "body": "Zapłaciłem 60 USD kartą, transakcja 77120345, a saldo nadal wynosi zero.",
            "category": "topup",
            "fields": {
                "transaction_id": "77120345",
                "payment_method": "karta",
                "amount": "60 USD",
            },
        },
        answered=_at(month, 14, "15:30"),
        words="Wpłata została zaksięgowana.",
    )
    yield from _ticket(
        _at(month, 19, "13:00"),
        {
            "id": "P-322",
            "customer": _MARTA,
            "subject": "Pytanie o drip feed",
            "body": "Jak działa drip feed w pakietach obserwujących? Ile porcji można ustawić?",
            "category": "service",
        },
        answered=_at(month, 19, "16:10"),
        words="Od 2 do 50 porcji, odstęp ustawia się w minutach.",
    )


def _claimed(month: datetime, this: datetime, now: datetime) -> Iterator[Call]:
    """Yield a claim that came in time, on the first of the month, and one that came too late."""
    in_time = this + min(timedelta(hours=8, minutes=15), (now - this) / 2)
    day = f"{month:%Y-%m}-11"
    claim = {
        "id": "P-340",
        "customer": _MARTA | {"email": "marta@example.org", "name": "Marta", "language": "pl"},
        "subject": _TITLE,
        "body": (
            "Dzień dobry,\n\nskładam wniosek za poprzedni miesiąc. Strona i panel nie działały:\n"
            f"{day} 01:40 GMT DOWN connection timed out\n{day} 10:52 GMT UP\n\n"
            "Log z niezależnego monitora w załączniku.\n\nMarta"
        ),
        "category": "claim",
        "attachments": [{"name": "uptime-log.csv", "type": "text/csv", "size": 2114}],
    }
    words = "Dziękujemy, sprawdzamy zapisy naszych monitorów i wrócimy z decyzją."
    answered = in_time + timedelta(hours=2, minutes=40)
    yield from _ticket(in_time, claim, answered=answered, words=words)
    late = {
        "id": "P-344",
        "customer": _TOMEK | {"email": "tomek@example.org", "name": "Tomek", "language": "pl"},
        "subject": _TITLE,
        "body": "Za późno odpowiedzieliście na zgłoszenie P-297. Proszę o rekompensatę.",
        "category": "claim",
        "fields": {"period": f"{month:%Y-%m}"},
    }
    yield from _ticket(_at(this, 3, "09:30"), late, answered=_at(this, 4, "11:00"), words=words)


def _ticket(
    at: datetime, ticket: Mapping[str, object], *, answered: datetime, words: str
) -> Iterator[Call]:
    yield Call(at, PANEL, "ticket.created", ticket)
    reply = {"agent": "Agent", "body": words, "at": answered.isoformat()}
    yield Call(answered, PANEL, "ticket.updated", {"id": ticket["id"], "reply": reply})
