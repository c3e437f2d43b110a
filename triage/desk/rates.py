"""How many acknowledgements went where lately (RATE)."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from models.outbox import Outbox
from models.vocabulary import AckKind, OutboxState
from triage.config.schema import Suppressing
from triage.mail.context import RateWindow
from triage.mail.message import Address
from triage.mail.subject import base_subject

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
# Another desk, which may write each mail from an address of its own: support+id4711, case-4711a.
_DESK = re.compile(
    r"(support|help|helpdesk|info|service|office|contact|desk|tickets?|cases?|reply)"
    r"(?:\d|[-+._=].*\d).*|(support|help|helpdesk|info|service|office|contact)"
)
_EXCHANGES_WITH_A_DESK = 2
_WEEK = timedelta(days=7)
# Many customers share these; a flood from one of them shows in the senders' own windows.
_PROVIDERS = frozenset(
    """126.com 163.com aol.com free.fr gmail.com gmx.de gmx.net googlemail.com hotmail.com
    icloud.com interia.pl libero.it live.com mail.ru me.com msn.com o2.pl onet.pl orange.fr
    outlook.com proton.me protonmail.com qq.com rediffmail.com seznam.cz t-online.de ukr.net
    web.de wp.pl yahoo.co.in yahoo.com yandex.ru ymail.com""".split()  # noqa: SIM905 - one a line would fill the page
)


@dataclass
class Rates:
    """Sliding windows over what was put into the outbox, by sender, subject, domain and all.

    All the addresses of one desk are one sender.
    """

    limits: Suppressing
    by_sender: dict[str, list[tuple[datetime, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_domain: Counter[str] = field(default_factory=Counter)
    total: int = 0

    @classmethod
    def load(
        cls, session: Session, limits: Suppressing, addresses: Collection[str], now: datetime
    ) -> "Rates":
        """Read the windows of `addresses` (lower-cased) and of their domains."""
        rates = cls(limits)
        desks = {address.rpartition("@")[2] for address in addresses if _desk_of(address)}
        desks -= _PROVIDERS
        since = now - (_WEEK if desks else _DAY)
        kept = select(Outbox.recipient, Outbox.subject, Outbox.created_at).where(
            or_(col(Outbox.recipient).in_(addresses), col(Outbox.recipient_domain).in_(desks)),
            col(Outbox.created_at) > since,
            Outbox.state != OutboxState.CANCELLED,
        )
        for recipient, subject, at in session.exec(kept):
            rates.by_sender[_sender(recipient)].append((at, _normalised(subject)))
        domains = {domain for address in addresses if (domain := address.rpartition("@")[2])}
        counted = (
            select(Outbox.recipient_domain, func.count())
            .where(
                col(Outbox.recipient_domain).in_(domains - _PROVIDERS),
                col(Outbox.created_at) > now - _HOUR,
            )
            .group_by(Outbox.recipient_domain)
        )
        rates.by_domain.update(dict(session.exec(counted).all()))
        rates.total = session.exec(
            select(func.count()).where(col(Outbox.created_at) > now - _MINUTE)
        ).one()
        return rates

    def full(
        self, recipient: Address, subject: str, now: datetime, kind: AckKind | None
    ) -> RateWindow | None:
        """Return the first window that has no room for one more.

        The window of one subject lets "information received" through: it goes out once a ticket,
        and to nobody who has not given all that was asked for.
        """
        if self.total >= self.limits.global_minute:
            return RateWindow.GLOBAL
        sent = self.by_sender.get(_sender(recipient.address), [])
        if _desk_of(recipient.address) and len(sent) >= _EXCHANGES_WITH_A_DESK:
            return RateWindow.SENDER
        day = [known for at, known in sent if at > now - _DAY]
        hour = sum(at > now - _HOUR for at, _ in sent)
        if hour >= self.limits.per_sender_hour or len(day) >= self.limits.per_sender_day:
            return RateWindow.SENDER
        is_last = kind is AckKind.INFORMATION_RECEIVED
        if not is_last and day.count(_normalised(subject)) >= self.limits.per_subject_day:
            return RateWindow.SENDER_SUBJECT
        if self.by_domain[recipient.domain] >= self.limits.per_domain_hour:
            return RateWindow.SENDER_DOMAIN
        return None

    def add(self, recipient: Address, subject: str, now: datetime) -> None:
        """Count one more."""
        self.by_sender[_sender(recipient.address)].append((now, _normalised(subject)))
        if recipient.domain not in _PROVIDERS:
            self.by_domain[recipient.domain] += 1
        self.total += 1


def _sender(address: str) -> str:
    return _desk_of(address) or address.lower()


def _desk_of(address: str) -> str | None:
    """Return what all addresses of a desk have in common, or None where a person writes."""
    local, _, domain = address.lower().rpartition("@")
    found = _DESK.fullmatch(local)
    if found and domain in _PROVIDERS:
        return address.lower()  # two such addresses there are two people's
    return f"{found[1] or found[2]}@{domain}" if found else None


def _normalised(subject: str) -> str:
    return base_subject(subject).casefold()
