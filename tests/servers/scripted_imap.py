"""A small IMAP server that behaves, except where a test tells it not to.

A script answers a command in place of the server: it gets the connection, the tag and the rest of
the line, and returns False to leave the command to the server after all.
"""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.servers.ports import LOOPBACK

_IDLE_SECONDS = 30


class Connection:
    """One client's connection, on the server's side."""

    def __init__(self, client: socket.socket) -> None:
        self._socket = client
        self._file = client.makefile("rb")

    def send(self, *lines: bytes | str) -> None:
        """Send lines, each with its CRLF."""
        for line in lines:
            raw = line.encode() if isinstance(line, str) else line
            self.send_raw(raw + b"\r\n")

    def send_raw(self, raw: bytes) -> None:
        """Send bytes as they are."""
        self._socket.sendall(raw)

    def drip(self, raw: bytes, pause: float) -> None:
        """Send one byte at a time."""
        for byte in raw:
            self.send_raw(bytes([byte]))
            time.sleep(pause)

    def read_line(self) -> str:
        """Read a line; empty where the client has gone."""
        return self._file.readline().decode("utf-8", "replace").strip()

    def cut(self) -> None:
        """Drop the connection in the middle of whatever it is."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._file.close()
        self._socket.close()


Script = Callable[[Connection, str, str], bool | None]


def answering(*lines: bytes | str, status: str = "OK done") -> Script:
    """Return a script that sends untagged lines and ends the command with `status`."""

    def answer(connection: Connection, tag: str, _arguments: str) -> None:
        connection.send(*lines, f"{tag} {status}")

    return answer


def cutting(connection: Connection, _tag: str, _arguments: str) -> None:
    """Drop the connection instead of answering."""
    connection.cut()


@dataclass
class ScriptedImap:
    """The server's mailbox and its manners.

    Attributes:
        mails: Raw mails by UID.
        scripts: What to do instead, by command (`LOGIN`, `UID FETCH`…).
        greeting: The first line; None to close at once.
        capabilities: Announced before and after the log-in.
        uid_validity: None to leave it out.
        commands: Every line that clients sent, without its tag.
        connections: How often somebody connected.
    """

    mails: Mapping[int, bytes] = field(default_factory=dict)
    scripts: dict[str, Script] = field(default_factory=dict)
    greeting: bytes | None = b"* OK ready"
    capabilities: str = "IMAP4rev1 IDLE MOVE UIDPLUS"
    uid_validity: int | None = 7
    port: int = 0
    commands: list[str] = field(default_factory=list)
    connections: int = 0

    def count(self, command: str) -> int:
        """Count the commands that begin with these words."""
        return sum(line.upper().startswith(command) for line in self.commands)

    def serve(self, client: socket.socket) -> None:
        """Talk to one client until it goes."""
        self.connections += 1
        connection = Connection(client)
        with suppress(OSError, ValueError):
            if self.greeting is None:
                connection.cut()
                return
            connection.send(self.greeting)
            while line := connection.read_line():
                self._answer(connection, line)
        connection.cut()

    def _answer(self, connection: Connection, line: str) -> None:
        tag, _, rest = line.partition(" ")
        self.commands.append(rest)
        words = rest.upper().split()
        if not words:
            return  # a DONE that came after its IDLE
        name = " ".join(words[:2]) if words[0] == "UID" else words[0]
        script = self.scripts.get(name)
        if script is None or script(connection, tag, rest) is False:
            self._behave(connection, tag, name, rest)

    def _behave(self, connection: Connection, tag: str, name: str, rest: str) -> None:
        if name == "CAPABILITY":
            connection.send(f"* CAPABILITY {self.capabilities}")
        elif name in {"SELECT", "EXAMINE"}:
            connection.send(f"* {len(self.mails)} EXISTS")
            if self.uid_validity is not None:
                connection.send(f"* OK [UIDVALIDITY {self.uid_validity}] valid")
        elif name == "UID SEARCH":
            first = int(rest.rsplit(" ", 1)[1].partition(":")[0])
            found = [uid for uid in self.mails if uid >= first]
            connection.send("* SEARCH " + " ".join(map(str, found)))
        elif name == "UID FETCH":
            self._fetch(connection, rest)
        elif name == "IDLE":
            connection.send("+ idling")
            connection.read_line()
        connection.send(f"{tag} OK done")

    def _fetch(self, connection: Connection, rest: str) -> None:
        _, _, uids, items = rest.split(" ", 3)
        for uid in map(int, uids.split(",")):
            if uid in self.mails:
                connection.send_raw(self.fetched(uid, items))

    def fetched(self, uid: int, items: str) -> bytes:
        """Return a FETCH response as it should be."""
        raw = self.mails[uid]
        parts = [b"UID %d" % uid]
        if "RFC822.SIZE" in items:
            parts.append(b"RFC822.SIZE %d" % len(raw))
        if "INTERNALDATE" in items:
            parts.append(b'INTERNALDATE "02-Mar-2026 10:00:00 +0000"')
        if "BODY.PEEK[]" in items:
            parts.append(b"BODY[] {%d}\r\n%b" % (len(raw), raw))
        if "BODY.PEEK[HEADER]" in items:
            head = re.split(rb"(?<=\r\n)\r\n", raw, maxsplit=1)[0] + b"\r\n"
            parts.append(b"BODY[HEADER]<0> {%d}\r\n%b" % (len(head), head))
        return b"* %d FETCH (%b)\r\n" % (uid, b" ".join(parts))


@contextmanager
def running_script(server: ScriptedImap) -> Iterator[ScriptedImap]:
    """Serve on a free loopback port, a thread for each client, until the block ends."""
    listener = socket.create_server((LOOPBACK, 0))
    server.port = listener.getsockname()[1]
    clients: list[socket.socket] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                client.settimeout(_IDLE_SECONDS)
                clients.append(client)
                threading.Thread(target=server.serve, args=(client,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for client in clients:
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
            client.close()
        thread.join(5)
