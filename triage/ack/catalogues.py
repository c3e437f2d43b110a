"""The words of acknowledgements in every language, from gettext catalogues."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from triage.config.errors import ConfigError

Words = Mapping[str, str]
"""English sentence to sentence in the catalogue's language."""


class Catalogues:
    """The catalogues of one or more folders, each read when its language is first needed.

    A sentence is taken from the first folder that has it, so that an operator may reword a few.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._files: dict[str, list[Path]] = {}
        for file in _catalogue_files(folders):
            self._files.setdefault(file.parts[-3], []).append(file)
        self._words: dict[str, Words] = {}

    @property
    def languages(self) -> frozenset[str]:
        """Every language that has a catalogue."""
        return frozenset(self._files)

    def words(self, language: str) -> Words:
        """Return the sentences of a language.

        Raises:
            KeyError: There is no such catalogue.
            ConfigError: One of its files cannot be read.
        """
        if language not in self._words:
            merged: dict[str, str] = {}
            for file in reversed(self._files[language]):
                merged |= _read(file)
            self._words[language] = merged
        return self._words[language]


def _catalogue_files(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.glob("*/LC_MESSAGES/messages.po"))


def _read(file: Path) -> dict[str, str]:
    try:
        with file.open("rb") as lines:
            catalogue = read_po(lines, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise ConfigError(f"{file} is no catalogue: {error}") from error
    return {
        str(message.id): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }
