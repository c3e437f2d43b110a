"""A raw message, read: parsed, classified, and not yet judged against what the desk knows."""

from dataclasses import dataclass
from datetime import datetime

from classifiers.classification import Classification
from models.vocabulary import Category, Channel
from triage.mail.bounces import Bounce
from triage.mail.context import Finding
from triage.mail.message import Address, ParsedMessage
from triage.mail.thread import ThreadClue


@dataclass(frozen=True, slots=True)
class Raw:
    """What the pipeline needs of an inbox row."""

    id: int
    source: str
    channel: Channel
    media_type: str
    raw: bytes
    received_at: datetime
    may_answer: bool
    attempts: int
    ticket_number: int | None
    external_id: str | None


@dataclass(frozen=True, slots=True)
class Panel:
    """What a shop's panel says besides the words.

    Attributes:
        is_update: It is about a ticket that exists.
        customer: The account.
        category: What the customer ticked.
        agent_reply: An agent answered in the panel, with the words.
        replied_at: When.
        replied_by: Who.
        closes: The ticket was closed in the panel.
        has_words: The customer said something.
    """

    is_update: bool
    customer: str | None = None
    category: Category | None = None
    agent_reply: str | None = None
    replied_at: datetime | None = None
    replied_by: str = ""
    closes: bool = False
    has_words: bool = True


@dataclass(frozen=True, slots=True)
class Submission:
    """One message as every later step sees it, whatever the channel.

    Attributes:
        raw: The inbox row.
        mail: The message; for a panel's ticket one made from its fields.
        requester: Who is answered; None where there is nobody.
        classification: The classifiers' answers.
        panel: What the panel says, None for mail.
        machine: Why a robot wrote it, or None.
        bounce: What it says about a mail of ours that came back, or None.
        clue: The ticket that it says it belongs to, or None.
    """

    raw: Raw
    mail: ParsedMessage
    requester: Address | None
    classification: Classification
    panel: Panel | None = None
    machine: Finding | None = None
    bounce: Bounce | None = None
    clue: ThreadClue | None = None

    @property
    def is_from_customer(self) -> bool:
        """Tell whether a person who asks for help wrote it."""
        return self.machine is None and (self.panel is None or self.panel.has_words)

    @property
    def customer(self) -> str | None:
        """The account as the panel gives it, else None."""
        return self.panel.customer if self.panel else None
