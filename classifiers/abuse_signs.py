"""What in a message is aimed at people: insults, attacks, threats, and at whom.

The words come from `lexicon/abuse.toml`. An insult counts only where it is not said of the writer
himself; milder words and swearing only where somebody is meant (labels: abusive). A word that is an
insult in one language and harmless in another (`lexicon/homographs.toml`) is none in the latter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from classifiers.lexicon import word_lists
from classifiers.lexicon.phrases import Hit, Phrases
from classifiers.text.disguise import chunks, plain_forms, spans

SIGNS = ("insult", "attack", "threat", "aimed", "accusation", "rude", "mild")
_SAID_TO = 3
_SAID_NEAR = 6
_SAID_OF_ONESELF = 3
_SHORT = 3
_MOST = 3
# Which words about oneself take the sting out of what follows: "I" does not in "I hate liars".
_OF_ONESELF = {
    "insult": frozenset(("self", "being")),
    "weak": frozenset(("self", "being")),
    "accusation": frozenset(("being",)),
}
_MILD = frozenset(("weak", "swearing", "sexual"))
_NO_SIGNS = (0.0,) * len(SIGNS)

_LISTS = word_lists("abuse")
_AIMS = Phrases({name: _LISTS.pop(name) for name in ("target", "self", "being", "thing")})
_STRONG = Phrases(_LISTS)
_HARMLESS = {name: frozenset(words) for name, words in word_lists("homographs").items()}
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of abuse.

    Attributes:
        kind: One of `SIGNS`.
        start: First character in the text.
        end: One past the last.
        entry: The entry of the list that it was read as.
    """

    kind: str
    start: int
    end: int
    entry: str


def signs(text: str, language: str = "und") -> list[Sign]:
    """Return the signs of abuse in `text`, in the order in which they stand.

    Args:
        text: The customer's own words.
        language: ISO 639-1 code of the language that they are in, as far as is known.
    """
    written = chunks(text)
    strong = [place for place, chunk in enumerate(written) if _may_be_strong(chunk)]
    if not strong:
        return []
    forms = [plain_forms(chunk) for chunk in written]
    harmless = _HARMLESS.get(language, _NOTHING)
    found = [hit for hit in _STRONG.find(forms, strong) if hit.entry not in harmless]
    if not found:
        return []
    aims = [hit for hit in _AIMS.find(forms, range(len(forms))) if hit.entry not in harmless]
    targets = [hit.place for hit in aims if hit.kind == "target"]
    own = [hit for hit in aims if hit.kind in {"self", "being"}]
    things = {hit.place for hit in aims if hit.kind == "thing"}
    is_short = len(forms) <= _SHORT
    places = spans(text)
    judged = (
        Sign(_kind(hit, targets, own, is_short=is_short), *_span(hit, places), hit.entry)
        for hit in found
        if not (hit.kind in _MILD and hit.last + 1 in things)
    )
    return list({(sign.kind, sign.start): sign for sign in judged}.values())


def counts(found: Sequence[Sign]) -> tuple[float, ...]:
    """Return how often each of `SIGNS` was found, at most three times each."""
    if not found:
        return _NO_SIGNS
    kinds = [sign.kind for sign in found]
    return tuple(float(min(_MOST, kinds.count(kind))) for kind in SIGNS)


@lru_cache(maxsize=65_536)
def _may_be_strong(chunk: str) -> bool:
    """Tell whether a chunk is or begins to be what is looked for; in most messages none is."""
    return _STRONG.knows(plain_forms(chunk))


def _span(hit: Hit, places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    start, end = places[hit.first][0], places[hit.last][1]
    if hit.at is None:
        return start, end
    return start + hit.at, min(end, start + hit.at + len(hit.entry))


def _kind(hit: Hit, targets: Sequence[int], own: Sequence[Hit], *, is_short: bool) -> str:
    """Return the kind of a hit, settled by who is meant nearby."""
    own_kinds = {each.kind for each in own if 0 < hit.place - each.place <= _SAID_OF_ONESELF}
    if not own_kinds.isdisjoint(_OF_ONESELF.get(hit.kind, _NOTHING)):
        return "mild"
    if hit.kind == "weak":
        is_said = is_short or any(0 < hit.place - place <= _SAID_TO for place in targets)
        return "aimed" if is_said else "mild"
    if hit.kind in {"swearing", "sexual"}:
        is_near = any(abs(hit.place - place) <= _SAID_NEAR for place in targets)
        return "aimed" if is_near else "mild"
    return hit.kind
