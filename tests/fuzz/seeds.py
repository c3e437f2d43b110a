"""Mails to begin with: the demo's, every hostile one that is small, and rare forms."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from tests.unit.mail import winmail
from tests.unit.mail.mails import mail
from tests.unit.mail.test_hostile import CASES
from triage.mail.mapi import Property

LONGEST = 4_000
_SAMPLES = Path(__file__).parents[2] / "triage" / "demo" / "samples"

_FLOWED = mail(
    "My order \r\nis late.\r\n> Which \r\n>> order? \r\n-- \r\nAnn",
    "Content-Type: text/plain; format=flowed; delsp=yes",
)
_NAME = Property(winmail.UNICODE, "b.txt".encode("utf-16-le"))
_PACKAGE = mail(
    winmail.package(
        winmail.attribute(0x0002800C, b"My order is late."),
        winmail.message({0x1013: Property(winmail.BINARY, b"<p>late</p>")}),
        winmail.file("a.txt", b"a", {0x3707: _NAME}),
    ),
    "Content-Type: application/ms-tnef",
    "Content-Transfer-Encoding: binary",
)


def seeds() -> Iterator[bytes]:
    """Yield mails of at most `LONGEST` bytes."""
    mails = [path.read_bytes() for path in sorted(_SAMPLES.glob("*.eml"))]
    mails += [raw for raw, _ in CASES.values()]
    mails += [_FLOWED, _PACKAGE]
    yield from (one for one in mails if len(one) <= LONGEST)


def lay_out(folder: Path) -> None:
    """Put them into a corpus, which keeps what earlier runs found worth keeping."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds():
        (folder / sha256(seed).hexdigest()[:40]).write_bytes(seed)
