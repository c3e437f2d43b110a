"""Whether it can be told what is wrong (`description`), and what was done (`steps`)."""

from collections.abc import Iterator

from classifiers.extract.found import Found
from classifiers.extract.words import Words
from models.vocabulary import Field

_ENOUGH = 2
_LONG_RUN = 7
_DOER_WITHIN = 3


def story(own: Words) -> Iterator[Found]:
    """Yield `description` and `steps` if the customer's own words hold them.

    A description says something beyond asking for help and naming a subject: trouble or a wish by
    its concept, or words of weight. Steps need both what was done and what happened then.
    """
    if not own.pieces:
        return
    if own.tells or _weight(own) >= _ENOUGH:
        yield _found(Field.DESCRIPTION, own, "says what is wrong or wanted")
    done = _done(own)
    if done and any(happened > done[0] for happened in own.hits("outcome")):
        yield _found(Field.STEPS, own, "says what was done and what happened")


def _weight(own: Words) -> int:
    """Return how many words say something; a subject counts once beside another word."""
    told, subjects = 0, 0
    for each in own.traits:
        if each.has_digit or not each.form[:1].isalpha():
            continue
        if each.spaceless:
            told += len(each.form) // _LONG_RUN * _ENOUGH
        elif "subject" in each.lists or each.kind is not None:
            subjects = 1
        elif not each.lists & {"asking", "common"} and not each.unit:
            told += 1
    return told + subjects if told else 0


def _done(own: Words) -> list[int]:
    """Return the places at which the customer says what he did."""
    doers = own.hits("doer")
    bare = [
        place
        for place in own.hits("bare")
        if any(0 < place - doer <= _DOER_WITHIN for doer in doers)
    ]
    return sorted((*bare, *own.hits("action")))


def _found(field: Field, own: Words, note: str) -> Found:
    return Found(field, "stated", *own.extent, note)
