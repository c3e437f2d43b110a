"""What the room around a mail knows when it asks whether to answer, and what it is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models.vocabulary import Suppression


class RateWindow(StrEnum):
    """Which sliding window is full."""

    SENDER = "sender"
    SENDER_SUBJECT = "sender_subject"
    SENDER_DOMAIN = "sender_domain"
    GLOBAL = "global"


@dataclass(frozen=True, slots=True)
class AckContext:
    """Everything but the mail itself; all of it optional, so that a mail can be judged alone.

    Attributes:
        own_addresses: Every address that delivers to this installation, any case. Empty means
            unknown: the codes that need it do not apply.
        instance_id: The value that our acknowledgements carry in `X-Triage-Instance`.
        secret: The key of our Message-IDs and reply tokens; empty means unknown.
        trusted_authserv_ids: Whose `Authentication-Results` are believed (RFC 8601 section 5).
        intake_list_ids: List-Ids that stamp every genuine mail on its way to us, `LIST` excepted.
        now: The present.
        received_at: When our server took the mail in (IMAP's INTERNALDATE).
        go_live_at: Mail received before it is never answered.
        may_answer: Whether the source lets it be answered; it knows of a mark of its own, and of
            mail that was brought in by hand.
        max_age: Mail received longer ago is never answered.
        already_acked: The ticket, the Message-ID or the content was acknowledged.
        hard_bounced: The address bounced for good within the last 60 days.
        rate: The window that is full, or None.
        follow_up: The number of the open ticket that the mail belongs to, where the policy
            does not answer it.
        abusive: The mail is abusive and the policy does not answer it.
        operator_off: A person has switched acknowledgements off.
        dry_run: Decide, but send nothing.
    """

    own_addresses: frozenset[str] = frozenset()
    instance_id: str = ""
    secret: bytes = b""
    trusted_authserv_ids: frozenset[str] = frozenset()
    intake_list_ids: frozenset[str] = frozenset()
    now: datetime | None = None
    received_at: datetime | None = None
    go_live_at: datetime | None = None
    may_answer: bool = True
    max_age: timedelta | None = None
    already_acked: bool = False
    hard_bounced: bool = False
    rate: RateWindow | None = None
    follow_up: int | None = None
    abusive: bool = False
    operator_off: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign that was seen: which rule, and the words that tripped it."""

    code: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """An acknowledgement may go out."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """No acknowledgement goes out, for this reason."""

    code: Suppression
    evidence: str
