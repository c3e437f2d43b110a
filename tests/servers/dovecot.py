"""A real Dovecot with IMAP and LMTP on free loopback ports, for as long as a block lasts.

Every mail address is a user with an empty mailbox and the same password. Nothing runs as root, and
nothing of the machine's own mail configuration is read.
"""

import smtplib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from grp import getgrgid
from pathlib import Path
from uuid import uuid4

from imapclient import IMAPClient

from tests.servers.ports import LOOPBACK, free_port, wait_open
from tests.servers.process import ServerError, find_binary, server_folder, server_user, start, stop

PASSWORD = "correct-horse"

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
auth_debug = no
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 100
postmaster_address = postmaster@example.com
auth_mechanisms = plain login
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%u allow_all_users=yes
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
{extra}
"""


@dataclass(frozen=True)
class Dovecot:
    """A server that is up.

    Attributes:
        imap_port: Plain IMAP, with STARTTLS where a certificate was given.
        imaps_port: IMAP over TLS; 0 where no certificate was given.
        lmtp_port: Where mail is delivered.
        folder: Where it keeps everything.
    """

    imap_port: int
    imaps_port: int
    lmtp_port: int
    folder: Path

    def new_user(self) -> str:
        """Return an address whose mailbox nobody else uses."""
        return f"support-{uuid4().hex[:12]}@example.com"

    def deliver(self, user: str, raw: bytes, sender: str = "customer@example.org") -> None:
        """Deliver a mail by LMTP, as a mail server does; it is in INBOX when this returns."""
        with smtplib.LMTP(LOOPBACK, self.lmtp_port) as lmtp:
            lmtp.sendmail(sender, [user], raw)

    def append(
        self,
        user: str,
        messages: Sequence[bytes],
        when: datetime | None = None,
        folder: str = "INBOX",
    ) -> None:
        """Put mails into a folder by APPEND, each with the INTERNALDATE `when`."""
        with self.client(user) as client:
            for raw in messages:
                client.append(folder, raw, msg_time=when)

    @contextmanager
    def client(self, user: str) -> Iterator[IMAPClient]:
        """Yield another mail client, logged in.

        It hangs up where the block fails: a command may then be under way, and a LOGOUT after
        half an APPEND is part of the mail to the server, so that neither would ever answer.
        """
        client = IMAPClient(LOOPBACK, port=self.imap_port, ssl=False, timeout=30)
        try:
            client.login(user, PASSWORD)
            yield client
        except BaseException:
            client.shutdown()
            raise
        client.logout()

    def flags(self, user: str, folder: str = "INBOX") -> Mapping[int, tuple[bytes, ...]]:
        """Return the flags of every mail of a folder, by UID."""
        with self.client(user) as client:
            client.select_folder(folder, readonly=True)
            found: Mapping[int, tuple[bytes, ...]] = client.get_flags(client.search())
            return found


@contextmanager
def running_dovecot(
    *,
    certificate: str | None = None,
    introspection_url: str | None = None,
    extra: str = "",
) -> Iterator[Dovecot]:
    """Yield a server; it is gone afterwards, mail and all.

    Args:
        certificate: PEM text for TLS, with its private key; without it there is none.
        introspection_url: Where access tokens are asked about; without it there are none.
        extra: More lines of configuration.

    Raises:
        ServerError: Dovecot is not installed or does not start; its log is in the sentence.
    """
    binary = find_binary("dovecot", "dovecot-imapd dovecot-lmtpd")
    with server_folder("imap") as folder:
        server = Dovecot(free_port(), free_port() if certificate else 0, free_port(), folder)
        configuration = folder / "dovecot.conf"
        if certificate is not None:
            extra += _use_certificate(folder, certificate)
        if introspection_url is not None:
            extra += _use_tokens(folder, introspection_url)
        configuration.write_text(_configuration(server, extra))
        process = start([binary, "-F", "-c", str(configuration)], folder / "output")
        try:
            if not (wait_open(server.imap_port) and wait_open(server.lmtp_port)):
                raise ServerError(f"Dovecot does not start:\n{_logs(folder)}")
            yield server
        finally:
            stop(process)


def _use_certificate(folder: Path, certificate: str) -> str:
    file = folder / "tls.pem"
    file.write_text(certificate)
    return f"ssl = yes\nssl_cert = <{file}\nssl_key = <{file}\n"


def _use_tokens(folder: Path, url: str) -> str:
    file = folder / "oauth2.conf"
    file.write_text(
        f"introspection_mode = get\nintrospection_url = {url}\n"
        "username_attribute = email\nactive_attribute = active\nactive_value = true\n"
    )
    return (
        "auth_mechanisms = plain login oauthbearer xoauth2\n"
        "passdb {\n  driver = oauth2\n  mechanisms = oauthbearer xoauth2\n"
        f"  args = {file}\n}}\n"
    )


def _configuration(server: Dovecot, extra: str) -> str:
    user = server_user()
    return _CONFIGURATION.format(
        folder=server.folder,
        user=user.pw_name,
        group=getgrgid(user.pw_gid).gr_name,
        imap=server.imap_port,
        imaps=server.imaps_port,
        lmtp=server.lmtp_port,
        extra=extra,
        password=PASSWORD,
    )


def _logs(folder: Path) -> str:
    files = (folder / "output", folder / "log")
    return "\n".join(file.read_text(errors="replace") for file in files if file.exists())
