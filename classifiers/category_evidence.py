"""Why a message was given its category, in words that an agent understands.

Small words ("the", "is", "that") and letter groups weigh something too, but tell nobody anything:
only words that say something are shown, with what they mean where a list knows it.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from classifiers.classification import Evidence
from classifiers.extract.found import Found
from classifiers.extract.words import traits
from classifiers.lexicon import word_lists
from classifiers.lexicon.concepts import (
    MEANINGS,
    concepts_of,
    concepts_of_pair,
    parts_of,
)
from classifiers.lexicon.listed import CONCEPT_PAIR_STARTS
from classifiers.text.tokens import folded, is_spaceless, span_of
from classifiers.trained import CATEGORIES
from models.vocabulary import Category, Field, Question

Said = tuple[str, ...]
"""One token of a text, two neighbours, or a part of a run without spaces."""
Weights = Mapping[str, Sequence[float]]
"""Weight that each token, or part of a run, carries in each linear model."""

GivenWeights = Mapping[Field, Sequence[float]]
"""Weight in each linear model of a fact's being given."""

_GIVEN = {
    Field.ORDER_ID: "an order's number is given",
    Field.TRANSACTION_ID: "a payment's reference is given",
    Field.AMOUNT: "a sum is given",
    Field.PAYMENT_METHOD: "a way to pay is given",
    Field.USERNAME: "a user name is given",
    Field.SCREENSHOT: "a picture is shown",
    Field.PERIOD: "a time is given",
}
MOST = 5
"""How many reasons are given at most."""
_LONGEST_RUN = 6
_SMALL_IN_ENGLISH = frozenset(word_lists("function_words")["en"])
_SMALL_LISTS, _SMALL_CONCEPTS = frozenset(("common", "asking")), frozenset(("howto",))
_MOST_BETWEEN = 5
_TOGETHER = "all its words together"


def reasons(
    category: Category,
    split: Sequence[str],
    text: str,
    weights: Weights,
) -> list[Evidence]:
    """Return what speaks loudest for `category`, at most five, loudest first.

    Args:
        category: What was answered.
        split: The tokens of the customer's own words.
        text: What they are the tokens of; spans count from its start.
        weights: Of every token and of what `parts_told` names.

    Returns:
        Words, or one reason without a place where no single word says it.
    """
    place = CATEGORIES.index(category)
    found = _weighed(split, weights, place).items()
    chosen: list[Evidence] = []
    used: set[str] = set()
    for weight, said in sorted([(told[1], told[0]) for told in found if told[1] > 0], reverse=True):
        if len(chosen) == MOST:
            break
        if used.isdisjoint(said):
            used.update(said)
            start, end = _span(said, text)
            note = _note(said, category)
            chosen.append(Evidence(Question.CATEGORY, text[start:end], start, end, weight, note))
    return chosen or [Evidence(Question.CATEGORY, "", 0, 0, 0.0, f"{category}: {_TOGETHER}")]


def facts_told(
    category: Category, found: Sequence[Found], text: str, weights: GivenWeights
) -> list[Evidence]:
    """Return the facts whose being given speaks for `category`.

    Args:
        category: What was answered.
        found: The first fact of each field (`classifiers.given`).
        text: What they were found in.
        weights: Of each field in each linear model.
    """
    place = CATEGORIES.index(category)
    return [
        Evidence(
            Question.CATEGORY,
            text[fact.start : fact.end],
            fact.start,
            fact.end,
            weights[fact.field][place],
            f"speaks for {category}: {_GIVEN[fact.field]}",
        )
        for fact in found
        if weights[fact.field][place] > 0
    ]


def parts_told(token: str) -> list[str]:
    """Return the parts of a run without spaces that tell something by themselves."""
    return [said[0] for said in _about(token)[2] if said[0] != token]


def _weighed(split: Sequence[str], weights: Weights, place: int) -> dict[Said, float]:
    found: dict[Said, float] = {}
    before, last, is_start = "", "", False
    for token in split:
        form, begins, telling = _about(token)
        for said in telling:
            if said not in found:
                found[said] = weights[said[0]][place]
        if is_start and concepts_of_pair(before, form):
            found[last, token] = weights[last][place] + weights[token][place]
        before, last, is_start = form, token, begins
    return found


@lru_cache(maxsize=65_536)
def _about(token: str) -> tuple[str, bool, tuple[Said, ...]]:
    """Return the folded form, whether it may begin a pair, and what it tells by itself."""
    form = folded(token)
    return form, form in CONCEPT_PAIR_STARTS, _telling(token, form)


def _telling(token: str, form: str) -> tuple[Said, ...]:
    if form == "#url":
        return ((token,),)
    if not form[:1].isalpha():
        return ()
    if is_spaceless(token):
        return _telling_parts(token, form)
    return () if _is_small(token, form) else ((token,),)


def _telling_parts(run: str, form: str) -> tuple[Said, ...]:
    found = parts_of(form) if len(form) == len(run) else ()
    if not found:
        return ((run,),) if len(run) <= _LONGEST_RUN else ()
    return tuple(dict.fromkeys((run[start:end],) for start, end in found))


def _is_small(token: str, form: str) -> bool:
    """Tell a word that only holds a sentence together, in any language."""
    if form in _SMALL_IN_ENGLISH or len(form) == 1:
        return True
    about = traits(token)
    return not _SMALL_LISTS.isdisjoint(about.lists) and about.concepts <= _SMALL_CONCEPTS


@lru_cache(maxsize=32_768)
def _note(said: Said, category: Category) -> str:
    forms = tuple(map(folded, said))
    if forms == ("#url",):
        return f"speaks for {category}: a link"
    found = concepts_of(forms[0]) if len(forms) == 1 else concepts_of_pair(*forms)
    meaning = ", ".join(MEANINGS[concept] for concept in found)
    return f"speaks for {category}: {meaning}" if meaning else f"speaks for {category}"


def _span(said: Said, text: str) -> tuple[int, int]:
    """Return where a word, or two words that stand side by side, are in the text."""
    if len(said) == 1:
        return span_of(said[0], text)
    left, right = said
    start = text.find(left)
    while start >= 0:
        after = start + len(left)
        place = text.find(right, after, after + len(right) + _MOST_BETWEEN)
        between = text[after:place] if place > after else right
        if not any(map(str.isalnum, between + text[max(0, start - 1) : start])):
            return start, place + len(right)
        start = text.find(left, start + 1)
    return span_of(right, text)
