"""Nothing is said to a server before it proved who it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.intake.mailboxes import settings
from tests.servers.certificates import make_certificate
from tests.servers.dovecot import Dovecot, running_dovecot
from triage.config.schema import Mailbox
from triage.intake.errors import SourceRefusedError
from triage.intake.imap.connecting import close, connect

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def certificate() -> str:
    return make_certificate()


@pytest.fixture(scope="module")
def server(certificate: str) -> Iterator[Dovecot]:
    with running_dovecot(certificate=certificate) as running:
        yield running


@pytest.fixture
def ca_file(certificate: str, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    path.write_text(certificate)
    return str(path)


def over_tls(server: Dovecot, **changes: object) -> Mailbox:
    values: dict[str, object] = {"security": "tls", "port": server.imaps_port}
    return settings(server, server.new_user(), **(values | changes))


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_we_trust_is_good(server: Dovecot, ca_file: str, security: str) -> None:
    port = server.imaps_port if security == "tls" else server.imap_port
    client = connect(over_tls(server, security=security, port=port, ca_file=ca_file))
    client.noop()
    close(client)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(server: Dovecot, security: str) -> None:
    port = server.imaps_port if security == "tls" else server.imap_port
    with pytest.raises(SourceRefusedError, match=r"certificate of 127\.0\.0\.1 is not good"):
        connect(over_tls(server, security=security, port=port))


def test_an_operator_may_do_without_the_check(server: Dovecot) -> None:
    close(connect(over_tls(server, verify_certificate=False)))


@pytest.mark.parametrize(
    ("address", "is_expired", "reason"),
    [("127.0.0.2", False, "mismatch"), ("127.0.0.1", True, "expired")],
)
def test_another_hosts_certificate_and_an_old_one_are_refused(
    tmp_path: Path,
    address: str,
    is_expired: bool,  # noqa: FBT001 - a case
    reason: str,
) -> None:
    wrong = make_certificate(address, is_expired=is_expired)
    ca_file = tmp_path / "ca.pem"
    ca_file.write_text(wrong)
    with (
        running_dovecot(certificate=wrong) as server,
        pytest.raises(SourceRefusedError, match=reason),
    ):
        connect(over_tls(server, ca_file=str(ca_file)))


def test_a_server_that_speaks_no_tls_is_an_error(server: Dovecot) -> None:
    with pytest.raises(OSError, match=r"SSL|TLS"):
        connect(over_tls(server, port=server.imap_port))
