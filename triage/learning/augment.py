"""Making more of each training message: other ids, and the slips of hasty writers."""

import random
import unicodedata
from collections.abc import Callable, Iterator

from triage.learning.corpus import Example
from triage.learning.slots import fill_slots

_NEIGHBOURS = {
    letter: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, letter in enumerate(row)
}


def variants(example: Example, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield `count` pairs of subject and body, the first one clean.

    The same example, count and seed give the same texts on any machine.
    """
    dice = random.Random(f"{seed}|{example.text}")  # noqa: S311 - noise, not secrets
    for number in range(count):
        subject = fill_slots(example.subject, dice)
        body = fill_slots(example.body, dice)
        if number:
            subject, body = slip(subject, dice), slip(body, dice)
        yield subject, body


def slip(text: str, dice: random.Random) -> str:
    """Return `text` with some of the slips of hasty writers."""
    for change, chance in _SLIPS:
        if dice.random() < chance:
            text = change(text, dice)
    return text


def _typos(text: str, dice: random.Random) -> str:
    letters = list(text)
    one_in = 45
    for _ in range(max(1, len(letters) // one_in)):
        place = dice.randrange(len(letters)) if letters else 0
        if place < len(letters) and letters[place].isalpha():
            letters[place] = dice.choice(_TYPOS)(letters, place, dice)
    return "".join(letters)


def _lost(_letters: list[str], _place: int, _dice: random.Random) -> str:
    return ""


def _doubled(letters: list[str], place: int, _dice: random.Random) -> str:
    return letters[place] * 2


def _beside(letters: list[str], place: int, dice: random.Random) -> str:
    return dice.choice(_NEIGHBOURS.get(letters[place].lower(), letters[place]))


_TYPOS: tuple[Callable[[list[str], int, random.Random], str], ...] = (_lost, _doubled, _beside)


def _shout(text: str, _dice: random.Random) -> str:
    return text.upper()


def _whisper(text: str, _dice: random.Random) -> str:
    return text.lower()


def _bare(text: str, _dice: random.Random) -> str:
    """Drop the diacritics of Latin and Cyrillic writing, as on a foreign keyboard."""
    decomposed = unicodedata.normalize("NFD", text)
    kept = "".join(mark for mark in decomposed if not "\u0300" <= mark <= "\u036f")
    return unicodedata.normalize("NFC", kept)


def _unpunctuated(text: str, _dice: random.Random) -> str:
    return text.translate(str.maketrans(dict.fromkeys(",.;:!'’¿¡")))


# Every slip with its chance per text.
_SLIPS: tuple[tuple[Callable[[str, random.Random], str], float], ...] = (
    (_typos, 0.5),
    (_whisper, 0.3),
    (_shout, 0.06),
    (_bare, 0.3),
    (_unpunctuated, 0.3),
)
