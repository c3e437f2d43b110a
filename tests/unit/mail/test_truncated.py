"""The mark on a mail of which the header alone was fetched, and who is believed."""

import pytest

from triage.mail.defects import Defect
from triage.mail.parser import parse
from triage.mail.truncated import is_truncated, truncated

HEADER = (
    b"From: Ann <ann@example.org>\r\nTo: support@example.com\r\nSubject: Pictures\r\n"
    b'Message-ID: <a@example.org>\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
)


def test_the_header_is_read_as_ever_and_the_defect_is_listed() -> None:
    message = parse(truncated(HEADER, 40_000_000))
    assert Defect.TOO_LARGE in message.defects
    assert message.subject == "Pictures"
    assert message.author is not None
    assert message.author.address == "ann@example.org"
    assert message.message_id == "<a@example.org>"
    assert message.text == ""


@pytest.mark.parametrize(
    "raw",
    [
        HEADER,
        b"Received: by mx.example.com\r\n" + truncated(HEADER, 40_000_000),
        HEADER + truncated(HEADER, 40_000_000),
        b"\r\n" + truncated(HEADER, 40_000_000),
        truncated(HEADER, len(HEADER)),
        truncated(HEADER, 40_000_000).replace(b"40000000", b"4e7"),
        truncated(HEADER, 40_000_000).replace(b"40000000", b"9" * 5_000),
        truncated(HEADER, 40_000_000).lower(),
    ],
)
def test_nobody_else_is_believed(raw: bytes) -> None:
    assert not is_truncated(raw)
    assert Defect.TOO_LARGE not in parse(raw).defects
