"""Facts that names of attached files give, such as `Receipt-INV-20931.pdf`."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from classifiers.extract.found import Found
from classifiers.extract.masks import masked
from classifiers.extract.methods import methods
from classifiers.extract.money import amounts
from classifiers.extract.references import LONG, UNNAMED, references
from classifiers.extract.spans import spans
from classifiers.extract.words import Words, traits
from classifiers.text.folding import western_digits

# How cameras, telephones and messengers call what they save: a kind, then a date and a count.
_BY_A_DEVICE = re.compile(
    r"(?:(?:fb_)?img|vid|dsc|dcim|pxl|mvi|screen|screenshot|screen[ _-]shot|screenrecord\w*"
    r"|photo|image"
    r"|whatsapp|telegram|signal|snapchat|inshot|scan|camscanner|captura|capture|bildschirmfoto"
    r"|снимок|скриншот|capture d.écran)(?![a-z])(?!.*[a-z]{3}[ _-]*\d{5})",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[_-]+")
LONGEST_NAME = 255
"""Characters of a name that are read, its last ones: no file system keeps more."""
_LONG_WORD = 4
_DAY = re.compile(r"20\d\d[01]\d[0-3]\d(?:\d{4,6})?|[0-3]\d[01]\d20\d\d")


def named_by_files(names: Sequence[str], *, is_paid: bool) -> Iterator[Found]:
    """Yield references, sums and ways to pay by what files are called.

    A number by itself is the device's more often than an order's.

    Args:
        names: Of files.
        is_paid: A way to pay is told already, so that a file's name adds none.
    """
    for name in names:
        stem = western_digits(PurePath(name[-LONGEST_NAME:].strip()).stem)
        words = Words(_WORD_BEFORE.sub(_apart, stem))
        found = [] if is_paid else methods(words)
        if not _BY_A_DEVICE.match(stem):
            dates = spans(list(masked(words.text)))
            found += filter(_is_said, references(words, dates))
            found += amounts(words)
        for each in found:
            yield each._replace(start=0, end=0, note=f"{each.note}, in a file's name")


def _apart(found: re.Match[str]) -> str:
    """Part a word from the code after it; `INV-20931` stays one."""
    word = found.group(1)
    return f"{word} " if len(word) >= _LONG_WORD or traits(word).kind else found.group()


def _is_said(found: Found) -> bool:
    """Tell a code by its shape or name from a plain number and from a day."""
    is_plain = found.value.isdecimal() and found.note in {UNNAMED, LONG}
    return not (is_plain or _DAY.fullmatch(found.value))
