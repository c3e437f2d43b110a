"""The mark on a mail of which only the header was fetched, because it is too large."""

import re
from typing import Final

_MARK: Final = re.compile(rb"X-Triage-Truncated: ([0-9]{1,18})\r\n")


def truncated(header: bytes, size: int) -> bytes:
    """Return a mail's header with the mark first, before anything that its sender wrote.

    Args:
        header: What was fetched.
        size: Bytes of the mail on its server.
    """
    return b"X-Triage-Truncated: %d\r\n" % size + header


def is_truncated(raw: bytes) -> bool:
    """Tell whether the rest of a mail was left on its server.

    A sender can write the mark as well. It is believed in the first line alone, above which every
    server puts its `Received`, and where it tells of more bytes than there are.
    """
    mark = _MARK.match(raw)
    return mark is not None and int(mark[1]) > len(raw) - mark.end()
