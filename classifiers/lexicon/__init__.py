"""Hand-made word lists, one subject per file, in the languages customers write."""

import tomllib
from functools import lru_cache
from importlib.resources import files

from classifiers.text.folding import fold


def word_lists(name: str) -> dict[str, list[str]]:
    """Return the lists of one file of this folder, folded, by their key.

    The files are part of the program; entries are parted by commas.
    """
    return {key: list(entries) for key, entries in _folded(name).items()}


def written_lists(name: str) -> dict[str, list[str]]:
    """Return the lists of one file as they are written, by their key."""
    return {key: list(entries) for key, entries in _written(name).items()}


# Several modules read the same file at start.
@lru_cache(maxsize=64)
def _folded(name: str) -> dict[str, tuple[str, ...]]:
    return {key: tuple(map(fold, entries)) for key, entries in _written(name).items()}


@lru_cache(maxsize=64)
def _written(name: str) -> dict[str, tuple[str, ...]]:
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return {
        key: tuple(" ".join(entry.split()) for entry in words.split(",") if entry.strip())
        for key, words in tomllib.loads(text).items()
    }
