"""Whether it can be told what is wrong (`description`), and what was done (`steps`)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from classifiers.extract.found import Found
from classifiers.extract.spans import Spans
from classifiers.extract.words import Traits, Words
from classifiers.lexicon import word_lists
from classifiers.lexicon.index import Index
from classifiers.text.folding import fold
from models.vocabulary import Field

_TELLER_WITHIN, _UPON_WITHIN = 3, 5
_LEFT_OVER = 2
_WORKING_WITHIN = 3
# Of a way through menus: `Orders > Export > Download`.
_FEWEST_TURNS = 2
_ERROR_CODE = re.compile(r"(?:[45]\d\d|0x[0-9a-f]+|1020|52[0-7])", re.IGNORECASE)
_SMALL = frozenset(("asking", "common", "subject", "error", "negation", "works"))
_FAILING = frozenset(("works", "error"))
_WORKING = frozenset(("site", "deposit", "login"))
_NOT_AFTER = frozenset(fold(word) for word in ("nahi", "nhi", "nai", "नहीं", "نہیں"))
# Before what is a thing there and no deed.
_NO_DEED = frozenset(("at", "of", "per"))
_SENTENCE_END = re.compile(r"[.!?]\s")
_POINTS = frozenset((".", ")", ":"))
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
_SCORN = Index(
    {
        "scorn": [
            entry
            for name in ("insult", "weak", "accusation", "swearing")
            for entry in word_lists("abuse")[name]
            if " " not in entry
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
    if done and _is_seen(own, done):
        yield _found(Field.STEPS, own, "says what was done and what happened")


def _is_told(own: Words, links: Spans) -> bool:
    """Tell a text with a word of weight from asking, subjects, numbers and links alone."""
    if not links and own.has_telling_word:
        return True
    traits = own.traits
    if links:
        spans = zip(own.traits, own.spans, strict=True)
        traits = [each for each, (start, _) in spans if not links.hold(start)]
    is_coded = any(each.has_digit for each in traits)
    is_weighty = any(
        _weighs(each, is_coded=is_coded) and not _is_of_no_use(traits, place)
        for place, each in enumerate(traits)
    )
    if is_weighty or (not links and own.has_telling_pair):
        return True
    if own.hits("said") or (is_coded and own.hits("asked")):
        return True
    is_denied = any("negation" in each.lists for each in traits)
    if is_denied and any(each.concepts & _MONEY for each in traits):
        return True
    if any("waiting" in each.lists for each in traits) and (
        own.hits("stretch") or any(each.unit for each in traits)
    ):
        return True
    is_working = any(not each.lists.isdisjoint(_FAILING) for each in traits)
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
    is_named = each.form in _METHODS or each.form in _CURRENCIES
    return not (is_small or is_named or (not each.concepts and _is_scorn(each.form)))


def _is_of_no_use(traits: Sequence[Traits], place: int) -> bool:
    """Tell "nothing works", which says as little as "not working"."""
    after = traits[place + 1 : place + 1 + _WORKING_WITHIN]
    return "nothing" in traits[place].lists and any("works" in each.lists for each in after)


@lru_cache(maxsize=16_384)
def _is_scorn(form: str) -> bool:
    """Tell a word of insults, which says nothing about the matter."""
    return bool(_SCORN.names(form))


@lru_cache(maxsize=16_384)
def _left_over(run: str) -> bool:
    """Tell a run of writing without spaces that holds more than small words."""
    covered = {place for start, end, _ in _IN_RUNS.parts(run) for place in range(start, end)}
    return len(run) - len(covered) >= _LEFT_OVER


def _done(own: Words) -> list[int]:
    """Return the places at which the customer says what he did."""
    bare = [place for place in own.hits("bare") if _is_told_of(own, place)]
    done = [place for place in own.hits("action") if not _is_hindered(own, place)]
    return sorted((*bare, *done))


def _is_told_of(own: Words, place: int) -> bool:
    """Tell `when I click` from `I cannot click` and `please click`, by the nearest such word.

    It stands in the same sentence; "at the start" and "look at open orders" tell nothing done.
    """
    if place and own.traits[place - 1].form in _NO_DEED:
        return False
    for back in range(place - 1, max(0, place - _TELLER_WITHIN) - 1, -1):
        before = own.traits[back]
        if _SENTENCE_END.search(own.text, own.spans[back][1], own.spans[back + 1][0]):
            break
        if "hindering" in before.lists:
            return False
        if "teller" in before.lists:
            return True
    return _is_in_a_row(own, place)


def _is_in_a_row(own: Words, place: int) -> bool:
    """Tell a point of a list of steps: `1. open it 2. type` or `settings > press save`."""
    if place == 0 or not (own.has_digit or ">" in own.text):
        return False
    gap = own.text[own.spans[place - 1][1] : own.spans[place][0]]
    return ">" in gap or (own.traits[place - 1].has_digit and gap.strip() in _POINTS)


def _is_hindered(own: Words, place: int) -> bool:
    """Tell `you changed`, `cannot open` and `open nahi ho raha`, which nobody did."""
    before = own.traits[max(0, place - 1) : place]
    after = own.traits[place + 1 : place + 2]
    return any("hindering" in each.lists for each in before) or any(
        each.form in _NOT_AFTER for each in after
    )


def _is_seen(own: Words, done: list[int]) -> bool:
    """Tell whether something is told that happened after what was done.

    It may be said first where a word such as "when" follows: `blank page when I click`; so may it
    before a way through menus.
    """
    seen = sorted(_happened(own))
    if seen and own.text.count(">") >= _FEWEST_TURNS:
        return True
    if any(_follows(own, happened, done[0]) for happened in seen):
        return True
    shown = [place for place in seen if "negation" not in own.traits[place].lists]
    return bool(shown) and any(shown[0] < upon for place in done for upon in _upon(own, place))


def _upon(own: Words, done: int) -> Iterator[int]:
    """Yield the places of "when" and its like that introduce what was done.

    Whoever only says where he went tells where it happens, not what he did there.
    """
    if not any("entering" in each.lists for each in own.traits[done : done + 2]):
        for place in range(max(0, done - _UPON_WITHIN), done + 1):
            if "upon" in own.traits[place].lists:
                yield place


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
