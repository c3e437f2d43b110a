"""Reading mails from a selected folder; nothing that the server answers is taken on trust."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from triage.intake.imap.client import Client
from triage.mail.truncated import truncated

SET_BYTES = 8 * 1024 * 1024
"""Bytes of mail that are fetched at once; a larger mail is fetched alone."""
HEADER_BYTES = 1024 * 1024
"""Bytes of an oversized mail's header that are fetched."""

_SLOWEST = 64 * 1024
"""Bytes a second below which a transfer counts as stuck."""
_SLACK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Listed:
    """What the server says about a mail: its size in bytes, and when it took it in."""

    uid: int
    size: int
    internal_date: datetime | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail's bytes, and when the server took it in."""

    uid: int
    raw: bytes
    internal_date: datetime | None


def look(client: Client, uids: Sequence[int]) -> list[Listed]:
    """Ask for the sizes of mails; those that the server says nothing usable about are left out."""
    with client.limit():
        answers = client.fetch(list(uids), ["RFC822.SIZE", "INTERNALDATE"])
    listed = (_listed(uid, answers[uid]) for uid in uids if uid in answers)
    return [mail for mail in listed if mail is not None]


def fetch(client: Client, mails: Sequence[Listed], largest: int) -> list[Fetched]:
    """Fetch mails without marking them as read; of those over `largest` bytes the header alone.

    Returns:
        What came, in the order asked for; mails that did not come are left out.
    """
    whole = [mail for mail in mails if mail.size <= largest]
    fetched = [mail for group in _groups(whole) for mail in _bodies(client, group, largest)]
    fetched += [mail for large in mails if large.size > largest for mail in _header(client, large)]
    return sorted(fetched, key=lambda mail: mail.uid)


def _listed(uid: int, answer: dict[bytes, Any]) -> Listed | None:
    size = answer.get(b"RFC822.SIZE")
    if not isinstance(size, int):
        return None
    date = answer.get(b"INTERNALDATE")
    return Listed(uid, size, date.astimezone(UTC) if isinstance(date, datetime) else None)


def _groups(mails: Sequence[Listed]) -> Iterator[Sequence[Listed]]:
    """Cut into runs of at most `SET_BYTES`, or of one mail."""
    starts, total = [0], 0
    for position, mail in enumerate(mails):
        if total + mail.size > SET_BYTES and position > starts[-1]:
            starts.append(position)
            total = 0
        total += mail.size
    for start, end in pairwise([*starts, len(mails)]):
        yield mails[start:end]


def _bodies(client: Client, mails: Sequence[Listed], largest: int) -> list[Fetched]:
    if not mails:
        return []
    expected = sum(mail.size for mail in mails)
    # Some servers count sizes wrongly; what is bounded is what one answer may cost us.
    with client.limit(expected / _SLOWEST, 2 * expected + largest + _SLACK):
        answers = client.fetch([mail.uid for mail in mails], ["BODY.PEEK[]"])
    bodies = ((mail, answers.get(mail.uid, {}).get(b"BODY[]")) for mail in mails)
    return [
        Fetched(mail.uid, body, mail.internal_date)
        for mail, body in bodies
        if isinstance(body, bytes)
    ]


def _header(client: Client, mail: Listed) -> list[Fetched]:
    item = f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>"
    with client.limit(HEADER_BYTES / _SLOWEST, HEADER_BYTES + _SLACK):
        answer = client.fetch([mail.uid], [item]).get(mail.uid, {})
    header = answer.get(b"BODY[HEADER]<0>")
    if not isinstance(header, bytes):
        return []
    return [Fetched(mail.uid, truncated(header, mail.size), mail.internal_date)]
