"""Words that mean the same thing across languages, so that one language teaches another.

A concept is a feature beside the words, never a rule: "deposit", "doładować" and "充值" share
`deposit`, and the model learns what that says.
"""

from functools import lru_cache

from classifiers.lexicon import word_lists
from classifiers.lexicon.index import Index

_INDEX = Index(word_lists("concepts"))
PAIR_STARTS = _INDEX.pair_starts
"""Words that begin a pair with a meaning; no other word needs to be looked up with its next."""


@lru_cache(maxsize=65_536)
def concepts_of(form: str) -> tuple[str, ...]:
    """Return the concepts of a folded word, sorted."""
    return tuple(sorted(_INDEX.names(form)))


@lru_cache(maxsize=65_536)
def concepts_of_pair(before: str, form: str) -> tuple[str, ...]:
    """Return the concepts of two neighbouring folded words, sorted."""
    return tuple(sorted(_INDEX.pair_names(before, form)))
