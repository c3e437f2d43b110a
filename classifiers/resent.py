"""Whether a message is an earlier one sent again, or the same template about another matter.

People who send a message again mistype it anew, greet, chase, sign or quote it; what it is about
stays. So words are matched one by one, mistyped ones too, and what is left over on either side
decides: nothing, or words that say nothing about the matter, and it is the same message; a word of
weight on both sides, and something was replaced.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from classifiers.extract.words import traits
from classifiers.lexicon import word_lists
from classifiers.lexicon.concepts import concepts_of
from classifiers.lexicon.index import Index
from classifiers.text.tokens import MARKS, is_spaceless

_COURTESY = word_lists("courtesy")
_CLOSINGS = frozenset(_COURTESY["closing"])
_CHASES = word_lists("chase")["chase"]
_NAMES = {**word_lists("platforms"), **word_lists("methods")}
_NAMED = Index(_NAMES)
_SPACELESS = tuple(
    sorted(
        {
            each
            for listed in (_CHASES, *_COURTESY.values(), *_NAMES.values())
            for each in listed
            if is_spaceless(each)
        },
        # Among phrases of one length some order, and the same one in every process.
        key=lambda each: (-len(each), each),
    )
)
_ASKING = frozenset(
    word
    for listed in (_CHASES, _COURTESY["greeting"], _COURTESY["thanks"], _COURTESY["closing"])
    for phrase in listed
    for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", phrase)
)
_QUOTE_MARKS = re.compile(r"(?m)^(?:[ \t]*(?:>|&gt;))+[ \t]?")
_ANSWERING = Index({"answering": _COURTESY["answering"]})
_COMMON = frozenset(word for listed in word_lists("function_words").values() for word in listed)
_CURRENCIES = frozenset(word for listed in word_lists("currencies").values() for word in listed)
# Above what a mail client puts on top of a message that is forwarded.
_DIVIDER = re.compile(r"[-_]{2,}[^\W\d_]*.*|[-_]{5,}")
_HEADER = re.compile(r"\*?[^\W\d_]{1,14}\s?:.*")

_WORD = re.compile(rf"[^\W\d_](?:[{MARKS}'’]*[^\W\d_{MARKS}]+)*[{MARKS}]*")
_LONGEST_TAIL, _TAIL_WORDS = 5, 14
_MOST_WORDS = 400
_MOST_LEFT = 40
_FEW_WORDS = 3
# How many words of weight may be new or gone, as a share of those of the earlier message.
_MOST_SLIPS = 4
_NEW, _FEW_NEW, _MOST_NEW, _GONE = 3, 2, 5, 5
_CONTAINED, _THE_SAME = 84.0, 90.0
_SHORTEST, _SHORTEST_MISTYPED, _LONG, _VERY_LONG = 3, 2, 6, 12


class Gist(NamedTuple):
    """A message as it is compared with another.

    Attributes:
        text: Its words with single spaces, without codes and signature.
        words: The same, counted; writing without spaces sign by sign.
        weighty: The words that are about a matter.
    """

    text: str
    words: Counter[str]
    weighty: Counter[str]


def gist_of(folded: str) -> Gist:
    """Return the gist of a folded text without codes, its lines kept."""
    lines = _without_tail(_without_headers(folded.split("\n")))
    words = [word for line in lines for word in _words(line)][:_MOST_WORDS]
    counted = Counter(words)
    weighty = Counter({word: n for word, n in counted.items() if not says_nothing(word)})
    return Gist(" ".join(words), counted, weighty)


def is_sent_again(new: Gist, earlier: Gist) -> bool:
    """Tell whether `new` says what `earlier` said and nothing else; codes are not looked at."""
    if not earlier.weighty:
        return bool(earlier.text) and fuzz.ratio(new.text, earlier.text) >= _THE_SAME
    if new.text == earlier.text:
        return True
    said = earlier.weighty.total()
    if sum(word not in new.words for word in earlier.weighty) > max(_MOST_SLIPS, said // 2):
        return False
    gone, added = _left_over(earlier.weighty, new.words, new.weighty, earlier.words)
    if (gone and added) or len(gone) > said // _GONE:
        return False
    most = min(max(min(said, _FEW_NEW), said // _NEW), _MOST_NEW)
    if len(added) > most or _concepts(added) - _concepts(earlier.weighty):
        return False
    return said > _FEW_WORDS or fuzz.partial_ratio(new.text, earlier.text) >= _CONTAINED


def is_contained(earlier: Gist, text: str) -> bool:
    """Tell whether the words of a longer text, such as quoted mail, hold all of `earlier`."""
    if not earlier.weighty or len(text) < len(earlier.text):
        return False
    # Sliding one text along another is slow; most are told apart by their words.
    words = set(text.split())
    gone = sum(word not in words for word in earlier.weighty)
    if gone > max(_MOST_SLIPS, len(earlier.weighty) // _GONE):
        return False
    likeness = fuzz.partial_ratio(earlier.text, text, score_cutoff=_THE_SAME)
    return likeness >= _THE_SAME


@lru_cache(maxsize=65_536)
def says_nothing(word: str) -> bool:
    """Tell a word that is in every message, whatever its matter."""
    if len(word) < _SHORTEST and not is_spaceless(word):
        return True
    if word in _CURRENCIES or _NAMED.names(word) or (word in _ASKING and not concepts_of(word)):
        return True
    return word in _COMMON and not concepts_of(word) and traits(word).kind is None


@lru_cache(maxsize=65_536)
def is_asking(word: str) -> bool:
    """Tell a word with which people greet, thank, ask after an earlier message or wait."""
    return word in _ASKING or bool(_ANSWERING.names(word))


def _without_headers(lines: Sequence[str]) -> list[str]:
    """Return lines without the header that a mail client puts on top of what it forwards."""
    kept: list[str] = []
    is_header = False
    for line in map(str.strip, lines):
        is_header = bool(_DIVIDER.fullmatch(line)) or (is_header and bool(_HEADER.fullmatch(line)))
        if not is_header:
            kept.append(line)
    return kept


def _without_tail(lines: Sequence[str]) -> Sequence[str]:
    """Return lines up to a short tail that begins with a closing such as "best regards"."""
    for place, line in enumerate(lines):
        if place and line.strip(" ,.!-") in _CLOSINGS:
            tail = lines[place + 1 :]
            if len(tail) <= _LONGEST_TAIL and sum(map(len, map(str.split, tail))) <= _TAIL_WORDS:
                return lines[:place]
    return lines


def _words(line: str) -> Iterable[str]:
    if line.isascii() or not is_spaceless(line):
        return _WORD.findall(line)
    for phrase in _SPACELESS:
        line = line.replace(phrase, " ")
    return [
        part for word in _WORD.findall(line) for part in (word if is_spaceless(word) else (word,))
    ]


def _left_over(
    earlier: Counter[str], new_words: Counter[str], new: Counter[str], earlier_words: Counter[str]
) -> tuple[list[str], list[str]]:
    """Return the words of weight that are gone and those that are new, mistyped ones matched."""
    gone = list((earlier - new_words).elements())[:_MOST_LEFT]
    added = list((new - earlier_words).elements())[:_MOST_LEFT]
    candidates = [*added, *((new_words - earlier_words) - new).elements()][:_MOST_LEFT]
    for word in list(gone):
        found = next((each for each in candidates if _is_mistyped(word, each)), None)
        if found is not None:
            gone.remove(word)
            candidates.remove(found)
            if found in added:
                added.remove(found)
    others = list((earlier_words - new_words).elements())[:_MOST_LEFT]
    added = [
        word
        for word in added
        if not is_asking(word) and not any(_is_mistyped(word, each) for each in others)
    ]
    return [word for word in gone if word not in _ASKING], added


def _is_mistyped(word: str, other: str) -> bool:
    """Tell one word from another by a slip or two of the keyboard."""
    longest = max(len(word), len(other))
    if min(len(word), len(other)) < _SHORTEST_MISTYPED:
        return False
    slips = 1 if longest < _LONG else 2 if longest < _VERY_LONG else 3
    return OSA.distance(word, other, score_cutoff=slips) <= slips


def _concepts(words: Iterable[str]) -> set[str]:
    return {concept for word in words for concept in concepts_of(word)}


def named_in(text: str) -> frozenset[str]:
    """Return the platforms and ways to pay that a folded text names: others, another matter."""
    words = _WORD.findall(text)
    found = {name for word in words for name in _NAMED.names(word)}
    for before, word in pairwise(words):
        found.update(_NAMED.pair_names(before, word))
    return frozenset(found)


def is_marked(line: str) -> bool:
    """Tell a line that a mail client marked as quoted."""
    return _QUOTE_MARKS.match(line) is not None


def unmarked(text: str) -> str:
    """Return quoted text without the marks that mail clients put before its lines."""
    return _QUOTE_MARKS.sub("", text)
