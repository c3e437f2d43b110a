"""Whether it can be told what is wrong (`description`), and what was done (`steps`)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from classifiers.extract.found import Found
from classifiers.extract.spans import Spans
from classifiers.extract.words import Traits, Words
from classifiers.lexicon import word_lists
from classifiers.lexicon.index import Index
from models.vocabulary import Field

_DOER_WITHIN = 3
_LEFT_OVER = 2
_ERROR_CODE = re.compile(r"(?:[45]\d\d|0x[0-9a-f]+|1020|52[0-7])", re.IGNORECASE)
_SMALL = frozenset(("asking", "common", "subject", "error", "negation", "works"))
_WORKING = frozenset(("site", "deposit", "login"))
_MONEY = frozenset(("balance", "deposit", "paid"))
_PROGRESS = re.compile(r"\d\s?%|\d\s?(?:of|/|из|з|de|von|van|sur|di|su|dari|out of)\s?\d")
_ARABIZI = re.compile(r"[a-z]+0[a-z]+")
_GENERIC = word_lists("generic")
_IN_RUNS = Index(
    {
        "small": [
            *(
                word
                for name in ("asking", "subject", "error", "negation", "works")
                for word in _GENERIC[name]
            ),
            *(word for listed in word_lists("methods").values() for word in listed),
        ]
    }
)
_METHODS = frozenset(word for listed in word_lists("methods").values() for word in listed)
_CURRENCIES = frozenset(word for listed in word_lists("currencies").values() for word in listed)


def story(own: Words, links: Spans) -> Iterator[Found]:
    """Yield `description` and `steps` if the customer's own words hold them.

    A description says something beyond asking for help and naming a subject: trouble or a wish by
    its concept, or a word of weight. Steps need both what was done and what happened then.

    Args:
        own: The customer's own words.
        links: Spans of links and addresses, of which the parts are no words.
    """
    if not own.pieces:
        return
    if _is_told(own, links):
        yield _found(Field.DESCRIPTION, own, "says what is wrong or wanted")
    done = _done(own)
    if done and any(_follows(own, happened, done[0]) for happened in _happened(own)):
        yield _found(Field.STEPS, own, "says what was done and what happened")


def _is_told(own: Words, links: Spans) -> bool:
    """Tell a text with a word of weight from asking, subjects, numbers and links alone."""
    if not links and own.tells:
        return True
    traits = own.traits
    if links:
        spans = zip(own.traits, own.spans, strict=True)
        traits = [each for each, (start, _) in spans if not links.hold(start)]
    is_coded = any(each.has_digit for each in traits)
    if any(_weighs(each, is_coded=is_coded) for each in traits):
        return True
    is_denied = any("negation" in each.lists for each in traits)
    if is_denied and any(each.concepts & _MONEY for each in traits):
        return True
    if any("waiting" in each.lists for each in traits) and (
        own.hits("stretch") or any(each.unit for each in traits)
    ):
        return True
    is_working = any("works" in each.lists for each in traits)
    return (is_working and any(each.concepts & _WORKING for each in traits)) or (
        is_coded and _PROGRESS.search(own.text) is not None
    )


def _weighs(each: Traits, *, is_coded: bool) -> bool:
    """Tell a word that says something about the matter."""
    if each.has_digit or not each.form[:1].isalpha():
        return each.has_digit and _ARABIZI.fullmatch(each.form) is not None
    if each.telling or "telling" in each.lists or (is_coded and "error" in each.lists):
        return True
    if each.spaceless:
        return _left_over(each.form)
    is_small = each.unit or each.kind not in {None, "state"} or not each.lists.isdisjoint(_SMALL)
    return not (is_small or each.form in _METHODS or each.form in _CURRENCIES)


@lru_cache(maxsize=16_384)
def _left_over(run: str) -> bool:
    """Tell a run of writing without spaces that holds more than small words."""
    covered = {place for start, end, _ in _IN_RUNS.parts(run) for place in range(start, end)}
    return len(run) - len(covered) >= _LEFT_OVER


def _done(own: Words) -> list[int]:
    """Return the places at which the customer says what he did."""
    doers = own.hits("doer")
    bare = [
        place
        for place in own.hits("bare")
        if any(0 < place - doer <= _DOER_WITHIN for doer in doers)
    ]
    return sorted((*bare, *own.hits("action")))


def _happened(own: Words) -> Iterator[int]:
    """Yield the places at which the customer says what he saw."""
    yield from own.hits("outcome")
    if own.has_digit:
        for place, piece in enumerate(own.pieces):
            if _ERROR_CODE.fullmatch(piece):
                yield place


def _follows(own: Words, happened: int, done: int) -> bool:
    """Tell what was seen after something was done; a run without spaces may hold both."""
    return happened > done or (happened == done and own.traits[done].spaceless)


def _found(field: Field, own: Words, note: str) -> Found:
    return Found(field, "stated", *own.extent, note)
