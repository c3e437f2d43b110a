"""imapclient with bounds, and with what it cannot do by itself.

What it is given here: SEARCH answers in several lines (it raises `ValueError`), IDLE answered by
news before the `+`, and telling whether anything waits to be read.
"""

import imaplib
import select
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient import IMAPClient, SocketTimeout

from triage.intake.imap.bounds import SMALL_ANSWER, BoundedImap4, PlainImap4, TlsImap4

HIGHEST_UID = 4_294_967_295
"""RFC 9051 section 9, nz-number."""

_COPYUID_WORDS = 3
_MOST_COPIED = 100_000

_NEWS = ("EXISTS", "RECENT", "EXPUNGE", "FETCH", "FLAGS", "SEARCH")


class Client(IMAPClient):  # type: ignore[misc]  # imapclient is untyped
    """A connection whose every answer is bounded."""

    _imap: BoundedImap4

    def __init__(
        self, host: str, port: int, timeout: float, context: ssl.SSLContext | None = None
    ) -> None:
        self._seconds = timeout
        super().__init__(
            host,
            port,
            ssl=context is not None,
            ssl_context=context,
            timeout=SocketTimeout(connect=timeout, read=timeout),
        )
        self._imap.end_watch()
        # The library would format every answer for a log that nobody reads.
        self._imap.debug = 0
        self.normalise_times = False

    def _create_IMAP4(self) -> BoundedImap4:  # noqa: N802 - imapclient's name
        if self.ssl:
            context = self.ssl_context
            return TlsImap4(self.host, self.port, context, self._seconds)  # type: ignore[call-arg]  # untyped base
        return PlainImap4(self.host, self.port, self._seconds)

    @property
    def is_preauthenticated(self) -> bool:
        """Tell whether the greeting was PREAUTH: logged in before anything was said."""
        return bool(self._imap.state == "AUTH")

    @property
    def peer(self) -> str:
        """The IP address of the server."""
        return str(self._imap.sock.getpeername()[0])

    @contextmanager
    def limit(self, extra_seconds: float = 0.0, size: int = SMALL_ANSWER) -> Iterator[None]:
        """Bound the commands inside: the connection's time-out and `extra_seconds`, `size` bytes.

        Raises:
            TimeoutError: the time was over.
        """
        with self._imap.limit(self._seconds + extra_seconds, size):
            yield

    def take_news(self) -> bool:
        """Tell whether a new mail was announced since this was asked last; forget it.

        Servers announce during any command, and only once.
        """
        waiting = self._imap.untagged_responses
        is_new = "EXISTS" in waiting
        for name in _NEWS:
            waiting.pop(name, None)
        return is_new

    def take_copied(self) -> tuple[int, list[tuple[int, int]]]:
        """Return the UIDs that mails had and have since they were moved or copied; forget them.

        Returns:
            The new folder's UIDVALIDITY, and the UIDs before and after (RFC 4315, COPYUID);
            nothing where the server does not tell, or tells what cannot be.
        """
        told = self._imap.untagged_responses.pop("COPYUID", None) or [b""]
        words = told[-1].split() if isinstance(told[-1], bytes) else []
        if len(words) != _COPYUID_WORDS or not words[0].isdigit():
            return 0, []
        before, after = (_uids_of(word) for word in words[1:])
        is_sound = len(before) == len(after) == len(set(after)) <= _MOST_COPIED
        return int(words[0]), list(zip(before, after, strict=True)) if is_sound else []

    def uids_from(self, first: int) -> list[int]:
        """Return the UIDs at or above `first`, ascending, each once.

        `first:*` names the last mail whatever its UID (RFC 9051 section 9, seq-range), so
        lower ones are dropped; the answer may come in any number of lines and in any order.
        """
        with self.limit():
            lines = self._raw_command_untagged(b"SEARCH", [b"UID", b"%d:*" % first])
        words = (word for line in lines if line for word in line.split())
        uids = {int(word) for word in words if word.isdigit()}
        return sorted(uid for uid in uids if first <= uid <= HIGHEST_UID)

    def start_idle(self) -> None:
        """Begin IDLE (RFC 2177).

        Raises:
            imaplib.IMAP4.error: the server refuses it, though it may offer it.
        """
        with self.limit():
            self._idle_tag = self._imap.begin_idle()

    def end_idle(self) -> None:
        """End IDLE; what the server said meanwhile is news."""
        with self.limit():
            self.idle_done()

    def has_data(self, seconds: float) -> bool:
        """Wait until there is something to read, or the connection ended, for at most `seconds`."""
        if self._imap.is_buffered():
            return True
        waiting = select.poll()
        waiting.register(self._imap.sock, select.POLLIN)
        return bool(waiting.poll(seconds * 1000))


ERRORS = (OSError, imaplib.IMAP4.error, ValueError, LookupError, TypeError, RecursionError)
"""What an honest or a hostile server's answers end in, inside imapclient."""


def _uids_of(words: bytes) -> list[int]:
    """Return the UIDs of a set such as `4,7:9`, at most one more than is ever asked for."""
    found: list[int] = []
    for part in words.split(b","):
        first, _, last = part.partition(b":")
        if not first.isdigit() or (last and not last.isdigit()):
            return []
        low, high = sorted((int(first), int(last or first)))
        found.extend(range(low, min(high, low + _MOST_COPIED) + 1))
        if len(found) > _MOST_COPIED:
            break
    return found
