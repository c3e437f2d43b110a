"""Counts of what must not happen, over the fates of many mails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.vocabulary import InboxState, OutboxState
from tests.laboratory.crash.fates import Fate
from tests.laboratory.crash.letters import Letter

SENT, IN_DOUBT = OutboxState.SENT.value, OutboxState.IN_DOUBT.value
_FAULTS = ("lost", "doubled", "twice", "unsent", "untrue", "different", "unfiled", "failed")


@dataclass(slots=True)
class Findings:
    """Counts; all of them have to be 0 but `mails` and what is in doubt.

    Attributes:
        mails: How many mails there were.
        lost: Those of which there is neither a message on a ticket nor a set-aside entry.
        doubled: Those that were kept twice, or are two messages, or opened a ticket too many.
        twice: Acknowledgements that the sink took more than once.
        unsent: Acknowledgements that were decided on and neither went out nor are held.
        untrue: Acknowledgements said to be sent that the sink has not, or not with one stop of
            the clock.
        different: Mails of which an undisturbed installation makes something else.
        unfiled: Copies at the mail server that are not marked or moved.
        failed: Starts without a kill that ended in an error.
        in_doubt: Acknowledgements that are held for a person, because nobody knows their fate.
        in_doubt_taken: Those of them that the sink has.
        notes: The faults in words.
    """

    mails: int = 0
    lost: int = 0
    doubled: int = 0
    twice: int = 0
    unsent: int = 0
    untrue: int = 0
    different: int = 0
    unfiled: int = 0
    failed: int = 0
    in_doubt: int = 0
    in_doubt_taken: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How much went wrong."""
        return sum(getattr(self, name) for name in _FAULTS)

    def add(self, other: "Findings") -> None:
        """Add another set's counts to these."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def judge(
    letters: Sequence[Letter],
    fates: Mapping[str, Fate],
    undisturbed: Mapping[str, Fate],
) -> Findings:
    """Count what went wrong with mails.

    Args:
        letters: The mails.
        fates: What came of each, by its name.
        undisturbed: What comes of such mails where nothing is killed, by the first part of
            their names.
    """
    found = Findings(mails=len(letters))
    for letter in letters:
        fate = fates[letter.name]
        _judge_one(found, letter, fate)
        if _settled(fate) != _settled(undisturbed[kind_of(letter)]):
            found.different += 1
            found.notes.append(f"{letter.name}: {fate}")
    return found


def kind_of(letter: Letter) -> str:
    """Return the first part of a mail's name, the same in every round."""
    return letter.name.partition(".")[0]


def _judge_one(found: Findings, letter: Letter, fate: Fate) -> None:
    is_set_aside = fate.state == InboxState.SET_ASIDE.value
    if not fate.kept or (not fate.messages and not (letter.is_poison and is_set_aside)):
        found.lost += 1
    if fate.kept > 1 or fate.messages > 1 or (fate.starts and not letter.opens):
        found.doubled += 1
    states = [acked.state for acked in fate.acked]
    written = len({acked.kind for acked in fate.acked})
    found.unsent += sum(state not in {SENT, IN_DOUBT} for state in states)
    found.unsent += max(0, fate.allowed - written)
    found.untrue += sum(
        (acked.taken, acked.stops) != (1, 1) for acked in fate.acked if acked.state == SENT
    )
    found.in_doubt += states.count(IN_DOUBT)
    found.in_doubt_taken += sum(acked.taken for acked in fate.acked if acked.state == IN_DOUBT)


def _settled(fate: Fate) -> tuple[object, ...]:
    """Return what has to be the same, whether an acknowledgement is held or not."""
    kinds = sorted(acked.kind for acked in fate.acked)
    return (fate.kept, fate.state, fate.messages, fate.starts, fate.decision, *kinds)
