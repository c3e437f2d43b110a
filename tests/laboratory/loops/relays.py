"""Those who pass mail on: forwarders, lists, and a gateway that strips what it does not know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr

from tests.laboratory.loops.others import read
from tests.laboratory.loops.post import Mail

_KEPT_BY_GATEWAYS = {"from", "to", "reply-to", "subject", "content-type", "mime-version"}


@dataclass(frozen=True, slots=True)
class Redirector:
    """Sends every mail on as it is, as a `.forward` file does.

    Attributes:
        address: Its address.
        target: Where to.
        is_resent: Whether it notes that it was resent (RFC 5322 section 3.6.6).
        path: The envelope sender that it writes; None keeps the old one.
    """

    address: str
    target: str
    is_resent: bool = False
    path: str | None = None

    @property
    def name(self) -> str:
        """Its address."""
        return self.address

    def owns(self, address: str) -> bool:
        """Own the address."""
        return address.lower() == self.address

    def take(self, mails: Sequence[Mail], now: datetime) -> list[Mail]:
        """Send on."""
        del now
        top = f"Resent-From: {self.address}\nResent-To: {self.target}\n" if self.is_resent else ""
        return [
            Mail(
                mail.sender if self.path is None else self.path,
                self.target,
                top.encode() + mail.raw,
            )
            for mail in mails
        ]


@dataclass(frozen=True, slots=True)
class MailingList:
    """Sends every post to every member, the author too.

    Attributes:
        address: Its address.
        members: Theirs.
        is_marked: Whether it sets List-Id and Precedence.
        takes_from: Whether it writes its own address into From, for DMARC's sake.
    """

    address: str
    members: Sequence[str]
    is_marked: bool = True
    takes_from: bool = False

    @property
    def name(self) -> str:
        """Its address."""
        return self.address

    def owns(self, address: str) -> bool:
        """Own the address."""
        return address.lower() == self.address

    def take(self, mails: Sequence[Mail], now: datetime) -> list[Mail]:
        """Distribute."""
        del now
        path = self.address.replace("@", "-bounces@") if self.is_marked else self.address
        return [
            Mail(path, member, self._post(mail).as_bytes())
            for mail in mails
            for member in self.members
        ]

    def _post(self, mail: Mail) -> EmailMessage:
        message = read(mail.raw)
        del message["Reply-To"]
        message["Reply-To"] = self.address
        if self.is_marked:
            message["List-Id"] = f"<{self.address.replace('@', '.')}>"
            message["Precedence"] = "list"
        if self.takes_from:
            author = parseaddr(str(message["From"]))[1]
            del message["From"]
            message["From"] = f'"{author} via list" <{self.address}>'
        return message


def stripped(mail: Mail) -> Mail:
    """Return a mail as a gateway passes it on that keeps only the fields that it knows.

    The envelope sender becomes the author, so that nothing tells of a robot but the words.
    """
    message = read(mail.raw)
    for name in {name for name in message if name.lower() not in _KEPT_BY_GATEWAYS}:
        del message[name]
    return Mail(parseaddr(str(message["From"]))[1], mail.recipient, message.as_bytes())
