"""What came of offering an acknowledgement to the next hop: the four ways it can end."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Accepted:
    """The next hop took it.

    Attributes:
        at: The instant of its answer; the clock stops there (rule S7).
        evidence: Host, answer, TLS; JSON.
    """

    at: datetime
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """The next hop will never take it; another try would be refused too."""

    at: datetime
    error: str
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deferred:
    """It was never sent: nobody but us has it, and it is tried again.

    Attributes:
        at: When that was known.
        error: Why.
        retry_at: When it is tried again; None leaves that to the attempts already made.
    """

    at: datetime
    error: str
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InDoubt:
    """It was sent, and the answer was lost: nobody here knows whether it was taken."""

    at: datetime
    error: str


Outcome = Accepted | Refused | Deferred | InDoubt
