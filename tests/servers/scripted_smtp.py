"""An SMTP server that misbehaves on purpose, in the test's own event loop."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.servers.ports import LOOPBACK

GREETING = "greeting"
END_OF_DATA = "."
INSIDE_DATA = "inside"


@dataclass(frozen=True, slots=True)
class Say:
    """Answer with a line, or with several."""

    line: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Break the connection, after a last line if there is one."""

    line: str = ""


@dataclass(frozen=True, slots=True)
class Hang:
    """Say nothing for a while, then break the connection."""

    seconds: float


Step = Say | Cut | Hang

ALL_EXTENSIONS = ("SIZE 1000000", "DSN", "SMTPUTF8", "8BITMIME", "ENHANCEDSTATUSCODES")

_USUAL: Mapping[str, Step] = {
    GREETING: Say("220 scripted.example.com ESMTP"),
    "HELO": Say("250 scripted.example.com"),
    "AUTH": Say("235 2.7.0 come in"),
    "MAIL": Say("250 2.1.0 sender ok"),
    "RCPT": Say("250 2.1.5 recipient ok"),
    "DATA": Say("354 go on"),
    END_OF_DATA: Say("250 2.0.0 queued as 4711"),
    "RSET": Say("250 2.0.0 cleared"),
    "NOOP": Say("250 2.0.0 here"),
    "QUIT": Cut("221 2.0.0 bye"),
}


@dataclass
class ScriptedSmtp:
    """What the server was told to do, and what it saw.

    Attributes:
        port: Where it listens.
        steps: Per command the steps that differ from the usual, used up one after the other by all
            connections together; then the usual one follows.
        extensions: What EHLO offers.
        tls: The server's side of STARTTLS, which is offered with it.
        connections: How many were opened.
        commands: Every line that a client said outside of messages.
        messages: Every message that came whole, its dots undone.
    """

    port: int
    steps: dict[str, list[Step]]
    extensions: Sequence[str]
    tls: ssl.SSLContext | None
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)

    def said(self, command: str) -> list[str]:
        """Return every line that began with a command."""
        return [line for line in self.commands if line.upper().startswith(command)]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak with one client until one of the two has enough."""
        self.connections += 1
        try:
            if await self._take(GREETING, writer) is not None:
                await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass  # the client is gone, as some tests want it
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        offers = list(self.extensions) + (["STARTTLS"] if self.tls else [])
        while line := (await reader.readline()).decode().strip():
            self.commands.append(line)
            word = line.upper().partition(" ")[0]
            if word == "STARTTLS" and self.tls:
                writer.write(b"220 2.0.0 go ahead\r\n")
                await writer.start_tls(self.tls)
                offers.remove("STARTTLS")
            elif word == "EHLO" and not self.steps.get("EHLO"):
                _say(writer, "\n".join(["250-scripted.example.com", *_ehlo(offers)]))
            else:
                answer = await self._take(word, writer)
                if answer and answer.startswith("354"):
                    answer = await self._take_message(reader, writer)
                if answer is None:
                    return

    async def _take_message(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> str | None:
        if self.steps.get(INSIDE_DATA):
            await reader.readexactly(20)
            return await self._take(INSIDE_DATA, writer)
        raw = await reader.readuntil(b"\r\n.\r\n")
        self.messages.append(raw[:-3].replace(b"\r\n..", b"\r\n."))
        return await self._take(END_OF_DATA, writer)

    async def _take(self, word: str, writer: asyncio.StreamWriter) -> str | None:
        """Do the next step for a command and return what was said; None ends the connection."""
        left = self.steps.get(word)
        match left.pop(0) if left else _USUAL.get(word, Say("502 5.5.1 never heard of it")):
            case Say(line):
                _say(writer, line)
                return line
            case Cut(line):
                if line:
                    _say(writer, line)
                    await writer.drain()
            case Hang(seconds):
                await asyncio.sleep(seconds)
        return None


def _say(writer: asyncio.StreamWriter, lines: str) -> None:
    writer.write(lines.replace("\n", "\r\n").encode("utf-8", "surrogateescape") + b"\r\n")


def _ehlo(offers: Sequence[str]) -> list[str]:
    return [f"250{'-' if offer != offers[-1] else ' '}{offer}" for offer in offers]


@asynccontextmanager
async def scripted_smtp(
    steps: Mapping[str, Sequence[Step]] | None = None,
    extensions: Sequence[str] = ALL_EXTENSIONS,
    tls: ssl.SSLContext | None = None,
    port: int = 0,
) -> AsyncIterator[ScriptedSmtp]:
    """Run a server on a free loopback port, with `steps` in place of its usual answers."""
    script = {word: list(some) for word, some in (steps or {}).items()}
    scripted = ScriptedSmtp(port, script, extensions or ("8BITMIME",), tls)
    server = await asyncio.start_server(scripted.serve, LOOPBACK, port)
    scripted.port = server.sockets[0].getsockname()[1]
    try:
        yield scripted
    finally:
        server.close()
