"""Message-IDs and dates, read from whatever stands in their fields."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_tz
from typing import Final

from triage.mail.headers import Headers

_BRACKETED: Final = re.compile(r"<([^<>]{1,990})>")
_BARE: Final = re.compile(r"[^\s<>,;\"()]{1,200}@[^\s<>,;\"()]{1,200}")
_LOOKED_AT: Final = 2_000
_UNSAFE: Final = re.compile(
    r"[\s\x00-\x1f\x7f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2066-\u2069]+"
)
_LONGEST_DATE: Final = 120
_LONGEST_OFFSET: Final = 24 * 3600


def read_message_ids(headers: Headers, name: str, most: int) -> tuple[str, ...]:
    """Read the Message-IDs of a field (RFC 5322 section 3.6.4), each with its angle brackets.

    Args:
        headers: The mail's header.
        name: `Message-ID`, `In-Reply-To` or `References`.
        most: How many are kept, the last ones: the newest stand at the end.

    Returns:
        The ids in order, blanks inside them taken out; a bare `left@right` counts where nothing is
        in brackets.
    """
    found: list[str] = []
    for value in headers.raw_all(name):
        ids = _BRACKETED.findall(value) or _BARE.findall(value[:_LOOKED_AT])
        found.extend(f"<{squeezed}>" for one in ids if (squeezed := _UNSAFE.sub("", one)))
    return tuple(found[-most:])


def read_date(headers: Headers) -> datetime | None:
    """Return the Date field in UTC, None where there is none or it names no instant.

    An offset of more than a day (`+9999`) or a year outside 1 to 9999 names none.
    """
    value = headers.get("date")
    if not value or len(value) > _LONGEST_DATE:
        return None
    try:
        parsed = parsedate_tz(value)
        if parsed is None or abs(parsed[9] or 0) > _LONGEST_OFFSET:
            return None
        naive = datetime(*parsed[:6], tzinfo=UTC)
        return datetime.fromtimestamp(naive.timestamp() - (parsed[9] or 0), UTC)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        # What the standard library's reader raises on dates that are none.
        return None
