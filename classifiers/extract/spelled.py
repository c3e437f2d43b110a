"""Sums of money in words: `ten dollars`, `two hundred hryvnia`, `五百块`, `a tenner`."""

import re
from collections.abc import Iterator, Sequence

from classifiers.extract.currencies import NAMES, unit_of
from classifiers.extract.found import Found
from classifiers.extract.money import MONEY_WORDS, NO_CURRENCY, UNNAMED
from classifiers.extract.words import Words
from classifiers.lexicon import written_lists
from classifiers.text.folding import fold
from classifiers.text.tokens import is_spaceless
from models.vocabulary import Field

_VALUES = {
    fold(name): int(key) for key, names in written_lists("numbers").items() for name in names
}
_NOTES = {fold(name): key for key, names in written_lists("banknotes").items() for name in names}
_SPELLED = frozenset((*_VALUES, *_NOTES))
# Below this a word by itself is too often another word: "do", "hai", "das".
_SMALLEST_ALONE = 5
_TEN, _HUNDRED, _THOUSAND, _SMALL = 10, 100, 1_000, 10
# In Swahili these stand before what they multiply.
_BEFORE_ITS_COUNT = frozenset(("elfu", "mia", "laki", "milioni"))
_LONGEST_GAP, _NEAR = 1, 3
_MAY_JOIN = frozenset((" ", "-"))

# Figures in writing without spaces, and in Korean, go on into the currency.
_IN_RUNS = {
    name: value for name, value in _VALUES.items() if is_spaceless(name) or "가" <= name <= "힣"
}
_SIGN = re.compile("|".join(sorted(_IN_RUNS, key=len, reverse=True)))
_UNITS = "块钱?|塊|元|円|圆|美金|美元|刀|人民币|원|달러|불|บาท|ดอลลาร์|ดอล"
_UNIT = re.compile(_UNITS)
_RUN = re.compile(f"(?:{_SIGN.pattern})+")
_UNIT_AFTER = re.compile(rf"\s?(?P<unit>{_UNITS})")
# Before a run that is only the end of a figure or of a Korean word.
_GOES_ON = re.compile(r"(?:[가-힣\d]|\d\s)$")


def spelled_amounts(words: Words) -> Iterator[Found]:
    """Yield amounts of which the figure is written in words.

    Those beside a currency, notes that are called by their worth, and in writing without spaces.
    """
    yield from _in_runs(words.text)
    if _SPELLED.isdisjoint(words.forms):
        return
    end = 0
    for place, each in enumerate(words.traits):
        found = None
        if place >= end and each.form in _VALUES:
            end = _end_of_run(words, place)
            found = _number(words, place, end)
        if found is None and each.form in _NOTES:
            found = Found(Field.AMOUNT, _NOTES[each.form], *words.spans[place], NO_CURRENCY)
        if found:
            yield found


def _in_runs(text: str) -> Iterator[Found]:
    """Yield sums in runs of figures: each run is read once, however long and whatever follows."""
    if text.isascii() or not _UNIT.search(text):
        return
    for run in _RUN.finditer(text):
        found = _UNIT_AFTER.match(text, run.end())
        unit = unit_of(found["unit"]) if found else None
        if found and unit and not _GOES_ON.search(text, max(0, run.start() - 2), run.start()):
            number = reckoned([_IN_RUNS[sign] for sign in _SIGN.findall(run.group())])
            span = run.start(), found.end()
            yield Found(Field.AMOUNT, f"{number} {unit[0]}", *span, f"in {unit[0]}")


def _end_of_run(words: Words, place: int) -> int:
    """Return the place after the last word of a number that begins at `place`."""
    end = place + 1
    while end < len(words.traits) and words.traits[end].form in _VALUES:
        if words.text[words.spans[end - 1][1] : words.spans[end][0]] not in _MAY_JOIN:
            break
        end += 1
    return end


def _number(words: Words, place: int, end: int) -> Found | None:
    """Return the number in words from `place` to `end` if it is a sum of money."""
    if _is_scale(words, place):
        return None
    forms = [each.form for each in words.traits[place:end]]
    number = reckoned([_VALUES[form] for form in forms], is_before=forms[0] in _BEFORE_ITS_COUNT)
    if len(forms) == 1 and number < _SMALLEST_ALONE:
        return None
    after = words.traits[end].form if end < len(words.traits) else ""
    before = words.traits[place - 1].form if place else ""
    if after in NAMES:
        return _found(words, place, end + 1, f"{number} {NAMES[after]}", f"in {NAMES[after]}")
    if before in NAMES and len(forms) > 1:
        return _found(words, place - 1, end, f"{number} {NAMES[before]}", f"in {NAMES[before]}")
    if number >= _HUNDRED and _may_be_a_sum(words, place, end):
        return _found(words, place, end, str(number), UNNAMED)
    return None


def _may_be_a_sum(words: Words, place: int, end: int) -> bool:
    """Tell `sent one-fifty` and `two thousand` from numbers of other things."""
    if any(each.unit for each in words.traits[end : end + 1]):
        return False
    return end - place > 1 or any(
        "sending" in each.lists or not each.concepts.isdisjoint(MONEY_WORDS)
        for each in words.traits[max(0, place - _NEAR) : place]
    )


def reckoned(values: Sequence[int], *, is_before: bool = False) -> int:
    """Return the number that words of these values say together.

    Args:
        values: Such as 2, 100, 50 for "two hundred fifty".
        is_before: A hundred and a thousand stand before what they multiply.
    """
    if is_before:
        pairs = list(zip(values, [*values[1:], 1], strict=True))
        return sum(big * small if small < _SMALL else big for big, small in pairs if big >= _SMALL)
    total = section = count = 0
    for value in values:
        if value >= _THOUSAND:
            total += max(section + count, 1) * value
            section = count = 0
        elif value == _HUNDRED or (value == _TEN and 0 < count < _SMALL):
            section += max(count, 1) * value
            count = 0
        elif 0 < count < _SMALL <= value:
            section += count * _HUNDRED
            count = value
        else:
            count += value
    return total + section + count


def _is_scale(words: Words, place: int) -> bool:
    """Tell `300 thousand`, of which the word is not all of the figure."""
    if place == 0 or not words.traits[place - 1].has_digit:
        return False
    return words.spans[place][0] - words.spans[place - 1][1] <= _LONGEST_GAP


def _found(words: Words, first: int, end: int, value: str, note: str) -> Found:
    return Found(Field.AMOUNT, value, words.spans[first][0], words.spans[end - 1][1], note)
