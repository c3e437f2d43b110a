"""How often the bot was right, on the tickets that a person looked at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.ticket import Ticket
from models.verdict import Reclassification, Verdict
from models.vocabulary import Actor, Question
from triage.rate import Rate


@dataclass(frozen=True, slots=True)
class Confusion:
    """What the bot said against what a person decided.

    Attributes:
        labels: In the order in which they are shown.
        counts: Tickets by (the person's label, the bot's label).
    """

    labels: Sequence[str]
    counts: Mapping[tuple[str, str], int]

    @property
    def total(self) -> int:
        """How many tickets a person looked at."""
        return sum(self.counts.values())

    @property
    def accuracy(self) -> Rate:
        """How often both said the same."""
        right = sum(count for (truth, said), count in self.counts.items() if truth == said)
        return Rate(right, self.total)

    def count(self, truth: str, said: str) -> int:
        """Return how many tickets of one label the bot gave another, or the same."""
        return self.counts.get((truth, said), 0)

    def precision(self, label: str) -> Rate:
        """Return how often the bot was right where it said `label`."""
        said = sum(count for (_, bot), count in self.counts.items() if bot == label)
        return Rate(self.count(label, label), said)

    def recall(self, label: str) -> Rate:
        """Return how many of the tickets that are `label` the bot found."""
        true = sum(count for (truth, _), count in self.counts.items() if truth == label)
        return Rate(self.count(label, label), true)


def confusion(
    session: Session, question: Question, since: datetime | None, labels: Sequence[str] = ()
) -> Confusion:
    """Compare the bot's first verdicts with the last word of a person, corrected or confirmed.

    Args:
        session: A reading session.
        question: Which label.
        since: Only people's words from then on; None takes all.
        labels: The order to show; labels that turn up besides come after, commonest first.
    """
    looked_at = (
        select(func.max(Reclassification.id).label("id"))
        .where(
            Reclassification.question == question,
            Reclassification.actor == Actor.AGENT,
            *([] if since is None else [col(Reclassification.at) >= since]),
        )
        .group_by(col(Reclassification.ticket_number))
        .subquery()
    )
    first = (
        select(func.min(Verdict.message_id))
        .where(
            Verdict.ticket_number == Reclassification.ticket_number, Verdict.question == question
        )
        .correlate(Reclassification)
        .scalar_subquery()
    )
    pairs = (
        select(Reclassification.to_label, Verdict.label, func.count())
        .join(looked_at, looked_at.c.id == Reclassification.id)
        .join(
            Verdict,
            (col(Verdict.ticket_number) == Reclassification.ticket_number)
            & (col(Verdict.question) == question)
            & (col(Verdict.message_id) == first),
        )
        .group_by(col(Reclassification.to_label), col(Verdict.label))
    )
    counts = {(truth, said): count for truth, said, count in session.execute(pairs)}
    return Confusion(_ordered(counts, labels), counts)


def filed(session: Session, since: datetime | None) -> int:
    """Return how many tickets came in, looked at or not."""
    counted = select(func.count()).select_from(Ticket)
    if since is not None:
        counted = counted.where(col(Ticket.received_at) >= since)
    return session.exec(counted).one()


def _ordered(counts: Mapping[tuple[str, str], int], labels: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    for (truth, said), count in counts.items():
        seen[truth] += count
        seen[said] += count
    return [*labels, *(label for label, _ in seen.most_common() if label not in set(labels))]
