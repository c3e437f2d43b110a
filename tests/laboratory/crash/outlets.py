"""What acknowledgements go out to, and how often each was taken there."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.servers.smtp import Sink

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


class Outlet(Protocol):
    """A next hop that keeps what it took."""

    def taken(self) -> Counter[str]:
        """Return how often each Message-ID was taken, over all rounds."""


@dataclass
class SinkOutlet:
    """A `smtp-sink`; it removes the file of a mail whose end it never saw."""

    sink: Sink
    _taken: Counter[str] = field(default_factory=Counter)
    _read: set[Path] = field(default_factory=set)

    def taken(self) -> Counter[str]:
        """Read the mails that are new."""
        _count_new(self.sink.folder.glob("mail.*"), self._read, self._taken)
        return self._taken


@dataclass
class MaildirOutlet:
    """A Maildir that acknowledgements are put into."""

    folder: Path
    _taken: Counter[str] = field(default_factory=Counter)
    _read: set[Path] = field(default_factory=set)

    def taken(self) -> Counter[str]:
        """Read the mails that are new."""
        _count_new(self.folder.glob("new/*"), self._read, self._taken)
        return self._taken


@dataclass(frozen=True, slots=True)
class PanelOutlet:
    """A shop's panel, which takes calls with the same id as one (Standard Webhooks)."""

    journal: Path

    def taken(self) -> Counter[str]:
        """Return the ids of all calls, once each."""
        lines = self.journal.read_text().splitlines() if self.journal.exists() else []
        return Counter({json.loads(line)["id"]: 1 for line in lines})


@dataclass(frozen=True, slots=True)
class Outlets:
    """Several next hops."""

    parts: Sequence[Outlet]

    def taken(self) -> Counter[str]:
        """Return what any of them took."""
        return sum((part.taken() for part in self.parts), Counter[str]())


def repeats(outlet: Outlet) -> int:
    """Return how many mails were taken that had been taken before."""
    return sum(count - 1 for count in outlet.taken().values())


def _count_new(files: Iterable[Path], read: set[Path], taken: Counter[str]) -> None:
    for file in files:
        if file not in read:
            read.add(file)
            found = _MESSAGE_ID.search(file.read_bytes())
            taken[found[1].decode() if found else file.name] += 1
