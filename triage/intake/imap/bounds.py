"""imaplib with limits: how long an answer may take, and how long it may be.

imaplib trusts its server: its time-out starts anew with every byte, a literal is as long as the
server says, and a line may not be longer than 1 MB, which an honest SEARCH of a large mailbox is.
"""

import imaplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader

from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of one line: room for the numbers of over a million mails."""
SMALL_ANSWER = 32 * 1024 * 1024
"""Bytes of an answer that holds no mail."""


class BoundedImap4(imaplib.IMAP4):
    """Cuts the connection when a command's time is over, and stops reading at its size."""

    _watch: threading.Timer | None = None
    _left = SMALL_ANSWER
    _is_late = False
    _timeout: float
    file: BufferedReader

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        """Connect; the greeting, which is read next, has its time too."""
        super().open(host, port, timeout)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._start_watch(self._timeout)

    def shutdown(self) -> None:
        """Disconnect."""
        self.end_watch()
        super().shutdown()

    @contextmanager
    def limit(self, seconds: float, size: int = SMALL_ANSWER) -> Iterator[None]:
        """Bound what happens inside.

        Args:
            seconds: On the wall clock, from beginning to end.
            size: Bytes that the server may send.

        Raises:
            TimeoutError: the time was over; the connection is of no more use.
        """
        self._left = size
        self._start_watch(seconds)
        try:
            yield
        except (imaplib.IMAP4.error, OSError, ValueError) as error:
            if self._is_late:
                raise TimeoutError(f"the server took longer than {seconds:.1f} s") from error
            raise
        finally:
            self.end_watch()

    def read(self, size: int) -> bytes:
        """Read a literal.

        Raises:
            imaplib.IMAP4.abort: it is announced longer than what may still come.
        """
        self._spend(size)
        return super().read(size)

    def readline(self) -> bytes:
        """Read a line.

        Raises:
            imaplib.IMAP4.abort: it is longer than what may still come.
        """
        line: bytes = self.file.readline(min(LONGEST_LINE, self._left) + 1)
        self._spend(len(line))
        return line

    def begin_idle(self) -> bytes:
        """Send IDLE (RFC 2177) and return its tag; the server may have news before its `+`.

        Raises:
            imaplib.IMAP4.error: the server refuses.
        """
        tag: bytes = self._command("IDLE")
        while self._get_response() is not None:
            if answer := self.tagged_commands[tag]:
                raise self.error(f"IDLE refused: {answer!r}")
        return tag

    def is_buffered(self) -> bool:
        """Tell whether something can be read that the socket does not show any more.

        What came in one packet with an earlier answer is in Python's buffer or in TLS's.
        """
        self.sock.settimeout(0)
        try:
            return bool(self.file.peek(1))
        except (ssl.SSLWantReadError, BlockingIOError):
            return False
        finally:
            self.sock.settimeout(self._timeout)

    def end_watch(self) -> None:
        """Stop the clock."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _start_watch(self, seconds: float) -> None:
        self.end_watch()
        self._watch = threading.Timer(seconds, self._cut)
        self._watch.daemon = True
        self._watch.start()

    def _cut(self) -> None:
        self._is_late = True
        with suppress(OSError):
            # Past TLS's own shutdown, which would wait for the peer: the reader sees an end.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise self.abort("the server sends more than it was asked for")


class PlainImap4(BoundedImap4, IMAP4WithTimeout):  # type: ignore[misc]  # imapclient is untyped
    """Without TLS, or with STARTTLS."""


class TlsImap4(BoundedImap4, IMAP4_TLS):  # type: ignore[misc]  # imapclient is untyped
    """With TLS from the first byte."""
