"""Real SMTP servers on free loopback ports: Postfix's test sink, and Postfix itself."""

import email
import email.policy
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from tests.servers.ports import LOOPBACK, free_port, wait_open
from tests.servers.process import ServerError, find_binary, server_folder, start, stop

_PACKAGE = "postfix"
_POSTFIX = Path("/usr/lib/postfix/sbin")

_MAIN_CF = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mail.example.com
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
smtpd_recipient_restrictions = permit_mynetworks, reject
default_transport = {transport}
relay_transport = {transport}
disable_dns_lookups = yes
smtp_tls_security_level = none
smtputf8_enable = yes
{extra}
"""

_MASTER_CF = """
{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True, slots=True)
class Received:
    """A mail that the sink took.

    Attributes:
        sender: The argument of MAIL, parameters included.
        recipients: The arguments of RCPT.
        raw: The mail as it came.
    """

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail, read by the standard library."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)


@dataclass(frozen=True, slots=True)
class Sink:
    """A `smtp-sink` that is up: it takes everything and keeps it in files."""

    port: int
    folder: Path

    def received(self) -> list[Received]:
        """Return every mail taken so far, in no particular order."""
        dumps = [file.read_bytes() for file in sorted(self.folder.glob("mail.*"))]
        return [_read_dump(dump) for dump in dumps if b"\nReceived: from " in dump]

    def wait_for(self, count: int, seconds: float = 20.0) -> list[Received]:
        """Wait until so many mails were taken, and return what there is."""
        deadline = time.monotonic() + seconds
        while len(found := self.received()) < count and time.monotonic() < deadline:
            time.sleep(0.02)
        return found


@contextmanager
def running_sink(*options: str, port: int = 0) -> Iterator[Sink]:
    """Yield a sink; `options` are those of smtp-sink(1).

    Raises:
        ServerError: It is not installed or does not start.
    """
    binary = find_binary("smtp-sink", _PACKAGE)
    with server_folder("sink") as folder:
        sink = Sink(port or free_port(), folder)
        template = str(folder / "mail.")
        command = [binary, "-d", template, *options, f"{LOOPBACK}:{sink.port}", "100"]
        process = start(command, folder / "output")
        try:
            if not wait_open(sink.port):
                raise ServerError(f"smtp-sink does not start:\n{(folder / 'output').read_text()}")
            yield sink
        finally:
            stop(process)


@contextmanager
def running_postfix(transport: str, settings: Mapping[str, str] | None = None) -> Iterator[int]:
    """Yield the port of a Postfix that passes everything on.

    Args:
        transport: Where to, as in `smtp:[127.0.0.1]:2525` or `lmtp:inet:127.0.0.1:24`.
        settings: More of main.cf.

    Raises:
        ServerError: It is not installed, does not start, or we are not root, which its master
            process insists on.
    """
    binary = find_binary("postfix", _PACKAGE)
    if os.geteuid() != 0:
        raise ServerError("Postfix starts as root alone: run the tests as root, or in a container")
    with server_folder("postfix") as folder:
        port = free_port()
        _lay_out(folder, port, transport, settings or {})
        command = [binary, "-c", str(folder / "etc")]
        subprocess.run([*command, "start"], check=False, capture_output=True)
        try:
            if not wait_open(port):
                raise ServerError(f"Postfix does not start:\n{(folder / 'log').read_text()}")
            yield port
        finally:
            subprocess.run([*command, "stop"], check=False, capture_output=True)


def _lay_out(folder: Path, port: int, transport: str, settings: Mapping[str, str]) -> None:
    folder.chmod(0o755)
    os.chown(folder, 0, 0)
    for name in ("etc", "spool", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    extra = "\n".join(f"{key} = {value}" for key, value in settings.items())
    main = _MAIN_CF.format(folder=folder, transport=transport, extra=extra)
    (folder / "etc/main.cf").write_text(main)
    (folder / "etc/master.cf").write_text(_MASTER_CF.format(port=f"{LOOPBACK}:{port}"))


def _read_dump(dump: bytes) -> Received:
    """Read a file of smtp-sink: its own lines about the session, then the mail."""
    lines = dump.replace(b"\r\n", b"\n").split(b"\n")
    marks = [line for line in lines if line.startswith((b"X-Mail-Args: ", b"X-Rcpt-Args: "))]
    begin = next(at for at, line in enumerate(lines) if line.startswith(b"Received: from "))
    while lines[begin + 1].startswith((b"\t", b" ")):
        begin += 1
    values = [mark.partition(b": ")[2].decode() for mark in marks]
    return Received(values[0], tuple(values[1:]), b"\n".join(lines[begin + 1 : -1]))
