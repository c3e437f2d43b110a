"""A signature that any receiver can check, and that a change breaks."""

import base64
import subprocess
from functools import cache

import dkim
import pytest

from tests.unit.ack.test_ack_compose import letter
from triage.ack.compose import compose
from triage.ack.dkim_signing import DkimSigner


@cache
def key() -> bytes:
    return subprocess.run(["openssl", "genrsa", "2048"], check=True, capture_output=True).stdout


def published(name: bytes, timeout: int = 5) -> bytes:
    """Answer as the domain's name server would."""
    del timeout
    assert name == b"k1._domainkey.example.com."
    command = ["openssl", "rsa", "-pubout", "-outform", "DER"]
    public = subprocess.run(command, check=True, capture_output=True, input=key()).stdout
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def is_valid(raw: bytes) -> bool:
    return bool(dkim.verify(raw, dnsfunc=published))


def signed() -> bytes:
    return DkimSigner("example.com", "k1", key()).sign(compose(letter(subject="[#1] żółć")))


def test_a_signed_acknowledgement_is_verified_and_otherwise_unchanged() -> None:
    assert is_valid(signed())
    assert signed().endswith(compose(letter(subject="[#1] żółć")))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"auto-replied", b"no"),
        (b"Hello", b"Hullo"),
        (b"To: <anna@", b"To: <anne@"),
        (b"DKIM-Signature", b"From: <x@example.net>\r\nDKIM-Signature"),
    ],
)
def test_a_change_breaks_the_signature(old: bytes, new: bytes) -> None:
    assert not is_valid(signed().replace(old, new, 1))


def test_a_key_that_is_none_is_named_at_the_start() -> None:
    with pytest.raises(ValueError, match="the DKIM key cannot be used"):
        DkimSigner("example.com", "k1", b"no key")
