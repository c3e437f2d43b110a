"""Writing the same word the same way: case, diacritics, widths and digits."""

import re
import unicodedata

# Letters that carry a stroke or are ligatures have no decomposition in Unicode.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
        "ə": "e",
        "ħ": "h",
        "ё": "е",
        # Persian and Urdu keyboards send other code points than Arabic ones.
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ة": "ه",
        "ـ": None,
        "‘": "'",
        "’": "'",
        "ʻ": "'",
        "ʼ": "'",
        "`": "'",
    }
)

# Marks that people leave out when they type in haste. Vowel signs of Indic scripts and Thai tone
# marks are not among them: without those a word is another word.
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200b-\u200f\u2060\ufeff]")
_NO_WESTERN = re.compile("[٠-٩۰-۹०-९০-৯๐-๙０-９]")
_DIGITS = {
    zero + value: str(value)
    for zero in (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10)
    for value in range(10)
}


class _Folded(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        """Return a character without diacritics, widths and typographic variants."""
        marked = unicodedata.normalize("NFKD", chr(point).translate(_LETTERS))
        bare = unicodedata.normalize("NFC", _MARKS.sub("", marked))
        self[point] = bare.translate(_LETTERS)
        return self[point]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Return `text` in lower case without diacritics, widths and typographic variants.

    The result is for comparing: its length may differ from that of `text`.
    """
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    return unicodedata.normalize("NFC", lowered.translate(_FOLDED))


def western_digits(text: str) -> str:
    """Return `text` with Arabic-Indic, Persian, Devanagari, Bengali and Thai digits as 0-9.

    One character gives one character, so that spans in the result hold in `text`.
    """
    if text.isascii() or not _NO_WESTERN.search(text):
        return text
    return text.translate(_DIGITS)
