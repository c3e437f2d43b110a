"""Mail between parties that answer each other, with a clock that somebody turns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

MOST_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail on its way.

    Attributes:
        sender: The envelope sender; empty for the null path.
        recipient: The envelope recipient.
        raw: The mail.
    """

    sender: str
    recipient: str
    raw: bytes


class Party(Protocol):
    """Somebody with an address."""

    @property
    def name(self) -> str:
        """What the tally calls it."""

    def owns(self, address: str) -> bool:
        """Tell whether mail to an address is this party's."""

    def take(self, mails: Sequence[Mail], now: datetime) -> list[Mail]:
        """Read mail that came in, and return what is sent in answer."""


@dataclass
class Post:
    """Carries mail from party to party, round by round, until nobody writes any more.

    Attributes:
        parties: Who takes part; the first one that owns an address gets its mail.
        step: How long a round lasts.
        now: The clock; far enough in the past that it never overtakes the real one.
    """

    parties: Sequence[Party]
    step: timedelta = timedelta(minutes=7)
    now: datetime = field(
        default_factory=lambda: datetime.now(UTC).replace(microsecond=0) - timedelta(days=60)
    )
    dropped: int = 0

    def exchange(self, *first: Mail) -> Counter[str]:
        """Deliver the first mails and whatever follows from them; return who sent how many.

        Raises:
            EndlessError: They were still writing after `MOST_ROUNDS`.
        """
        tally: Counter[str] = Counter()
        waiting = list(first)
        for _ in range(MOST_ROUNDS):
            sent = [
                (party.name, party.take(mails, self.now)) for party, mails in self._sort(waiting)
            ]
            tally.update({name: len(mails) for name, mails in sent})
            waiting = [mail for _, mails in sent for mail in mails]
            self.now += self.step
            if not waiting:
                return tally
        raise EndlessError(f"still writing after {MOST_ROUNDS} rounds: {dict(tally)}")

    def _sort(self, mails: Sequence[Mail]) -> list[tuple[Party, list[Mail]]]:
        """Give each party its mail; mail for nobody is dropped."""
        boxes: list[tuple[Party, list[Mail]]] = [(party, []) for party in self.parties]
        for mail in mails:
            owner = next((box for party, box in boxes if party.owns(mail.recipient)), None)
            if owner is None:
                self.dropped += 1
            else:
                owner.append(mail)
        return [(party, box) for party, box in boxes if box]


class EndlessError(AssertionError):
    """A loop."""
