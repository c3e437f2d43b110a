"""Certificates for throw-away servers, made by the openssl program."""

import subprocess
import tempfile
from pathlib import Path

from tests.servers.process import find_binary


def make_certificate(address: str = "127.0.0.1", *, is_expired: bool = False) -> str:
    """Return a self-signed certificate for an IP address, and its private key, as PEM.

    The same text is what a client trusts (`ca_file`).
    """
    openssl = find_binary("openssl", "openssl")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        subject = ["-subj", "/CN=mail", "-addext", f"subjectAltName=IP:{address}"]
        files = ["-keyout", str(key), "-out", str(certificate)]
        _run(openssl, "req", "-x509", *curve, *subject, *files, "-days", "2")
        if is_expired:
            expired = folder / "expired.pem"
            signed = ["-signkey", str(key), "-days", "-1", "-out", str(expired)]
            _run(openssl, "x509", "-in", str(certificate), *signed)
            certificate = expired
        return certificate.read_text() + key.read_text()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
