"""What our own server found about a mail's origin: `Authentication-Results` (RFC 8601)."""

from dataclasses import dataclass
from typing import Final

import authres

from triage.mail.message import ParsedMessage

_MOST_FIELDS: Final = 10
_MOST_CHARS: Final = 4_096
_FAILED: Final = frozenset({"fail"})


@dataclass(frozen=True, slots=True)
class Authentication:
    """The results of trusted servers, lower-cased, in the order of their fields.

    Attributes:
        dmarc: For example `pass`, `fail`, `none`.
        spf: For example `pass`, `fail`, `softfail`.
        dkim: One for each signature.
    """

    dmarc: tuple[str, ...] = ()
    spf: tuple[str, ...] = ()
    dkim: tuple[str, ...] = ()

    @property
    def is_authentic(self) -> bool:
        """Whether the author's domain stands behind the mail."""
        return "pass" in self.dmarc and "fail" not in self.dmarc

    @property
    def failure(self) -> str | None:
        """What failed, or None: DMARC, or SPF and every DKIM signature."""
        if "fail" in self.dmarc:
            return "dmarc=fail"
        spf_failed = bool(self.spf) and _FAILED.issuperset(self.spf)
        dkim_failed = bool(self.dkim) and _FAILED.issuperset(self.dkim)
        return f"spf={self.spf[0]} dkim={self.dkim[0]}" if spf_failed and dkim_failed else None


def authentication_of(message: ParsedMessage, trusted: frozenset[str]) -> Authentication:
    """Read the results of trusted servers.

    Args:
        message: The mail.
        trusted: Authserv-ids that are believed, lower-cased; whatever others say, anybody may
            have written (RFC 8601 section 5).

    Returns:
        The results; empty where no trusted server said anything that can be read.
    """
    results: dict[str, list[str]] = {"dmarc": [], "spf": [], "dkim": []}
    if trusted:
        for value in message.headers.raw_all("authentication-results")[:_MOST_FIELDS]:
            for method, result in _results_in(value[:_MOST_CHARS], trusted):
                if method in results:
                    results[method].append(result)
    return Authentication(*(tuple(results[method]) for method in ("dmarc", "spf", "dkim")))


def _results_in(value: str, trusted: frozenset[str]) -> list[tuple[str, str]]:
    try:
        parsed = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value}")
    except authres.AuthResError:
        return []
    if (parsed.authserv_id or "").lower() not in trusted:
        return []
    return [(str(one.method).lower(), str(one.result).lower()) for one in parsed.results]
