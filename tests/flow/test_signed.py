"""An acknowledgement that arrives with a signature that receivers can check (DKIM, RFC 6376)."""

import base64
import subprocess
from pathlib import Path

import dkim
import pytest

from tests.flow.test_mail_to_acknowledgement import TOPUP, mail
from tests.servers.dovecot import Dovecot
from tests.servers.installation import Installation, installation
from tests.servers.smtp import running_sink

pytestmark = pytest.mark.servers


def openssl(*arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True).stdout


def sign_with(desk: Installation, key: Path) -> None:
    """Configure the signature."""
    config = desk.folder / "config.toml"
    text = config.read_text("utf-8")
    text = text.replace('# dkim_key_file = "secrets/smtp_dkim_key"', f'dkim_key_file = "{key}"')
    config.write_text(text, "utf-8")
    desk.environment["TRIAGE_SMTP__DKIM_DOMAIN"] = "example.com"
    desk.environment["TRIAGE_SMTP__DKIM_SELECTOR"] = "k1"


def test_what_the_next_hop_takes_is_signed(tmp_path: Path, dovecot: Dovecot) -> None:
    key = tmp_path / "key.pem"
    key.write_bytes(openssl("genrsa", "2048"))
    public = openssl("rsa", "-in", str(key), "-pubout", "-outform", "DER")
    names = []

    def published(name: bytes, timeout: int = 5) -> bytes:
        """Answer as the domain's name server would."""
        del timeout
        names.append(name)
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)

    user = dovecot.new_user()
    dovecot.append(user, [mail(user, "Payment not credited", TOPUP)])
    with (
        running_sink() as sink,
        installation(tmp_path, dovecot=dovecot, user=user, smtp_port=sink.port) as desk,
    ):
        sign_with(desk, key)
        assert desk.run("run", "--once").returncode == 0
        (taken,) = sink.received()
        said = desk.run("doctor").stdout.decode()
    assert dkim.verify(taken.raw, dnsfunc=published)
    assert not dkim.verify(taken.raw.replace(b"PayPal", b"PayPol", 1) + b"x", dnsfunc=published)
    assert set(names) == {b"k1._domainkey.example.com."}
    assert "as k1._domainkey.example.com tells receivers" in said


@pytest.mark.parametrize(
    ("key", "sentence"),
    [("absent.pem", "absent.pem cannot be read"), ("config.toml", "the DKIM key cannot be used")],
)
def test_the_doctor_names_a_key_that_is_of_no_use(tmp_path: Path, key: str, sentence: str) -> None:
    with installation(tmp_path, smtp_port=9) as desk:
        sign_with(desk, Path(key))
        said = desk.run("doctor")
    assert said.returncode != 0
    assert sentence in (said.stdout + said.stderr).decode()
