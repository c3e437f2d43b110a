"""Reading words through disguises: stars, digits for letters, spaces, look-alikes, stretching.

The result is for looking for insults only; ids and ordinary words come through unharmed.
"""

import re
from functools import lru_cache

from classifiers.text.folding import fold

# Dashes, quotation marks, the marks of Arabic, Indic and East Asian writing, and pictures.
_CHUNK = re.compile(
    r"[^\s,;:?\"“”„«»‹›—–()<>\[\]{}|/\\…·¡¿،؛؟۔।॥。，！？、；：「」『』（）～♥"
    "\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+"
)
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?![^\s.!?,])")
# What is in every word that is spelled out, and found sooner.
_MAY_BE_SPACED = re.compile(r" [^\W\d_] [^\W\d_] ")
_LEET = str.maketrans("013457@$!€8", "oieastasieb")
_LOOK_ALIKES = str.maketrans("асеорхукіјѕһԁԛԝӏαοерνικτ", "aceopxykijshdqwlaoepviкt")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_STARS = re.compile(r"\*+")
_INSIDE = re.compile(r"(?<=[^\W_])[*.#_~^'’%+=-]+(?=[^\W_])")
# French and Italian articles and the like that lean on the next word.
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|un|dell|all)'(?=[^\W\d_]{4})")
_EDGES = "!.*'’`~_-#^+="
_LATIN = re.compile("[a-z]")
_MAIL = re.compile(r".@[^@]+\.")
_NUMERIC = re.compile(r"\W*\d[\d.,:%k$€-]*\W*")


def chunks(text: str) -> list[str]:
    """Return what stands between spaces and punctuation, spelled-out words joined, in order."""
    if _MAY_BE_SPACED.search(text):
        text = _SPACED.sub(_joined, text)
    found: list[str] = _CHUNK.findall(text)
    return found


def spans(text: str) -> list[tuple[int, int]]:
    """Return where each of the chunks of `text` stands."""
    spelled = {found.start(): found.end() for found in _SPACED.finditer(text)}
    found: list[tuple[int, int]] = []
    end = 0
    for chunk in _CHUNK.finditer(text):
        start = chunk.start()
        if start >= end:
            end = spelled.get(start, chunk.end())
            found.append((start, end))
    return found


@lru_cache(maxsize=65_536)
def plain_forms(written: str) -> tuple[str, ...]:
    """Return what a chunk may stand for, likeliest first; nothing for links and numbers."""
    if written.isalpha():
        plain = fold(written)
    elif _is_code(written):
        return ()
    else:
        plain = fold(written).strip(_EDGES)
    if plain.isalpha() and not _STRETCHED.search(plain):
        return (plain,) if plain.isascii() else (plain, *_look_alikes(plain))
    found = dict.fromkeys(_readings(fold(written)))
    return tuple(form for form in found if form)


def _is_code(written: str) -> bool:
    """Tell a number, a link or an address."""
    return bool(_NUMERIC.fullmatch(written) or "://" in written or _MAIL.search(written))


def _joined(found: re.Match[str]) -> str:
    return found.group().replace(" ", "")


def _readings(written: str) -> list[str]:
    """Return what a disguised word may say."""
    bare = written.strip(_EDGES)
    letters = written.translate(_LEET).strip(_EDGES) if _has_letters(bare) else bare
    readings = [bare, letters]
    for word in dict.fromkeys(readings):
        readings += (_INSIDE.sub("", word), _ELIDED.sub("", word))
        if "**" in word:
            readings.append(_STARS.sub("*", word))
    readings = list(dict.fromkeys(readings))
    stretched = [word for word in readings if _STRETCHED.search(word)]
    readings += [_STRETCHED.sub(r"\1", word) for word in stretched]
    readings += [_STRETCHED.sub(r"\1\1", word) for word in stretched]
    if written.isascii():
        return readings
    return [*readings, *(form for word in readings for form in _look_alikes(word))]


def _look_alikes(word: str) -> tuple[str, ...]:
    """Return the Latin reading of a word that mixes Latin with letters that look like it."""
    if word.isascii() or not _LATIN.search(word):
        return ()
    latin = word.translate(_LOOK_ALIKES)
    return (latin,) if latin.isascii() else ()


def _has_letters(word: str) -> bool:
    least = 2
    return sum(map(str.isalpha, word)) >= least
