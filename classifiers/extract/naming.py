"""Which word says what a number is: "order", "transaction", "ticket" and their like beside it."""

import re
from typing import NamedTuple

from classifiers.extract.words import Traits, Words

NAMING = frozenset(
    (
        *("order", "transaction", "service", "other", "username", "payment", "amount"),
        *("contact", "address", "code"),
    )
)
"""The kinds of words in `lexicon/ids.toml` that name numbers."""
LONGEST_COUNT = 5
"""Digits of a number that may count things without being round."""
_FAR_NAMING = frozenset(("order", "transaction"))
_COUNTING = frozenset(("other", "service", "amount"))
_REACH, _CALLED, _NEAR, _LONGEST_ABBREVIATION = 5, 3, 2, 4
_STOP = re.compile(r"[.!?]\s|\n\s*\n|;|[\U0001f300-\U0001faff]")
_LABELLED = re.compile(r"[#№:=]")


class Naming(NamedTuple):
    """The nearest word before a code that says what it is.

    Attributes:
        kind: One of `NAMING`, or None if no word does.
        is_labelled: "id", "no", "#", ":" or the like stands between.
        is_near: It is one of the two words right before.
        is_verb: Somebody does it: "if I order 1000".
    """

    kind: str | None
    is_labelled: bool = False
    is_near: bool = False
    is_verb: bool = False


def naming_of(words: Words, place: int) -> Naming:
    """Return the nearest word before that says what a number is.

    A label such as "id", "no", "#" or ":" may stand between.
    """
    start = words.spans[place][0]
    is_labelled = False
    for before in range(place - 1, max(-1, place - 1 - _REACH), -1):
        each = words.traits[before]
        gap = words.text[words.spans[before][1] : start]
        start = words.spans[before][0]
        is_near = place - before <= _NEAR
        if gap != " ":
            is_last = before == place - 1 or words.traits[before + 1].kind == "label"
            if is_last and len(each.form) <= _LONGEST_ABBREVIATION:
                gap = gap.removeprefix(".")
            if _STOP.search(gap):
                break
        if each.has_digit:
            break
        if each.kind == "label" or each.form in "#№" or (is_near and _LABELLED.search(gap)):
            is_labelled = True
        if each.kind == "payment" and is_near and _is_numbered(words, before):
            is_labelled = True
        if each.kind in _COUNTING and not is_labelled and _is_parted(words, before, place):
            break
        is_called = each.kind == "contact" and place - before <= _CALLED
        if each.kind in NAMING and (
            is_called or _counts(each.kind, is_near=is_near, is_labelled=is_labelled)
        ):
            earlier = words.traits[before - 1] if before else None
            is_verb = earlier is not None and "doer" in earlier.lists
            kind = _more_exact(each.kind, earlier)
            return Naming(kind, is_labelled or kind != each.kind, is_near, is_verb)
    return Naming(None, is_labelled)


def _is_parted(words: Words, before: int, place: int) -> bool:
    """Tell a word that does not go with the number after it: `a deleted post, 307428`.

    A number as long as an order's goes with nothing but the word right before it.
    """
    between = words.text[words.spans[before][1] : words.spans[place][0]]
    is_long = len(words.pieces[place]) > LONGEST_COUNT
    return "," in between or (is_long and place - before > 1)


def _more_exact(kind: str, earlier: Traits | None) -> str:
    """Return what two words beside each other name: an order's reference, a payment's code."""
    if earlier is None or earlier.kind is None:
        return kind
    is_code = kind == "code" and earlier.kind in {"transaction", "payment"}
    return earlier.kind if earlier.kind == "order" or is_code else kind


def _is_numbered(words: Words, place: int) -> bool:
    """Tell `número de operación` and `номер платежа`, where the label stands before."""
    return any(each.kind == "label" for each in words.traits[max(0, place - _NEAR) : place])


def _counts(kind: str, *, is_near: bool, is_labelled: bool) -> bool:
    """Tell whether a word names the number after it, or only stands in the same sentence."""
    if kind in {"payment", "address"}:
        return is_labelled or (kind == "address" and is_near)
    return kind in _FAR_NAMING or is_near or is_labelled
