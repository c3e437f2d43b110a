"""Mails to begin with: the demo's, and every hostile one that is small."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from tests.unit.mail.test_hostile import CASES

LONGEST = 4_000
_SAMPLES = Path(__file__).parents[2] / "triage" / "demo" / "samples"


def seeds() -> Iterator[bytes]:
    """Yield mails of at most `LONGEST` bytes."""
    mails = [path.read_bytes() for path in sorted(_SAMPLES.glob("*.eml"))]
    mails += [raw for raw, _ in CASES.values()]
    yield from (mail for mail in mails if len(mail) <= LONGEST)


def lay_out(folder: Path) -> None:
    """Put them into a corpus, which keeps what earlier runs found worth keeping."""
    folder.mkdir(parents=True, exist_ok=True)
    for mail in seeds():
        (folder / sha256(mail).hexdigest()[:40]).write_bytes(mail)
