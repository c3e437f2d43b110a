"""Mailbox lists (RFC 5322 section 3.4) as people's software writes them, read in one pass.

The standard library recurses into comments and takes quadratic time on long lists; this scanner
does neither. Encoded words are decoded only after the structure is read, so that one cannot
smuggle a second mailbox into a display name.
"""

import re
from itertools import islice
from typing import Final

from triage.mail.message import Address
from triage.mail.words import decode_words

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.|[()<>,;:]|[^"\\()<>,;:]+|\\', re.DOTALL)
_TOKENS_PER_ADDRESS: Final = 8
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_LOOSE: Final = re.compile(r" ?([@.]) ?")
_ADDR_SPEC: Final = re.compile(r"[^\s<>()\",;:@]{1,256}@[^\s<>()\",;:@]{1,256}")
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f\u202a-\u202e\u2066-\u2069]")


def parse_addresses(value: str, most: int) -> tuple[Address, ...]:
    """Read the mailboxes of one field.

    Args:
        value: The raw, unfolded value.
        most: How many mailboxes are read at most.

    Returns:
        The mailboxes in order, those of groups included (RFC 5322 section 3.4); a display name
        alone gives none. A bare word such as `MAILER-DAEMON` gives an address without `@`.
    """
    scanner = _Scanner(most)
    for match in islice(_TOKEN.finditer(value), _TOKENS_PER_ADDRESS * most):
        if not scanner.take(match.group()):
            break
    scanner.flush()
    if not scanner.found and "@" in value:
        # Unbalanced beyond repair: the first thing that looks like an address will do.
        bare = _ADDR_SPEC.search(value)
        return (Address("", bare.group()),) if bare else ()
    return tuple(scanner.found)


class _Scanner:
    """The state between two tokens: what has been read of the present mailbox."""

    def __init__(self, most: int) -> None:
        self.found: list[Address] = []
        self._most = most
        self._reset()

    def _reset(self) -> None:
        self._words: list[str] = []
        self._angle: list[str] | None = None
        self._in_angle = False
        self._comment: list[str] = []
        self._depth = 0

    def take(self, mark: str) -> bool:
        """Take one token; return whether more are wanted."""
        if self._depth or mark in "()":
            self._take_comment(mark)
        elif self._in_angle:
            self._take_angle(mark)
        elif mark == "<":
            self._angle, self._in_angle = [], True
        elif mark in ",;":
            self.flush()
        elif mark == ":":
            # What stood before it named a group, or was a `mailto` scheme.
            self._words.clear()
        elif mark != ">":
            self._words.append(mark)
        return len(self.found) < self._most

    def _take_comment(self, mark: str) -> None:
        self._depth = max(0, self._depth + {"(": 1, ")": -1}.get(mark, 0))
        if mark not in "()":
            self._comment.append(mark)

    def _take_angle(self, mark: str) -> None:
        if mark == ">":
            self._in_angle = False
        elif self._angle is not None and mark == ":":
            # An obsolete source route, or `mailto:`: only what follows is the address.
            self._angle.clear()
        elif self._angle is not None:
            self._angle.append(mark)

    def flush(self) -> None:
        """End the present mailbox."""
        if len(self.found) < self._most:
            mailbox = self._mailbox()
            if mailbox and mailbox.address:
                self.found.append(mailbox)
        self._reset()

    def _mailbox(self) -> Address | None:
        words = "".join(self._words).strip()
        if self._angle is not None:
            return Address(_name(words or "".join(self._comment)), _addr("".join(self._angle)))
        if not words:
            return None
        if "@" in words and not words.startswith('"'):
            return self._bare(words)
        if " " in words and "@" not in words:
            return None
        return Address(_name("".join(self._comment)), _addr(words))

    def _bare(self, words: str) -> Address:
        """Read `local@domain` without brackets, with or without a name before it."""
        tight = _LOOSE.sub(r"\1", " ".join(words.split()))
        spec = next((word for word in tight.split() if "@" in word), tight)
        name = tight.replace(spec, " ").strip() or "".join(self._comment)
        return Address(_name(name), _addr(spec))


def _name(words: str) -> str:
    """Return a display name: quotes and escapes undone, encoded words decoded, on one line."""
    words = words.strip()
    if '"' in words:
        words = _ESCAPED.sub(r"\1", words.replace('\\"', "\x00").replace('"', ""))
        words = words.replace("\x00", '"')
    return decode_words(words).strip("'") if words else ""


def _addr(spec: str) -> str:
    """Return an addr-spec without blanks and controls; quotes round the local part stay."""
    if spec.startswith('"') and '"@' in spec:
        quoted, _, domain = spec.rpartition('"@')
        return f'{_CONTROL.sub(" ", quoted)}"@{_CONTROL.sub("", domain)}'
    return _CONTROL.sub("", spec).strip("'\"")
