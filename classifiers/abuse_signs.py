"""What in a message is aimed at people: insults, attacks, threats, and at whom.

The words come from `lexicon/abuse.toml`. An insult counts only where it is not said
of the writer or of a thing, and swearing only where somebody is meant (labels: abusive).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifiers.lexicon import word_lists
from classifiers.text.disguise import PlainWord, plain_words
from classifiers.text.tokens import is_spaceless

SIGNS = ("insult", "attack", "threat", "aimed_swearing", "swearing", "target")
_LONGEST_PHRASE = 3
_NEAR = 4
_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of abuse.

    Attributes:
        kind: One of `SIGNS`.
        start: First character in the text.
        end: One past the last.
        said: The entry of the list that it was read as.
    """

    kind: str
    start: int
    end: int
    said: str


class _Lexicon:
    """Entries by list: whole words and phrases, beginnings, parts of runs, and starred words."""

    def __init__(self, entries: Sequence[str]) -> None:
        spaced = [entry for entry in entries if not is_spaceless(entry)]
        self.exact = frozenset(entry for entry in spaced if not entry.endswith("*"))
        self.stems = frozenset(entry[:-1] for entry in spaced if entry.endswith("*"))
        self.parts = tuple(entry.rstrip("*") for entry in entries if is_spaceless(entry))
        self.shortest = min(map(len, self.stems), default=1)
        shortest_starred = 4
        self.by_edges: dict[tuple[str, str], list[str]] = {}
        for entry in (*self.exact, *self.stems):
            if len(entry) >= shortest_starred and " " not in entry:
                self.by_edges.setdefault((entry[0], entry[-1]), []).append(entry)

    def find(self, form: str) -> str | None:
        """Return the entry that a form is, or None."""
        if form in self.exact:
            return form
        if "*" in form:
            return self._starred(form)
        for end in range(self.shortest, len(form) + 1):
            if form[:end] in self.stems:
                return form[:end]
        return None

    def parts_in(self, form: str) -> Iterator[tuple[str, int]]:
        """Yield the entries inside a run without spaces, with their places."""
        for part in self.parts:
            place = form.find(part)
            if place >= 0:
                yield part, place

    def _starred(self, form: str) -> str | None:
        """Return the entry that fits a form with hidden letters, such as `f*k` or `b*tch`."""
        candidates = self.by_edges.get((form[0], form[-1]), ())
        pattern = re.compile(".{1,3}".join(map(re.escape, form.split("*"))))
        return next((entry for entry in candidates if pattern.fullmatch(entry)), None)


_LISTS = {name: _Lexicon(entries) for name, entries in word_lists("abuse").items()}


def signs(text: str) -> list[Sign]:
    """Return the signs of abuse in `text`, in no particular order."""
    words = plain_words(text)
    found = [
        sign for name in ("insult", "attack", "threat", "swearing") for sign in _of(name, words)
    ]
    if not found:
        return []
    targets = [sign.start for sign in _of("target", words)]
    own = [sign.start for sign in _of("self_or_thing", words)]
    return [_judged(sign, words, targets, own) for sign in found] + [
        Sign("target", start, start, "") for start in targets[:1]
    ]


def _of(name: str, words: Sequence[PlainWord]) -> Iterator[Sign]:
    lexicon = _LISTS[name]
    for place, word in enumerate(words):
        for form in word.forms:
            said = lexicon.find(form)
            if said is not None:
                yield Sign(name, word.start, word.end, said)
                break
            if not form.isascii() and is_spaceless(form):
                for part, at in lexicon.parts_in(form):
                    yield Sign(name, word.start + at, word.start + at + len(part), part)
        yield from _phrases(name, lexicon, words, place)


def _phrases(
    name: str, lexicon: _Lexicon, words: Sequence[PlainWord], place: int
) -> Iterator[Sign]:
    phrases = [words[place].forms[0]]
    for following in words[place + 1 : place + _LONGEST_PHRASE]:
        phrases = [f"{phrase} {form}" for phrase in phrases[:2] for form in following.forms[:2]]
        for phrase in phrases:
            if phrase in lexicon.exact:
                yield Sign(name, words[place].start, following.end, phrase)
                break


def _judged(
    sign: Sign, words: Sequence[PlainWord], targets: Sequence[int], own: Sequence[int]
) -> Sign:
    """Return the sign with its kind settled by who is meant nearby."""
    place = next(at for at, word in enumerate(words) if word.end > sign.start)
    near = {word.start for word in words[max(0, place - _NEAR) : place + _NEAR]}
    before = {word.start for word in words[max(0, place - _BEFORE) : place + _BEFORE]}
    is_aimed = any(start in near for start in targets)
    if sign.kind == "swearing":
        return Sign("aimed_swearing" if is_aimed else "swearing", sign.start, sign.end, sign.said)
    if sign.kind == "insult" and not is_aimed and any(start in before for start in own):
        return Sign("swearing", sign.start, sign.end, sign.said)
    return sign


def counts(found: Sequence[Sign]) -> tuple[float, ...]:
    """Return how often each of `SIGNS` was found, at most three times each."""
    most = 3.0
    kinds = [sign.kind for sign in found]
    return tuple(min(most, float(kinds.count(kind))) for kind in SIGNS)
