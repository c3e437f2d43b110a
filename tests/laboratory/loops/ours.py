"""An installation of ours: mail comes by Maildir, and goes to one, where it is picked up."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlmodel import Session, col, select

from models.outbox import Outbox
from models.ticket import Ticket
from models.verdict import AckDecision
from models.vocabulary import Suppression
from tests.laboratory.loops.post import Mail
from triage.config.load import load, shipped_config
from triage.config.schema import Settings
from triage.db import Database
from triage.mail.mailboxes import bare_address
from triage.runtime import Runtime


@dataclass
class OurDesk:
    """A desk of ours.

    Attributes:
        folder: Where it keeps everything.
        address: The address that it receives and answers from.
        extra: Further `TRIAGE_…` variables.
    """

    folder: Path
    address: str
    extra: Mapping[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _count: int = 0

    def __post_init__(self) -> None:
        for name in ("tmp", "new", "cur"):
            (self.folder / "inbox" / name).mkdir(parents=True)

    @property
    def name(self) -> str:
        """Its address."""
        return self.address

    @property
    def settings(self) -> Settings:
        """The configuration."""
        source = {
            "PATH": str(self.folder / "inbox"),
            "ADDRESSES": self.address,
            "POLICY": "instant-smm-panels",
            "GO_LIVE_AT": "2000-01-01T00:00:00Z",
        }
        environment = {
            **{f"TRIAGE_MAILDIRS__DROP__{key}": value for key, value in source.items()},
            "TRIAGE_SERVICE__SECRET": f"the secret of {self.address}",
            "TRIAGE_SERVICE__DOMAIN": self.address.partition("@")[2],
            "TRIAGE_SERVICE__NAME": "Panel Support",
            "TRIAGE_DATABASE__URL": f"sqlite:///{self.folder}/triage.db",
            "TRIAGE_OUTBOX__FOLDER": str(self.folder / "journals"),
            "TRIAGE_SMTP__MAILDIR": str(self.folder / "outbox"),
            **self.extra,
        }
        return load(shipped_config(), {key: value for key, value in environment.items() if value})

    def owns(self, address: str) -> bool:
        """Own its address with any tag, and the addresses that bounces go to."""
        local, _, domain = address.lower().partition("@")
        is_bounce = local.startswith("bounce+") and domain == self.address.partition("@")[2]
        return is_bounce or bare_address(address) == self.address

    def take(self, mails: Sequence[Mail], now: datetime) -> list[Mail]:
        """Deliver mail as a mail server does, do all there is to do, and pick up the answers."""
        for mail in mails:
            self.deliver(mail, now)
        self.work(now)
        return self.picked_up()

    def deliver(self, mail: Mail, at: datetime) -> None:
        """Put a mail into the inbox, with what a mail server notes on top of it."""
        self._count += 1
        name = f"{int(at.timestamp())}.{self._count:06d}.lab"
        staged = self.folder / "inbox" / "tmp" / name
        top = f"Return-Path: <{mail.sender}>\r\nDelivered-To: {mail.recipient}\r\n"
        staged.write_bytes(top.encode() + mail.raw)
        os.utime(staged, (at.timestamp(), at.timestamp()))
        staged.rename(self.folder / "inbox" / "new" / name)

    def work(self, now: datetime) -> None:
        """Do all there is to do at a time."""
        runtime = Runtime(self.settings)
        vars(runtime).update(_preloaded(), now=lambda: now)
        runtime.prepare()
        runtime.run_once()
        runtime.stop()

    def picked_up(self) -> list[Mail]:
        """Return the acknowledgements that were not picked up before."""
        new = [
            file
            for file in sorted((self.folder / "outbox").glob("new/*"))
            if file.name not in self._seen
        ]
        self._seen.update(file.name for file in new)
        return [_posted(file.read_bytes()) for file in new]

    def session(self) -> Session:
        """Return a session to look into the database with; the caller closes it."""
        return Session(Database(self.settings.database.url).engine)

    def tickets(self) -> list[Ticket]:
        """Return every ticket."""
        with self.session() as session:
            return list(session.exec(select(Ticket)))

    def acknowledgements(self) -> list[Outbox]:
        """Return every acknowledgement."""
        with self.session() as session:
            return list(session.exec(select(Outbox)))

    def codes(self) -> list[Suppression | None]:
        """Return why messages were not acknowledged, None where they were, oldest first."""
        with self.session() as session:
            found = session.exec(select(AckDecision).order_by(col(AckDecision.id)))
            return [decision.code for decision in found]


def _posted(file: bytes) -> Mail:
    """Read a file of the outbox: two lines of envelope, then the mail."""
    path, delivered, raw = file.split(b"\n", 2)
    sender = path.removeprefix(b"Return-Path: <").removesuffix(b">").decode()
    return Mail(sender, delivered.removeprefix(b"Delivered-To: ").decode(), raw)


@cache
def _preloaded() -> Mapping[str, object]:
    runtime = Runtime(load(shipped_config(), {}))
    return {name: getattr(runtime, name) for name in ("suite", "renderer", "policies")}
