"""Self-signed certificates for servers of a test."""

import subprocess
from pathlib import Path

from tests.servers.process import find_binary


def make_certificate(folder: Path, name: str = "localhost", days: int = 2) -> tuple[Path, Path]:
    """Write a certificate for one name and its key, and return their PEM files.

    Args:
        folder: Where they are written.
        name: The host that it speaks for; 127.0.0.1 is not in it.
        days: How long it is good; a negative number makes one that has run out.
    """
    certificate, key = folder / f"{name}.crt", folder / f"{name}.key"
    openssl = find_binary("openssl", "openssl")
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days)]
    command += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    certificate.chmod(0o644)
    key.chmod(0o644)
    return certificate, key
