"""What mail comes in by, and what has to be true of it once all is done."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from imapclient import IMAPClient
from standardwebhooks import Webhook

from tests.laboratory.crash.letters import Letter
from tests.servers.dovecot import PASSWORD, Dovecot
from triage.intake.webhook import receive
from triage.runtime import Runtime

POLICY = "instant-smm-panels"
HOOK_SECRET = "whsec_" + "bGFib3JhdG9yeSBrZXkgb2YgMzIgYnl0ZXMhISEhISE="


class Inlet(Protocol):
    """A source of messages."""

    @property
    def address(self) -> str:
        """The address that it receives."""

    def deliver(self, letters: Sequence[Letter]) -> None:
        """Hand messages over, or have them handed over by whoever posts them."""

    def call(self, runtime: Runtime) -> None:
        """Be the caller inside the installation's process, where the source is one that calls."""

    def environment(self) -> Mapping[str, str]:
        """Return the `TRIAGE_…` variables that connect an installation."""

    def unfiled(self) -> int:
        """Count copies at the source that are not where they belong, once all is done."""


@dataclass
class MailboxInlet:
    """A mailbox at a Dovecot.

    Attributes:
        dovecot: The server.
        address: The mailbox.
        client: A mail client of its own in that mailbox.
        moves: Whether mail is moved by category, or else marked.
    """

    dovecot: Dovecot
    address: str
    client: IMAPClient
    moves: bool
    _delivered: int = field(default=0)
    _poison: int = field(default=0)

    def deliver(self, letters: Sequence[Letter]) -> None:
        """Append mails."""
        for letter in letters:
            self.client.append("INBOX", letter.raw)
            self._delivered += 1
            self._poison += letter.is_poison

    def call(self, runtime: Runtime) -> None:
        """The installation fetches its mail itself."""

    def environment(self) -> Mapping[str, str]:
        """Return the mailbox's settings."""
        values = {
            "HOST": "127.0.0.1",
            "PORT": str(self.dovecot.imap_port),
            "SECURITY": "none",
            "USERNAME": self.address,
            "PASSWORD": PASSWORD,
            "ADDRESSES": self.address,
            "POLICY": POLICY,
            "GO_LIVE_AT": "2000-01-01T00:00:00Z",
            "BATCH_SIZE": "3",
            "NOOP_SECONDS": "0",
            "AFTER": "move" if self.moves else "keyword",
            "SORTED_BY": "folder" if self.moves else "keyword",
        }
        return {f"TRIAGE_MAILBOXES__SUPPORT__{key}": value for key, value in values.items()}

    def unfiled(self) -> int:
        """Count mails that are not marked or moved, and mails that are there twice or not at all.

        Those that were set aside stay as they are. The connection is a new one, for this may be
        asked in a forked process.
        """
        with self.dovecot.client(self.address) as client:
            total = sum(_size(client, name) for _, _, name in client.list_folders())
            left = _size(client, "INBOX") if self.moves else _unmarked(client)
        return abs(left - self._poison) + abs(total - self._delivered)


def _size(client: IMAPClient, folder: str) -> int:
    status: Mapping[bytes, int] = client.folder_status(folder, "MESSAGES")
    return status[b"MESSAGES"]


def _unmarked(client: IMAPClient) -> int:
    client.select_folder("INBOX", readonly=True)
    return len(client.search(["UNKEYWORD", "$Triaged"]))


@dataclass(frozen=True, slots=True)
class MaildirInlet:
    """A Maildir on this machine."""

    folder: Path
    address: str = "support@desk.example.com"

    def __post_init__(self) -> None:
        for name in ("tmp", "new", "cur"):
            (self.folder / name).mkdir(parents=True)

    def deliver(self, letters: Sequence[Letter]) -> None:
        """Put mails into `new`, as a mail server does."""
        for letter in letters:
            staged = self.folder / "tmp" / letter.name
            staged.write_bytes(letter.raw)
            staged.rename(self.folder / "new" / letter.name)

    def call(self, runtime: Runtime) -> None:
        """The installation fetches its mail itself."""

    def environment(self) -> Mapping[str, str]:
        """Return the Maildir's settings."""
        values = {
            "PATH": str(self.folder),
            "ADDRESSES": self.address,
            "POLICY": POLICY,
            "GO_LIVE_AT": "2000-01-01T00:00:00Z",
            "BATCH_SIZE": "3",
        }
        return {f"TRIAGE_MAILDIRS__DROP__{key}": value for key, value in values.items()}

    def unfiled(self) -> int:
        """Count mails that are not in `cur`."""
        return sum(1 for name in ("new", "tmp") for _ in (self.folder / name).iterdir())


@dataclass
class PanelInlet:
    """A shop's panel that repeats each call until it is answered with 202."""

    callback_port: int
    address: str = "support@desk.example.com"
    _calls: list[Letter] = field(default_factory=list)

    def deliver(self, letters: Sequence[Letter]) -> None:
        """Post these from now on."""
        self._calls = list(letters)

    def call(self, runtime: Runtime) -> None:
        """Post all of them; those that were taken before are answered as before.

        Raises:
            RuntimeError: One was refused.
        """
        settings = runtime.settings.webhooks["panel"]
        for letter in self._calls:
            now = datetime.now(UTC)
            headers = {
                "webhook-id": letter.name,
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": Webhook(HOOK_SECRET).sign(
                    letter.name, now, letter.raw.decode()
                ),
            }
            answer = receive(runtime.database, "panel", settings, headers, letter.raw, now)
            if answer.status != 202:
                raise RuntimeError(json.dumps(answer.body))

    def environment(self) -> Mapping[str, str]:
        """Return the webhook's settings."""
        values = {
            "SECRET": HOOK_SECRET,
            "ADDRESS": self.address,
            "POLICY": POLICY,
            "CALLBACK_URL": f"http://127.0.0.1:{self.callback_port}/",
        }
        return {f"TRIAGE_WEBHOOKS__PANEL__{key}": value for key, value in values.items()}

    def unfiled(self) -> int:
        """A panel has no copies to file."""
        return 0
