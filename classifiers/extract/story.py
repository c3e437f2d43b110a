"""Whether it can be told what is wrong (`description`), and what was done (`steps`)."""

import re
from collections.abc import Iterator

from classifiers.extract.found import Found
from classifiers.extract.wordlists import WordList
from classifiers.features import token_features
from classifiers.lexicon import word_lists
from classifiers.text.tokens import TOKEN, folded, is_spaceless
from models.vocabulary import Field

_GENERIC = WordList([entry for words in word_lists("generic").values() for entry in words])
_COMMON = frozenset(word for words in word_lists("function_words").values() for word in words)
_SUBJECTS = frozenset(("balance", "order", "account", "site", "paid", "method", "howto", "deposit"))
_STEPS = word_lists("actions")
_ACTION, _OUTCOME = WordList(_STEPS["action"]), WordList(_STEPS["outcome"])
_ENOUGH = 2
_LONG_RUN = 7


def story(own: str) -> Iterator[Found]:
    """Yield `description` and `steps` if the customer's own words hold them.

    A description says something beyond asking for help and naming a subject: a concept of trouble
    or of a wish, or two words of weight. Steps need both an action and what happened then.
    """
    words = list(TOKEN.finditer(own))
    forms = [folded(word.group()) for word in words]
    if words and _describes([word.group() for word in words], forms):
        yield _found(Field.DESCRIPTION, words, "says what is wrong or wanted")
    actions, outcomes = _ACTION.hits(forms), _OUTCOME.hits(forms)
    if actions and any(outcome != actions[0] for outcome in outcomes):
        yield _found(Field.STEPS, words, "says what was done and what happened")


def _describes(words: list[str], forms: list[str]) -> bool:
    told = 0
    for word, form in zip(words, forms, strict=True):
        if form.startswith("#") or (form in _GENERIC and not is_spaceless(word)):
            continue
        concepts = {name[1:] for name in token_features(word) if name.startswith("=")}
        if concepts - _SUBJECTS:
            return True
        if is_spaceless(word):
            told += len(form) // _LONG_RUN * _ENOUGH
        elif form not in _COMMON and form.isalpha():
            told += 1
    return told >= _ENOUGH


def _found(field: Field, words: list[re.Match[str]], note: str) -> Found:
    return Found(field, "stated", words[0].start(), words[-1].end(), note)
