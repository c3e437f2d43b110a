"""Ways to pay, by name."""

import re
from collections.abc import Iterator

from classifiers.extract.found import Found
from classifiers.lexicon import word_lists
from classifiers.text.tokens import folded, is_spaceless
from models.vocabulary import Field

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NETWORK = re.compile(r"\b(trc|erc|bep)[- ]?20\b", re.IGNORECASE)
_LONGEST = 3


class _Names:
    """Methods by their names of one to three words, and by parts of runs without spaces."""

    def __init__(self) -> None:
        self.exact: dict[str, str] = {}
        self.parts: dict[str, str] = {}
        for method, names in word_lists("methods").items():
            for name in names:
                home = self.parts if is_spaceless(name) else self.exact
                home.setdefault(name, method)
        self.first_words = frozenset(name.split(" ")[0] for name in self.exact)


_NAMES = _Names()


def methods(text: str) -> Iterator[Found]:
    """Yield ways to pay; the value is the method's key in `lexicon/methods.toml`.

    The network of a coin is a value of its own beside it, such as `trc20`.
    """
    words = [(folded(found.group()), *found.span()) for found in _WORD.finditer(text)]
    place = 0
    while place < len(words):
        size = _match(words, place) if words[place][0] in _NAMES.first_words else 0
        if size:
            start, end = words[place][1], words[place + size - 1][2]
            name = " ".join(word for word, _, _ in words[place : place + size])
            yield _found(_NAMES.exact[name], start, end)
            place += size
            continue
        word, start, end = words[place]
        yield from _in_run(word, start, end)
        place += 1
    if "20" in text:
        for found in _NETWORK.finditer(text):
            yield _found(found.group(1).lower() + "20", *found.span())


def _match(words: list[tuple[str, int, int]], place: int) -> int:
    for size in range(min(_LONGEST, len(words) - place), 0, -1):
        if " ".join(word for word, _, _ in words[place : place + size]) in _NAMES.exact:
            return size
    return 0


def _in_run(word: str, start: int, end: int) -> Iterator[Found]:
    if word.isascii() or not is_spaceless(word):
        return
    for part, method in _NAMES.parts.items():
        at = word.find(part)
        if at >= 0:
            yield _found(method, start + at, min(start + at + len(part), end))


def _found(method: str, start: int, end: int) -> Found:
    return Found(Field.PAYMENT_METHOD, method, start, end, f"a way to pay: {method}")
