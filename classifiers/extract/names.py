"""What may be a user name, and names that people make up for themselves."""

import re
from collections.abc import Iterator
from functools import lru_cache

from classifiers.extract.words import Words, traits
from classifiers.lexicon import word_lists
from classifiers.text.folding import fold

_LISTS = {name: frozenset(listed) for name, listed in word_lists("names").items()}
ELSEWHERE = _LISTS["elsewhere"].union(*word_lists("platforms").values())
"""Platforms and the like: a name beside these is what an order is for."""
_ENGLISH = frozenset((*word_lists("english")["en"], *word_lists("function_words")["en"]))
_FOREIGN = ELSEWHERE | _LISTS["technical"] | _LISTS["following"]
_NO_NAMES = frozenset(("asking", "subject", "common", "outcome", "action", "month", "negation"))
# Words of the trade with which people begin their names.
_TRADE = frozenset(("smm", "seo"))
_SHORTEST, _MOST = 3, 2
_PRONOUNS = frozenset("iua")
# Letters that go on with a name; writing without spaces, and endings of Korean, do not.
_LATIN = r"[A-Za-z0-9_\u00c0-\u052f]"
NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_.-]{{1,39}}+(?!{_LATIN}|@|['’][A-Za-z])")
"""A name as panels allow it."""
_BEFORE = rf"(?<!{_LATIN})(?<![@./:+#$&?=-])"
_AFTER = rf"(?!{_LATIN}|[@/]|['’]\w|[.-]\w)"
_DOTTED = re.compile(rf"{_BEFORE}[a-z][a-z0-9]+(?:[._][a-z0-9]+)+_?{_AFTER}")
_LOW_LINED = re.compile(
    rf"{_BEFORE}(?:[A-Za-z0-9]*[A-Za-z](?:_[A-Za-z0-9]+)+_?|_?[A-Za-z][A-Za-z0-9]{{3,}}_){_AFTER}"
)
_NUMBERED = re.compile(rf"{_BEFORE}[A-Za-z][a-z]{{2,20}}\d{{2,4}}{_AFTER}")
# What is in every such name, and found sooner.
_DIGIT_IN_WORD = re.compile(r"\d(?<=[a-z]\d)")
_FOREIGN_LETTERS = re.compile(rf"{_BEFORE}(?<![A-Za-z] )[a-z][a-z0-9]{{3,29}}{_AFTER}(?! [A-Za-z])")
# A last sentence of one word: `hacked. help. starpanel`.
_ALONE = re.compile(r"[.!?\n](?:(?<=\n)|(?<!\n)\s)(?P<name>[a-z][a-z0-9]{4,29})\s?$")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_LATIN_LETTERS = re.compile(r"[A-Za-z]+")
_DOMAIN = re.compile(
    r".*\.(?:com|net|org|io|ru|me|co|gg|png|jpe?g|gif|pdf|html?|php|js|json|csv|txt|mp4)\d?"
)
_INNER_DOT = re.compile(r"\.(?<=[a-z0-9]\.)[a-z]")


def may_be_a_name(name: str) -> bool:
    """Tell a word that may be a name from those that the lists know as something else."""
    if len(name) < _SHORTEST or not _LATIN_LETTER.search(name) or _DOMAIN.fullmatch(name):
        return False
    about = traits(name)
    is_known = about.telling or about.kind or about.unit or fold(name) in _FOREIGN
    return not is_known and about.lists.isdisjoint(_NO_NAMES)


def made_up(own: str, *, has_digit: bool) -> Iterator[tuple[int, str]]:
    """Yield where a name begins that is no word of any language, and the name.

    Such names hold digits, dots or low lines, and are no domain, file or version; in a text that
    is not in Latin letters they are the small Latin words that nobody knows.
    """
    patterns = [_NUMBERED] if has_digit and _DIGIT_IN_WORD.search(own) else []
    if "_" in own or _INNER_DOT.search(own):
        patterns += (_DOTTED, _LOW_LINED)
    for pattern in patterns:
        for found in pattern.finditer(own):
            name = found.group()
            if not (_DOMAIN.fullmatch(name) or is_made_of_words(name)):
                yield found.start(), name
    alone = _ALONE.search(own)
    if alone and not is_word(alone["name"]):
        yield alone.start("name"), alone["name"]
    if not own.isascii() and _is_mostly_foreign(own):
        for found in _FOREIGN_LETTERS.finditer(own):
            if not is_word(found.group()):
                yield found.start(), found.group()


def is_english(words: Words) -> bool:
    """Tell a text of which most words are English."""
    english = sum(each.form in _ENGLISH for each in words.traits)
    return english * _MOST > sum(not each.has_digit for each in words.traits)


@lru_cache(maxsize=16_384)
def is_word(name: str) -> bool:
    """Tell a word that the lists know from one that somebody made up."""
    form = fold(name)
    about = traits(name)
    is_listed = bool(about.lists or about.concepts or about.kind or about.unit)
    return is_listed or form in _ENGLISH or form in _FOREIGN


@lru_cache(maxsize=16_384)
def is_made_of_words(name: str) -> bool:
    """Tell `not working.please`, `order_id` and `iphone14` from names."""
    parts = [part.lower() for part in _LATIN_LETTERS.findall(name)]
    if len(parts) > 1 and len(parts[-1]) == 1 and parts[-1] not in _PRONOUNS:
        return len(max(parts, key=len)) == 1
    parts = [part for part in parts if len(part) > 1]
    if not parts or name.isupper() or parts[0] in _LISTS["technical"] - _TRADE:
        return True
    if all(part in _ENGLISH or part in _FOREIGN for part in parts):
        return True
    return "." in name and any("asking" in traits(part).lists for part in (parts[0], parts[-1]))


def _is_mostly_foreign(own: str) -> bool:
    """Tell a text in another script than the Latin."""
    latin = len("".join(_LATIN_LETTERS.findall(own)))
    others = len(own) - len(own.encode("ascii", "ignore"))
    return others > (_MOST - 1) * latin and sum(map(str.isalpha, own)) > _MOST * latin
