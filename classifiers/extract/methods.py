"""Ways to pay, by name."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from classifiers.extract.currencies import NAMES
from classifiers.extract.found import Found
from classifiers.extract.words import Words
from classifiers.lexicon import word_lists
from classifiers.lexicon.stems import Stems
from classifiers.text.folding import fold
from classifiers.text.tokens import is_spaceless
from models.vocabulary import Field

# Names that do not say which way: a bank also confirms what a card paid, a wallet holds any coin.
_VAGUE = {"bank_itself": "bank", "crypto_itself": "crypto", "upi_itself": "upi", "qr_itself": "qr"}
_NONE = "none"
_SHORTEST_STEM, _SHORTEST_SYLLABLES = 4, 2
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u0400-\u04ff]")
_SHORTEST_CODE = 6
_APPEALS, _APPEAL_WITHIN = ("disput", "chargeback", "complain", "revers"), 7
# Letters that a word shares with the name that it is or begins with; some Asian names have fewer.
_HEAD = 3
_DIGITS = "0123456789"
_NETWORK = re.compile(r"(?<![A-Za-z0-9])(trc|erc|bep)[- ]?20\b", re.IGNORECASE)


class _Names:
    """Methods by their names of one or more words, and by parts of runs without spaces."""

    def __init__(self) -> None:
        self.by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        # Those of one word, which alone may stand before a word that is in no name.
        self.alone: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.parts: dict[str, str] = {}
        for method, names in word_lists("methods").items():
            for name in names:
                self._add(method, name)
        self.single: Stems[str] = Stems()
        for entries in self.by_first.values():
            for words, method in entries:
                if len(words) == 1:
                    self.single.add(words[0], method)
        self.words = frozenset(
            word for entries in self.by_first.values() for name, _ in entries for word in name
        )
        self.heads = frozenset(word[:_HEAD] for word in self.words)
        for first, entries in self.by_first.items():
            entries.sort(key=lambda entry: -len(entry[0]))
            self.alone[first] = [entry for entry in entries if len(entry[0]) == 1]

    def _add(self, method: str, name: str) -> None:
        if is_spaceless(name):
            self.parts.setdefault(name, method)
        else:
            words = tuple(fold(part) for part in re.split(r"[ -]", name))
            self.by_first.setdefault(words[0], []).append((words, method))


_NAMES = _Names()
_AFTER, _BEFORE = (tuple(word_lists("endings")[place]) for place in ("after", "before"))


def methods(words: Words) -> list[Found]:
    """Return ways to pay; the value is the method's key in `lexicon/methods.toml`.

    A bank, a wallet or an exchange that is spoken of counts only where no way to pay is named. The
    network of a coin is a value of its own beside it, such as `trc20`.
    """
    named = list(_named(words))
    exact = [each for each in named if each.value not in _VAGUE]
    found = exact or [each._replace(value=_VAGUE[each.value]) for each in named]
    if words.has_digit and "20" in words.text:
        networks = _NETWORK.finditer(words.text)
        found += (_found(each.group(1).lower() + "20", *each.span()) for each in networks)
    return found


def named_methods(text: str) -> list[str]:
    """Return the ways to pay that are named in a text."""
    return [found.value for found in methods(Words(text))]


def _named(words: Words) -> Iterator[Found]:
    forms = list(map(_part_of_a_name, words.pieces))
    taken = 0
    for place, form in enumerate(forms):
        if form.isascii() and form not in _NAMES.by_first:
            continue
        if place >= taken and form in _NAMES.by_first:
            size, method = _longest(words, forms, place)
            taken = place + max(size, 1)
            if method not in {"", _NONE} and not _is_else(words, place, taken, method):
                start = words.spans[place][0] + _figure_before(words.pieces[place])
                yield _found(method, start, words.spans[taken - 1][1])
        for part, at, method in _in_run(form):
            start = words.spans[place][0] + at
            yield _found(method, start, start + len(part))


def _longest(words: Words, forms: Sequence[str], place: int) -> tuple[int, str]:
    """Return the length and the method of the longest name that begins at `place`."""
    names = _NAMES.by_first if any(forms[place + 1 : place + 2]) else _NAMES.alone
    for name, method in names[forms[place]]:
        last = place + len(name) - 1
        if tuple(forms[place : last + 1]) == name:
            beside = pairwise(words.spans[place : last + 1])
            if all(after[0] - before[1] <= 1 for before, after in beside):
                return len(name), method
    return 0, ""


def _is_else(words: Words, place: int, after: int, method: str) -> bool:
    """Tell a label, a sum of money and a part of a nickname from a way to pay.

    Gateways say `card_declined`, which is no nickname.
    """
    start, end = words.spans[place][0], words.spans[after - 1][1]
    is_joined = words.text[max(0, start - 1) : start] == "_" or words.text[end : end + 1] == "_"
    if is_joined and method != "card" and not _NETWORK.match(words.text, end + 1):
        return True
    if method == "bank_itself" and _is_appealed_to(words, place):
        return True
    return _is_label(words, after, method) or _is_sum(words, place, method)


def _is_appealed_to(words: Words, place: int) -> bool:
    """Tell `I will dispute all of it with my bank`, which paid with something else perhaps."""
    before = words.traits[max(0, place - _APPEAL_WITHIN) : place]
    return any(each.form.startswith(_APPEALS) for each in before)


def _is_sum(words: Words, place: int, method: str) -> bool:
    """Tell `500 rupay`, which are rupees, from the card of that name."""
    if method != "card" or fold(words.pieces[place]).lstrip(_DIGITS) not in NAMES:
        return False
    return words.traits[place].has_digit or (place > 0 and words.traits[place - 1].has_digit)


def _is_label(words: Words, after: int, method: str) -> bool:
    """Tell `TRX 31874402915`, where the coin's sign stands for "transaction"."""
    if method != "tron" or after >= len(words.pieces):
        return False
    return words.traits[after].has_digit and len(words.pieces[after]) >= _SHORTEST_CODE


def _figure_before(piece: str) -> int:
    """Return the length of an amount that a coin is written onto, as in `60USDT`."""
    return len(piece) - len(piece.lstrip(_DIGITS))


def _stem(form: str) -> str:
    """Return a word without what some languages add to it, where that makes it a name."""
    bare = form.partition("'")[0]
    if bare in _NAMES.by_first:
        return bare
    begun = _NAMES.single.of(bare)
    if not begun and not bare.startswith(_BEFORE):
        return bare if len(bare) < _SHORTEST_STEM else form
    shortest = _SHORTEST_STEM if _LATIN.match(bare) else _SHORTEST_SYLLABLES
    stems = [stem for stem, _ in begun if shortest <= len(stem) < len(bare)]
    ended = [stem for stem in stems if bare[len(stem) :] in _AFTER]
    if ended:
        return min(ended, key=lambda stem: _AFTER.index(bare[len(stem) :]))
    for beginning in _BEFORE:
        stem = bare.removeprefix(beginning)
        if shortest <= len(stem) < len(bare) and stem in _NAMES.single:
            return stem
    return bare if len(bare) < _SHORTEST_STEM else form


@lru_cache(maxsize=65_536)
def _part_of_a_name(piece: str) -> str:
    """Return a word as the names of ways to pay have it; nothing for most, which are in none."""
    whole = fold(piece)
    if whole in _NAMES.words:
        return whole
    is_latin = whole.isascii() or _LATIN.match(whole) is not None
    if is_latin and whole.isalpha() and whole[:_HEAD] not in _NAMES.heads:
        return ""
    form = _stem(whole.lstrip(_DIGITS))
    return form if form in _NAMES.words or _in_run(form) else ""


def _in_run(form: str) -> tuple[tuple[str, int, str], ...]:
    if form.isascii() or not is_spaceless(form):
        return ()
    return tuple(
        (part, form.find(part), method) for part, method in _NAMES.parts.items() if part in form
    )


def _found(method: str, start: int, end: int) -> Found:
    return Found(Field.PAYMENT_METHOD, method, start, end, "by name")
